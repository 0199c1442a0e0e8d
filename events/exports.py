"""Lists out to Excel."""

from django.http import HttpResponse
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from federation.exports import excel
from federation.sortkey import fold


def plan(plan, items) -> HttpResponse:
    """A plan, one line per item."""
    head = [
        *(_("Month"), _("Day"), _("What is done"), _("Years"), _("Milestone")),
        *(_("Led by"), _("Together with"), _("Level"), _("Budget")),
        *(_("Status"), _("Outcome")),
    ]
    rows = (
        [
            *(item.month, item.occurrence and item.occurrence.date, item.shown_title),
            item.occurrence and item.occurrence.ordinal,
            item.occurrence and item.occurrence.get_milestone_display(),
            *(item.lead and str(item.lead), item.coordination, item.level),
            *(item.budget_note, capfirst(item.get_status_display()), item.outcome),
        ]
        for item in items
    )
    return excel(slugify(fold(str(plan))), str(plan), head, rows)


def attendance(event, registrations) -> HttpResponse:
    """Who comes, with a column to sign in."""
    head = [_("No."), _("Name"), _("E-mail"), _("State"), _("Registered"), _("Signed")]
    rows = (
        [
            *(number, one.name, one.email, one.get_state_display()),
            *(one.created_at, ""),
        ]
        for number, one in enumerate(registrations, start=1)
    )
    return excel(event.slug, str(event), head, rows)
