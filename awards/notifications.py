"""Who is told what, and when: one function per occasion."""

from federation.models import Office, Organization, Role
from outbox.post import post

UNION = (Role.COUNCIL_SECRETARY, Role.UNION_OFFICER)


def _association(organization) -> list:
    """The secretaries of today."""
    roles = [Role.ASSOCIATION_SECRETARY]
    offices = Office.objects.current().filter(role__in=roles)
    return offices.filter(organization=organization).people()


def _tell(people, occasion: str, key: str, **context) -> None:
    """One mail per person and occasion."""
    for user in people:
        if user.is_active:
            post(
                key=f"{occasion.replace('_', '-')}-{key}-{user.pk}",
                to=user.email,
                language=user.language,
                template=f"awards/{occasion}",
                **context,
            )


def round_opened(round_) -> None:
    """Every secretary knows until when to nominate."""
    offices = Office.objects.current().filter(
        role=Role.ASSOCIATION_SECRETARY,
        organization__kind=Organization.Kind.ASSOCIATION,
    )
    _tell(offices.people(), "round_opened", str(round_.pk), round=round_)


def round_reopened(extension) -> None:
    """Whoever may still nominate knows until when."""
    if extension.association_id:
        people = _association(extension.association_id)
    else:
        roles = [Role.ASSOCIATION_SECRETARY]
        people = Office.objects.current().filter(role__in=roles).people()
    _tell(
        people,
        "round_reopened",
        str(extension.pk),
        extension=extension,
        round=extension.round,
    )


def nomination_submitted(nomination) -> None:
    """The union has a nomination to check."""
    people = Office.objects.of_union(*UNION).people()
    key = f"{nomination.pk}-{nomination.submissions}"
    _tell(people, "nomination_submitted", key, nomination=nomination)


def nomination_returned(nomination) -> None:
    """The association reads what is to be changed."""
    key = f"{nomination.pk}-{nomination.submissions}"
    people = _association(nomination.association_id)
    _tell(people, "nomination_returned", key, nomination=nomination)


def nomination_withdrawn(nomination) -> None:
    """The union need not go on."""
    people = Office.objects.of_union(Role.COUNCIL_SECRETARY).people()
    _tell(people, "nomination_withdrawn", str(nomination.pk), nomination=nomination)


def objection_received(objection) -> None:
    """The council's secretary has something to look into; no word of it in a mail."""
    people = Office.objects.of_union(Role.COUNCIL_SECRETARY).people()
    _tell(people, "objection_received", str(objection.pk), objection=objection)


def decision_issued(decision) -> None:
    """Each association reads which of its nominations were commended."""
    nominations = decision.round.nominations.exclude(status="draft")
    for pk in sorted(set(nominations.values_list("association", flat=True))):
        mine = nominations.filter(association=pk).in_order()
        _tell(
            _association(pk),
            "decision_issued",
            f"{decision.pk}-{pk}",
            decision=decision,
            round=decision.round,
            commended=[row for row in mine if row.status == "awarded"],
            others=[row for row in mine if row.status == "not_recommended"],
        )
