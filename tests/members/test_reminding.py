"""A coming and a passed day are told once each, to whoever holds the dossier."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from members import tasks
from members.models import BranchRequest
from outbox.models import Message

pytestmark = pytest.mark.django_db


def told(occasion) -> list[str]:
    rows = Message.objects.filter(template=f"members/branch_request_{occasion}")
    return sorted(rows.values_list("to", flat=True))


def on(day):
    return time_machine.travel(f"{day.isoformat()} 09:00+07:00", tick=False)


def test_far_away_nobody_is_told(scene):
    scene.fill().submit(by=scene.secretary)

    tasks.remind()

    assert told("near") == told("late") == []


def test_the_office_before_and_after_its_day_once(scene):
    scene.fill().submit(by=scene.secretary)
    due = scene.request.due_on

    for _sweep in range(3):
        with on(due):
            tasks.remind()
    assert told("near") == [scene.officer.email]
    for days in (1, 1, 2, 30):
        with on(due + timedelta(days=days)):
            tasks.remind()
    assert told("late") == [scene.officer.email]


def test_the_association_before_its_supplement_is_due(scene):
    scene.to_check().request_changes(by=scene.officer, note="Thiếu.")

    with on(scene.request.supplement_due_on):
        tasks.remind()
        tasks.remind()

    assert told("near") == [scene.secretary.email]


def test_the_leader_when_it_is_to_be_decided(scene):
    with on(scene.to_ready().due_on):
        tasks.remind()

    assert told("near") == [scene.leader.email]


def test_a_day_that_moved_is_a_new_day(scene):
    scene.to_check()
    with on(scene.request.due_on):
        tasks.remind()
        scene.request.request_changes(by=scene.officer, note="Thiếu.")
        scene.request.resubmit(by=scene.secretary)
    assert len(told("near")) == 1
    scene.request.refresh_from_db()

    with on(scene.request.due_on):
        tasks.remind()

    assert len(told("near")) == 2


def test_a_second_year_is_right(scene):
    far = timezone.localdate() + timedelta(days=366)
    scene.fill().submit(by=scene.secretary)
    with on(scene.request.due_on):
        tasks.remind()

    with on(far):
        tasks.sweep()
        tasks.sweep()

    assert len(told("near")) == len(told("late")) == 1
    assert BranchRequest.objects.get().status == "submitted"
