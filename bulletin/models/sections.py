"""The departments of the bulletin."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.models import Demonstrable
from federation.richtext import PlainCharField


class Section(Demonstrable, models.Model):
    """A department of the bulletin."""

    title = PlainCharField(_("name"), max_length=100)
    slug = models.SlugField(_("address word"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("part of"),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["display_order", "pk"]

    def __str__(self):
        return self.title or self.slug
