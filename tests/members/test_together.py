"""Several people at once, on a real PostgreSQL: one wins, the others are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from federation.lifecycle import MoveRefused
from federation.models import Document, DocumentRegister, Role
from members import actions
from members.models import Branch, BranchChange, BranchRequest, Kind, MembershipCount
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.members.conftest import filled, holds, make_scene, to_ready
from tests.members.factories import BranchFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene():
    return make_scene()


def at_once(number: int, act) -> list[str]:
    """Let `number` threads call `act(n)` at the same moment: "" or the refusal."""
    barrier = Barrier(number)

    def run(n):
        try:
            barrier.wait(timeout=20)
            act(n)
        except MoveRefused as refusal:
            return str(refusal)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_ten_submits_at_once_are_one(scene):
    scene.fill()

    results = at_once(
        10,
        lambda n: BranchRequest.objects.get().submit(by=scene.secretary),
    )

    request = BranchRequest.objects.get()
    assert results.count("") == 1
    assert all(request.number in text for text in results if text)
    assert request.revisions.count() == 1
    assert DocumentRegister.objects.get(kind="branch-requests").last_number == 1
    assert Message.objects.count() == 1


def test_of_two_approvals_one_wins_and_the_other_is_told(scene):
    scene.to_ready()
    second = holds(UserFactory(), scene.association.parent, Role.UNION_LEADER)
    leaders = [scene.leader, second]

    results = at_once(
        2,
        lambda n: BranchRequest.objects.get().approve(
            by=leaders[n], issued_on=timezone.localdate()
        ),
    )

    assert sorted(map(bool, results)) == [False, True]
    assert Branch.objects.count() == 1
    assert Document.objects.count() == 1
    assert DocumentRegister.objects.get(kind="decision").last_number == 1


def test_of_approval_and_withdrawal_one_wins(scene):
    scene.to_ready()

    def act(n):
        request = BranchRequest.objects.get()
        if n:
            request.withdraw(by=scene.secretary)
        else:
            request.approve(by=scene.leader)

    results = at_once(2, act)

    assert results.count("") == 1
    assert Branch.objects.exists() is (BranchRequest.objects.get().status == "approved")


def test_two_decisions_on_one_branch_do_not_both_count(scene):
    """A merger and a dissolution approved at once: the branch ends once."""
    branch = BranchFactory(association=scene.association)
    into = BranchFactory(association=scene.association)
    requests = []
    for kind in (Kind.MERGE, Kind.DISSOLVE):
        request = actions.begin_request(branch, kind, by=scene.secretary)
        request.grounds, request.successor = "Lý do", into
        request.save()
        request.submit(by=scene.secretary)
        request.start_check(by=scene.officer)
        request.mark_ready(by=scene.officer)
        requests.append(request.pk)

    results = at_once(
        2, lambda n: BranchRequest.objects.get(pk=requests[n]).approve(by=scene.leader)
    )

    assert sorted(map(bool, results)) == [False, True]
    assert Document.objects.count() == 1
    assert BranchChange.objects.filter(branch=branch).count() == 1


def test_two_sweeps_carry_out_once(scene):
    branch = BranchFactory(association=scene.association)
    request = actions.begin_request(branch, Kind.SUSPEND, by=scene.secretary)
    request.grounds = "Lý do"
    request.save()
    request.submit(by=scene.secretary)
    request.start_check(by=scene.officer)
    request.mark_ready(by=scene.officer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    request.approve(by=scene.leader, effective_on=tomorrow)

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        rows = BranchRequest.objects.filter(branch=branch)
        results = at_once(3, lambda n: rows.get().take_effect())

    assert results.count("") == 1
    assert BranchChange.objects.count() == 1


def test_two_branches_do_not_merge_into_each_other(scene):
    one, two = BranchFactory.create_batch(2, association=scene.association)
    rows = [
        to_ready(scene, filled(scene, own, Kind.MERGE, successor=into))
        for own, into in ((one, two), (two, one))
    ]

    results = at_once(
        2, lambda n: BranchRequest.objects.get(pk=rows[n].pk).approve(by=scene.leader)
    )

    assert sorted(map(bool, results)) == [False, True]
    assert Branch.objects.filter(pk__in=[one.pk, two.pk], ended_on=None).count() == 1
    assert BranchRequest.objects.filter(status="approved").count() == 1


def test_a_number_sent_five_times_at_once_is_one(scene, as_user):
    clients = [as_user(scene.secretary) for _n in range(5)]
    path = reverse("members:workspace-number-add", args=[scene.association.slug])
    day = f"{timezone.localdate():%d/%m/%Y}"
    sent = {"organization": scene.association.pk, "as_of": day, "total": "321"}

    statuses = []
    at_once(5, lambda n: statuses.append(clients[n].post(path, sent).status_code))

    assert statuses == [302] * 5
    assert MembershipCount.objects.get().total == 321
