"""What each person must do about dossiers and branches, as rows of the board."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.models import Office, Role
from members.models import Association, Branch, BranchRequest, DecisionTrouble, Kind
from members.models.closing import pointless

Status = BranchRequest.Status


def duties(user) -> list[dict]:
    """What this person must do about dossiers: in every role the person holds."""
    offices = Office.objects.held_by(user).values_list("role", "organization")
    held = {role for role, _organization in offices}
    found = []
    if Role.ASSOCIATION_SECRETARY in held:
        mine = BranchRequest.objects.managed_by(user).for_rows()
        mine = mine.filter(status__in=BranchRequest.EDITABLE)
        mine = mine.exclude(pk__in=pointless(BranchRequest.objects.all()).values("pk"))
        found += mine.prefetch_related("revisions__remarks__item")
    desk = BranchRequest.objects.at_desk_of(user).for_rows()
    if Role.UNION_OFFICER in held:
        own = Q(deciding_body=Association.DecidingBody.ASSOCIATION)
        to_check = Q(status__in=[Status.SUBMITTED, Status.UNDER_CHECK])
        found += desk.filter(to_check | own & Q(status=Status.APPROVED))
    if held & {Role.UNION_LEADER, Role.ASSOCIATION_LEADER}:
        ready = desk.filter(status=Status.READY).exclude(revisions__submitted_by=user)
        found += [row for row in ready if decides(row, offices)]
    rows = [duty(row) for row in dict.fromkeys(found)]
    if Role.UNION_OFFICER in held:
        rows += [*stuck(desk), *unwritten(desk), *undecidable(desk)]
    rows += [
        offer(row)
        for row in BranchRequest.objects.offered_to(user).for_rows()
        if not row.receiver_agreed_at
    ]
    if Role.ASSOCIATION_SECRETARY in held:
        own = Association.objects.run_by(user, Role.ASSOCIATION_SECRETARY)
        rows += [term_ending(branch) for branch in branches_to_renew(own)]
    if held & {Role.UNION_OFFICER, Role.UNION_LEADER}:
        rows += over_all_associations(user, desk)
    return sorted(rows, key=lambda row: row["until"] or date.max)


def stuck(desk) -> list[dict]:
    """Decisions in force that cannot be carried out, each with what is in the way."""
    return [
        row_of(
            _("Not carried out: %(title)s") % {"title": dossier.decision_title},
            why,
            _("See"),
            dossier.get_desk_url(),
            dossier.effective_on,
        )
        for dossier in desk.to_carry_out().select_related("decision")
        if (why := dossier.obstacle)
    ]


def unwritten(desk) -> list[dict]:
    """Decisions whose paper could not be made, or not in the office's own form."""
    steps = DecisionTrouble.Step
    words = {
        steps.PAPER: _("Not written: %(title)s"),
        steps.TEMPLATE: _("Not in the office’s own form: %(title)s"),
    }
    rows = DecisionTrouble.objects.filter(request__in=desk, step__in=words)
    return [
        row_of(
            words[row.step] % {"title": row.request.decision_title},
            row.told,
            _("Try again"),
            row.request.get_desk_url(),
            timezone.localdate(row.since),
        )
        for row in rows.select_related("request__decision")
    ]


def undecidable(desk) -> list[dict]:
    """Complete ones on which nobody of today may decide: nobody would be told."""
    ready = list(desk.filter(status=Status.READY).prefetch_related("revisions"))
    if not ready:
        return []
    union = set(Office.objects.of_union(Role.UNION_LEADER).values_list("user"))
    leaders = defaultdict(set)
    own = Office.objects.current().filter(role=Role.ASSOCIATION_LEADER)
    for organization, *user in own.values_list("organization", "user"):
        leaders[organization].add(tuple(user))
    return [
        row_of(
            _("Nobody can decide on %(number)s: %(name)s")
            % {"number": dossier.number, "name": dossier.name},
            _("No leader of the deciding body is in office, or each submitted it."),
            _("See"),
            dossier.get_desk_url(),
            dossier.held_until,
        )
        for dossier in ready
        if {user for (user,) in (
            leaders[dossier.association_id] if dossier.decides_itself else union
        )} <= dossier.submitters
    ]  # fmt: skip


def decides(dossier, offices) -> bool:
    """`may_be_decided_by` for a whole list: no query for each."""
    if dossier.decides_itself:
        return (Role.ASSOCIATION_LEADER, dossier.association_id) in offices
    return any(role == Role.UNION_LEADER for role, _organization in offices)


def over_all_associations(user, desk) -> list[dict]:
    """What the union waits for: supplements, and terms of branches, by association."""
    returned = desk.filter(status=Status.NEEDS_CHANGES)
    mine = BranchRequest.objects.managed_by(user).values("pk")
    returned = returned.exclude(pk__in=mine)
    rows = [awaited(row) for row in returned.prefetch_related(
        "revisions__remarks__item"
    )]  # fmt: skip
    others = Association.objects.exclude(
        pk__in=Association.objects.run_by(user, Role.ASSOCIATION_SECRETARY)
    )
    ending = defaultdict(list)
    for branch in branches_to_renew(others):
        ending[branch.association].append(branch)
    return rows + [terms_ending(*pair) for pair in ending.items()]


def branches_to_renew(associations) -> list[Branch]:
    """Living branches of these whose term is over or ends soon, oldest first.

    Soon: in this year, or within the months in which the mails speak of it.
    """
    today = timezone.localdate()
    last = max(date(today.year, 12, 31), today + timedelta(days=183))
    rows = Branch.objects.living().filter(
        association__in=associations, committee__term__end_year__lte=last.year
    )
    waiting = BranchRequest.objects.open().filter(
        kind__in=[Kind.NEW_TERM, Kind.DISSOLVE, Kind.MERGE], branch__isnull=False
    )
    rows = rows.exclude(pk__in=waiting.values("branch"))
    rows = rows.select_related("committee__term", "association").order_by("pk")
    ending = [branch for branch in rows if branch.term.runs_out_on <= last]
    return sorted(ending, key=lambda branch: branch.term.runs_out_on)


def row_of(title, note, verb, url, until) -> dict:
    """What, by when, and the one thing to do."""
    today = timezone.localdate()
    return {
        "title": title,
        "note": note,
        "verb": verb,
        "url": url,
        "until": until,
        "days": abs((until - today).days) if until else 0,
        "is_late": bool(until and until < today),
    }


def term_ending(branch) -> dict:
    return row_of(
        _("Renew the committee of %(branch)s") % {"branch": branch.name_vi},
        _("Its term ends in %(year)s; a dossier “begin a new term” renews it.")
        % {"year": branch.term.end_year},
        _("Begin"),
        reverse("members:workspace-branch", args=[branch.slug]),
        branch.term.runs_out_on,
    )


def terms_ending(association, branches) -> dict:
    """One row for the branches of an association, by the oldest of their terms."""
    number = len(branches)
    named = ", ".join(str(branch) for branch in branches[:3])
    if number > 3:
        named = _("%(names)s and %(number)d more") % {
            "names": named,
            "number": number - 3,
        }
    title = ngettext(
        "%(association)s: the term of %(number)d branch is over or ends this year",
        "%(association)s: the terms of %(number)d branches are over or end this year",
        number,
    )
    return row_of(
        title % {"association": association, "number": number},
        named,
        _("See"),
        association.get_absolute_url(),
        min(branch.term.runs_out_on for branch in branches),
    )


def awaited(dossier) -> dict:
    """A dossier that is with its association for a supplement."""
    title = _("Waiting for the supplement to %(number)s: %(name)s") % {
        "number": dossier.number,
        "name": dossier.name,
    }
    note = f"{dossier.association} · {_what_came_back(dossier)}"
    return row_of(title, note, _("See"), dossier.get_desk_url(), dossier.held_until)


def offer(dossier) -> dict:
    return row_of(
        _("Agree to receive %(name)s") % {"name": dossier.name},
        str(dossier.association),
        _("Read it"),
        dossier.address("workspace-offer"),
        dossier.held_until,
    )


def duty(dossier) -> dict:
    """One dossier on the board of whoever holds it."""
    title, note, verb, url = WORDS[dossier.status](dossier)
    return row_of(title, note, verb, url, dossier.held_until)


def _draft(dossier):
    days = (timezone.now() - dossier.updated_at).days
    note = _("A draft; the association has not submitted it yet.")
    if days:
        lying = ngettext(
            "Nothing was written for %(days)d day.",
            "Nothing was written for %(days)d days.",
            days,
        )
        note = f"{note} {lying % {'days': days}}"
    title = _("Finish the dossier %(name)s") % {"name": dossier.name}
    return title, note, _("Go on"), dossier.get_absolute_url()


def _what_came_back(dossier) -> str:
    """The remarks of the last submission in their own words."""
    said = []
    for revision in list(dossier.revisions.all())[-1:]:
        for remark in revision.remarks.all():
            place = dossier.label_of(remark.field) if remark.field else remark.item
            said.append(f"{place}: {remark.text}" if place else remark.text)
    text = Truncator("; ".join(said)).chars(300)
    return _("Came back: %(remarks)s") % {"remarks": text}


def _supplement(dossier):
    note = _what_came_back(dossier)
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
