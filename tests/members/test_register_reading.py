"""A list is read by a worker that may die, and is forgotten in time."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from members import actions, tasks
from members.models import ImportRow, Member, MemberImport
from tests.members.test_people import sheet
from tests.members.test_register_import import HEAD, confirm, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits")]


def test_the_page_tells_how_far_it_is_and_the_sweep_hears_what_no_worker_heard(
    secretary, scene
):
    importing = send(secretary, scene, pasted="Lê Ba\t1950", ring=False)
    MemberImport.objects.update(state="waiting", progress=0)
    page = secretary.get(importing.get_absolute_url())
    assert 'http-equiv="refresh"' in page.text
    assert "<progress" in page.text

    tasks.sweep()

    importing.refresh_from_db()
    assert (importing.state, importing.progress) == ("ready", 100)
    page = secretary.get(importing.get_absolute_url())
    assert 'http-equiv="refresh"' not in page.text


def test_a_dead_workers_list_is_read_again_and_not_for_ever(secretary, scene):
    importing = send(secretary, scene, pasted="Lê Ba\t1950", ring=False)
    past = timezone.now() - timedelta(minutes=1)
    rows = MemberImport.objects.filter(pk=importing.pk)
    rows.update(state="reading", lease_until=past, attempts=1)
    tasks.sweep()
    assert rows.get().state == "ready"

    rows.update(state="reading", lease_until=past, attempts=3)
    tasks.sweep()

    assert rows.get().state == "failed"
    assert secretary.get(importing.get_absolute_url()).status_code == 200


def test_a_worker_whose_lease_has_passed_writes_nothing(secretary, scene):
    importing = send(secretary, scene, pasted="Lê Ba\t1950", ring=False)
    MemberImport.objects.update(state="waiting", attempts=0)
    ImportRow.objects.all().delete()
    late = MemberImport.objects.claim(importing.pk)
    MemberImport.objects.update(token=None)

    actions.read_list(late)

    assert not ImportRow.objects.exists()


def test_the_file_goes_when_it_is_read_and_the_list_after_its_days(secretary, scene):
    file = sheet(HEAD, [1, "Lê Ba", 1950])
    importing = send(secretary, scene, file=file, ring=False)
    MemberImport.objects.update(state="waiting", attempts=0)
    assert importing.forget_on == timezone.localdate() + timedelta(days=7)
    stored = MemberImport.objects.get().file.name
    if not stored:  # the bell was heard at once
        stored = default_storage.save("private/members/x.xlsx", sheet(HEAD, [1, "A"]))
        MemberImport.objects.update(file=stored)

    tasks.read_import(importing.pk)
    confirm(secretary, importing)
    tasks.sweep()
    assert MemberImport.objects.get().state == "done"
    MemberImport.objects.update(forget_on=timezone.localdate(), file=stored)
    tasks.sweep()

    assert not MemberImport.objects.exists()
    assert not ImportRow.objects.exists()
    assert Member.objects.count() == 1


def test_a_list_can_be_deleted_at_once(secretary, scene):
    importing = send(secretary, scene, pasted="Lê Ba\t1950")
    path = reverse("members:workspace-import-delete", args=[importing.public_id])

    assert secretary.get(path).status_code == 200
    secretary.post(path)

    assert not MemberImport.objects.exists()
    assert secretary.post(path).status_code == 404
