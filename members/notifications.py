"""Who is told what, and when: one function per occasion."""

from django.utils.translation import override

from federation.models import Office, Role
from outbox.post import post


def _office():
    """The officers of the union, who check dossiers."""
    offices = Office.objects.of_union(Role.UNION_OFFICER).select_related("user")
    return {office.user for office in offices}


def _association(request):
    """Whoever submitted it and the association's secretaries of today."""
    offices = Office.objects.current().filter(
        organization=request.association_id, role=Role.ASSOCIATION_SECRETARY
    )
    people = {office.user for office in offices.select_related("user")}
    return people | {request.submitted_by}


def _receiver(request):
    """Who speaks for the association that is to receive a branch."""
    offices = Office.objects.current().filter(
        organization=request.receiver_id,
        role__in=[Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER],
    )
    return {office.user for office in offices.select_related("user")}


def _tell(people, occasion: str, stamp, request, **context) -> None:
    """One mail per person and occasion; the stamp tells repeated occasions apart."""
    template = f"members/branch_request_{occasion}"
    for user in sorted(people, key=lambda user: user.pk):
        if not user.is_active:
            continue
        post(
            key=f"branch-request-{request.pk}-{occasion}-{stamp}-{user.pk}",
            to=user.email,
            language=user.language,
            template=template,
            dossier=request,
            **context,
        )


def branch_request_submitted(request, revision) -> None:
    """The office has a dossier to check; a receiving association is asked."""
    _tell(_office(), "submitted", revision.number, request, revision=revision)
    if request.receiver_id and not request.receiver_agreed_at:
        for user in _receiver(request):
            with override(user.language):
                path = request.address("workspace-offer")
            _tell([user], "offered", revision.number, request, path=path)


def branch_request_agreed(request) -> None:
    """Both sides know that the receiving association has said yes."""
    stamp = f"{request.receiver_agreed_at:%Y%m%d%H%M%S%f}"
    _tell(_office() | _association(request), "agreed", stamp, request)


def branch_request_needs_changes(request, revision) -> None:
    """The association reads each remark and the last day."""
    remarks = list(revision.remarks.select_related("item"))
    _tell(
        _association(request),
        "needs_changes",
        revision.number,
        request,
        remarks=remarks,
    )


def branch_request_ready(request) -> None:
    """Whoever may decide has something to decide."""
    offices = request.deciders().select_related("user")
    people = {office.user for office in offices} - {request.submitted_by}
    _tell(people, "ready", request.revisions.count(), request)


def branch_request_approved(request, branch) -> None:
    """The association has a branch; the office has a decision to file or to note."""
    _tell(_association(request), "approved", 1, request, branch=branch)
    if request.decides_itself:
        _tell(_office(), "decided", 1, request, branch=branch)


def branch_request_rejected(request) -> None:
    """The association reads the reason."""
    _tell(_association(request), "rejected", 1, request)


def branch_request_withdrawn(request) -> None:
    """The office need not go on."""
    _tell(_office(), "withdrawn", 1, request)


def branch_request_acknowledged(request) -> None:
    """The association knows that the union has taken note."""
    _tell(_association(request), "acknowledged", 1, request)


def branch_request_lapsed(request) -> None:
    """The association can copy it to a new draft; the office need not wait."""
    _tell(_association(request), "lapsed", 1, request)
    _tell(_office(), "lapsed_office", 1, request)


def _holders(request):
    """Who has to act now: the association, the office or whoever decides."""
    if request.is_editable:
        return _association(request)
    if request.status == request.Status.READY:
        offices = request.deciders().select_related("user")
        return {office.user for office in offices} - {request.submitted_by}
    return _office()


def branch_request_near(request, until) -> None:
    """The day is near."""
    _tell(_holders(request), "near", f"{request.status}-{until}", request, until=until)


def branch_request_late(request, until) -> None:
    """The day has passed."""
    _tell(_holders(request), "late", f"{request.status}-{until}", request, until=until)
