"""Shelves: events, anniversaries and reminders on other apps' pages."""

from datetime import timedelta

from django import template
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst as cap
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.models import (
    Album,
    AlbumPhoto,
    Anniversary,
    Event,
    Occurrence,
    Reminder,
)
from events.models.calendar import in_iso, is_whole_day
from federation.models import TwinCity
from federation.templatetags.charts import Mark, chart, greatest

register = template.Library()
OFF = ["cancelled", "postponed"]


@register.inclusion_tag("events/shelf_events.html")
def upcoming_events(host=None, limit=3):
    """The next published events, of one organisation or of all."""
    events = Event.objects.published().readable().upcoming().for_cards()
    if host is not None:
        events = events.of(host)
    return {"events": events[:limit]}


@register.inclusion_tag("events/shelf_albums.html")
def albums_of(event, pictures=3):
    """An event's published albums with their first photographs."""
    albums = list(Album.objects.published().readable().for_cards().filter(event=event))
    shown = AlbumPhoto.objects.shown()
    for album in albums:
        album.first = shown.filter(album=album)[:pictures]
    return {"albums": albums, "event": event}


@register.simple_tag
def events_held_by_year(host) -> dict:
    """{year: how many events it held}, those called off left out: one query."""
    rows = Event.objects.published().of(host).past()
    rows = rows.exclude(status__in=OFF).order_by()
    return dict(rows.values_list(ExtractYear("starts_at")).annotate(Count("pk")))


@register.inclusion_tag("federation/chart.html")
def events_by_kind(years=5):
    """What was held in the last years, by kind, the most frequent first: one query."""
    this = timezone.localdate().year
    held = Event.objects.published().past().exclude(status__in=OFF).order_by()
    held = held.filter(starts_at__year__gt=this - years)
    counted = list(held.values_list("kind").annotate(Count("pk")))
    counted.sort(key=lambda row: (-row[1], row[0]))
    labels = dict(Event.Kind.choices)
    marks = [Mark(cap(labels[kind]), number, str(number)) for kind, number in counted]
    span = {"first": this - years + 1, "last": this}
    return chart(
        *("events", "bars", marks),
        finding=frequent(marks) if marks else "",
        method=_("Events of %(first)s–%(last)s published here that took place.") % span,
        table="federation/chart_counts.html",
        caption=_("Events of %(first)s–%(last)s by kind") % span,
        head=_("Kind"),
        rows=marks,
    )


def frequent(marks) -> str:
    """The kind held most often, unless several were as often."""
    number, top = sum(mark.value for mark in marks), greatest(marks)
    if top is None:
        words = {"number": number, "kinds": len(marks)}
        return (
            ngettext(
                "%(number)s event of %(kinds)s kinds",
                "%(number)s events of %(kinds)s kinds",
                number,
            )
            % words
        )
    kind = top.label.replace(" ", "\u00a0")
    words = {"kind": kind, "number": top.text, "all": number}
    return _("Most often: %(kind)s, %(number)s of %(all)s") % words


@register.inclusion_tag("events/shelf_anniversaries.html")
def upcoming_anniversaries(limit=5, association=None):
    """The next verified days, national days left to the country's page."""
    days = Occurrence.objects.facts().readable().upcoming().for_cards()
    days = days.exclude(anniversary__kind="national_day")
    if association is not None:
        days = days.of(association)
    return {"days": days[:limit]}


@register.inclusion_tag("events/shelf_country.html")
def anniversaries_of(country):
    """A country's verified days, each with its next turn; events ahead and past."""
    days = Occurrence.objects.facts().readable().upcoming().next_of_each()
    events = Event.objects.published().readable().for_cards().about(country)
    return {
        "country": country,
        "days": list(days.filter(anniversary__country=country).for_cards()),
        "coming": events.upcoming()[:3],
        "kept": events.past()[:5],
    }


@register.inclusion_tag("events/shelf_due_reminders.html")
def due_reminders(days=7):
    """For staff: what goes out in the days ahead, and what did not lately."""
    now = timezone.now()
    coming = Reminder.objects.scheduled().filter(due_at__lte=now + timedelta(days=days))
    trouble = Reminder.objects.in_trouble().filter(
        settled_at__gte=now - timedelta(days=days)
    )
    return {
        "coming": coming.for_rows().order_by("due_at", "pk")[:10],
        "trouble": trouble.for_rows()[:10],
    }


@register.inclusion_tag("events/shelf_unverified.html")
def unverified_days(limit=6):
    """For staff: dates with a source that nobody has confirmed yet."""
    days = Anniversary.objects.filter(is_verified=False, is_active=True)
    cities = TwinCity.objects.filter(is_verified=False, agreement_on__isnull=False)
    return {
        "days": list(days.for_cards().order_by("kind", "pk")[:limit]),
        "number": days.count(),
        "cities": list(cities.select_related("country").order_by("pk")[:limit]),
        "number_of_cities": cities.count(),
    }


@register.inclusion_tag("events/workspace/shelf_mine.html")
def my_anniversaries(user, limit=5):
    """On the secretary's board: reminders not acknowledged, the next days."""
    reminders = Reminder.objects.managed_by(user).told().for_rows()
    days = Occurrence.objects.managed_by(user).facts().readable().upcoming()
    return {
        "reminders": reminders.filter(
            acknowledged_at__isnull=True, occurs_on__gte=timezone.localdate()
        )[:limit],
        "days": days.for_cards()[:limit],
    }


@register.simple_tag
def organization(organization):
    """Its name, linked to its page."""
    name = organization.name or organization.short_name
    return format_html('<a href="{}">{}</a>', organization.get_absolute_url(), name)


@register.filter
def moment(value):
    """The day and the hour, or the day alone where the hour is not known."""
    known = "DATE_FORMAT" if is_whole_day(value) else "DATETIME_FORMAT"
    return date_format(timezone.localtime(value), known)


@register.filter
def moment_iso(value):
    return in_iso(value)


@register.filter
def has_hour(value):
    return not is_whole_day(value)


@register.filter
def day_of(value):
    """The day here, without the hour."""
    return timezone.localdate(value)


@register.filter
def weekday(day):
    """The day of the week under a date."""
    if hasattr(day, "hour"):
        day = timezone.localtime(day)
    return date_format(day, "l")


@register.filter
def day_rest(day):
    """What stands beside a large day number: the month."""
    if hasattr(day, "hour"):
        day = timezone.localtime(day)
    return date_format(day, pgettext("beside the day", "F"))


@register.simple_tag
def year_lead(total, decades, fives):
    """`25 days. Two decade years and three five-year marks.`"""
    parts = [ngettext("%(n)s day", "%(n)s days", total) % {"n": total}]
    if decades:
        text = ngettext("%(n)s decade year", "%(n)s decade years", decades)
        parts.append(text % {"n": decades})
    if fives:
        text = ngettext("%(n)s five-year mark", "%(n)s five-year marks", fives)
        parts.append(text % {"n": fives})
    return " · ".join(parts)


@register.simple_tag
def month_lead(total, national_days):
    """`14 days, 12 of them national days.`"""
    if not total:
        return _("No day that is verified falls into this month.")
    text = ngettext("%(n)s day", "%(n)s days", total) % {"n": total}
    if national_days:
        more = ngettext("%(n)s national day", "%(n)s national days", national_days)
        text += " · " + more % {"n": national_days}
    return text
