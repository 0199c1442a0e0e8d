"""Who is told of what readers write and are answered, and of erasures that wait."""

from federation.models import Office, Role
from outbox.post import post


def feedback_received(feedback) -> None:
    """The office, once; of personal data also whoever is responsible for them."""
    roles = [Role.UNION_OFFICER]
    roles += [Role.DPO] if feedback.kind == feedback.Kind.DATA else []
    for user in Office.objects.of_union(*roles).people():
        post(
            key=f"feedback-{feedback.pk}-received-{user.pk}",
            to=user.email,
            language=user.language,
            template="portal/feedback_received",
            user=user,
            feedback=feedback,
        )


def feedback_answered(feedback) -> None:
    """Whoever wrote, in the language they wrote in."""
    post(
        key=f"feedback-{feedback.pk}-answered",
        to=feedback.email,
        language=feedback.language,
        template="portal/feedback_answered",
        feedback=feedback,
    )


def erasure_stopped(erasure, places: set[str], *, today) -> None:
    """Whoever is responsible for personal data, once for what was found; no names."""
    for user in Office.objects.of_union(Role.DPO).people():
        post(
            key=f"erasure-{erasure.pk}-{today:%Y%m%d}-{min(places)}-{user.pk}",
            to=user.email,
            language=user.language,
            template="portal/erasure_stopped",
            user=user,
            erasure=erasure,
            no=erasure.pk,
            number=len(erasure.open_places),
        )
