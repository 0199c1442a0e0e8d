"""What a reader can find of commendations."""

from django.utils.translation import gettext_lazy as _

from awards.models import CommendationRound
from federation.search import Source

SOURCES = [
    Source(
        "rounds",
        _("Commendations"),
        lambda: CommendationRound.objects.published().readable(),
        ("title",),
        title=lambda row: row.title,
        day="period_to",
        standing=2,
    ),
]
