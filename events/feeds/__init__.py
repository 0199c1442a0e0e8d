"""Calendars to subscribe to, one per language."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import groupby

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View
from redis.exceptions import RedisError

from events.feeds.changes import with_last_changes
from events.feeds.written import calendar, day_or_moment, moment, text
from events.forms import AnniversaryFilter, EventFilter
from events.models import CalendarKey, Event, Occurrence, Reminder
from events.models.calendar import is_whole_day
from federation.access import Private
from federation.addresses import KeepsAddress

# Years are computed; a calendar program keeps what it has read.
EVENTS_BACK = timedelta(days=365)
STATUS = {
    Event.Status.CANCELLED: "CANCELLED",
    Event.Status.POSTPONED: "TENTATIVE",
    Event.Status.IDEA: "TENTATIVE",
    Event.Status.PLANNED: "TENTATIVE",
}


FRESH = "public, max-age=0, must-revalidate"


class CalendarView(View):
    """text/calendar with an ETag; subclasses say the name and the entries."""

    file_name = ""

    def get_body(self) -> bytes:
        """The whole file."""
        head = [
            "VERSION:2.0",
            f"PRODID:-//{host()}//Huu Nghi Portal//{get_language().upper()}",
            "METHOD:PUBLISH",
            f"X-WR-CALNAME:{text(self.get_name())}",
            f"X-WR-TIMEZONE:{settings.TIME_ZONE}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        ]
        return calendar(head, self.get_entries())

    def get(self, request, **kwargs):
        body = self.get_body()
        etag = quote_etag(sha256(body).hexdigest()[:32])
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return HttpResponse(
                status=304,
                headers={"ETag": etag, "Cache-Control": FRESH},
            )
        disposition = f'inline; filename="{self.file_name}"'
        return HttpResponse(
            body,
            content_type="text/calendar; charset=utf-8",
            headers={
                "Content-Disposition": disposition,
                "ETag": etag,
                "Cache-Control": FRESH,
            },
        )


class FilteredCalendar(CalendarView):
    """Of an association (`?hoi=`), a country (`?nuoc=`), a kind (`?loai=`)."""

    form = None

    def dispatch(self, request, *args, **kwargs):
        self.filter = self.form(request.GET)
        if self.filter.is_asking() and not self.filter.is_valid():
            raise Http404(_("There is no such calendar."))
        return super().dispatch(request, *args, **kwargs)

    def get_name(self):
        return " · ".join([str(self.title), *self.filter.words()])


class EventCalendar(FilteredCalendar):
    """Published events from a year ago on; a cancelled one stays, as cancelled."""

    file_name, form, title = "events.ics", EventFilter, gettext_lazy("Events")

    def get_entries(self):
        since = timezone.now() - EVENTS_BACK
        events = Event.objects.published().readable().filter(starts_at__gte=since)
        return event_entries(self.filter.apply(events.for_cards()))


class OneEvent(KeepsAddress, CalendarView):
    """One event, to be put into one's own calendar."""

    file_name = "event.ics"

    def get_addressed(self):
        return Event.objects.published().readable()

    @cached_property
    def event(self) -> Event:
        events = self.get_addressed().for_cards()
        return get_object_or_404(events, slug=self.kwargs["slug"])

    def get_name(self):
        return self.event.title

    def get_entries(self):
        return event_entries([self.event])


class AnniversaryCalendar(FilteredCalendar):
    """Verified days, yearly for ever; the years at hand carry their number."""

    file_name, form = "anniversaries.ics", AnniversaryFilter
    title = gettext_lazy("Anniversaries")

    def get_body(self):
        """The one of all days is written once for each version of the days."""
        if self.filter.is_asking():
            return super().get_body()
        known = (Occurrence.objects.version(), get_language(), timezone.localdate())
        name = sha256(f"{known}{settings.SITE_URL}".encode()).hexdigest()
        try:
            return cache.get_or_set(f"anniversaries-{name}", super().get_body, 3600)
        except (RedisError, OSError):  # the cache may be lost at any time
            return super().get_body()

    def get_entries(self):
        years = Occurrence.objects.years()
        days = Occurrence.objects.facts().readable().filter(year__in=years)
        return yearly(self.filter.apply(days.for_cards()))


class MyCalendar(Private, CalendarView):
    """Days led by one's associations, their events, one's reminders; by secret key."""

    file_name = "mine.ics"

    def get(self, request, token):
        key = CalendarKey.objects.filter(token=token, user__is_active=True)
        self.user = get_object_or_404(key.select_related("user")).user
        return super().get(request)

    def get_name(self):
        return _("My anniversaries and events")

    def get_entries(self):
        since = timezone.now() - EVENTS_BACK
        days = Occurrence.objects.managed_by(self.user).facts().readable()
        events = Event.objects.managed_by(self.user).readable()
        reminders = Reminder.objects.managed_by(self.user).filter(
            state__in=["scheduled", "sent", "late"], due_at__gte=since
        )
        return [
            *yearly(days.for_cards()),
            *event_entries(events.filter(starts_at__gte=since).for_cards()),
            *map(reminder_entry, reminders.for_rows()),
        ]


def yearly(days) -> list[list[str]]:
    """Per anniversary one entry that returns each year, and each year at hand.

    A day that moves by a list, or that the office keeps on 1 March instead of
    29 February, follows no rule: it has its single years only.
    """
    entries = []
    days = with_last_changes(days, "changed_at", "anniversary", "lead")
    ordered = sorted(days, key=lambda day: (day.anniversary_id, day.date))
    for _pk, turns in groupby(ordered, key=lambda day: day.anniversary_id):
        turns = list(turns)
        url = f"URL:{settings.SITE_URL}{turns[0].get_absolute_url()}"
        rule = yearly_rule(turns)
        if rule:
            entries.append([*master_entry(turns, rule), url])
        entries += [[*day_entry(turn, inside=bool(rule)), url] for turn in turns]
    return entries


def yearly_rule(turns: list[Occurrence]) -> str:
    """The rule all turns at hand obey; empty when there is none."""
    known = turns[0].anniversary.month_and_day
    if turns[0].anniversary.is_movable or known is None:
        return ""
    if known == (2, 29):
        last = all((turn.date + timedelta(days=1)).day == 1 for turn in turns)
        rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
        return rule if last and turns[0].date.month == 2 else ""
    kept = all((turn.date.month, turn.date.day) == known for turn in turns)
    return "FREQ=YEARLY" if kept else ""


def master_entry(turns: list[Occurrence], rule: str) -> list[str]:
    """Every year from the first at hand on; whose number nobody has computed."""
    day = turns[0]
    changed = max(turn.last_change for turn in turns)
    title = day.title
    if day.anniversary.base_date:
        year = day.anniversary.base_date.year
        title = _("%(title)s (since %(year)s)") % {"title": title, "year": year}
    uid = f"anniversary-{day.anniversary_id}@{host()}"
    return [*whole_day(day, changed, uid, title), f"RRULE:{rule}"]


def stamped(uid: str, title: str, changed: datetime, number: int) -> list[str]:
    """What every entry begins with; the SEQUENCE only rises."""
    return [
        f"UID:{uid}",
        f"DTSTAMP:{moment(changed)}",
        f"LAST-MODIFIED:{moment(changed)}",
        f"SEQUENCE:{number}",
        f"SUMMARY:{text(title)}",
    ]


def reminder_entry(reminder: Reminder) -> list[str]:
    """A task of mine at the hour of its mail."""
    stamp = reminder.settled_at or reminder.occurrence.changed_at
    name = reminder.rule.task or reminder.rule.lead_time
    title = f"{name} {reminder.occurrence.title}".strip()
    return [
        *stamped(f"{reminder.key}@{host()}", title, stamp, sequence(stamp)),
        day_or_moment("DTSTART", reminder.due_at),
        day_or_moment("DTEND", reminder.due_at + timedelta(minutes=30)),
        "TRANSP:TRANSPARENT",
        f"URL:{settings.SITE_URL}{reminder.get_absolute_url()}",
    ]


def event_entries(events) -> list[list[str]]:
    return list(map(event_entry, with_last_changes(events, "updated_at", "host")))


def event_entry(event: Event) -> list[str]:
    """One event; the UID never changes, the SEQUENCE only rises."""
    changed = event.last_change
    number = int((changed - event.created_at).total_seconds())
    begin, end = span(event)
    words = [event.lead_text, event.status_note, event.host.name]
    description = "\n".join(part for part in words if part)
    return [
        *stamped(f"event-{event.pk}@{host()}", event.title, changed, number),
        day_or_moment("DTSTART", begin),
        day_or_moment("DTEND", end),
        f"STATUS:{STATUS.get(event.status, 'CONFIRMED')}",
        f"URL:{settings.SITE_URL}{event.get_absolute_url()}",
        *([f"LOCATION:{text(event.place)}"] if event.place else []),
        f"DESCRIPTION:{text(description)}",
    ]


def span(event: Event) -> tuple[date, date]:
    """From when to when; whole days, the end the day after, without an hour.

    Of an end without an hour only the day is known: all of it counts.
    """
    if is_whole_day(event.starts_at):
        last = timezone.localdate(event.ends_at or event.starts_at)
        return timezone.localdate(event.starts_at), last + timedelta(days=1)
    end = event.ends_at
    if end is not None and is_whole_day(end):
        end += timedelta(days=1)
    if end is None or end <= event.starts_at:
        end = event.starts_at + timedelta(hours=2)
    return event.starts_at.astimezone(UTC), end.astimezone(UTC)


def day_entry(day: Occurrence, *, inside: bool = False) -> list[str]:
    """One anniversary in one year: all day, and the end is the day after.

    `inside` a yearly entry it replaces that year's turn, with its number of years.
    """
    uid = f"anniversary-{day.anniversary_id}"
    uid = f"{uid}@{host()}" if inside else f"{uid}-{day.year}@{host()}"
    turn = [day_or_moment("RECURRENCE-ID", day.date)] if inside else []
    return [*whole_day(day, day.last_change, uid, day.label), *turn]


def whole_day(day: Occurrence, changed, uid: str, title: str) -> list[str]:
    """What the yearly entry and its single years have in common."""
    entry = [
        *stamped(uid, title, changed, sequence(changed)),
        day_or_moment("DTSTART", day.date),
        day_or_moment("DTEND", day.date + timedelta(days=1)),
        "TRANSP:TRANSPARENT",
    ]
    if day.lead_id and day.lead.name:
        led_by = _("Led by: %(name)s") % {"name": day.lead.name}
        entry.append(f"DESCRIPTION:{text(led_by)}")
    return entry


def sequence(changed) -> int:
    """Seconds since 2020: it only rises."""
    began = datetime(2020, 1, 1, tzinfo=UTC)
    return int((changed - began).total_seconds())


def host() -> str:
    """The site's name without scheme: the right part of every UID."""
    return settings.SITE_URL.split("//")[-1].split(":")[0]
