"""Shelves that take from several apps at once."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Award
from awards.templatetags import awards_duties
from bulletin.models import Article
from events.models import Event, Occurrence
from federation.models import Figure, Office
from federation.templatetags.charts import value_of
from members.models import Association, Branch
from members.templatetags import members_duties
from portal.actions.begin import BEGIN

register = template.Library()


@register.filter
def beginning(modeladmin) -> str:
    """What an empty list of this desk says: what will stand there, how to begin."""
    own = getattr(modeladmin, "when_empty", "")
    return own or BEGIN.get(modeladmin.opts.label, "")


@register.simple_tag
def duties_of(user) -> list[dict]:
    """What this person must do, most urgent first; what has no limit stands last."""
    found = [*members_duties.duties(user), *awards_duties.duties(user)]
    return sorted(found, key=lambda duty: duty["until"] or date.max)


@register.inclusion_tag("components/horizon.html")
def horizon():
    """Under the drum: the next event, the newest article, the next great year."""
    days = Occurrence.objects.facts().readable().upcoming().for_cards()
    days = days.filter(milestone__in=["decade", "five"])
    return {
        "event": Event.objects.published().readable().upcoming().for_cards().first(),
        "article": Article.objects.published().readable().for_cards().first(),
        "day": days.exclude(anniversary__kind="national_day").first(),
    }


@register.inclusion_tag("admin/key_figures.html", takes_context=True)
def desk_figures(context):
    """The year in numbers, each a way to its list: only those the viewer may open."""
    may = context["user"].has_perm
    year = timezone.localdate().year
    found = [figure(year) for right, figure in FIGURES.items() if may(right)]
    return {"figures": [row for row in found if row]}


@register.inclusion_tag("admin/charts.html", takes_context=True)
def desk_charts(context):
    """The same charts as on the page of figures, for those who may open their lists."""
    charts = {
        "members.view_branch": "branches",
        "events.view_event": "events",
        "awards.view_award": "awards",
    }
    may = context["user"].has_perm
    return {"may": [name for right, name in charts.items() if may(right)]}


def _associations(year):
    number = Association.objects.living().count()
    return told(_("Member associations"), number, "members_association")


def _branches(year):
    number, new = Branch.objects.living().count(), Branch.objects.founded_in(year)
    note = _("%(number)s new in %(year)s") % {"number": new.count(), "year": year}
    return told(_("Branches"), number, "members_branch", note)


def _members(year):
    metric = Figure.Metric.MEMBERS
    row = Figure.objects.filter(metric=metric, owner__kind="union")
    row = row.order_by("-year", "-as_of", "-basis").first()
    if row is None:
        return None
    note = f"{row.get_basis_display()}, {row.year}"
    return told(_("Members"), value_of(row), "federation_figure", note)


def _events(year):
    number = Event.objects.published().filter(starts_at__year=year).count()
    return told(_("Events in %(year)s") % {"year": year}, number, "events_event")


def _articles(year):
    number = Article.objects.published().filter(published_at__year=year).count()
    label = _("Articles in %(year)s") % {"year": year}
    return told(label, number, "bulletin_article")


def _awards(year):
    number = Award.objects.count()
    return told(_("Commendations on record"), number, "awards_award")


def told(label, number, where, note="") -> dict:
    url = reverse(f"admin:{where}_changelist")
    return {"label": label, "number": number, "url": url, "note": note}


FIGURES = {
    "members.view_association": _associations,
    "members.view_branch": _branches,
    "federation.view_figure": _members,
    "events.view_event": _events,
    "bulletin.view_article": _articles,
    "awards.view_award": _awards,
}


@register.simple_tag
def roles_held(user):
    """What this person may do today, for the desk's navigation: one query.

    Who speaks for a branch alone is its contact, not a secretary of the association.
    """
    offices = Office.objects.held_by(user).values_list("role", "organization__kind")
    return {"contact" if kind == "branch" else role for role, kind in offices}
