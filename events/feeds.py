"""Calendars to subscribe to, one per language."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View
from icalendar import Calendar
from icalendar import Event as Entry

from events.models import Event, Occurrence
from events.models.events import is_whole_day

# Years are computed; a calendar program keeps what it has read.
EVENTS_BACK = timedelta(days=365)
STATUS = {
    Event.Status.CANCELLED: "CANCELLED",
    Event.Status.POSTPONED: "TENTATIVE",
    Event.Status.IDEA: "TENTATIVE",
    Event.Status.PLANNED: "TENTATIVE",
}


class CalendarView(View):
    """text/calendar with an ETag; subclasses say the name and the entries."""

    file_name = ""

    def get(self, request):
        calendar = Calendar()
        calendar.add("prodid", f"-//{host()}//Huu Nghi Portal//{get_language()}")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", self.get_name())
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
        calendar.add("refresh-interval", timedelta(hours=12), {"value": "DURATION"})
        for entry in self.get_entries():
            calendar.add_component(entry)
        body = calendar.to_ical()
        etag = quote_etag(sha256(body).hexdigest()[:32])
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return HttpResponse(status=304, headers={"ETag": etag})
        disposition = f'inline; filename="{self.file_name}"'
        return HttpResponse(
            body,
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": disposition, "ETag": etag},
        )


class EventCalendar(CalendarView):
    """Published events from a year ago on; a cancelled one stays, as cancelled."""

    file_name = "events.ics"

    def get_name(self):
        return _("Events")

    def get_entries(self):
        since = timezone.now() - EVENTS_BACK
        events = Event.objects.published().readable().filter(starts_at__gte=since)
        return [event_entry(event) for event in events.for_cards()]


class AnniversaryCalendar(CalendarView):
    """Verified days of this year and the next two, all-day, with their years."""

    file_name = "anniversaries.ics"

    def get_name(self):
        return _("Anniversaries")

    def get_entries(self):
        years = Occurrence.objects.years()
        days = Occurrence.objects.facts().readable().filter(year__in=years)
        return [day_entry(day) for day in days.for_cards()]


def event_entry(event: Event) -> Entry:
    """One event; the UID never changes, the SEQUENCE only rises."""
    entry = Entry()
    entry.add("uid", f"event-{event.pk}@{host()}")
    entry.add("summary", event.title)
    entry.add("dtstamp", event.updated_at.astimezone(UTC))
    entry.add("last-modified", event.updated_at.astimezone(UTC))
    entry.add("sequence", int((event.updated_at - event.created_at).total_seconds()))
    begin, end = span(event)
    entry.add("dtstart", begin)
    entry.add("dtend", end)
    entry.add("status", STATUS.get(event.status, "CONFIRMED"))
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    if event.place:
        entry.add("location", event.place)
    text = [event.lead_text, event.status_note, event.host.name]
    entry.add("description", "\n".join(part for part in text if part))
    return entry


def span(event: Event) -> tuple[date, date]:
    """From when to when; whole days, the end the day after, without an hour."""
    if is_whole_day(event.starts_at):
        last = timezone.localdate(event.ends_at or event.starts_at)
        return timezone.localdate(event.starts_at), last + timedelta(days=1)
    end = event.ends_at or event.starts_at + timedelta(hours=2)
    return event.starts_at.astimezone(UTC), end.astimezone(UTC)


def day_entry(day: Occurrence) -> Entry:
    """One anniversary in one year: all day, and the end is the day after."""
    entry = Entry()
    entry.add("uid", f"anniversary-{day.anniversary_id}-{day.year}@{host()}")
    entry.add("summary", day.label)
    entry.add("dtstamp", day.changed_at.astimezone(UTC))
    entry.add("last-modified", day.changed_at.astimezone(UTC))
    began = datetime(2020, 1, 1, tzinfo=UTC)
    entry.add("sequence", int((day.changed_at - began).total_seconds()) // 60)
    entry.add("dtstart", day.date)
    entry.add("dtend", day.date + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("url", settings.SITE_URL + day.get_absolute_url())
    if day.lead_id:
        entry.add("description", _("Led by: %(name)s") % {"name": day.lead.name})
    return entry


def host() -> str:
    """The site's name without scheme: the right part of every UID."""
    return settings.SITE_URL.split("//")[-1].split(":")[0]
