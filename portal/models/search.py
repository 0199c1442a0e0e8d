"""What the search knows: an index of the rows of all apps, safe to throw away."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


def indexes_of(language: str) -> list[models.Index]:
    """Those of one language: words from the top down, of all and of those that stand
    first; titles as begun and nearly so.

    Written by a worker that nobody waits for, so no words are left to be sorted in.
    """
    of_it = models.Q(language=language)
    mine = {"condition": of_it, "fastupdate": False}
    near, begun = (
        OpClass("alike", "gin_trgm_ops"),
        OpClass("folded", "text_pattern_ops"),
    )
    return [
        GinIndex(fields=["standing", "words"], name=f"entry_words_{language}", **mine),
        GinIndex(
            fields=["standing", "words"],
            name=f"entry_first_{language}",
            condition=of_it & models.Q(is_first=True),
            fastupdate=False,
        ),
        GinIndex(near, name=f"entry_alike_{language}", **mine),
        models.Index(begun, name=f"entry_begun_{language}", condition=of_it),
        models.Index(
            fields=["-standing", "-id"],
            include=["is_first"],
            name=f"entry_top_{language}",
            condition=of_it,
        ),
    ]


class Entry(models.Model):
    """One thing in one language as it can be found; whether it may be shown is asked
    of its own rows when a page is made."""

    kind = models.CharField(_("kind"), max_length=32)
    object_id = models.BigIntegerField(_("number of the row"))
    language = models.CharField(_("language"), max_length=8)
    folded = models.TextField(_("title without marks"))
    alike = models.TextField(_("title without marks, with and without spaces"))
    words = SearchVectorField(_("words"))
    year = models.SmallIntegerField(_("year"), null=True)
    countries = ArrayField(models.BigIntegerField(), verbose_name=_("countries"))
    associations = ArrayField(models.BigIntegerField(), verbose_name=_("associations"))
    standing = models.IntegerField(_("standing among equals"))
    is_first = models.BooleanField(_("among the first"), db_default=False)
    stamp = models.CharField(_("fingerprint"), max_length=32)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "language"], name="entry_once"
            )
        ]
        indexes = [
            index for code, _name in settings.LANGUAGES for index in indexes_of(code)
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id} ({self.language})"


class Survey(models.Model):
    """How far the index has followed the history of one kind of row."""

    kind = models.CharField(_("kind"), max_length=80, unique=True)
    event = models.BigIntegerField(_("last event"), default=0)
    ended_at = models.DateTimeField(_("read whole at"), null=True)
    took = models.FloatField(_("seconds it took"), default=0)

    class Meta:
        verbose_name = _("survey of the search")
        verbose_name_plural = _("surveys of the search")

    def __str__(self):
        return self.kind
