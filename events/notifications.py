"""Who is told of an anniversary that comes near, and what guests are told."""

import json
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from outbox.post import post


def reminders(reminders: list) -> str:
    """One mail to the one person they were all made for; returns its occasion."""
    first = reminders[0]
    if len(reminders) > 1:
        return _digest(reminders)
    late = first.state == first.State.LATE
    occurrence = first.occurrence
    return post(
        key=first.key,
        to=first.recipient.email,
        language=first.recipient.language,
        template=f"events/{'late_reminder' if late else 'reminder'}",
        useful_until=_end_of(first.occurs_on),
        bell=False,
        reminder=first,
        occurrence=occurrence,
        anniversary=occurrence.anniversary,
    ).key


def _digest(reminders: list) -> str:
    """Several of one day; the same ones always make the same occasion."""
    recipient = reminders[0].recipient
    reminders = sorted(reminders, key=lambda one: (one.occurs_on, one.pk))
    names = " ".join(one.key for one in reminders)
    return post(
        key=f"reminders-{recipient.pk}-{sha256(names.encode()).hexdigest()[:32]}",
        to=recipient.email,
        language=recipient.language,
        template="events/reminder_digest",
        useful_until=_end_of(reminders[-1].occurs_on),
        bell=False,
        recipient=recipient,
        reminders=reminders,
    ).key


def registration_asked(registration, *, days: int) -> None:
    """To the address given: one click makes it true. Asked again, at most hourly."""
    hour = f"{timezone.now():%Y%m%d%H}"
    _tell_guest(registration, "registration_asked", f"asked-{hour}", days=days)


def registration_confirmed(registration) -> None:
    """A seat, or a place on the waiting list; with the link to cancel."""
    _tell_guest(registration, "registration_confirmed", registration.state)


def registration_again(registration) -> None:
    """Asked once more by who has a seat already: the same mail, at most hourly."""
    hour = f"{timezone.now():%Y%m%d%H}"
    _tell_guest(registration, "registration_confirmed", f"again-{hour}")


def registration_reminder(registration) -> None:
    """Some hours before; once more only when the event has moved."""
    begins = registration.event.starts_at
    occasion = f"reminder-{begins:%Y%m%d%H%M}"
    _tell_guest(registration, "registration_reminder", occasion, useful_until=begins)


def event_off(registration, event) -> None:
    """It is postponed or cancelled, and why."""
    occasion = f"off-{event.updated_at:%Y%m%d%H%M%S%f}"
    _tell_guest(registration, "event_off", occasion, event=event)


def event_moved(registration, event) -> None:
    """It has another day, hour or place."""
    occasion = f"moved-{event.updated_at:%Y%m%d%H%M%S%f}"
    _tell_guest(registration, "event_moved", occasion, event=event)


def _end_of(day: date) -> datetime:
    """The midnight after, in the portal's time zone: then a reminder is of no use."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _tell_guest(registration, template: str, occasion: str, **context) -> None:
    post(
        key=f"registration-{registration.pk}-{occasion}",
        to=registration.email,
        language=registration.language,
        template=f"events/{template}",
        secret=True,
        **{"registration": registration, "event": registration.event} | context,
    )


def year_ahead(user, year: int, days: list) -> None:
    """Next year's days, to put into the plan."""
    post(
        key=f"year-ahead-{year}-{user.pk}",
        to=user.email,
        language=user.language,
        template="events/year_ahead",
        recipient=user,
        year=year,
        days=days,
    )


def told_to_a_program(reminder) -> str:
    """What a program is told: the day, how early, what to do; nobody's name."""
    day, rule = reminder.occurrence, reminder.rule
    about = day.anniversary
    data = {
        "kind": about.kind,
        "title": {"vi": about.title_vi or "", "en": about.title_en or ""},
        "country": about.country.iso2 if about.country else None,
        "date": day.date.isoformat(),
        "years": day.ordinal,
        "milestone": day.milestone,
        "how_early": reminder.offset,
        "task": {"vi": rule.task_vi or "", "en": rule.task_en or ""},
        "led_by": day.lead.slug if day.lead else None,
        "url": settings.SITE_URL + about.get_absolute_url(),
    }
    told = {
        "type": "reminder.due",
        "timestamp": reminder.due_at.isoformat(),
        "data": data,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
