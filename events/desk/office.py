"""Who opens the desk of the union's office, and who decides there."""

from django.utils.functional import cached_property

from federation.access import OfficeMixin
from federation.models import Office, Role

DECIDING = (Role.UNION_LEADER,)


class PlanMixin(OfficeMixin):
    """For the union's office and leaders; for others these pages do not exist."""

    roles = (Role.UNION_OFFICER, Role.UNION_LEADER)

    @cached_property
    def may_decide(self) -> bool:
        """A leader approves and returns; an officer submits (domain.md 3)."""
        return Office.objects.held_by(self.request.user, *DECIDING).exists()
