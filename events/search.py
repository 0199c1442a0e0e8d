"""What a reader can find of events."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from events.models import Album, Event
from federation.search import Source

SOURCES = [
    Source(
        "events",
        _("Events"),
        lambda: Event.objects.published().readable(),
        ("title", "place"),
        title=lambda row: row.title,
        note=lambda row: date_format(localtime(row.starts_at), "DATE_FORMAT"),
    ),
    Source(
        "albums",
        _("Photo albums"),
        lambda: Album.objects.published().readable(),
        ("title", "lead_text"),
        title=lambda row: row.title,
        note=lambda row: date_format(row.taken_on, "DATE_FORMAT"),
    ),
]
