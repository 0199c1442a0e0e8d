"""Whether guests register for an event, the seats, and who is told of a change."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import notifications
from events.models.calendar import is_whole_day
from federation.models import PublishState


class Registering(models.Model):
    """An event's part about its guests; its registrations are rows of their own."""

    is_open = models.BooleanField(_("open to the public"), default=False)
    takes_registrations = models.BooleanField(
        _("guests register here"),
        default=False,
        help_text=_("Only for events open to the public."),
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: without limit.")
    )
    register_until = models.DateTimeField(
        _("registration until"),
        null=True,
        blank=True,
        help_text=_("Empty: until it begins."),
    )
    registered = models.PositiveIntegerField(
        _("registered guests"), null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_off(self) -> bool:
        return self.status in (self.Status.CANCELLED, self.Status.POSTPONED)

    @property
    def is_over(self) -> bool:
        """A day without an hour is over when the next one begins."""
        end = self.ends_at or self.starts_at
        if is_whole_day(end):
            end += timedelta(days=1)
        return end < timezone.now()

    @property
    def takes_registrations_now(self) -> bool:
        """Open, not over, not full of time, not off."""
        if not (self.takes_registrations and self.is_open) or self.is_off:
            return False
        if self.publish_state != PublishState.PUBLISHED:
            return False
        return timezone.now() < (self.register_until or self.starts_at)

    @property
    def seats_left(self) -> int | None:
        """How many may still come; where there is no limit, always one more."""
        if self.capacity is None:
            return 1
        return max(0, self.capacity - self.registrations.coming().count())

    def fill_seats(self) -> None:
        """Free seats go to the waiting list; call with the event's row locked."""
        if self.is_off or self.is_over:
            return
        free = len(self.registrations.waiting())
        if self.capacity is not None:
            free = self.seats_left
        for waiting in self.registrations.waiting()[:free]:
            waiting.get_seat()

    def tell_guests_off(self) -> None:
        """Who has a seat or waits for one: it is postponed or cancelled."""
        for registration in self.registrations.told():
            notifications.event_off(registration, self)

    def tell_guests_moved(self, languages=tuple(dict(settings.LANGUAGES))) -> None:
        """The same: its day or its place is another; they are reminded anew.

        Those who read one of these languages; nobody of what does not take place.
        """
        if self.status == self.Status.CANCELLED:
            return
        guests = self.registrations.told().filter(language__in=languages)
        guests.update(reminded_at=None)
        for registration in guests:
            notifications.event_moved(registration, self)
