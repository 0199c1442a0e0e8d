"""Dossiers about a branch that has gone or ended: nothing can come of them."""

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from members import notifications
from members.models.rules import OPEN


def pointless(requests):
    """Open ones whose branch has ended or is another association's by now."""
    gone = Q(branch__ended_on__isnull=False) | ~Q(branch__association=F("association"))
    return requests.filter(gone, status__in=OPEN, branch__isnull=False)


def close_pointless(requests) -> None:
    """Close the submitted ones, and tell why; what is only a draft stays its writer's.

    One that somebody holds just now is closed by the next sweep.
    """
    rows = pointless(requests).exclude(status="draft")
    rows = rows.select_for_update(of=["self"], skip_locked=True)
    for request in rows.order_by("pk"):
        with override(settings.LANGUAGE_CODE):
            reason = _("The branch has ended or belongs to another association by now.")
        request.move(
            request.Status.WITHDRAWN, closed_at=timezone.now(), reason=str(reason)
        )
        notifications.branch_request_closed(request)
