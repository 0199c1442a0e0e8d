"""Old articles on their way into the bulletin: what was read, and what became of it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ArticleImport(models.Model):
    """One upload: its rows as they were read; taken over once, all at once."""

    name = models.CharField(_("name of the file"), max_length=200)
    rows = models.JSONField(_("rows"), default=list)
    created_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    taken_at = models.DateTimeField(_("taken over"), null=True)
    added = models.PositiveIntegerField(_("added"), default=0)

    class Meta:
        verbose_name = _("old articles to take over")
        verbose_name_plural = _("old articles to take over")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("admin:bulletin_article_import", args=[self.pk])

    def of(self, verdict: str) -> list[dict]:
        return [row for row in self.rows if row["verdict"] == verdict]

    @property
    def good(self) -> list[dict]:
        return self.of("new")
