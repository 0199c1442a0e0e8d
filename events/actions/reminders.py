"""Who is told of which day, and when; the ledger kept in line; the sweep."""

import logging
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from events.models import Occurrence, Reminder, ReminderRule
from events.models.calendar import before, morning
from federation.models import Office, Role

logger = logging.getLogger(__name__)

BATCH = 500
# After so many that another sweep had in hand, one looks anew what is due.
TRAIL = 20


class Recipients:
    """Who holds which office today."""

    def __init__(self):
        self.officers, self.secretaries = [], defaultdict(list)
        self.people = {}
        offices = Office.objects.current().filter(
            role__in=[Role.UNION_OFFICER, Role.ASSOCIATION_SECRETARY]
        )
        for office in offices.select_related("user").order_by("user_id"):
            self.people[office.user_id] = office.user
            if office.role == Role.UNION_OFFICER:
                self.officers.append(office.user_id)
            else:
                self.secretaries[office.organization_id].append(office.user_id)

    def of(self, rule: ReminderRule, occurrence: Occurrence) -> list[int | None]:
        """The accounts a rule reminds of a day; None says that nobody is there.

        Where no secretary can be told, the office is: nothing is forgotten.
        """
        if rule.is_call:
            return [None]
        audience, told = rule.audience, []
        if audience == rule.Audience.PEOPLE:
            told += self.named(rule)
        if audience in (rule.Audience.RESPONSIBLE, rule.Audience.BOTH):
            told += self.secretaries.get(occurrence.lead_id, [])
        if audience in (rule.Audience.OFFICE, rule.Audience.BOTH) or not told:
            told += self.officers or [None]
        return list(dict.fromkeys(told))

    def named(self, rule: ReminderRule) -> list[int]:
        """The people a rule names, as far as they still work here."""
        people = [user for user in rule.people.all() if user.is_active]
        self.people |= {user.pk: user for user in people}
        return [user.pk for user in people]


@dataclass
class Planned:
    """One reminder that should exist."""

    rule: ReminderRule
    occurrence: Occurrence
    due_on: date
    recipient_id: int | None
    recipient: object = None

    @property
    def pair(self) -> tuple[int, int]:
        return self.rule.pk, self.occurrence.pk

    @property
    def identity(self) -> tuple:
        day = self.occurrence.date
        return (*self.pair, day, self.rule.offset, self.recipient_id)

    def row(self) -> Reminder:
        return Reminder(
            rule=self.rule,
            occurrence=self.occurrence,
            occurs_on=self.occurrence.date,
            offset=self.rule.offset,
            recipient_id=self.recipient_id,
            due_at=morning(self.due_on),
        )


def planned_reminders(
    occurrences: Iterable[Occurrence],
    rules: Iterable[ReminderRule],
    recipients: Recipients,
) -> Iterator[Planned]:
    """All that the rules ask for on those days, past and to come.

    Of two rules that tell one person the same day at one time and in one way, the one
    for its milestone counts.
    """
    special_first = sorted(rules, key=lambda rule: rule.milestone == "")
    for occurrence in occurrences:
        if _silence(occurrence):
            continue
        told = set()
        for rule in special_first:
            if rule.is_in_use and rule.matches(occurrence):
                due_on = rule.due_on(occurrence.date)
                for who in recipients.of(rule, occurrence):
                    telling = (due_on, rule.channel, rule.webhook_id, who)
                    if telling not in told:
                        told.add(telling)
                        yield Planned(rule, occurrence, due_on, who)


def _silence(occurrence: Occurrence) -> str:
    """Why nobody is reminded of that day at all; empty when they are."""
    if occurrence.status not in Occurrence.OPEN:
        return Reminder.Reason.CLOSED
    anniversary = occurrence.anniversary
    if not (anniversary.is_verified and anniversary.is_active):
        return Reminder.Reason.UNVERIFIED
    return ""


def _objection(reminder, rule, occurrence, recipients) -> str:
    """Why an unsent reminder must not go out any more; empty when it may."""
    if silence := _silence(occurrence):
        return silence
    if reminder.occurs_on != occurrence.date:
        return Reminder.Reason.MOVED
    changed = not rule.is_in_use or rule.offset != reminder.offset
    early = rule.due_on(occurrence.date) < rule.valid_from
    if changed or early or not rule.matches(occurrence):
        return Reminder.Reason.RULE
    if reminder.recipient_id not in recipients.of(rule, occurrence):
        return Reminder.Reason.LEFT
    return ""


@transaction.atomic
def schedule_reminders(*, occurrences=None, today: date | None = None) -> Counter:
    """Bring the ledger into line with days, rules and offices; again does nothing.

    A rule never reminds of what was due before it, and nothing that has passed is
    made up for. But a successor takes over what their predecessor still had to get,
    and a day that moved or had to be verified anew is told of late rather than never.
    """
    today = today or timezone.localdate()
    if occurrences is None:
        occurrences = Occurrence.objects.filter(date__gte=today)
    ledger = Ledger(occurrences)
    return ledger.withdraw() + ledger.complete(today)


class Ledger:
    """What is written down for some days, and what should be."""

    def __init__(self, occurrences):
        self.days = {day.pk: day for day in occurrences.select_related("anniversary")}
        rules = ReminderRule.objects.select_related("webhook")
        rules = rules.prefetch_related("people")
        self.rules = {rule.pk: rule for rule in rules}
        self.recipients = Recipients()
        self.planned = list(
            planned_reminders(self.days.values(), rules, self.recipients)
        )
        self.waiting, self.settled, self.inherited = {}, {}, set()
        for reminder in Reminder.objects.filter(occurrence__in=self.days):
            scheduled = reminder.state == Reminder.State.SCHEDULED
            shelf = self.waiting if scheduled else self.settled
            shelf[reminder.identity] = reminder
            if reminder.reason == Reminder.Reason.UNVERIFIED:
                self.inherited.add((reminder.rule_id, reminder.occurrence_id))

    def withdraw(self) -> Counter:
        """Cancel what must not go out any more."""
        against = defaultdict(list)
        wanted = {planned.identity for planned in self.planned}
        for identity, reminder in self.waiting.items():
            rule = self.rules[reminder.rule_id]
            day = self.days[reminder.occurrence_id]
            why = _objection(reminder, rule, day, self.recipients)
            if not why and identity not in wanted:
                why = Reminder.Reason.RULE  # a more special one tells it
            if why:
                against[why].append(reminder.pk)
            if why in ("", Reminder.Reason.LEFT, Reminder.Reason.MOVED):
                self.inherited.add((rule.pk, day.pk))
        done = Counter()
        for why, rows in against.items():
            done["cancelled"] += Reminder.objects.filter(pk__in=rows).cancel(why)
        return done

    def complete(self, today: date) -> Counter:
        """Write down what is lacking."""
        fresh, back = [], []
        for planned in self.planned:
            ahead = planned.due_on >= max(today, planned.rule.valid_from)
            if planned.identity in self.waiting:
                continue
            if planned.identity in self.settled:
                settled = self.settled[planned.identity]
                if ahead or settled.is_made_up_for(today):
                    back.append(settled.pk)
            elif ahead or planned.pair in self.inherited:
                fresh.append(planned.row())
        Reminder.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=BATCH)
        restored = Reminder.objects.filter(pk__in=back).revive()
        return Counter(created=len(fresh)) + Counter(restored=restored)


def send_due_reminders(*, limit: int = BATCH) -> Counter:
    """What is due, what was missed included; each row succeeds or fails on its own.

    Who holds office is asked again just before: a successor gets what is due.
    """
    batch = Reminder.objects.due().order_by("due_at", "pk")[:limit]
    days = {reminder.occurrence_id for reminder in batch}
    if not days:
        return Counter()
    schedule_reminders(occurrences=Occurrence.objects.filter(pk__in=days))
    due = Reminder.objects.due().for_rows().order_by("due_at", "pk")[:limit]
    rows = sorted(due, key=whom_and_when)
    groups = [list(group) for _who, group in groupby(rows, key=whom_and_when)]
    # Sweeps at the same time begin in different places, and leave what others did.
    start, done = secrets.randbelow(len(groups) or 1), Counter()
    for group in groups[start:] + groups[:start]:
        done += send_group(group)
        if done["left"] > TRAIL:
            break
    return done


def whom_and_when(reminder) -> tuple[int, date]:
    """Reminders that are alike in this go out in one mail."""
    return reminder.recipient_id or 0, timezone.localdate(reminder.due_at)


def send_group(group: list[Reminder]) -> Counter:
    """In one mail; if that cannot be written, each alone, so that a bad one stays."""
    try:
        sent = Reminder.objects.send_together(group)
    except Exception:
        if len(group) > 1:
            return sum((send_group([one]) for one in group), Counter())
        logger.exception("Reminder %s was not sent", group[0].pk)
        group[0].failed_once()
        return Counter(failed=1)
    missed = sum(one.state == Reminder.State.MISSED for one in group)
    return Counter(sent=sent, missed=missed, left=len(group) - sent - missed)


def preview(*, rules=None, months: int = 12, today: date | None = None) -> list:
    """What would go out in the months ahead, and to whom; nothing is written."""
    today = today or timezone.localdate()
    until = before(today, months=-months)
    farthest = before(until, months=-18)
    days = Occurrence.objects.filter(date__range=(today, farthest)).for_cards()
    rules = ReminderRule.objects.active() if rules is None else rules
    rules = list(rules.select_related("webhook").prefetch_related("people"))
    recipients = Recipients()
    lines = [
        planned
        for planned in planned_reminders(days, rules, recipients)
        if max(today, planned.rule.valid_from) <= planned.due_on <= until
    ]
    for planned in lines:
        planned.recipient = recipients.people.get(planned.recipient_id)
    return sorted(lines, key=lambda planned: (planned.due_on, planned.occurrence.pk))
