"""Papers made from rows: letters and the year on one page, as PDF and as Word."""

from datetime import date

from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from federation import papers
from federation.sortkey import fold
from federation.uploads import give


def give_out(kind: str, template: str, data: dict, name: str) -> HttpResponse:
    """The paper as PDF or Word, a private download under this name."""
    source = f"documents/events/{template}"
    if kind == "pdf":
        body = papers.pdf(f"{source}.typ", data)
    else:
        body = papers.word(f"{source}.docx", data)
    return give(ContentFile(body), name=f"{slugify(fold(name))}.{kind}")


def letter_data(letter, union, language: str) -> dict:
    """What a letter prints, in one of its languages."""
    with override(language):
        at = letter.approved_at
        day = timezone.localdate(at) if at else letter.occurrence.date
        place = getattr(union, f"city_short_{language}") if union else ""
        return {
            "lang": language,
            "draft": "" if letter.approved_at else _("DRAFT"),
            "sender": (getattr(union, f"name_{language}") if union else "") or "",
            "place": place or "",
            "date": date_format(day, "DATE_FORMAT"),
            "addressee": letter.shown_addressee,
            "paragraphs": getattr(letter, f"text_{language}").split("\n"),
            "signer": letter.signer,
            "signer_title": getattr(letter, f"signer_title_{language}") or "",
        }


def plan_data(plan, items, union) -> dict:
    """What the Word file of a plan prints."""
    return {
        "sender": str(union.name or union.name_vi) if union else "",
        "title": str(plan),
        "approval": approval(plan),
        "items": [
            {
                "number": number,
                "month": item.month,
                "day": date_format(item.occurrence.date, "d/m")
                if item.occurrence
                else "",
                "title": item.shown_title,
                "lead": str(item.lead or ""),
                "coordination": item.coordination,
                "level": item.level,
                "budget": item.budget_note,
                "status": capfirst(item.get_status_display()),
            }
            for number, item in enumerate(items, start=1)
        ],
        "words": {
            "number": _("No."),
            "month": _("Month"),
            "day": _("Day"),
            "title": _("What is done"),
            "lead": _("Led by"),
            "coordination": _("Together with"),
            "level": _("Level"),
            "budget": _("Budget"),
            "status": _("Status"),
        },
    }


def approval(plan) -> str:
    """Who approved it and when, or that nobody has yet."""
    if plan.document:
        return str(plan.document)
    if plan.approved_at:
        day = date_format(timezone.localtime(plan.approved_at), "DATE_FORMAT")
        return _("Approved on %(day)s.") % {"day": day}
    return _("Draft, not approved.")


def year_data(year: int, days, union) -> dict:
    """What the year on one page prints."""
    by_month = {month: [] for month in range(1, 13)}
    for day in days:
        by_month[day.date.month].append(
            {
                "day": str(day.date.day),
                "title": day.short_title or "",
                "years": str(day.ordinal or ""),
                "mark": day.mark_class,
            }
        )
    names = pgettext("format", "F")
    return {
        "lang": get_language(),
        "title": _("Anniversaries of %(year)s") % {"year": year},
        "sender": str(union.name or union.name_vi) if union else "",
        "months": [
            {"name": capfirst(date_format(date(year, month, 1), names)), "days": rows}
            for month, rows in by_month.items()
        ],
        "foot": _("Numbers in red: decade years. Bold: five-year marks."),
    }
