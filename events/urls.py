"""Addresses of events: public pages and the secretary's."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events import feeds, views, workspace

app_name = "events"

public: list = [
    path(_("events/"), views.EventList.as_view(), name="list"),
    path(_("events/calendar.ics"), feeds.EventCalendar.as_view(), name="calendar"),
    path(_("events/<slug:slug>/"), views.EventDetail.as_view(), name="detail"),
    path(_("anniversaries/"), views.AnniversaryYear.as_view(), name="anniversaries"),
    path(
        _("anniversaries/calendar.ics"),
        feeds.AnniversaryCalendar.as_view(),
        name="anniversaries-calendar",
    ),
]
secretary: list = [
    path(
        _("workspace/anniversaries/"),
        workspace.OccurrenceList.as_view(),
        name="workspace-anniversaries",
    ),
    path(
        _("workspace/events/"),
        workspace.EventList.as_view(),
        name="workspace-events",
    ),
    path(
        _("workspace/reminders/"),
        workspace.ReminderList.as_view(),
        name="workspace-reminders",
    ),
    path(
        _("workspace/reminders/<int:pk>/"),
        workspace.ReminderDetail.as_view(),
        name="workspace-reminder",
    ),
    path(
        _("workspace/reminders/<int:pk>/acknowledge/"),
        workspace.ReminderAcknowledge.as_view(),
        name="workspace-reminder-acknowledge",
    ),
]

urlpatterns = [*public, *secretary]
