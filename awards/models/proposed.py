"""Which nominations whom concern."""

from django.db import models
from django.db.models import Q

from awards.models.tokens import key_of
from federation.models import Organization, Role
from federation.sortkey import SortKey


class NominationQuerySet(models.QuerySet):
    def managed_by(self, user):
        """Secretaries write those of their own association."""
        mine = Organization.objects.run_by(user, Role.ASSOCIATION_SECRETARY)
        return self.filter(association__in=mine)

    def visible_to(self, user):
        """The association's people read theirs; who works on rounds, submitted ones."""
        roles = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)
        mine = Q(association__in=Organization.objects.run_by(user, *roles))
        if user.has_perm("awards.view_nomination"):
            mine |= ~Q(status="draft")
        return self.filter(mine)

    def at_desk(self):
        """What the union sees: never a draft."""
        return self.exclude(status="draft")

    def living(self):
        """Those that can still lead to an award, or have."""
        return self.exclude(status__in=["withdrawn", "not_recommended"])

    def in_order(self):
        return self.order_by("kind", SortKey("recipient_vi"), "pk")

    def for_rows(self):
        """Everything a list of nominations prints, in one query."""
        return self.select_related("round__form", "association", "country")

    def matching(self, words: str):
        for word in key_of(words).split():
            self = self.filter(subject_key__contains=word)
        return self
