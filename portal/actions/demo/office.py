"""Sample plans, letters and guest lists; the calendar's own rows stay as they are."""

from datetime import timedelta

from django.utils import timezone

from events.actions import candidates, is_proposed
from events.models import (
    AnnualPlan,
    Event,
    Greeting,
    GreetingTemplate,
    Occurrence,
    PlanItem,
    Registration,
)
from events.models.greetings import addressed

AT_MOST = 14


def make_office(words: dict, users: dict, rows) -> None:
    """This year's plan under way, next year's as a draft; letters; who comes."""
    today = timezone.localdate()
    make_plan(today.year, words, users, rows, is_approved=True)
    make_plan(today.year + 1, words, users, rows, is_approved=False)
    make_letters(words, users, rows)
    make_guests(words["guests"], rows)


def make_plan(year: int, words: dict, users: dict, rows, *, is_approved: bool) -> None:
    """Written straight down: approving a sample must not move the days themselves."""
    days = [day for day in candidates(year) if is_proposed(day)][:AT_MOST]
    if not days or AnnualPlan.objects.filter(year=year).exists():
        return
    plan = AnnualPlan(year=year, is_demo=True)
    if is_approved:
        plan.status = AnnualPlan.Status.APPROVED
        plan.submitted_by, plan.approved_by = (
            users["union_officer"],
            users["union_leader"],
        )
        plan.submitted_at = timezone.now() - timedelta(days=330)
        plan.approved_at = plan.submitted_at + timedelta(days=6)
    plan.save()
    items = [item_of(plan, day, words, is_approved=is_approved) for day in days]
    PlanItem.objects.bulk_create(items)
    rows.made["events.AnnualPlan"] += 1


def item_of(plan, day: Occurrence, words: dict, *, is_approved: bool) -> PlanItem:
    today, status, outcome = timezone.localdate(), PlanItem.Status.PLANNED, ""
    if is_approved and day.date < today:
        status, outcome = PlanItem.Status.DONE, words["outcome"]
    elif is_approved and day.date.month == today.month:
        status = PlanItem.Status.DOING
    return PlanItem(
        plan=plan,
        occurrence=day,
        title_vi=day.anniversary.title_vi or "",
        title_en=day.anniversary.title_en or "",
        month=day.date.month,
        lead_id=day.lead_id,
        status=status,
        outcome=outcome,
        is_demo=True,
        **{name: words[name] for name in ("coordination", "level", "budget_note")},
    )


def make_letters(words: dict, users: dict, rows) -> None:
    """One letter in each state, by the real steps, for the next days."""
    if Greeting.objects.filter(is_demo=True).exists():
        return
    days = (
        Occurrence.objects.facts()
        .upcoming()
        .filter(anniversary__kind="diplomatic", greetings__isnull=True)
    )
    days = list(days.for_cards()[: len(words["letters"])])
    officer, leader = users["union_officer"], users["union_leader"]
    to_whom = {name: words[name] for name in ("addressee_vi", "addressee_en")}
    for day, state in zip(days, words["letters"], strict=False):
        template = GreetingTemplate.objects.best_for(day)
        if template is None:
            continue
        letter = Greeting.objects.create(
            occurrence=day,
            **to_whom,
            signer=words["signer"],
            signer_title_vi=words["signer_title_vi"],
            signer_title_en=words["signer_title_en"],
            written_by=officer,
            is_demo=True,
            **{
                name: addressed(text, to_whom[name.replace("text", "addressee")])
                for name, text in template.written_for(day).items()
            },
        )
        rows.made["events.Greeting"] += 1
        take(letter, state, officer, leader)


def take(letter: Greeting, state: str, officer, leader) -> None:
    """To the state it is to show."""
    steps = ["submitted", "approved", "sent"]
    if state in steps:
        letter.submit(by=officer)
    if state in steps[1:]:
        letter.approve(by=leader)
    if state in steps[2:]:
        letter.send(by=officer, means="note", sent_on=timezone.localdate())


def make_guests(guests: list, rows) -> None:
    """Invented people at sample events; their addresses lead nowhere (RFC 2606)."""
    now = timezone.now()
    for event in Event.objects.filter(is_demo=True, takes_registrations=True):
        if event.registrations.exists():
            continue
        for number, (name, state) in enumerate(guests, start=1):
            confirmed = state in ("confirmed", "waiting")
            Registration.objects.create(
                event=event,
                name=name,
                email=f"khach.{number}@demo.example",
                language="vi",
                state=state,
                cancelled_at=now if state == "cancelled" else None,
                confirmed_at=now - timedelta(hours=9 - number) if confirmed else None,
            )
        rows.made["events.Registration"] += len(guests)
