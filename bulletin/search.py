"""What a reader can find of the bulletin."""

from django.utils.translation import gettext_lazy as _

from bulletin.models import Article, Issue
from federation.search import Source

SOURCES = [
    Source(
        "articles",
        _("Bulletin"),
        lambda: Article.objects.published().readable(),
        ("title", "lead", "body"),
        title=lambda row: row.title,
        note=lambda row: row.lead,
        day="published_at",
        countries=("countries",),
        associations=("associations",),
    ),
    # Scans of old issues are found by their words, when they have any.
    Source(
        "issues",
        _("Issues of the bulletin"),
        lambda: Issue.objects.online().readable().for_page(),
        ("period_label", "lead", "publication__title", "scan__text"),
        title=lambda row: f"{row.publication.title}, {row}",
        note=lambda row: row.lead,
        day="printed_on",
        standing=1,
    ),
]
