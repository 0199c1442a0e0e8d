"""What belongs to an article: gallery, former addresses, corrections."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bulletin.models.articles import Article
from federation.models import Demonstrable, Photo
from federation.richtext import PlainTextField


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


class ArticleRedirect(models.Model):
    """A former address of an article; written by the database (keep_old_address)."""

    slug = models.SlugField(_("former address word"), max_length=120, unique=True)
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        related_name="former_addresses",
        verbose_name=_("article"),
    )
    since = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.slug


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
