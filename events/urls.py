"""Addresses of events: public pages and the secretary's."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events import desk, feeds, views, workspace

app_name = "events"

public: list = [
    path(_("events/"), views.EventList.as_view(), name="list"),
    path(_("events/calendar.ics"), feeds.EventCalendar.as_view(), name="calendar"),
    path(
        _("events/mine/<str:token>/calendar.ics"),
        feeds.MyCalendar.as_view(),
        name="my-calendar",
    ),
    path(
        _("events/registration/<str:token>/"),
        views.RegistrationPage.as_view(),
        name="registration",
    ),
    path(_("events/<slug:slug>/"), views.EventDetail.as_view(), name="detail"),
    path(
        _("events/<slug:slug>/event.ics"),
        feeds.OneEvent.as_view(),
        name="event-calendar",
    ),
    path(
        _("events/<slug:slug>/register/"),
        views.EventRegister.as_view(),
        name="register",
    ),
    path(
        _("events/<slug:slug>/papers/<int:pk>/"),
        views.EventPaper.as_view(),
        name="paper",
    ),
    path(_("albums/"), views.AlbumList.as_view(), name="albums"),
    path(_("albums/<slug:slug>/"), views.AlbumDetail.as_view(), name="album"),
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
office: list = [
    path(_("workspace/plans/"), desk.PlanList.as_view(), name="desk-plans"),
    path(_("workspace/plans/<int:year>/"), desk.PlanDetail.as_view(), name="desk-plan"),
    path(
        _("workspace/plans/<int:year>/choose/"),
        desk.PlanChoose.as_view(),
        name="desk-plan-choose",
    ),
    path(
        _("workspace/plans/<int:year>/add/"),
        desk.ItemAdd.as_view(),
        name="desk-plan-add",
    ),
    path(
        _("workspace/plans/<int:year>/submit/"),
        desk.PlanMove.as_view(transition="submit"),
        name="desk-plan-submit",
    ),
    path(
        _("workspace/plans/<int:year>/approve/"),
        desk.PlanMove.as_view(transition="approve", roles=desk.DECIDING),
        name="desk-plan-approve",
    ),
    path(
        _("workspace/plans/<int:year>/return/"),
        desk.PlanReturn.as_view(),
        name="desk-plan-return",
    ),
    path(
        _("workspace/plans/<int:year>/close/"),
        desk.PlanMove.as_view(transition="close"),
        name="desk-plan-close",
    ),
    path(
        _("workspace/plans/<int:year>/carry-over/"),
        desk.PlanCarryOver.as_view(),
        name="desk-plan-carry-over",
    ),
    path(
        _("workspace/plans/<int:year>/plan.xlsx"),
        desk.PlanExport.as_view(kind="xlsx"),
        name="desk-plan-excel",
    ),
    path(
        _("workspace/plans/<int:year>/plan.docx"),
        desk.PlanExport.as_view(kind="docx"),
        name="desk-plan-word",
    ),
    path(
        _("workspace/plans/<int:year>/calendar.pdf"),
        desk.YearSheet.as_view(),
        name="desk-year",
    ),
    path(
        _("workspace/plan-items/<int:pk>/"),
        desk.ItemEdit.as_view(),
        name="desk-plan-item",
    ),
    path(
        _("workspace/plan-items/<int:pk>/<slug:move>/"),
        desk.ItemMove.as_view(),
        name="desk-plan-item-move",
    ),
    path(_("workspace/letters/"), desk.LetterList.as_view(), name="desk-letters"),
    path(
        _("workspace/letters/new/<int:pk>/"),
        desk.LetterNew.as_view(),
        name="desk-letter-new",
    ),
    path(
        _("workspace/letters/<int:pk>/"),
        desk.LetterDetail.as_view(),
        name="desk-letter",
    ),
    path(
        _("workspace/letters/<int:pk>/edit/"),
        desk.LetterEdit.as_view(),
        name="desk-letter-edit",
    ),
    path(
        _("workspace/letters/<int:pk>/submit/"),
        desk.LetterMove.as_view(transition="submit"),
        name="desk-letter-submit",
    ),
    path(
        _("workspace/letters/<int:pk>/approve/"),
        desk.LetterMove.as_view(transition="approve", roles=desk.DECIDING),
        name="desk-letter-approve",
    ),
    path(
        _("workspace/letters/<int:pk>/return/"),
        desk.LetterReturn.as_view(),
        name="desk-letter-return",
    ),
    path(
        _("workspace/letters/<int:pk>/sent/"),
        desk.LetterSent.as_view(),
        name="desk-letter-sent",
    ),
    path(
        _("workspace/letters/<int:pk>/letter-<slug:language>.pdf"),
        desk.LetterFile.as_view(),
        {"kind": "pdf"},
        name="desk-letter-pdf",
    ),
    path(
        _("workspace/letters/<int:pk>/letter-<slug:language>.docx"),
        desk.LetterFile.as_view(),
        {"kind": "docx"},
        name="desk-letter-word",
    ),
]

mine: list = [
    path(
        _("workspace/anniversaries/<int:pk>/"),
        workspace.OccurrenceDetail.as_view(),
        name="workspace-anniversary",
    ),
    path(
        _("workspace/steps/<int:pk>/<slug:move>/"),
        workspace.TaskMove.as_view(),
        name="workspace-task",
    ),
    path(
        _("workspace/my-calendar/"),
        workspace.MyKey.as_view(),
        name="workspace-calendar",
    ),
    path(
        _("workspace/my-calendar/renew/"),
        workspace.MyKeyRenew.as_view(),
        name="workspace-calendar-renew",
    ),
]

urlpatterns = [*public, *secretary, *office, *mine]
