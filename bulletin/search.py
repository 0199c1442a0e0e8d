"""What a reader can find of the bulletin."""

from django.utils.translation import gettext_lazy as _

from bulletin.models import Article
from federation.search import Source

SOURCES = [
    Source(
        "articles",
        _("Bulletin"),
        lambda: Article.objects.published().readable(),
        ("title", "lead", "body"),
        title=lambda row: row.title,
        note=lambda row: row.lead,
    ),
]
