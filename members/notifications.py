"""Who is told what, and when: one function per occasion."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from federation.models import Office, Role
from outbox.post import post


def _office():
    """The officers of the union, who check dossiers."""
    offices = Office.objects.of_union(Role.UNION_OFFICER).select_related("user")
    return {office.user for office in offices}


def _in_office(organization, *roles):
    offices = Office.objects.current().filter(organization=organization, role__in=roles)
    return {office.user for office in offices.select_related("user")}


def _association(request):
    """The association's secretaries of today, whoever submitted it.

    While there is none: its leaders, and the office that knows whom to ask.
    """
    own = request.association_id
    found = _in_office(own, Role.ASSOCIATION_SECRETARY)
    return found or _in_office(own, Role.ASSOCIATION_LEADER) | _office()


def _receiver(request):
    """Who speaks for the association that is to receive a branch."""
    return _in_office(
        request.receiver_id, Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER
    )


def _tell(people, occasion: str, stamp, request, **context) -> int:
    """One mail per person and occasion; the stamp tells repeated occasions apart."""
    template = f"members/branch_request_{occasion}"
    told = sorted((user for user in people if user.is_active), key=lambda user: user.pk)
    for user in told:
        post(
            key=f"branch-request-{request.pk}-{occasion}-{stamp}-{user.pk}",
            to=user.email,
            language=user.language,
            template=template,
            dossier=request,
            **context,
        )
    return len(told)


def _receiver_too(request) -> None:
    """Whoever was asked to receive the branch learns how it ended."""
    if not request.receiver_id:
        return
    for user in _receiver(request) - _association(request):
        with override(user.language):
            path = request.address("workspace-offer")
        _tell([user], "offer_ended", request.status, request, path=path)


def branch_request_check_taken_over(request, was, *, by) -> None:
    """Whoever checked it so far learns that a colleague does."""
    if was:
        day = timezone.localdate()
        _tell([was], "check_taken_over", f"{by.pk}-{day:%Y%m%d}", request, by=by)


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


def _deciders(request):
    """Who may decide: nobody who submitted it."""
    return {office.user for office in request.deciders_left().select_related("user")}


def branch_request_ready(request) -> None:
    """Whoever may decide has something to decide."""
    _tell(_deciders(request), "ready", request.revisions.count(), request)


def branch_request_approved(request, branch) -> None:
    """The association has a branch; the office has a decision to file or to note."""
    _tell(_association(request), "approved", 1, request, branch=branch)
    if request.decides_itself:
        _tell(_office(), "decided", 1, request, branch=branch)
    _receiver_too(request)


def branch_request_rejected(request) -> None:
    """The association reads the reason."""
    _tell(_association(request), "rejected", 1, request)
    _receiver_too(request)


def branch_request_withdrawn(request) -> None:
    """The office need not go on."""
    _tell(_office(), "withdrawn", 1, request)
    _receiver_too(request)


def branch_request_acknowledged(request) -> None:
    """The association knows that the union has taken note."""
    _tell(_association(request), "acknowledged", 1, request)


def branch_request_closed(request) -> None:
    """Its branch has gone: each side finds it where it reads dossiers."""
    own = _association(request)
    _tell(own, "closed", 1, request, path=request.get_absolute_url())
    _tell(_office() - own, "closed", 1, request, path=request.get_desk_url())
    _receiver_too(request)


def branch_request_lapsed(request) -> None:
    """The association can copy it to a new draft; the office need not wait."""
    _tell(_association(request), "lapsed", 1, request)
    _tell(_office(), "lapsed_office", 1, request)
    _receiver_too(request)


def _holders(request):
    """Who has to act now: the association, the office or whoever decides."""
    if request.is_editable:
        return _association(request)
    if request.status == request.Status.READY:
        return _deciders(request)
    return _office()


def branch_request_near(request, until) -> int:
    """The day is near; how many were told."""
    stamp = f"{request.status}-{until}"
    return _tell(_holders(request), "near", stamp, request, until=until)


def branch_request_late(request, until) -> int:
    """The day has passed; how many were told."""
    stamp = f"{request.status}-{until}"
    return _tell(_holders(request), "late", stamp, request, until=until)


def _post(people, key: str, template: str, address: str, *words, **context) -> None:
    """One mail each, with the address in the language of whoever gets it."""
    for user in sorted(people, key=lambda user: user.pk):
        with override(user.language):
            path = reverse(address, args=words)
        post(
            key=f"{key}-{user.pk}",
            to=user.email,
            language=user.language,
            template=f"members/{template}",
            path=path,
            **context,
        )


def profile_proposed(draft) -> None:
    """The office has a page to release; of one draft it is told once a day."""
    key = f"profile-{draft.pk}-proposed-{timezone.localdate():%Y%m%d}"
    _post(
        _office(),
        key,
        "profile_proposed",
        "members:desk-profile",
        draft.pk,
        draft=draft,
    )


def profile_settled(draft) -> None:
    """The secretaries of today learn what became of it."""
    own = draft.association
    _post(
        _in_office(own, Role.ASSOCIATION_SECRETARY),
        f"profile-{draft.pk}-settled",
        "profile_settled",
        "members:workspace-profile",
        own.slug,
        draft=draft,
    )
