"""A list is in the hands of workers that may die, and is forgotten in time."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from members import actions, tasks
from members.models import ImportRow, Member, MemberImport
from tests.members.factories import MemberFactory
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

    lost = {"state": "reading", "lease_until": past, "attempts": 3}
    rows.update(pasted="Lê Ba", **lost)
    tasks.sweep()

    assert (rows.get().state, rows.get().pasted) == ("failed", "")
    assert secretary.get(importing.get_absolute_url()).status_code == 200


def test_a_worker_whose_lease_has_passed_writes_nothing(secretary, scene):
    importing = send(secretary, scene, pasted="Lê Ba\t1950", ring=False)
    MemberImport.objects.update(state="waiting", attempts=0)
    ImportRow.objects.all().delete()
    late = MemberImport.objects.claim(importing.pk)
    MemberImport.objects.update(token=None)

    actions.read_list(late)

    assert not ImportRow.objects.exists()


def press(client, importing):
    return client.post(importing.get_absolute_url(), {"confirm": "1"})


def test_the_page_tells_how_far_the_taking_over_is(secretary, scene):
    importing = send(secretary, scene, pasted="Lê Ba\t1950")

    assert press(secretary, importing).status_code == 302

    assert not Member.objects.exists()
    MemberImport.objects.claim(importing.pk).tell(45)
    page = secretary.get(importing.get_absolute_url())
    assert 'http-equiv="refresh"' in page.text
    assert 'value="45"' in page.text
    assert 'name="confirm"' not in page.text


def test_the_sweep_takes_over_what_no_worker_heard_and_the_history_names_who(
    secretary, scene
):
    importing = send(secretary, scene, pasted="Lê Ba\t1950")
    for _n in range(2):
        assert press(secretary, importing).status_code == 302

    for _n in range(2):
        tasks.sweep()

    importing.refresh_from_db()
    assert (importing.state, importing.added) == ("done", 1)
    event = Member.pgh_event_model.objects.get(full_name="Lê Ba")
    assert event.pgh_context.metadata["user"] == scene.secretary.pk
    page = secretary.get(importing.get_absolute_url())
    assert 'http-equiv="refresh"' not in page.text


def test_a_killed_worker_leaves_nothing_and_the_next_takes_all_over(
    secretary, scene, monkeypatch
):
    importing = send(secretary, scene, pasted="Lê Ba\t1950\nVũ Tư\t1960")
    press(secretary, importing)
    monkeypatch.setattr(actions.imports, "STEP", 1)
    create, made = Member.objects.bulk_create, []

    def dies(some):
        if made:
            raise SystemExit  # as a worker that is killed between two steps
        made.extend(create(some))

    with monkeypatch.context() as patch:
        patch.setattr(Member.objects, "bulk_create", dies)
        with pytest.raises(SystemExit):
            tasks.process_import(importing.pk)
    assert made
    assert not Member.objects.exists()
    tasks.sweep()
    assert not Member.objects.exists(), "its lease has not passed"

    MemberImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.sweep()
    tasks.sweep()

    assert sorted(Member.objects.values_list("full_name", flat=True)) == [
        *("Lê Ba", "Vũ Tư"),
    ]


def test_what_cannot_be_taken_over_is_told_and_can_be_tried_again(
    secretary, scene, monkeypatch, caplog
):
    importing = send(secretary, scene, pasted="Lê Ba\t1950")
    press(secretary, importing)
    with monkeypatch.context() as patch:
        patch.setattr(actions.imports.Writer, "write", lambda self: 1 / 0)
        tasks.process_import(importing.pk)
    assert "was not taken over" in caplog.text
    page = secretary.get(importing.get_absolute_url())
    assert 'role="alert"' in page.text
    assert 'name="confirm"' in page.text

    press(secretary, importing)
    tasks.process_import(importing.pk)

    importing.refresh_from_db()
    assert (importing.state, importing.trouble) == ("done", "")
    assert Member.objects.count() == 1


def test_a_list_that_kills_each_worker_is_given_back(secretary, scene):
    importing = send(secretary, scene, pasted="Lê Ba\t1950")
    press(secretary, importing)
    past = timezone.now() - timedelta(minutes=1)
    MemberImport.objects.update(lease_until=past, attempts=3)

    tasks.sweep()

    importing.refresh_from_db()
    assert (importing.state, importing.trouble) == ("ready", "failed")
    assert not Member.objects.exists()


def test_a_worker_whose_lease_has_passed_takes_nothing_over(secretary, scene):
    importing = send(secretary, scene, pasted="Lê Ba\t1950")
    press(secretary, importing)
    late = MemberImport.objects.claim(importing.pk)
    MemberImport.objects.update(token=None)

    actions.take_over(late)

    assert not Member.objects.exists()


def test_decisions_no_longer_count_once_the_worker_has_the_list(secretary, scene):
    MemberFactory(association=scene.association, full_name="Lê Ba", birth_year=1950)
    importing = send(secretary, scene, pasted="LE BA\t1950")
    press(secretary, importing)

    secretary.post(importing.get_absolute_url(), {"row-1": "keep", "confirm": "1"})
    tasks.process_import(importing.pk)

    assert Member.objects.count() == 1


def test_the_file_goes_when_it_is_read_and_the_list_after_its_days(secretary, scene):
    file = sheet(HEAD, [1, "Lê Ba", 1950])
    importing = send(secretary, scene, file=file, ring=False)
    MemberImport.objects.update(state="waiting", attempts=0)
    assert importing.forget_on == timezone.localdate() + timedelta(days=7)
    stored = MemberImport.objects.get().file.name
    if not stored:  # the bell was heard at once
        stored = default_storage.save("private/members/x.xlsx", sheet(HEAD, [1, "A"]))
        MemberImport.objects.update(file=stored)

    tasks.process_import(importing.pk)
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
