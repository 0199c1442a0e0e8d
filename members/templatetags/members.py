"""Shelves: branches, the index of associations, dossiers that wait for somebody."""

from collections import defaultdict

from django import template
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _

from federation.models import Figure
from federation.templatetags.charts import Mark, chart, most
from members.models import (
    CORRECTION,
    Association,
    Branch,
    BranchRequest,
    Kind,
)

register = template.Library()
Status = BranchRequest.Status


@register.simple_tag
def step_url(dossier, step):
    """The address of one step of a dossier's guided form."""
    return dossier.address(f"workspace-dossier-{step}")


@register.simple_tag
def change_title(change) -> str:
    """One line of a branch's history, in words."""
    name = change.former_name or change.former_name_vi or ""
    words = {
        Kind.ESTABLISH: _("Founding"),
        Kind.REORGANIZE: _("The committee was reorganised"),
        Kind.NEW_TERM: _("A new term began"),
        Kind.RENAME: _("Renamed; until then: %(name)s") % {"name": name},
        Kind.MERGE: _("Merged into %(other)s") % {"other": change.other},
        Kind.TRANSFER: _("Came from %(other)s") % {"other": change.former_association},
        Kind.SUSPEND: _("Suspended"),
        Kind.RESUME: _("Works again"),
        Kind.DISSOLVE: _("Dissolved"),
        CORRECTION: _("The record was corrected"),
    }
    if change.kind == CORRECTION and name:
        return _("The name in the record was corrected from %(name)s") % {"name": name}
    if change.took_in:
        return _("Took in the members of %(other)s") % {"other": change.other}
    return words[change.kind]


@register.inclusion_tag("members/shelf_branches.html", takes_context=True)
def branches_of(context, association, heading=False, limit=30):
    """The living branches of an association: two queries."""
    seen = Branch.objects.visible_to(context["user"]).readable().living()
    seen = seen.filter(association=association)
    return {
        "association": association,
        "branches": list(seen.for_rows()[:limit]),
        "total": seen.count(),
        "heading": heading,
    }


@register.inclusion_tag("members/shelf_index.html")
def association_index():
    """All associations by region of the world, for the home page: two queries."""
    return {"groups": Association.objects.readable().living().by_world_region()}


@register.inclusion_tag("members/shelf_country.html")
def associations_of(country):
    """The living associations tied to a country, for its page: one query."""
    rows = Association.objects.readable().living().filter(countries=country)
    return {"associations": rows.in_order()}


@register.simple_tag
def branch_growth(year=None):
    """New and ended branches of a year (this one unless given), gross and net."""
    return Branch.objects.growth(int(year or timezone.localdate().year))


@register.inclusion_tag("federation/chart.html")
def growth_of_branches(years=10):
    """New branches of the last years, computed and as reported, newest first."""
    this = timezone.localdate().year
    rows = Branch.objects.growth_over(range(this, this - years, -1))
    reported = reported_growth(row.year for row in rows)
    shown = [row for row in rows if row.living or row.base or row.year in reported]
    marks = [Mark(str(row.year), row.new, str(row.new), row.year) for row in shown]
    return chart(
        *("branches", "columns", marks),
        finding=most(marks) if marks else "",
        method=_("New branches of each year. The red bar is the highest year."),
        table="members/chart_growth.html",
        rows=[(row, reported.get(row.year, [])) for row in shown],
    )


def reported_growth(years) -> dict:
    """{year: figures of the union's reports about its new branches}: one query."""
    metrics = [Figure.Metric.BRANCHES_NEW, Figure.Metric.BRANCHES_GROWTH]
    rows = Figure.objects.filter(
        owner__kind="union",
        metric__in=metrics,
        basis=Figure.Basis.REPORTED,
        year__in=list(years),
    )
    found = defaultdict(list)
    for row in rows.order_by("-metric", "as_of", "pk"):
        found[row.year].append(row)
    return found


@register.inclusion_tag("members/shelf_reported.html")
def reported_branches(year):
    """What the union reported about the new branches of a year: one query."""
    return {"figures": reported_growth([int(year)]).get(int(year), [])}


@register.inclusion_tag("members/shelf_activity.html", takes_context=True)
def activity_of(context, association, held=None, years=5):
    """An association's last years: branches founded and ended; events held.

    `held` is {year: number of events}, counted by whoever keeps events: two queries.
    """
    seen = Branch.objects.visible_to(context["user"]).readable()
    seen = seen.filter(association=association)
    counted = [by_year(seen, name) for name in ("founded_on", "ended_on")]
    this = timezone.localdate().year
    rows = [
        (year, *(counts.get(year, 0) for counts in (*counted, held or {})))
        for year in range(this, this - years, -1)
    ]
    return {"rows": [row for row in rows if any(row[1:])]}


def by_year(branches, name: str) -> dict:
    """{year: how many have this day in it}, days to come left out."""
    rows = branches.filter(**{f"{name}__lte": timezone.localdate()}).order_by()
    return dict(rows.values_list(ExtractYear(name)).annotate(Count("pk")))


@register.inclusion_tag("members/shelf_others.html")
def with_others(user):
    """Dossiers of the reader's own associations that the union or a leader has."""
    rows = BranchRequest.objects.managed_by(user)
    rows = rows.filter(status__in=BranchRequest.ANSWERING)
    return {"dossiers": list(rows.for_rows().most_urgent_first()[:20])}


@register.inclusion_tag("members/shelf_open.html", takes_context=True)
def open_dossiers(context, limit=8):
    """What the office has to answer, for the admin's dashboard."""
    rows = BranchRequest.objects.filter(status__in=BranchRequest.ANSWERING)
    return {
        "dossiers": list(rows.for_rows().most_urgent_first()[:limit]),
        "total": rows.count(),
        "late": rows.overdue().count(),
    }


@register.inclusion_tag("members/shelf_load.html")
def load_of_officers(desk):
    """Who holds how many open dossiers of this desk, late ones apart: one query."""
    return {"rows": desk.load_by_officer()}


@register.inclusion_tag("members/shelf_hosts.html", takes_context=True)
def branches_by_host(context, association):
    """How many living branches at each kind of host, most first: one query."""
    rows = Branch.objects.visible_to(context["user"]).readable().living()
    rows = rows.filter(association=association).order_by().values("host_kind")
    counted = rows.annotate(number=Count("pk")).order_by("-number", "host_kind")
    names = dict(Branch.HostKind.choices)
    return {
        "association": association,
        "rows": [(names[row["host_kind"]], row) for row in counted],
    }


@register.inclusion_tag("members/shelf_new.html", takes_context=True)
def new_branches(context, year=None):
    """The branches founded in a year, newest first: one query."""
    year = int(year or timezone.localdate().year)
    rows = Branch.objects.visible_to(context["user"]).readable().founded_in(year)
    rows = rows.select_related("association").order_by("-founded_on", "pk")
    return {"branches": list(rows), "year": year}
