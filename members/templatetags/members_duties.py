"""What each person must do about dossiers and branches, as rows of the board."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.models import Office, Role
from members.models import Association, Branch, BranchRequest, Kind

Status = BranchRequest.Status


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
    rows = [duty(row) for row in dict.fromkeys(found)]
    rows += [
        offer(row)
        for row in BranchRequest.objects.offered_to(user).for_rows()
        if not row.receiver_agreed_at
    ]
    if Role.ASSOCIATION_SECRETARY in held:
        rows += [term_ending(branch) for branch in branches_to_renew(user)]
    return sorted(rows, key=lambda row: row["until"] or date.max)


def branches_to_renew(user):
    """Living branches of her associations whose term is over or ends this year."""
    own = Association.objects.run_by(user, Role.ASSOCIATION_SECRETARY)
    year = timezone.localdate().year
    rows = Branch.objects.living().filter(
        association__in=own, committee__term__end_year__lte=year
    )
    waiting = BranchRequest.objects.open().filter(
        kind__in=[Kind.NEW_TERM, Kind.DISSOLVE, Kind.MERGE], branch__isnull=False
    )
    return rows.exclude(pk__in=waiting.values("branch")).select_related(
        "committee__term"
    )


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
        date(branch.term.end_year, 12, 31),
    )


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


def _supplement(dossier):
    """What came back, and why: the remarks in their own words."""
    last = dossier.revisions.last()
    remarks = last.remarks.select_related("item") if last else []
    said = "; ".join(
        f"{remark.place}: {remark.text}" if remark.place else remark.text
        for remark in remarks
    )
    note = _("Came back: %(remarks)s") % {"remarks": said[:300]}
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
