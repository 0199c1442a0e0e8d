"""Where each text stands in each language, and from which source it was made.

The survey reads the append-only history, so it sees every change, whoever made it and
however. Fingerprints say which Vietnamese each English field was made from.
"""

import difflib
import hashlib
import re

import pghistory
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from federation.models.records import Document
from federation.richtext import PlainCharField, plain

WRITE, REVIEW = (f"federation.{verb}_translation" for verb in ("write", "review"))
SOURCE = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
# Numbers of history are drawn before their transaction ends: look back a little.
OVERLAP = 500
BATCH = 500


def fingerprint(text: str | None) -> str:
    """SHA-256 of a text as it is stored."""
    return hashlib.sha256((text or "").encode()).hexdigest()


def translated_models() -> dict[type[models.Model], list[str]]:
    """Every model with translated fields of its own, and these in their order."""
    found = {}
    for model in translator.get_registered_models(abstract=False):
        own = translator.get_options_for_model(model).local_fields
        names = [field.name for field in model._meta.local_fields if field.name in own]
        if names:
            found[model] = names
    return found


def parts() -> dict:
    """app label → its config, for apps with texts in several languages."""
    labels = {model._meta.app_label for model in translated_models()}
    return {label: apps.get_app_config(label) for label in labels}


def text_of(obj, name: str, language: str) -> str:
    return getattr(obj, f"{name}_{language}") or ""


def events_of(model):
    """The history of exactly this model."""
    for events in pghistory.core.event_models(tracks_model=model):
        if events.pgh_tracked_model is model:
            return events
    raise LookupError(f"{model._meta.label} has no history")


def rests(obj) -> bool:
    """Whether its texts are written no more: its model says so in `texts_rest`."""
    return getattr(obj, "texts_rest", False)


class TranslationStateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who translates or reads translations: all; others what they may see.

        A confidential document is no text of theirs.
        """
        documents = ContentType.objects.get_for_model(Document)
        hidden = Document.objects.hidden_from(user).values("pk")
        self = self.exclude(content_type=documents, object_id__in=hidden)
        if user.has_perm(WRITE) or user.has_perm(REVIEW):
            return self
        seen = [
            model
            for model in translated_models()
            if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
        ]
        kinds = ContentType.objects.get_for_models(*seen, for_concrete_models=False)
        return self.filter(content_type__in=kinds.values())

    def of(self, model, language: str):
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        return self.filter(content_type=kind, language=language)

    def about(self, obj, language: str) -> "TranslationState":
        """The row of this object, locked; a new one is not saved yet."""
        kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
        rows = self.select_for_update(of=["self"])
        found = rows.filter(content_type=kind, object_id=obj.pk, language=language)
        return found.first() or self.model(
            content_type=kind, object_id=obj.pk, language=language
        )

    def for_whom(self, who: str):
        """What waits for the translators, or for those who read translations."""
        whole = Q(state=TranslationState.State.IN_PROGRESS, lacking=[])
        if who == "editor":
            return self.filter(whole)
        done = Q(state=TranslationState.State.REVIEWED)
        return self.exclude(whole | done)

    def counts(self) -> list[dict]:
        """For each app by its name: how many texts in each state."""
        states = TranslationState.State.values
        numbers = {state: Count("pk", filter=Q(state=state)) for state in states}
        rows = self.order_by().values(app=F("content_type__app_label"))
        names = {label: config.verbose_name for label, config in parts().items()}
        return [
            row | {"name": names[row["app"]]}
            for row in rows.annotate(number=Count("pk"), **numbers).order_by("app")
            if row["app"] in names
        ]

    def survey(self, *, everything: bool = False) -> int:
        """Bring the states up to date with the texts; returns how many were looked at.

        Only what history has recorded since the last time, or everything.
        """
        languages = [code for code, _name in settings.LANGUAGES if code != SOURCE]
        return sum(
            self.survey_model(model, names, language, everything=everything)
            for model, names in translated_models().items()
            for language in languages
        )

    def survey_model(self, model, names, language, *, everything=False) -> int:
        rows = self.of(model, language)
        mark = rows.aggregate(mark=Max("seen"))["mark"] or 0
        history = events_of(model).objects.order_by()
        if not everything:
            history = history.filter(pgh_id__gt=mark - OVERLAP)
        latest = {
            pk: (last, number)
            for pk, last, number in history.values_list("pgh_obj_id").annotate(
                Max("pgh_id"), Count("pk")
            )
        }
        seen = dict(rows.filter(object_id__in=latest).values_list("object_id", "seen"))
        waiting = sorted(pk for pk in latest if seen.get(pk, -1) < latest[pk][0])
        for start in range(0, len(waiting), BATCH):
            batch = {pk: latest[pk] for pk in waiting[start : start + BATCH]}
            self._survey_batch(model, names, language, batch)
        return len(waiting)

    @transaction.atomic
    def _survey_batch(self, model, names, language, batch: dict) -> None:
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        objects = model._base_manager.in_bulk(batch)
        locked = self.of(model, language).select_for_update(of=["self"])
        known = {row.object_id: row for row in locked.filter(object_id__in=batch)}
        gone = set(batch) - set(objects)
        self.of(model, language).filter(object_id__in=gone).delete()
        for pk, obj in objects.items():
            row = known.get(pk) or self.model(
                content_type=kind, object_id=pk, language=language
            )
            row.look(obj, names, changed=batch[pk][1] > 1 or row.pk is not None)
            row.seen, row.updated_at = batch[pk][0], timezone.now()
            known[pk] = row
        kept = [row for pk, row in known.items() if pk in objects]
        self.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["content_type", "object_id", "language"],
            update_fields=[*TranslationState.LOOKED, "seen", "updated_at"],
        )


class TranslationState(models.Model):
    """One object in one language: its state, and the source it was made from."""

    class State(models.TextChoices):
        NONE = "none", _("not translated")
        MACHINE = "machine", _("machine-drafted")
        IN_PROGRESS = "in_progress", _("in progress")
        REVIEWED = "reviewed", _("reviewed")
        STALE = "stale", _("out of date")

    # What a look at the texts settles.
    LOOKED = ("label", "state", "mark", "fingerprints", "texts", "lacking", "stale")

    content_type = models.ForeignKey(
        ContentType, models.CASCADE, verbose_name=_("kind of text")
    )
    object_id = models.BigIntegerField()
    target = GenericForeignKey("content_type", "object_id", for_concrete_model=False)
    label = PlainCharField(_("text"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=12, choices=State)
    # What a person last said of it: drafted by a machine, or read and right.
    mark = models.CharField(
        _("said of it"),
        max_length=12,
        choices=[(State.MACHINE, State.MACHINE.label), (State.REVIEWED, _("reviewed"))],
        blank=True,
    )
    # Field name → SHA-256 of the Vietnamese text the translation was made from.
    fingerprints = models.JSONField(_("fingerprints"), default=dict, blank=True)
    # Field name → SHA-256 of the translation, to see when it is written anew.
    texts = models.JSONField(_("translated texts"), default=dict, blank=True)
    lacking = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("fields not translated"),
        default=list,
        blank=True,
    )
    stale = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("fields out of date"),
        default=list,
        blank=True,
    )
    # The newest entry of history that was looked at.
    seen = models.BigIntegerField(default=0, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("read by"),
    )
    reviewed_at = models.DateTimeField(_("read"), null=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = TranslationStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")
        ordering = ["content_type", "label", "pk"]
        permissions = [
            ("write_translation", _("Can translate every text")),
            ("review_translation", _("Can say that a translation is right")),
        ]
        indexes = [
            models.Index(fields=["content_type", "state"], name="translation_of_kind"),
            models.Index(
                fields=["content_type", "language", "-seen"], name="translation_seen"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"],
                name="translation_state_once",
            )
        ]

    def __str__(self):
        return f"{self.label} ({self.language})"

    @property
    def names(self) -> list[str]:
        """The translated fields of its kind of text."""
        return translated_models().get(self.content_type.model_class(), [])

    def look(self, obj, names, *, changed: bool = True) -> None:
        """Compare the texts with what was recorded of them.

        `changed`: history may hold an older source than the present one.
        """
        self.label = plain(next((text_of(obj, n, SOURCE) for n in names), ""))[:300]
        self.label = self.label or str(obj)[:300]
        if self.pk is None:
            self.mark = getattr(obj, "translation_mark", "")
        self._note_what_was_written(obj, names, changed)
        here = {name: bool(text_of(obj, name, self.language)) for name in names}
        there = {name: fingerprint(text_of(obj, name, SOURCE)) for name in names}
        self.lacking = [
            name for name in names if text_of(obj, name, SOURCE) and not here[name]
        ]
        self.stale = [
            name
            for name in names
            if here[name] and self.fingerprints.get(name) != there[name]
        ]
        self.state = self._verdict(any(here.values()))

    def _note_what_was_written(self, obj, names, changed: bool) -> None:
        for name in names:
            text = text_of(obj, name, self.language)
            if not text:
                self.texts.pop(name, None)
                self.fingerprints.pop(name, None)
            elif self.texts.get(name) != fingerprint(text):
                if self.pk and self.texts:
                    self.mark = ""
                self.texts[name] = fingerprint(text)
                made_from = text_of(obj, name, SOURCE)
                if changed:
                    made_from = self._source_then(obj, name, text, made_from)
                self.fingerprints[name] = fingerprint(made_from)

    def _source_then(self, obj, name: str, text: str, now: str) -> str:
        """The Vietnamese at the moment this translation was written, from history."""
        events = events_of(type(obj)).objects.filter(pgh_obj_id=obj.pk)
        columns = (f"{name}_{self.language}", f"{name}_{SOURCE}")
        found = now
        for translation, source in events.order_by("-pgh_id").values_list(*columns):
            if translation != text:
                break
            found = source or ""
        return found

    def _verdict(self, is_begun: bool) -> str:
        if not is_begun:
            return self.State.NONE if self.lacking else self.State.REVIEWED
        if self.stale:
            return self.State.STALE
        if self.mark == self.State.MACHINE:
            return self.State.MACHINE
        if self.lacking or not self.mark:
            return self.State.IN_PROGRESS
        return self.State.REVIEWED

    def was_made_from(self, obj, sources: dict, *, mark: str = "", by=None) -> None:
        """Someone wrote or read the translation against these fingerprints."""
        names = self.names
        for name in names:
            if text := text_of(obj, name, self.language):
                self.texts[name] = fingerprint(text)
                self.fingerprints[name] = sources.get(
                    name, self.fingerprints.get(name, "")
                )
        self.mark = mark
        if mark == self.State.REVIEWED:
            self.reviewed_by, self.reviewed_at = by, timezone.now()
        self.look(obj, names, changed=False)
        self.save()

    def source_before(self, obj, name: str) -> str | None:
        """The text the translation was made from; None when history lacks it."""
        wanted = self.fingerprints.get(name)
        events = events_of(type(obj)).objects.filter(pgh_obj_id=obj.pk)
        texts = events.order_by("-pgh_id").values_list(f"{name}_{SOURCE}", flat=True)
        return next((t or "" for t in texts if fingerprint(t) == wanted), None)


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Word by word: what stayed (“=”), went (“-”) and came (“+”)."""
    old, new = (re.findall(r"\s+|\S+", plain(text)) for text in (before, after))
    pieces = []
    for kind, i, j, k, m in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            pieces.append(("=", "".join(old[i:j])))
            continue
        if j > i:
            pieces.append(("-", "".join(old[i:j])))
        if m > k:
            pieces.append(("+", "".join(new[k:m])))
    return pieces
