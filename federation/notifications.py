"""What the institution tells people about their offices."""

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
