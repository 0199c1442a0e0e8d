"""Shelves: awards on other pages, one query each."""

from django import template

from awards.models import Award, CommendationRound, ExternalAward

register = template.Library()


@register.inclusion_tag("awards/shelf_rounds.html")
def latest_rounds(limit=2):
    """The newest published rounds with their numbers."""
    rounds = CommendationRound.objects.published().readable().for_rows()
    return {"rounds": rounds[:limit]}


@register.inclusion_tag("awards/shelf_awards.html")
def awards_of(organization, limit=10):
    """What an association or branch was awarded here, and received elsewhere."""
    awards = Award.objects.published().readable().select_related("form", "round")
    received = ExternalAward.objects.readable().for_rows()
    return {
        "awards": awards.filter(
            organization=organization, kind=Award.Kind.COLLECTIVE
        ).order_by("-register_year", "-register_no")[:limit],
        "received": received.filter(organization=organization)[:limit],
    }
