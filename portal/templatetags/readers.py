"""What stands on every page for its reader: downtime ahead, and “was it helpful?”."""

from datetime import datetime

from django import template
from django.core import signing
from django.utils import timezone
from django.utils.translation import get_language

from federation.access import Private
from portal.models import Feedback

register = template.Library()
SIGNER = signing.Signer(salt="portal.opinion")


def page_of(signed: str) -> str:
    """The address of the page whose buttons were pressed. Raises BadSignature."""
    return SIGNER.unsign(signed)


@register.inclusion_tag("components/rate.html", takes_context=True)
def rate(context):
    """The two buttons; not for pages that are somebody's own, or nobody's."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    view = getattr(match and match.func, "view_class", None)
    if view is None or issubclass(view, Private):
        return {}
    return {"page": SIGNER.sign(request.path)}


@register.inclusion_tag("portal/waiting_feedback.html")
def waiting_feedback(limit=5):
    """What readers wrote and nobody has answered, the oldest first: two queries."""
    waiting = Feedback.objects.waiting()
    return {"rows": list(waiting[:limit]), "number": waiting.count()}


@register.inclusion_tag("components/announce.html", takes_context=True)
def downtime(context):
    """The next planned downtime, as the union's one query brought it along.

    Always with its hours: midnight is one, too.
    """
    union = context.get("union")
    row = getattr(union, "downtime", None) if union else None
    if not row:
        return {}
    reason = row[f"reason_{get_language()}"]
    begins, ends = (
        timezone.localtime(datetime.fromisoformat(row[at]))
        for at in ("starts_at", "ends_at")
    )
    return {
        "begins": begins,
        "ends": ends,
        "is_on": begins <= timezone.now(),
        "is_one_day": begins.date() == ends.date(),
        "reason": (reason or "").rstrip(" ."),
    }
