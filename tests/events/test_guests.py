"""Guests are told what changes, get the seats in their order, and are asked once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events import actions
from events.models import CalendarPolicy, Registration
from federation.lifecycle import MoveRefused
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory, UnionFactory

State = Registration.State


def open_event(**values):
    """On 5 December at 9:00, guests register."""
    return EventFactory(is_open=True, takes_registrations=True, **values)


def guest(event, email, state=State.CONFIRMED, language="vi", **values):
    confirmed_at = None if state == State.PENDING else timezone.now()
    return Registration.objects.create(
        event=event,
        name="Trần Khách",
        email=email,
        language=language,
        state=state,
        **{"confirmed_at": confirmed_at} | values,
    )


@pytest.fixture
def clock(db, time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700", tick=False)
    UnionFactory()
    return time_machine


def everybody(event):
    """One of every kind; the second reads English."""
    return [
        guest(event, "den@vidu.example"),
        guest(event, "wait@vidu.example", State.WAITING, "en"),
        guest(event, "hoi@vidu.example", State.PENDING),
        guest(event, "thoi@vidu.example", State.CANCELLED),
    ]


# --- what changes -----------------------------------------------------------------


def test_who_comes_or_waits_is_told_of_a_cancelled_event(clock):
    event = open_event(title_vi="Hội thảo", title_en="Seminar")
    everybody(event)

    event.cancel(by=UserFactory(), reason="Bão")

    mails = {mail.to: mail for mail in Message.objects.all()}
    assert set(mails) == {"den@vidu.example", "wait@vidu.example"}
    assert "Hội thảo" in mails["den@vidu.example"].subject
    assert "Bão" in mails["den@vidu.example"].text
    assert mails["wait@vidu.example"].subject == "Cancelled: Seminar"
    assert all(mail.is_secret for mail in mails.values())


def test_a_postponed_event_tells_its_new_day_or_that_there_is_none(clock):
    without, with_day = open_event(title_en="One"), open_event(title_en="Two")
    for event in (without, with_day):
        guest(event, f"{event.pk}@vidu.example", language="en")
    later = timezone.now() + timedelta(days=40)

    without.postpone(by=UserFactory(), reason="Bão")
    with_day.postpone(by=UserFactory(), reason="Bão", starts_at=later)

    subjects = list(Message.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == ["Postponed: One", "New day or place: Two"]
    assert f"{timezone.localtime(later):%Y}" in Message.objects.last().text


def test_nobody_is_told_of_a_move_that_is_refused(clock):
    event = open_event(status="held")
    guest(event, "den@vidu.example")

    with pytest.raises(MoveRefused):
        event.cancel(by=UserFactory(), reason="Bão")

    assert not Message.objects.exists()


def form_of(client, url) -> dict:
    """What the browser would send back unchanged."""
    page = client.get(url)
    data = dict(page.context["adminform"].form.initial)
    form = page.context["adminform"].form
    data = {}
    for bound in form:
        value = bound.value()
        for name, part in zip(
            [f"{bound.html_name}_0", f"{bound.html_name}_1"],
            bound.field.widget.decompress(value)
            if hasattr(bound.field.widget, "decompress")
            else [],
            strict=False,
        ):
            data[name] = "" if part is None else str(part)
        data[bound.html_name] = "" if value is None else value
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return {
        name: value for name, value in data.items() if value not in (False, None, [])
    }


def test_a_new_hour_entered_at_the_desk_is_told_and_reminded_of_anew(
    clock, staff_client
):
    event = open_event(place_vi="Nhà hát")
    one = guest(event, "den@vidu.example", reminded_at=timezone.now())
    url = reverse("admin:events_event_change", args=[event.pk])
    data = form_of(staff_client, url)

    staff_client.post(url, data)
    assert not Message.objects.exists()
    answer = staff_client.post(url, data | {"starts_at_1": "14:00:00"})

    assert answer.status_code == 302
    mail = Message.objects.get()
    assert mail.template == "events/event_moved"
    assert "14:00" in mail.text
    one.refresh_from_db()
    assert one.reminded_at is None


def test_more_seats_at_the_desk_go_to_who_waits(clock, staff_client):
    event = open_event(capacity=1)
    guest(event, "den@vidu.example")
    first, second = (guest(event, f"{n}@vidu.example", State.WAITING) for n in (1, 2))
    url = reverse("admin:events_event_change", args=[event.pk])

    staff_client.post(url, form_of(staff_client, url) | {"capacity": "2"})

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.CONFIRMED, State.WAITING)
    assert Message.objects.get().to == "1@vidu.example"


# --- whose turn it is ---------------------------------------------------------------


def test_a_newcomer_does_not_pass_the_waiting_list(clock):
    event = open_event(capacity=1)
    guest(event, "den@vidu.example")
    waiting = guest(event, "1@vidu.example", State.WAITING)
    clock.shift(60)
    newcomer = guest(event, "moi@vidu.example", State.PENDING)
    event.capacity = 2
    event.save()

    newcomer.confirm()

    waiting.refresh_from_db()
    assert (waiting.state, newcomer.state) == (State.CONFIRMED, State.WAITING)
    assert Message.objects.filter(to="1@vidu.example").count() == 1
    assert Message.objects.filter(to="moi@vidu.example").count() == 1


def test_seats_of_an_event_that_is_off_or_over_go_to_nobody(clock):
    event = open_event(capacity=1)
    one = guest(event, "den@vidu.example")
    waiting = guest(event, "1@vidu.example", State.WAITING)
    event.cancel(by=UserFactory(), reason="Bão")
    Message.objects.all().delete()

    one.cancel()

    waiting.refresh_from_db()
    assert waiting.state == State.WAITING
    assert not Message.objects.exists()


def test_a_stale_page_still_cancels(clock):
    event = open_event(capacity=1)
    stale = guest(event, "den@vidu.example", State.WAITING)
    Registration.objects.filter(pk=stale.pk).update(state=State.CONFIRMED)

    stale.cancel()

    stale.refresh_from_db()
    assert stale.state == State.CANCELLED
    with pytest.raises(MoveRefused):
        stale.cancel()


@pytest.mark.django_db(transaction=True)
def test_two_requests_for_one_address_make_one_registration():
    UnionFactory()
    event = open_event(starts_at=timezone.now() + timedelta(days=9))
    barrier = threading.Barrier(5)

    def ask():
        barrier.wait()
        try:
            Registration.objects.ask(
                event, name="Khách", email="An@vidu.example", language="vi"
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # An error in a thread fails the test.
    assert Registration.objects.count() == 1
    assert Message.objects.count() == 1


# --- when they are reminded and forgotten ---------------------------------------------


def test_the_office_says_how_early_guests_are_reminded(clock):
    CalendarPolicy.objects.create(pk=1, remind_hours=48)
    event = open_event(title_vi="Hội thảo")
    guest(event, "den@vidu.example")
    clock.move_to("2026-12-03 08:59 +0700")
    actions.care_for_registrations()
    assert not Message.objects.exists()

    clock.move_to("2026-12-03 09:01 +0700")
    actions.care_for_registrations()
    actions.care_for_registrations()

    mail = Message.objects.get()
    assert mail.template == "events/registration_reminder"
    assert "05/12" in mail.subject or "5 tháng 12" in mail.subject


def test_who_has_just_confirmed_is_not_reminded(clock):
    event = open_event()
    clock.move_to("2026-12-05 06:00 +0700")
    guest(event, "den@vidu.example")

    actions.care_for_registrations()

    assert not Message.objects.exists()


def test_the_office_says_how_long_a_click_is_waited_for(clock, client):
    CalendarPolicy.objects.create(pk=1, confirm_days=5)
    event = open_event()
    url = reverse("events:register", args=[event.slug])
    page = client.post(url, {"name": "An", "email": "an@vidu.example"}).text
    assert "5 ngày" in page or "5 days" in page
    assert "5 ngày" in Message.objects.get().text or "5 days" in page

    clock.shift(timedelta(days=4))
    actions.care_for_registrations()
    assert Registration.objects.exists()
    clock.shift(timedelta(days=2))
    actions.care_for_registrations()

    assert not Registration.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("kind", "days", "left"),
    [
        ("she cancelled", 1, 1),
        ("she cancelled", 3, 0),
        ("the event was cancelled", 1, 1),
        ("the event was cancelled", 3, 0),
        ("nothing", 3, 1),
    ],
)
def test_who_no_longer_comes_is_forgotten_long_before_the_day(clock, kind, days, left):
    event = open_event(starts_at=timezone.now() + timedelta(days=60))
    lan = guest(event, "lan@vidu.example")
    if kind == "she cancelled":
        lan.cancel()
    elif kind == "the event was cancelled":
        event.cancel(by=None, reason="Vì bão")

    clock.shift(timedelta(days=days))
    actions.care_for_registrations()

    assert Registration.objects.count() == left
    assert Message.objects.filter(to=lan.email).exists() == (
        bool(left) and kind == "the event was cancelled"
    )
