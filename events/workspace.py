"""The secretary's calendar: my association's days, events and reminders."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from events.models import Event, Occurrence, Reminder
from federation.access import MoveView, SecretaryMixin


class OccurrenceList(SecretaryMixin, ListView):
    """The days my association leads, from today on."""

    template_name = "events/workspace/occurrence_list.html"
    paginate_by = 25

    def get_queryset(self):
        days = Occurrence.objects.managed_by(self.request.user)
        return days.facts().readable().upcoming().for_cards()


class EventList(SecretaryMixin, ListView):
    """The events of my association, published or not."""

    template_name = "events/workspace/event_list.html"
    paginate_by = 25

    def get_queryset(self):
        return Event.objects.managed_by(self.request.user).for_cards()


class MyReminders(SecretaryMixin):
    """The reminders sent to me; anything else is a 404."""

    def get_queryset(self):
        mine = Reminder.objects.managed_by(self.request.user)
        return mine.went_out().for_rows()


class ReminderList(MyReminders, ListView):
    template_name = "events/workspace/reminder_list.html"
    paginate_by = 25


class ReminderDetail(MyReminders, DetailView):
    template_name = "events/workspace/reminder_detail.html"


class ReminderAcknowledge(MyReminders, MoveView):
    transition = "acknowledge"
    done_message = _("Noted: you have seen this reminder.")
