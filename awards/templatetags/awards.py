"""Shelves: awards on other pages, one query each."""

from django import template

from awards.models import Award, CommendationRound, ExternalAward
from awards.templatetags.awards_duties import duties

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


@register.inclusion_tag("awards/shelf_awards.html")
def awards_of_person(person, limit=10):
    """What a person was awarded here, and received elsewhere."""
    awards = Award.objects.published().readable().select_related("form", "round")
    received = ExternalAward.objects.readable().for_rows()
    return {
        "is_person": True,
        "awards": awards.filter(person=person).order_by(
            "-register_year", "-register_no"
        )[:limit],
        "received": received.filter(person=person)[:limit],
    }


@register.simple_tag
def accepts(round_, association) -> str:
    """Why this round takes no nomination of that association; empty: it does."""
    return round_.why_closed(association)


@register.inclusion_tag("members/shelf_dossiers.html", takes_context=True)
def my_commendations(context):
    """The reader's own duties about commendations, as `.duty` rows."""
    return {"duties": duties(context["user"])}
