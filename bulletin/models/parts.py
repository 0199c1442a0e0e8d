"""What belongs to an article: gallery, files, corrections."""

from datetime import timedelta
from pathlib import PurePath

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from bulletin.models.articles import Article
from federation.models import Demonstrable, Photo
from federation.richtext import PlainCharField, PlainTextField
from federation.sortkey import fold
from federation.uploads import DocumentField


class ArticlePhoto(models.Model):
    """A photograph of an article's gallery, in its place."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="gallery")
    photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        related_name="article_places",
        verbose_name=_("photograph"),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("photograph of the article")
        verbose_name_plural = _("photographs of the article")
        ordering = ["display_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "photo"],
                name="article_photo_once",
                violation_error_message=_("The photograph is there already."),
            )
        ]

    def __str__(self):
        return str(self.photo)


class ArticleFile(models.Model):
    """A document to take away with the article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments")
    title = PlainCharField(_("name"), max_length=200)
    file = DocumentField(_("file"), folder="attachments")
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["display_order", "pk"]

    def __str__(self):
        return self.title or ""

    def get_absolute_url(self):
        return reverse("bulletin:attachment", args=[self.article.slug, self.pk])

    @property
    def file_name(self) -> str:
        """What a reader's disk calls it."""
        ending = PurePath(self.file.name or "").suffix
        return f"{slugify(fold(self.title or ''))[:80] or self.pk}{ending}"

    @property
    def file_kind(self) -> str:
        return PurePath(self.file.name or "").suffix.lstrip(".").upper()


class ArticleDraft(models.Model):
    """What someone is writing and has not saved; also the sign that they are at it."""

    # An editor whose page has not been heard of for so long has gone.
    PRESENT = timedelta(minutes=2)

    # Empty: an article that was never saved.
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="drafts", null=True
    )
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("written by")
    )
    texts = models.JSONField(_("texts"), default=dict)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    saved_at = models.DateTimeField(_("saved"), null=True)

    class Meta:
        verbose_name = _("unsaved draft")
        verbose_name_plural = _("unsaved drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user"], name="draft_once", nulls_distinct=False
            )
        ]

    def __str__(self):
        return str(self.user)

    @classmethod
    def of(cls, article, user) -> models.QuerySet:
        """What this person has not saved of the article, or of a new one (None)."""
        return cls.objects.filter(article=article, user=user)

    @classmethod
    def others(cls, article, user) -> list:
        """Who else has the form of this article open now."""
        if article is None:
            return []
        now = timezone.now()
        rows = cls.objects.filter(article=article, seen_at__gt=now - cls.PRESENT)
        return list(rows.exclude(user=user).select_related("user"))

    @classmethod
    def keep(cls, article, user, texts: dict) -> "ArticleDraft":
        """What stands in the form now; without texts only that someone is there."""
        now = timezone.now()
        values = {"seen_at": now} | ({"texts": texts, "saved_at": now} if texts else {})
        return cls.objects.update_or_create(
            article=article, user=user, defaults=values
        )[0]


class Correction(Demonstrable, models.Model):
    """A public note on what was corrected after publication, and when."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="corrections", verbose_name=_("article")
    )
    note = PlainTextField(_("correction note"), max_length=1000)
    made_at = models.DateTimeField(_("corrected"), default=timezone.now)
    made_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("corrected by"),
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-made_at"]

    def __str__(self):
        return self.note
