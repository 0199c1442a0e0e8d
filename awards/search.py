"""What a reader can find of commendations."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.models import Award, CommendationRound
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
    # Who stands on the honour roll; the check of a certificate has no other way in
    # than its code.
    Source(
        "awards",
        _("Commended"),
        lambda: Award.objects.published().readable().on_roll(),
        ("recipient", "recipient_title"),
        title=lambda row: row.recipient,
        note=lambda row: f"{row.recipient_title}, {row.form}".removeprefix(", "),
        url=lambda row: f"{reverse('awards:roll')}?{on_roll(row)}",
        day="round__period_to",
        countries=("country",),
        associations=("organization", "nomination__association"),
        standing=1,
        has_page=False,
    ),
]


def on_roll(award) -> str:
    """The honour roll narrowed to this name in this round."""
    return urlencode({"q": award.recipient[:100], "dot": award.round.slug})
