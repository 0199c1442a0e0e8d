"""The staff's desk: it opens, searches, costs the same; its actions do the moves."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from events import actions
from events.admin.plans import WRITTEN_ELSEWHERE
from events.models import Anniversary, CalendarPolicy, Call, Event, Occurrence, Reminder
from federation.models import PublishState
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AlbumFactory,
    AnniversaryFactory,
    EventFactory,
    OccurrenceFactory,
    OfficeFactory,
    ReminderFactory,
    ReminderRuleFactory,
    UnionFactory,
    WebhookFactory,
)
from tests.federation.factories import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700")
    UnionFactory()


# Session, user, two counts, the union (its name; whether it is, twice), rows;
# then the ends and days of the date bar, and what the filters offer.
QUERIES = {
    "anniversary": 8,
    "occurrence": 11,
    "reminderrule": 8,
    "reminder": 11,
    "event": 10,
    "album": 10,
    "webhook": 8,
    "call": 9,
}


def press(client, model, action, *rows, **data):
    """Choose rows of a list, press an action, answer yes."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    url = reverse(f"admin:events_{model}_changelist")
    return client.post(url, {**chosen, "confirmed": "1", **data}, follow=True)


def make_rules(count):
    for number in range(count):
        ReminderRuleFactory(amount=number)


def make_calls(count):
    for reminder in ReminderFactory.create_batch(count, rule=ReminderRuleFactory()):
        webhook = WebhookFactory()
        Call.objects.create(webhook=webhook, reminder=reminder, key=reminder.key)


MAKE = {
    "anniversary": OccurrenceFactory.create_batch,
    "occurrence": OccurrenceFactory.create_batch,
    "reminderrule": make_rules,
    "reminder": lambda count: ReminderFactory.create_batch(
        count, rule=ReminderRuleFactory()
    ),
    "event": EventFactory.create_batch,
    "album": lambda count: AlbumFactory.create_batch(count, photos=1),
    "webhook": WebhookFactory.create_batch,
    "call": make_calls,
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", QUERIES)
def test_a_list_costs_the_same(staff_client, model, count, django_assert_num_queries):
    MAKE[model](count)
    url = reverse(f"admin:events_{model}_changelist")
    staff_client.get(url)

    with django_assert_num_queries(QUERIES[model]):
        response = staff_client.get(url)

    assert response.context["cl"].result_count == count


@pytest.mark.parametrize(
    ("model", "query"),
    [("anniversary", "quan he"), ("occurrence", "QUAN HE"), ("event", "gap mat")],
)
def test_search_works_without_diacritics(staff_client, model, query):
    MAKE[model](1)

    url = reverse(f"admin:events_{model}_changelist")
    found = staff_client.get(url, {"q": query}).context["cl"].result_count

    assert found == 1


def test_an_unverified_day_is_confirmed_on_one_screen(staff_client):
    secretary = OfficeFactory()
    anniversary = AnniversaryFactory(
        unverified=True,
        base_date=date(1950, 1, 1),
        precision="year",
        candidate_on=date(1950, 2, 11),
        responsible_id=secretary.organization_id,
    )
    ReminderRuleFactory()
    url = f"{reverse('admin:events_anniversary_changelist')}{anniversary.pk}/verify"
    page = staff_client.get(url, follow=True)
    assert "11/02/1950" in page.text

    response = staff_client.post(
        page.request["PATH_INFO"],
        {"base_date": "1950-02-18", "verification_source": "Danh sách của Bộ"},
    )

    anniversary.refresh_from_db()
    assert response.status_code == 302
    assert anniversary.is_verified
    assert anniversary.verified_by.is_staff
    assert anniversary.verification_source == "Danh sách của Bộ"
    assert anniversary.precision == "day"
    days = Occurrence.objects.order_by("year").values_list("date", flat=True)
    assert list(days)[1:] == [date(2027, 2, 18), date(2028, 2, 18)]
    assert Reminder.objects.filter(occurs_on=date(2027, 2, 18)).exists()


@pytest.mark.parametrize(
    "data",
    [
        {"base_date": "1950-02-18", "verification_source": ""},
        {"verification_source": "Báo"},
        {"day": "31", "month": "2", "verification_source": "Báo"},
        {"day": "3", "verification_source": "Báo"},
        {"base_date": "abc", "verification_source": "Báo"},
        {
            "base_date": "1950-02-18",
            "day": "3",
            "month": "4",
            "verification_source": "x",
        },
    ],
)
def test_a_day_without_source_or_without_sense_is_not_confirmed(staff_client, data):
    anniversary = AnniversaryFactory(unverified=True)
    url = f"{reverse('admin:events_anniversary_changelist')}{anniversary.pk}/verify"
    path = staff_client.get(url, follow=True).request["PATH_INFO"]

    response = staff_client.post(path, data)

    anniversary.refresh_from_db()
    assert response.status_code == 200
    assert not anniversary.is_verified
    assert anniversary.base_date == date(1967, 6, 24)


def test_a_verified_day_changed_by_hand_must_be_confirmed_again(staff_client):
    anniversary = AnniversaryFactory(verification_source="Báo")
    url = reverse("admin:events_anniversary_change", args=[anniversary.pk])
    form = staff_client.get(url).context["adminform"].form
    data = {
        name: value if value is not None else ""
        for name, value in form.initial.items()
        if name in form.fields
    }
    data |= {"title_vi": "Tên", "title_en": "Name", "is_active": "on"}
    data |= {f"year_dates-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}

    response = staff_client.post(url, data | {"base_date": "25/06/1967"})

    anniversary.refresh_from_db()
    assert response.status_code == 302, response.context["errors"]
    assert anniversary.base_date == date(1967, 6, 25)
    assert not anniversary.is_verified


def test_statuses_move_by_actions(staff_client):
    occurrence = OccurrenceFactory()
    waiting = ReminderFactory(occurrence=occurrence)

    press(staff_client, "occurrence", "plan", occurrence)
    occurrence.refresh_from_db()
    assert occurrence.status == "planned"

    press(staff_client, "occurrence", "skip", occurrence, reason="")
    occurrence.refresh_from_db()
    assert occurrence.status == "planned"

    press(staff_client, "occurrence", "skip", occurrence, reason="Gộp với lễ khác")
    occurrence.refresh_from_db()
    waiting.refresh_from_db()
    assert (occurrence.status, waiting.state) == ("skipped", "cancelled")


def test_publishing_is_an_action_of_who_may(staff_client, as_user):
    event = EventFactory(publish_state="in_review")

    press(staff_client, "event", "approve", event)
    press(staff_client, "event", "publish", event)

    event.refresh_from_db()
    assert event.publish_state == "published"


def test_returning_an_event_needs_a_remark(staff_client):
    event = EventFactory(publish_state="in_review")

    press(staff_client, "event", "return_to_draft", event, reason="Thiếu địa điểm")

    event.refresh_from_db()
    assert (event.publish_state, event.remark) == ("draft", "Thiếu địa điểm")


def test_the_preview_says_what_would_go_out_and_to_whom(staff_client):
    officer = OfficeFactory(officer=True)
    AnniversaryFactory()
    ReminderRuleFactory()
    actions.generate_occurrences()
    url = f"{reverse('admin:events_reminderrule_changelist')}preview"

    text = staff_client.get(url, follow=True).text

    assert officer.user.email in text
    assert "25/05/2027" in text
    assert not Reminder.objects.exists()


def test_the_ledger_is_read_only(staff_client):
    reminder = ReminderFactory(
        state="missed", reason="nobody", settled_at=timezone.now()
    )
    url = reverse("admin:events_reminder_change", args=[reminder.pk])

    assert staff_client.get(url).status_code == 200
    assert staff_client.post(url, {"state": "sent"}).status_code == 403
    assert staff_client.get(reverse("admin:events_reminder_add")).status_code == 403


POLICY = {
    "leap_day": "02-28",
    "even_years": "05",
    "keep_registrations": "30",
    "list_month": "10",
    "list_day": "15",
    "confirm_days": "2",
    "remind_hours": "24",
}


def test_the_rules_of_the_calendar_are_one_row(staff_client):
    url = reverse("admin:events_calendarpolicy_changelist")

    response = staff_client.get(url)

    assert response.status_code == 302
    assert staff_client.get(response.url).status_code == 200
    assert not CalendarPolicy.objects.exists()
    staff_client.post(response.url, POLICY)
    assert CalendarPolicy.objects.get().pk == 1
    assert staff_client.get(url).url.endswith("/1/change/")
    assert staff_client.post(response.url, POLICY).status_code == 403
    assert CalendarPolicy.objects.count() == 1


def test_what_people_were_reminded_of_is_not_deleted(staff_client):
    reminder = ReminderFactory(state="sent", settled_at=timezone.now())
    anniversary = reminder.occurrence.anniversary

    url = reverse("admin:events_anniversary_delete", args=[anniversary.pk])

    assert staff_client.post(url, {"post": "yes"}).status_code == 403
    assert Anniversary.objects.filter(pk=anniversary.pk).exists()


# --- who may do what ------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("translator", set()),
        ("editor", {"submit_for_review"}),
        ("union_officer", {"submit_for_review", "plan", "cancel", "hold"}),
        ("union_leader", {"plan", "cancel", "hold"}),
    ],
)
def test_only_who_organises_moves_an_event(as_user, role, offered):
    call_command("sync_roles", stdout=StringIO())
    user = UserFactory(is_staff=True)
    appoint(user, role)
    event = EventFactory(status="confirmed")
    client = as_user(user)

    page = client.get(reverse("admin:events_event_changelist"))

    form = page.context["action_form"]
    offers = form.fields["action"].choices if form else []
    choices = {name for name, _label in offers}
    watched = {"submit_for_review", "plan", "cancel", "hold"}
    assert choices & watched == offered
    press(client, "event", "cancel", event, reason="Bão")
    event.refresh_from_db()
    assert event.status == ("cancelled" if "cancel" in offered else "confirmed")


def test_the_list_shows_no_hour_where_only_the_day_is_known(staff_client):
    EventFactory(starts_at="2026-12-12 00:00+07:00", ends_at=None)
    EventFactory(starts_at="2026-12-13 18:30+07:00", ends_at=None)

    page = staff_client.get(reverse("admin:events_event_changelist")).text

    assert "00:00" not in page
    assert "18:30" in page


def test_reminders_stand_with_the_next_first_and_the_settled_after(staff_client):
    moment, rule = timezone.now(), ReminderRuleFactory()
    late, soon = (
        ReminderFactory(rule=rule, due_at=moment + timedelta(days=days))
        for days in (900, 3)
    )
    old, last = (
        ReminderFactory(
            rule=rule, due_at=then, state=Reminder.State.SENT, settled_at=then
        )
        for then in (moment - timedelta(days=40), moment - timedelta(days=2))
    )

    page = staff_client.get(reverse("admin:events_reminder_changelist"))

    assert list(page.context["cl"].result_list) == [soon, late, last, old]


def test_a_draft_event_is_not_offered_on_the_site(staff_client):
    desk = admin.site._registry[Event]
    states = {
        state: desk.get_view_on_site_url(EventFactory(publish_state=state))
        for state in (
            PublishState.DRAFT,
            PublishState.IN_REVIEW,
            PublishState.PUBLISHED,
        )
    }

    assert {state for state, url in states.items() if url} == {PublishState.PUBLISHED}
    assert (
        admin.site._registry[Reminder].get_view_on_site_url(ReminderFactory()) is None
    )


def test_an_empty_list_says_where_its_rows_are_written(staff_client):
    page = staff_client.get(reverse("admin:events_greeting_changelist"))

    assert str(WRITTEN_ELSEWHERE) in page.text
