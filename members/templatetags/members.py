"""Shelves: branches, the index of associations, dossiers that wait for somebody."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.models import Office, Role
from members.models import Association, Branch, BranchRequest, Kind

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
    }
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


@register.inclusion_tag("members/shelf_growth.html")
def growth_of_branches(years=5):
    """The growth of the last years as the portal counts it, newest first."""
    this = timezone.localdate().year
    rows = [Branch.objects.growth(year) for year in range(this, this - years, -1)]
    return {"rows": [row for row in rows if row.living or row.base]}


@register.inclusion_tag("members/shelf_dossiers.html", takes_context=True)
def my_dossiers(context):
    """The reader's own duties about dossiers, most urgent first, as `.duty` rows."""
    return {"duties": duties(context["user"])}


@register.inclusion_tag("members/shelf_open.html", takes_context=True)
def open_dossiers(context, limit=8):
    """What the office has to answer, for the admin's dashboard."""
    rows = BranchRequest.objects.filter(status__in=BranchRequest.ANSWERING)
    return {
        "dossiers": list(rows.for_rows().most_urgent_first()[:limit]),
        "total": rows.count(),
        "late": rows.overdue().count(),
    }


def duties(user) -> list[dict]:
    """What this person must do about dossiers: in every role the person holds."""
    held = set(Office.objects.held_by(user).values_list("role", flat=True))
    found = []
    if Role.ASSOCIATION_SECRETARY in held:
        mine = BranchRequest.objects.managed_by(user)
        found += mine.filter(status__in=BranchRequest.EDITABLE).for_rows()
    desk = BranchRequest.objects.at_desk_of(user).for_rows()
    if Role.UNION_OFFICER in held:
        found += desk.filter(status__in=[Status.SUBMITTED, Status.UNDER_CHECK])
        found += desk.filter(
            status=Status.APPROVED,
            deciding_body=Association.DecidingBody.ASSOCIATION,
        )
    if held & {Role.UNION_LEADER, Role.ASSOCIATION_LEADER}:
        found += [
            dossier
            for dossier in desk.filter(status=Status.READY)
            if dossier.may_be_decided_by(user)
        ]
    far = timezone.localdate().max
    return [duty(row) for row in sorted(found, key=lambda row: row.held_until or far)]


def duty(dossier) -> dict:
    """One row of the board: what, by when, and the one thing to do."""
    today, until = timezone.localdate(), dossier.held_until
    title, note, verb, url = WORDS[dossier.status](dossier)
    return {
        "title": title,
        "note": note,
        "verb": verb,
        "url": url,
        "until": until,
        "days": abs((until - today).days) if until else 0,
        "is_late": dossier.is_late,
    }


def _draft(dossier):
    note = _("A draft; the association has not submitted it yet.")
    title = _("Finish the dossier %(name)s") % {"name": dossier.name}
    return title, note, _("Go on"), dossier.get_absolute_url()


def _supplement(dossier):
    number = dossier.items.filter(state="remark").count()
    note = ngettext(
        "%(number)d paper to replace. Until you submit it again, the time for the "
        "answer stands still.",
        "%(number)d papers to replace. Until you submit it again, the time for the "
        "answer stands still.",
        number,
    ) % {"number": number}
    title = _("Supplement the dossier %(name)s") % {"name": dossier.name}
    return title, note, _("Supplement"), dossier.get_absolute_url()


def _check(dossier):
    title = _("Check %(number)s: %(name)s") % {
        "number": dossier.number,
        "name": dossier.name,
    }
    return title, str(dossier.association), _("Check"), dossier.get_desk_url()


def _decide(dossier):
    title = _("Decide on %(number)s: %(name)s") % {
        "number": dossier.number,
        "name": dossier.name,
    }
    return title, str(dossier.association), _("Decide"), dossier.get_desk_url()


def _note(dossier):
    title = _("Take note of the decision on %(name)s") % {"name": dossier.name}
    return title, str(dossier.association), _("Take note"), dossier.get_desk_url()


WORDS = {
    Status.DRAFT: _draft,
    Status.NEEDS_CHANGES: _supplement,
    Status.SUBMITTED: _check,
    Status.UNDER_CHECK: _check,
    Status.READY: _decide,
    Status.APPROVED: _note,
}
