"""What is done with a whole event."""

from datetime import timedelta

from django.db import transaction

from events.models import Event, Guest, ProgrammeItem
from federation.models import PublishState
from federation.sortkey import free_slug

# What a repetition begins with; everything that happened stays with the first.
KEPT = (
    *("kind", "title", "place", "lead_text", "host_id", "map_url"),
    *("is_open", "takes_registrations", "capacity", "expected"),
)
IN_TWO_LANGUAGES = ("title", "place", "lead_text")


@transaction.atomic
def repeat_event(event: Event) -> Event:
    """A draft with the same frame, guests and programme, at the same hour next year."""
    values = {name: getattr(event, name) for name in KEPT}
    for name in IN_TWO_LANGUAGES:
        del values[name]
        for language in ("vi", "en"):
            column = f"{name}_{language}"
            values[column] = getattr(event, column)
    copy = Event.objects.create(
        **values,
        slug=free_slug(event.slug, Event.objects),
        starts_at=a_year_later(event.starts_at),
        ends_at=event.ends_at and a_year_later(event.ends_at),
        publish_state=PublishState.DRAFT,
    )
    copy.co_organizers.set(event.co_organizers.all())
    for model in (Guest, ProgrammeItem):
        for row in model.objects.filter(event=event):
            row.pk, row.event = None, copy
            row.save()
    return copy


def a_year_later(moment):
    """52 weeks: the same day of the week, the same hour."""
    return moment + timedelta(weeks=52)
