"""The secretary's calendar: my association's days, events and reminders."""

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView, TemplateView

from events.models import CalendarKey, Caution, Event, Occurrence, Reminder, Task
from federation.access import Move, MoveView, SecretaryMixin


class OccurrenceList(SecretaryMixin, ListView):
    """The days my association leads, from today on."""

    template_name = "events/workspace/occurrence_list.html"
    paginate_by = 25

    def get_queryset(self):
        days = Occurrence.objects.managed_by(self.request.user)
        return days.facts().readable().upcoming().for_cards()


class OccurrenceDetail(SecretaryMixin, DetailView):
    """One day my association leads: what is to be done, and what to mind."""

    template_name = "events/workspace/occurrence_detail.html"
    context_object_name = "day"

    def get_queryset(self):
        days = Occurrence.objects.managed_by(self.request.user).facts()
        return days.for_cards()

    def get_context_data(self, **kwargs):
        day = self.object
        return super().get_context_data(
            tasks=list(day.tasks.select_related("done_by")),
            cautions=list(Caution.objects.about(day, "ceremony")),
            events=list(day.linked_events.order_by("starts_at")),
            **kwargs,
        )


class TaskMove(MoveView):
    """Tick a step of one's own day, or take the tick back."""

    TRANSITIONS = {"tick", "untick"}

    def get_queryset(self):
        mine = Occurrence.objects.managed_by(self.request.user)
        return Task.objects.filter(occurrence__in=mine).select_related("occurrence")

    @property
    def transition(self):
        return self.kwargs["move"]

    def post(self, request, *args, **kwargs):
        if kwargs["move"] not in self.TRANSITIONS:
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_success_url(self, obj):
        return reverse("events:workspace-anniversary", args=[obj.occurrence_id])


class MyKey(SecretaryMixin, TemplateView):
    """The secret address of my own calendar."""

    template_name = "events/workspace/my_calendar.html"

    def get_context_data(self, **kwargs):
        key = CalendarKey.objects.filter(user=self.request.user).first()
        url = key and settings.SITE_URL + key.get_absolute_url()
        return super().get_context_data(key=key, url=url, **kwargs)


class MyKeyRenew(MoveView):
    """A first address or a new one; at the old one there is nothing any more."""

    transition = "renew"
    done_message = _("Your calendar has a new address; an old one is dead.")

    def get_object(self):
        return CalendarKey.of(self.request.user)

    def get_success_url(self, obj):
        return reverse("events:workspace-calendar")


class EventList(SecretaryMixin, ListView):
    """The events of my association, published or not."""

    template_name = "events/workspace/event_list.html"
    paginate_by = 25

    def get_queryset(self):
        return Event.objects.managed_by(self.request.user).for_cards()


class MyReminders(LoginRequiredMixin):
    """The reminders sent to me, with an office or named in a rule; no others."""

    def get_queryset(self):
        mine = Reminder.objects.managed_by(self.request.user)
        return mine.told().for_rows()


class ReminderList(MyReminders, ListView):
    template_name = "events/workspace/reminder_list.html"
    paginate_by = 25


class ReminderDetail(MyReminders, DetailView):
    template_name = "events/workspace/reminder_detail.html"


class ReminderAcknowledge(MyReminders, Move):
    transition = "acknowledge"
    done_message = _("Noted: you have seen this reminder.")
