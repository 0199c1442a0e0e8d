"""What a reader can find of events."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from events.models import Album, Anniversary, Event
from federation.search import Source

SOURCES = [
    Source(
        "events",
        _("Events"),
        lambda: Event.objects.published().readable(),
        ("title", "place", "lead_text", "outcome"),
        title=lambda row: row.title,
        note=lambda row: date_format(localtime(row.starts_at), "DATE_FORMAT"),
        day="starts_at",
        countries=(
            "occurrence__anniversary__country",
            "host__as_association__countries",
        ),
        associations=("host", "co_organizers"),
        standing=3,
    ),
    Source(
        "anniversaries",
        _("Anniversaries"),
        lambda: Anniversary.objects.filter(is_active=True).facts().readable(),
        ("title",),
        title=lambda row: row.title,
        note=lambda row: row.get_kind_display(),
        day="base_date",
        countries=("country",),
        associations=("responsible",),
        standing=8,
        has_page=False,
    ),
    Source(
        "albums",
        _("Photo albums"),
        lambda: Album.objects.published().readable(),
        ("title", "lead_text"),
        title=lambda row: row.title,
        note=lambda row: date_format(row.taken_on, "DATE_FORMAT"),
        day="taken_on",
    ),
]
