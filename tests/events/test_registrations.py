"""Who comes to an open event: two clicks, a waiting list, and gone after a time."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse

from events import actions
from events.models import Event, EventDocument, Guest, ProgrammeItem, Registration
from federation.lifecycle import MoveRefused
from federation.models import PublishState
from outbox.models import Message
from tests.events.factories import AssociationFactory, EventFactory, UnionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700", tick=False)
    UnionFactory()
    return time_machine


def open_event(**values):
    """On 5 December at 9:00, guests register."""
    return EventFactory(is_open=True, takes_registrations=True, **values)


def register(client, event, email, name="Trần Khách"):
    url = reverse("events:register", args=[event.slug])
    return client.post(url, {"name": name, "email": email})


def confirmed(client, event, email):
    register(client, event, email)
    one = Registration.objects.get(email=email)
    client.post(one.get_absolute_url(), {"confirm": "1"})
    one.refresh_from_db()
    return one


def test_a_seat_is_ones_own_after_the_click_in_the_mail(client):
    event = open_event(capacity=2)
    assert reverse("events:register", args=[event.slug]) in (
        client.get(event.get_absolute_url()).text
    )

    register(client, event, "a@example.org")

    one = Registration.objects.get()
    mail = Message.objects.get()
    assert (one.state, mail.to) == ("pending", "a@example.org")
    assert one.get_absolute_url() in mail.text
    client.get(one.get_absolute_url())
    one.refresh_from_db()
    assert one.state == "pending", "a mail scanner that follows links confirms nothing"
    client.post(one.get_absolute_url(), {"confirm": "1"})
    client.post(one.get_absolute_url(), {"confirm": "1"})
    one.refresh_from_db()
    assert (one.state, event.seats_left) == ("confirmed", 1)
    assert Message.objects.filter(template="events/registration_confirmed").count() == 1


def test_the_same_address_twice_is_one_registration_and_the_same_answer(client):
    event = open_event()
    first = register(client, event, "a@example.org").text
    client.post(Registration.objects.get().get_absolute_url(), {"confirm": "1"})

    again = register(client, event, "A@Example.org").text

    assert Registration.objects.count() == 1
    assert "Hãy xem thư của bạn" in first
    assert again.replace("A@Example.org", "a@example.org") == first


def test_who_waits_longest_gets_the_seat_that_becomes_free(client):
    event = open_event(capacity=1)
    first = confirmed(client, event, "a@example.org")
    second = confirmed(client, event, "b@example.org")
    third = confirmed(client, event, "c@example.org")
    assert (second.state, third.state) == ("waiting", "waiting")

    client.post(first.get_absolute_url(), {"cancel": "1"})

    states = dict(Registration.objects.values_list("email", "state"))
    assert states == {
        "a@example.org": "cancelled",
        "b@example.org": "confirmed",
        "c@example.org": "waiting",
    }
    seat = Message.objects.filter(key=f"registration-{second.pk}-confirmed")
    assert seat.count() == 1
    with pytest.raises(MoveRefused):
        Registration.objects.get(pk=first.pk).cancel()
    register(client, event, "a@example.org")
    assert Registration.objects.filter(email="a@example.org").count() == 2


@pytest.mark.parametrize(
    "values",
    [
        {"takes_registrations": False},
        {"is_open": False},
        {"status": "cancelled", "status_note_vi": "Bão"},
        {"register_until": "2026-11-20 00:00+07:00"},
        {"starts_at": "2026-11-21 00:00+07:00", "ends_at": None},
        {"publish_state": "draft"},
    ],
)
def test_a_closed_event_takes_nobody(client, values):
    event = EventFactory(**{"is_open": True, "takes_registrations": True} | values)

    answer = register(client, event, "a@example.org")

    assert answer.status_code == 404
    assert not Registration.objects.exists()


def test_guests_are_reminded_once_the_day_before(client, clock):
    event = open_event()
    confirmed(client, event, "a@example.org")
    register(client, event, "b@example.org")
    actions.care_for_registrations()

    clock.move_to(event.starts_at - timedelta(hours=20), tick=False)
    actions.care_for_registrations()
    actions.care_for_registrations()

    sent = Message.objects.filter(template="events/registration_reminder")
    assert [mail.to for mail in sent] == ["a@example.org"]


def test_nobody_is_reminded_of_what_is_cancelled(client, clock):
    event = open_event()
    confirmed(client, event, "a@example.org")
    event.cancel(by=None, reason="Bão")
    clock.move_to(event.starts_at - timedelta(hours=20), tick=False)

    actions.care_for_registrations()

    assert not Message.objects.filter(template="events/registration_reminder").exists()


def test_names_and_mails_are_gone_after_the_set_time_and_the_number_stays(
    client, clock
):
    event = open_event()
    confirmed(client, event, "canary@example.org")
    register(client, event, "never@example.org")
    clock.shift(timedelta(days=3))
    actions.care_for_registrations()
    assert [one.email for one in Registration.objects.all()] == ["canary@example.org"]

    clock.move_to(event.starts_at + timedelta(days=29), tick=False)
    actions.care_for_registrations()
    assert Registration.objects.exists()
    clock.shift(timedelta(days=2))
    actions.care_for_registrations()

    event.refresh_from_db()
    assert event.registered == 1
    assert tables_that_say("canary@example.org") == []


def tables_that_say(word):
    """Every table that still holds the word in any text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s',  # noqa: S608
                [f"%{word}%"],
            )
            found += [table] * bool(cursor.fetchone()[0])
    return found


def test_a_guessed_link_is_a_404(client):
    url = reverse("events:registration", args=["a" * 24])

    assert client.get(url).status_code == 404


def test_the_attendance_list_holds_text_and_no_formula(client, staff_client):
    event = open_event()
    register(client, event, "a@example.org", name="=1+1")
    client.post(Registration.objects.get().get_absolute_url(), {"confirm": "1"})
    register(client, event, "pending@example.org")

    url = reverse("admin:events_event_attendance_list", args=[event.pk])
    answer = staff_client.get(url, follow=True)

    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue())).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[1], row[2]) for row in rows] == [("=1+1", "a@example.org")]
    assert sheet["B2"].data_type == "s"


# --- what else belongs to an event ------------------------------------------------


def test_an_event_is_repeated_as_a_draft_copy(staff_client):
    event = EventFactory(slug="gap-mat", status="reported", summary_vi="<p>Đã xong</p>")
    event.co_organizers.add(AssociationFactory())
    Guest.objects.create(event=event, name="Khách", title_vi="Chủ tịch")
    ProgrammeItem.objects.create(event=event, text_vi="Khai mạc", starts="09:00")
    url = reverse("admin:events_event_changelist")
    data = {"action": "repeat", "_selected_action": [event.pk]}
    assert event.title_vi in staff_client.post(url, data).text
    staff_client.get(f"{url}{event.pk}/repeat", follow=True)
    assert Event.objects.count() == 1

    answer = staff_client.post(url, data | {"confirmed": "1"}, follow=True)

    copy = Event.objects.exclude(pk=event.pk).get()
    assert answer.redirect_chain[-1][0].endswith(f"/{copy.pk}/change/")
    assert (copy.slug, copy.status) == ("gap-mat-2", "idea")
    assert copy.publish_state == PublishState.DRAFT
    assert copy.title_en == event.title_en
    assert copy.starts_at - event.starts_at == timedelta(weeks=52)
    assert (copy.summary_vi, copy.guests.count()) == ("", 1)
    assert (copy.programme.count(), copy.co_organizers.count()) == (1, 1)
    assert event.guests.count() == 1


def test_other_events_of_the_week_are_seen(staff_client):
    event = EventFactory(starts_at=datetime(2026, 12, 9, 2, tzinfo=UTC), ends_at=None)
    for title, day in [("Cùng tuần", 7), ("Chủ nhật", 13), ("Tuần sau", 14)]:
        EventFactory(
            title_vi=title, starts_at=f"2026-12-{day:02} 09:00+07:00", ends_at=None
        )
    EventFactory(title_vi="Đã hủy", starts_at=event.starts_at, status="cancelled")

    found = Event.objects.in_week_of(event.starts_at).exclude(pk=event.pk)

    assert {one.title_vi for one in found} == {"Cùng tuần", "Chủ nhật"}
    page = staff_client.get(reverse("admin:events_event_change", args=[event.pk]))
    assert "Chủ nhật" in page.text


def test_the_page_shows_programme_map_and_public_papers_only(client, tmp_path):
    event = EventFactory(
        place_vi="Nhà hát", map_url="https://www.openstreetmap.org/#map=19/21/105"
    )
    ProgrammeItem.objects.create(event=event, text_vi="Khai mạc", starts="09:00")
    papers = [
        EventDocument.objects.create(
            event=event, title_vi=title, file="private/events/x.pdf", is_public=public
        )
        for title, public in [("Chương trình in", True), ("Nội bộ", False)]
    ]

    page = client.get(event.get_absolute_url()).text

    assert "Khai mạc" in page
    assert 'href="https://www.openstreetmap.org/#map=19/21/105"' in page
    assert papers[0].get_absolute_url() in page
    assert "Nội bộ" not in page
    assert client.get(papers[1].get_absolute_url()).status_code == 404
