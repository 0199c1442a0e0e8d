"""Shelves: awards on other pages, one query each."""

from django import template
from django.utils.translation import gettext as _

from awards.models import Award, CommendationRound, ExternalAward
from federation.templatetags.charts import Mark, chart
from federation.written import written

register = template.Library()


@register.inclusion_tag("awards/shelf_rounds.html")
def latest_rounds(limit=2):
    """The newest published rounds with their numbers."""
    rounds = CommendationRound.objects.published().readable().for_rows()
    return {"rounds": rounds[:limit]}


@register.inclusion_tag("federation/chart.html")
def awards_by_round(limit=12):
    """How many the last published rounds commended, as reported or else as listed."""
    rounds = CommendationRound.objects.published().readable().for_rows()[:limit]
    marks = [mark_of(row) for row in rounds]
    words = {}
    if marks:
        greatest = max(marks, key=lambda mark: mark.value)
        words = {"round": greatest.label, "value": greatest.text}
    return chart(
        *("awards", "bars", marks),
        finding=_("Most commended for %(round)s: %(value)s") % words if words else "",
        method=_(
            "Collectives and individuals together, as reported; dashed where only"
            " the list of recipients counts."
        ),
        source=_("the union’s register of commendations"),
        table="awards/chart_rounds.html",
        rows=rounds,
    )


def mark_of(row) -> Mark:
    """A round as a bar, by the years it was for."""
    first, last = row.period_from.year, row.period_to.year
    number = row.shown_collectives + row.shown_individuals
    years = str(last) if first == last else f"{first}–{last}"
    computed = row.declared_total is None
    return Mark(years, number, written(number), last, computed)


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
