"""What the institution tells people about their offices and of terms that run out."""

from outbox.post import post


def office_handed_over(ended, begun, *, by=None) -> None:
    """Both learn it: who leaves and who begins, each in their language."""
    for office, occasion in ((ended, "office_ended"), (begun, "office_begun")):
        post(
            key=f"office-{office.pk}-{occasion}-{begun.since:%Y%m%d}",
            to=office.user.email,
            language=office.user.language,
            template=f"federation/{occasion}",
            ended=ended,
            begun=begun,
            by=by,
        )


def office_given(office, *, by=None) -> None:
    """Whoever gets an office learns what it opens and from which day."""
    post(
        key=f"office-{office.pk}-given",
        to=office.user.email,
        language=office.user.language,
        template="federation/office_given",
        office=office,
        by=by,
    )


def hand_over_proposed(
    office, *, to, by, may_give: bool, name: str, email: str, on
) -> None:
    """A leader names who is to follow; whoever gives offices does it, or not."""
    post(
        key=f"office-{office.pk}-proposed-{on:%Y%m%d}-{email.lower()}-{to.pk}",
        to=to.email,
        language=to.language,
        template="federation/hand_over_proposed",
        user=to,
        office=office,
        by=by,
        may_give=may_give,
        name=name,
        email=email,
        on=on,
    )


def term_runs_out(due, *, to, late: bool, today) -> None:
    """Once to each person; a late one says so."""
    post(
        key=f"{due.key}-{to.pk}",
        to=to.email,
        language=to.language,
        template="federation/term_runs_out",
        user=to,
        due=due,
        term=due.term,
        late=late,
        days_left=(due.ends_on - today).days,
    )


def data_request_due(request, *, to, occasion: str) -> None:
    """Once before a limit ends (`soon`) and once on its day (`due`)."""
    post(
        key=f"data-request-{request.pk}-{request.next_limit:%Y%m%d}-{occasion}-{to.pk}",
        to=to.email,
        language=to.language,
        template="federation/data_request_due",
        user=to,
        data_request=request,
        is_due=occasion == "due",
    )


def breach_to_report(breach, *, to, occasion: str) -> None:
    """When it was `found`, before the limit (`soon`), after one (`due`, `notice`)."""
    post(
        key=f"breach-{breach.pk}-{occasion}-{to.pk}",
        to=to.email,
        language=to.language,
        template="federation/breach_to_report",
        user=to,
        breach=breach,
        occasion=occasion,
    )


def breaches_of_the_year(limit, *, to, last, found: int) -> None:
    """The report of a year's incidents is due on that day: told once each year."""
    post(
        key=f"breaches-{last.year}-{to.pk}",
        to=to.email,
        language=to.language,
        template="federation/breaches_of_the_year",
        user=to,
        limit=limit,
        last=last,
        found=found,
    )
