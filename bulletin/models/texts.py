"""The two language tracks of an article: what is there, what is out of date."""

import hashlib

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Func
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.lifecycle import MoveRefused
from federation.models import TranslationState
from federation.richtext import plain

WORDS_A_MINUTE = 220


class EnglishState(models.TextChoices):
    """The English track, beside the Vietnamese one (domain.md 4.0)."""

    NONE = "none", _("no English")
    TRANSLATING = "translating", _("being translated")
    REVIEWED = "reviewed", _("reviewed")
    PUBLISHED = "published", _("published")


def fingerprint(text: str | None) -> str:
    """SHA-256 of a source text; the same as `Fingerprint` in SQL."""
    return hashlib.sha256((text or "").encode()).hexdigest()


class Fingerprint(Func):
    """SHA-256 of a text, as stored in TranslationState.fingerprints."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.TextField()


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
        self.en_state = to
        LogEntry.objects.log_actions(
            by.pk, [self], CHANGE, f"English: {to}", single_object=True
        )

    def start_english(self, *, by) -> None:
        self.move_english(EnglishState.TRANSLATING, by=by)

    def review_english(self, *, by) -> None:
        """Someone read the English against the Vietnamese."""
        if missing := self.missing("en"):
            raise MoveRefused(missing)
        self.move_english(EnglishState.REVIEWED, by=by)

    def publish_english(self, *, by) -> None:
        """From now on the page exists in English, if it does in Vietnamese."""
        if missing := self.missing("en"):
            raise MoveRefused(missing)
        self.move_english(EnglishState.PUBLISHED, by=by)

    def withdraw_english(self, *, by) -> None:
        self.move_english(EnglishState.NONE, by=by)

    def note_english(self, state: str = TranslationState.State.REVIEWED) -> None:
        """Remember from which Vietnamese the English text was made."""
        TranslationState.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(self),
            object_id=self.pk,
            language="en",
            defaults={
                "state": state,
                "fingerprints": {
                    name: fingerprint(self.text(name, "vi")) for name in self.TEXTS
                },
            },
        )
