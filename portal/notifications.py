"""Who is told of what readers write, and what they are answered."""

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
