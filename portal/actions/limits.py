"""Reference tables of the institution: limits of the law, reminders of a term's end."""

from federation.models import PrivacyLimit, TermReminderRule
from members.models import Branch, PastHost
from portal.actions import tables
from portal.actions.merge import settle
from portal.actions.tables import Refused, keyed


@keyed("key")
def load_privacy_limit(_loader, row: dict):
    """How many days something about personal data may take, and who says so."""
    key = tables.one_of(row, "key", set(PrivacyLimit.Key.values))
    return settle(
        PrivacyLimit.objects.filter(key=key).first() or PrivacyLimit(key=key),
        {
            "days": counted(row, "days"),
            "days_via_third_party": tables.number(row, "days_via_third_party"),
            "in_working_days": tables.flag(row, "in_working_days"),
            "source": tables.needed(row, "source"),
        },
    )


@keyed("months")
def load_term_reminder_rule(_loader, row: dict):
    """So many months before a term runs out, and what is to be done then."""
    months = counted(row, "months")
    found = TermReminderRule.objects.filter(months=months).first()
    return settle(
        found or TermReminderRule(months=months),
        {name: tables.needed(row, name) for name in ("task_vi", "task_en")},
    )


@keyed("kind")
def load_past_host(_loader, row: dict):
    """A kind of host that no new branch is offered from a day on."""
    tables.needed(row, "ended_on")
    kind = tables.one_of(row, "kind", set(Branch.HostKind.values))
    return settle(
        PastHost.objects.filter(kind=kind).first() or PastHost(kind=kind),
        {
            "ended_on": tables.date(row, "ended_on"),
            "source": tables.needed(row, "source"),
        },
    )


def counted(row: dict, column: str) -> int:
    found = tables.number(row, column)
    if found is None:
        raise Refused(column, "is empty")
    return found
