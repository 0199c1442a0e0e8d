"""Q4: nobody who ever submitted a dossier decides on it; a decision follows it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from federation.lifecycle import MoveRefused
from federation.models import Role
from members.models import BranchRequest
from members.templatetags.members_duties import duties
from tests.accounts.factories import UserFactory
from tests.members.conftest import holds, mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(scene):
    """Handed in by somebody who also leads the union, handed in again by another."""
    both = holds(UserFactory(), scene.association, Role.ASSOCIATION_SECRETARY)
    holds(both, scene.association.parent, Role.UNION_LEADER)
    request = scene.fill()
    request.submit(by=both)
    request.start_check(by=scene.officer)
    request.request_changes(by=scene.officer, note="Thiếu.")
    request.resubmit(by=scene.secretary)
    request.start_check(by=scene.officer)
    verdicts = dict.fromkeys(request.items.values_list("pk", flat=True))
    request.check_items(by=scene.officer, verdicts=verdicts)
    request.mark_ready(by=scene.officer)
    return both


def test_the_first_submitter_neither_approves_nor_rejects(scene, both):
    with pytest.raises(MoveRefused):
        scene.request.approve(by=both)
    with pytest.raises(MoveRefused):
        scene.request.reject(by=both, reason="Chưa đủ.")
    assert scene.request.status == "ready"

    scene.request.approve(by=scene.leader)

    assert scene.request.status == "approved"


def test_is_neither_asked_nor_shown_it_as_a_duty(scene, both):
    assert [mail.to for mail in mails("ready")] == [scene.leader.email]
    assert not [row for row in duties(both) if row["verb"] == "Quyết định"]
    assert len(duties(scene.leader)) == 1


def test_the_database_holds_it_too(scene, both):
    rows = BranchRequest.objects.filter(pk=scene.request.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decided_by=both, decided_at=timezone.now())
    rows.update(decided_by=scene.leader, decided_at=timezone.now())


@pytest.mark.parametrize(("issued", "effective"), [(-1, 0), (-7000, 0), (0, 400)])
def test_a_decision_is_not_dated_far_away(scene, issued, effective):
    scene.to_ready()
    today = timezone.localdate()

    with pytest.raises(MoveRefused):
        scene.request.approve(
            by=scene.leader,
            issued_on=today + timedelta(days=issued),
            effective_on=today + timedelta(days=effective),
        )
    scene.request.refresh_from_db()
    assert scene.request.status == "ready"

    scene.request.approve(
        by=scene.leader, issued_on=today, effective_on=today + timedelta(days=365)
    )

    assert scene.request.status == "approved"
