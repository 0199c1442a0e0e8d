"""The two language tracks of an article: what is there, what is out of date."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.lifecycle import MoveRefused
from federation.models import TranslationState
from federation.models.translations import fingerprint
from federation.richtext import plain

WORDS_A_MINUTE = 220
# English that has been read against the Vietnamese.
RELEASED = ("reviewed", "published")


class EnglishState(models.TextChoices):
    """The English track, beside the Vietnamese one (domain.md 4.0)."""

    NONE = "none", _("no English")
    TRANSLATING = "translating", _("being translated")
    REVIEWED = "reviewed", _("reviewed")
    PUBLISHED = "published", _("published")


def readable_column(language: str) -> models.GeneratedField:
    """True when a reader of the language has a title and a text to read."""
    text = Q(**{f"body_{language}__gt": ""}) | Q(
        kind="press", **{f"lead_{language}__gt": ""}
    )
    readable = text & Q(**{f"title_{language}__gt": ""})
    if language != "vi":
        readable &= Q(**{f"{language}_state": EnglishState.PUBLISHED})
    return models.GeneratedField(
        expression=Case(When(readable, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )


def readers_index(name: str, *columns: str) -> list[models.Index]:
    """For each language over what its readers may open, and nothing else."""
    return [
        models.Index(
            *columns,
            condition=Q(status="published", **{f"is_readable_{code}": True}),
            name=f"{name}_{code}",
        )
        for code in ("vi", "en")
    ]


class ArticleTexts(models.Model):
    """What an article knows about its own texts."""

    TEXTS = ("title", "lead", "body")
    EN_MOVES = {
        EnglishState.TRANSLATING: {EnglishState.NONE, EnglishState.REVIEWED},
        EnglishState.REVIEWED: {EnglishState.NONE, EnglishState.TRANSLATING},
        EnglishState.PUBLISHED: {EnglishState.REVIEWED},
        EnglishState.NONE: {EnglishState.PUBLISHED},
    }

    class Meta:
        abstract = True

    def text(self, name: str, language: str) -> str:
        return getattr(self, f"{name}_{language}") or ""

    def missing(self, language: str) -> str:
        """What a reader of this language would lack, in words; empty when nothing."""
        if not self.text("title", language):
            return gettext("The title is missing.")
        needed = "lead" if self.kind == "press" else "body"
        if not plain(self.text(needed, language)):
            return gettext("The text is missing.")
        return ""

    @property
    def languages(self) -> list[str]:
        """The languages in which the article has a page."""
        found = ["vi"] if not self.missing("vi") else []
        if self.en_state == EnglishState.PUBLISHED and not self.missing("en"):
            found.append("en")
        return found

    def printed_languages(self) -> list[str]:
        """The languages an issue prints it in: whole, and somebody released it."""
        if not self.is_printable or self.missing("vi"):
            return []
        has_english = self.en_state in RELEASED and not self.missing("en")
        return ["vi", "en"] if has_english else ["vi"]

    @property
    def minutes(self) -> int:
        """How long the text of the active language takes to read, at least one."""
        words = len(plain(self.body).split()) + len((self.lead or "").split())
        return max(1, round(words / WORDS_A_MINUTE))

    @transaction.atomic
    def move_english(self, to: str, *, by) -> None:
        """One step of the English track, by one conditional UPDATE."""
        rows = type(self)._base_manager.filter(
            pk=self.pk, en_state__in=self.EN_MOVES[to]
        )
        if not rows.update(en_state=to, updated_at=timezone.now()):
            raise MoveRefused(
                gettext("This is no longer possible: the status has changed.")
            )
        was, self.en_state = self.en_state, to
        if was in RELEASED and to not in RELEASED:
            self.withdraw_editions()
        LogEntry.objects.log_actions(
            by.pk, [self], CHANGE, f"English: {to}", single_object=True
        )

    def start_english(self, *, by) -> None:
        self.move_english(EnglishState.TRANSLATING, by=by)

    @transaction.atomic
    def review_english(self, *, by) -> None:
        """Someone read the English against the Vietnamese."""
        if missing := self.missing("en"):
            raise MoveRefused(missing)
        self.move_english(EnglishState.REVIEWED, by=by)
        self.note_english(by=by, mark=TranslationState.State.REVIEWED)

    def publish_english(self, *, by) -> None:
        """From now on the page exists in English, if it does in Vietnamese."""
        if missing := self.missing("en"):
            raise MoveRefused(missing)
        self.move_english(EnglishState.PUBLISHED, by=by)

    def withdraw_english(self, *, by) -> None:
        self.move_english(EnglishState.NONE, by=by)

    @property
    def translation_mark(self) -> str:
        """English that someone has released was read."""
        return TranslationState.State.REVIEWED if self.en_state in RELEASED else ""

    @transaction.atomic
    def follow_english(self) -> None:
        """After a change: whether the English still fits is known at once."""
        row = TranslationState.objects.about(self, "en")
        row.look(self, row.names)
        row.save()

    @transaction.atomic
    def note_english(self, *, by=None, mark: str = "", names=None) -> None:
        """The English fits the Vietnamese as it is now; `mark` says who says so.

        Only of these `names` when some are given: what was typed anew says nothing of
        the other fields.
        """
        row = TranslationState.objects.about(self, "en")
        names = self.TEXTS if names is None else names
        sources = {name: fingerprint(self.text(name, "vi")) for name in names}
        row.was_made_from(self, sources, mark=mark, by=by)
