"""Two people at the form of one event: nobody's work is written over unseen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory, UnionFactory
from tests.events.test_guests import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    UnionFactory()
    return EventFactory(place_vi="Nhà hữu nghị", summary_vi="<p>Cũ.</p>")


@pytest.fixture
def url(event):
    return reverse("admin:events_event_change", args=[event.pk])


def test_what_another_wrote_meanwhile_stays(event, url, staff_client):
    shown = form_of(staff_client, url)
    Event.objects.filter(pk=event.pk).update(summary_vi="<p>Lan viết.</p>")

    staff_client.post(url, shown | {"place_vi": "Bảo tàng"})

    event.refresh_from_db()
    assert (event.place_vi, event.summary_vi) == ("Bảo tàng", "<p>Lan viết.</p>")


def test_where_both_wrote_the_form_asks_once(event, url, staff_client):
    shown = form_of(staff_client, url)
    Event.objects.filter(pk=event.pk).update(place_vi="Văn Miếu")

    refused = staff_client.post(url, shown | {"place_vi": "Bảo tàng"})

    event.refresh_from_db()
    assert event.place_vi == "Văn Miếu"
    assert "Văn Miếu" in str(refused.context["adminform"].form.errors["place_vi"])
    again = refused.context["adminform"].form.data["seen"]
    staff_client.post(url, shown | {"place_vi": "Bảo tàng", "seen": again})
    event.refresh_from_db()
    assert event.place_vi == "Bảo tàng"


def test_a_form_opened_before_a_move_does_not_undo_it(event, url, staff_client):
    shown = form_of(staff_client, url)
    event.cancel(by=UserFactory(), reason="Vì bão")
    event.unpublish(by=UserFactory(), reason="Sai")

    staff_client.post(url, shown | {"expected": "40"})

    event.refresh_from_db()
    assert (event.status, event.publish_state) == ("cancelled", "unpublished")
    assert (event.status_note_vi, event.remark) == ("Vì bão", "Sai")
    assert event.expected == 40


def test_a_scheduled_event_keeps_its_hour(event, url, staff_client):
    soon = timezone.now() + timedelta(days=1)
    Event.objects.update(publish_state="scheduled", publish_at=soon)
    shown = form_of(staff_client, url)

    refused = staff_client.post(url, shown | {"publish_at_0": "", "publish_at_1": ""})

    assert refused.status_code == 200
    assert refused.context["adminform"].form.errors
    event.refresh_from_db()
    assert event.publish_at == soon
