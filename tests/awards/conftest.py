"""People around one round: a secretary, an officer, the council, a leader."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache

from accounts.models import User
from awards import actions
from awards.models import CommendationRound, Nomination
from federation.models import Office, Role
from tests.accounts.factories import UserFactory
from tests.awards.factories import (
    CouncilRulesFactory,
    NominationFactory,
    OpenRoundFactory,
)
from tests.federation.factories import UnionFactory
from tests.members.factories import AssociationFactory

RIGHTS = {
    Role.UNION_OFFICER: ["view_nomination", "check_nomination", "present_round"],
    Role.COUNCIL_SECRETARY: [
        *("view_nomination", "check_nomination", "run_round", "hold_council"),
        *("view_councilmeeting", "change_objection", "view_objection", "view_award"),
        *("present_round", "view_certificate", "view_commendationdecision"),
    ],
    Role.UNION_LEADER: [
        *("view_nomination", "decide_commendation", "view_award"),
        "view_commendationdecision",
    ],
    Role.COUNCIL_MEMBER: ["view_nomination", "vote_council", "view_councilmeeting"],
    Role.PUBLISHER: ["view_nomination", "publish_round"],
}


def with_role(role, organization, **kwargs) -> User:
    user = UserFactory(**kwargs)
    Office.objects.create(user=user, organization=organization, role=role)
    names = RIGHTS.get(role, [])
    user.user_permissions.set(
        Permission.objects.filter(codename__in=names, content_type__app_label="awards")
    )
    return User.objects.get(pk=user.pk)


@dataclass
class World:
    union: object
    association: object
    round: CommendationRound
    secretary: User
    officer: User
    council: User
    leader: User
    publisher: User

    def nomination(self, **kwargs) -> Nomination:
        values = {"round": self.round, "association": self.association}
        values |= {"created_by": self.secretary, **kwargs}
        return NominationFactory(**values)

    def submitted(self, **kwargs) -> Nomination:
        row = self.nomination(**kwargs)
        row.submit(by=self.secretary)
        return row

    def valid(self, **kwargs) -> Nomination:
        row = self.submitted(**kwargs)
        row.accept(by=self.officer)
        return row

    def meeting(self, members=3, **rules):
        """A meeting with three voting members present, all nominations checked."""
        CouncilRulesFactory()
        for name, value in rules.items():
            setattr(self.round.rules, name, value)
        self.round.rules.save()
        if self.round.status == "open":
            self.round.close(by=self.council)
        meeting = actions.call_meeting(
            self.round, by=self.council, held_on=self.round.opens_on
        )
        for number in range(members):
            meeting.seats.create(
                name=f"Ủy viên {number}", is_chair=number == 0, is_present=True
            )
        return meeting

    def reviewed(self, count=1, *, notice_days=0, **kwargs):
        """The council recommended them all."""
        rows = [self.valid(**kwargs) for _number in range(count)]
        meeting = self.meeting(notice_days=notice_days)
        for row in rows:
            actions.count_votes(meeting, row, yes=3, no=0, abstain=0)
        actions.close_meeting(meeting, by=self.council)
        self.round.refresh_from_db()
        return rows

    def decided(self, count=1, **kwargs):
        """The decision is signed."""
        self.reviewed(count, **kwargs)
        return self.sign()

    def sign(self, **kwargs):
        values = {"issued_on": self.today(), "signer": "Nguyễn Văn Ký"}
        decision = actions.issue(self.round, by=self.leader, **values, **kwargs)
        self.round.refresh_from_db()
        return decision

    def today(self):
        from django.utils import timezone

        return timezone.localdate()


@pytest.fixture
def world(db, limits):
    """An open round of a union with one association and everybody it takes."""
    cache.clear()
    union, association = UnionFactory(), AssociationFactory()
    own = union.organization_ptr
    return World(
        union=union,
        association=association,
        round=OpenRoundFactory(),
        secretary=with_role(Role.ASSOCIATION_SECRETARY, association, language="vi"),
        officer=with_role(Role.UNION_OFFICER, own),
        council=with_role(Role.COUNCIL_SECRETARY, own),
        leader=with_role(Role.UNION_LEADER, own),
        publisher=with_role(Role.PUBLISHER, own),
    )
