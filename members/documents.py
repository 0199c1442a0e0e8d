"""Decisions as Word and PDF: the office's wording, its own template, the state form."""

import logging
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from federation import papers
from federation.models import Union
from members.models import (
    BranchRequest,
    DecisionPaper,
    DecisionTemplate,
    DecisionTrouble,
    Kind,
)
from members.models.founding import decision_code
from members.models.kinds import in_full

logger = logging.getLogger(__name__)
TYPST, WORD = "documents/members/decision.typ", "documents/members/decision.docx"


def decision_data(request: BranchRequest) -> dict:
    """Everything a decision prints, as plain text, in Vietnamese."""
    with override("vi"):
        issuer, union = request.issuer, Union.objects.root()
        template = DecisionTemplate.objects.for_request(request) or DecisionTemplate()
        decision = request.decision
        day = decision.issued_on if decision else timezone.localdate()
        own = request.decides_itself
        signing = [template.authority, template.signer_title]
        return {
            "parent": ((union.name if own else union.parent_name) or "").upper(),
            "issuer": (issuer.name or "").upper(),
            "code": code_of(request),
            "place_and_day": _("%(place)s, %(day)s")
            % {"place": union.city_short, "day": spoken(day)},
            "kind": _("DECISION"),
            "title": _("About: %(title)s") % {"title": begun_small(request)},
            "authority": (issuer.name or "").upper(),
            "decides": _("DECIDES:"),
            "bases": [
                *(f"{line};" for line in bases(template, request, day)),
                *proposal(request),
            ],
            "articles": articles(request, day),
            "people": people(request),
            "people_heads": people_heads(),
            "recipients_head": _("Recipients:"),
            "recipients": lines(template.recipients, request)
            or [str(request.association)],
            "signing": [line.upper() for line in signing if line],
            "signer": decision.signer if decision else "",
            "draft": "" if decision else _("DRAFT"),
        }


def code_of(request) -> str:
    """Number and symbol; a decision not taken yet leaves room for the number."""
    if request.decision:
        return request.decision.code
    return "        " + decision_code(request.issuer, 0)[2:]


def people_heads() -> list[str]:
    heads = (_("No."), _("Full name"), _("Position in the branch"))
    return [*heads, _("Job and place of work")]


def begun_small(request) -> str:
    """The title within a sentence."""
    title = request.decision_title
    return title[:1].lower() + title[1:]


def lines(text: str, request) -> list[str]:
    """What the office wrote, one a line, with the names of this decision in it."""
    names = {
        "{issuer}": request.issuer.name,
        "{association}": request.association.name,
        "{branch}": branch_name(request),
    }
    for word, name in names.items():
        text = text.replace(word, name or "")
    return [line.strip(" ;") for line in text.splitlines() if line.strip(" ;")]


def bases(template, request, day) -> list[str]:
    """The legal texts in force on the day, then what the office added.

    By title the kinds of text follow each other in the order of their force.
    """
    statutes = template.statutes.in_force(day) if template.pk else []
    text = _("Pursuant to %(title)s no. %(code)s")
    named = [
        text % {"title": row.title, "code": row.code}
        for row in sorted(statutes, key=lambda row: (row.title, row.code))
    ]
    return [*named, *lines(template.bases, request)]


def branch_name(request) -> str:
    """What the branch is called, or was called until this decision renamed it."""
    if not request.branch_id:
        return request.name
    change = request.changes_made.filter(branch=request.branch_id).first()
    return (change and change.former_name_vi) or request.branch.name_vi


def spoken(day) -> str:
    """`ngày 05 tháng 02 năm 2026`: days below 10 and months below 3 take a zero."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return _("day %(day)s month %(month)s year %(year)s") % {
        "day": f"{day.day:02}",
        "month": month,
        "year": day.year,
    }


def proposal(request) -> list[str]:
    """On whose request; the last of the grounds."""
    text = _("On the proposal of %(association)s (dossier %(number)s)")
    name = request.association.name or str(request.association)
    return [text % {"association": name, "number": request.number} + "."]


def people(request) -> list[list[str]]:
    """The committee that the decision names."""
    if not request.effect.committee:
        return []
    return [
        [
            str(number),
            seat.name,
            str(seat.get_role_display()).capitalize(),
            ", ".join(filter(None, [seat.job_title, seat.workplace])),
        ]
        for number, seat in enumerate(request.seats.in_order(), start=1)
    ]


def articles(request, day) -> list[dict]:
    """What is decided, for whom it holds, from when."""
    begins = request.effective_on or request.wished_on or day
    years = request.association.default_term_years
    words = {
        "branch": branch_name(request),
        "name": request.name,
        "association": request.association.name,
        "other": in_full(request.successor or request.receiver),
        "host": request.host_name,
        "number": request.seats.count(),
        "start": begins.year,
        "end": request.term_end_year or begins.year + years,
    }
    texts = [str(text) % words for text in ARTICLES[request.kind]()]
    texts.append(
        _("This decision is in force from %(day)s.") % {"day": spoken(begins)}
        + " "
        + _("%(association)s and %(branch)s carry it out.") % words
    )
    return [
        {"name": _("Article %(number)d.") % {"number": number}, "text": text}
        for number, text in enumerate(texts, start=1)
    ]


def _committee():
    return _(
        "The committee of the branch has the %(number)d people named in the list, "
        "for the term %(start)s–%(end)s."
    )


ARTICLES = {
    Kind.ESTABLISH: lambda: [
        _("%(branch)s of %(association)s is founded, with its seat at %(host)s."),
        _committee(),
    ],
    Kind.REORGANIZE: lambda: [
        _("The committee of %(branch)s has the %(number)d people named in the list.")
    ],
    Kind.NEW_TERM: lambda: [
        _(
            "The committee of %(branch)s for the term %(start)s–%(end)s has the "
            "%(number)d people named in the list."
        )
    ],
    Kind.RENAME: lambda: [_("%(branch)s is renamed as %(name)s.")],
    Kind.MERGE: lambda: [
        _("%(branch)s is merged into %(other)s."),
        _("The members of %(branch)s belong to %(other)s."),
    ],
    Kind.TRANSFER: lambda: [
        _("%(branch)s of %(association)s is transferred to %(other)s.")
    ],
    Kind.SUSPEND: lambda: [_("The work of %(branch)s is suspended.")],
    Kind.RESUME: lambda: [_("%(branch)s works again.")],
    Kind.DISSOLVE: lambda: [_("%(branch)s of %(association)s is dissolved.")],
}


def pdf_of(data: dict) -> bytes:
    """A4 upright, tagged, in the form of the state."""
    return papers.pdf(TYPST, data)


def word_of(data: dict, template=None) -> bytes:
    """The office's own Word template filled in, or the one that comes with us."""
    if template is None or not template.word:
        return papers.word(WORD, data)
    with template.word.open("rb") as stored:
        return papers.word(stored, data)


def try_template(file) -> None:
    """Fill a Word template in with a sample; BrokenTemplate says what is wrong."""
    papers.word(file, SAMPLE)
    file.seek(0)


def preview(request: BranchRequest, form: str) -> bytes:
    """The decision as it would be, marked as a draft."""
    data = decision_data(request)
    if form == "pdf":
        return pdf_of(data)
    return word_of(data, DecisionTemplate.objects.for_request(request))


def office_word(request: BranchRequest, data: dict) -> bytes:
    """In the office's own form; if that is broken, staff are told, and ours is used."""
    step = DecisionTrouble.Step.TEMPLATE
    try:
        word = word_of(data, DecisionTemplate.objects.for_request(request))
    except papers.BrokenTemplate as broken:  # a decision is written in any case
        if DecisionTrouble.objects.meet(request, step, str(broken)):
            logger.warning("The template for %s is broken: %s", request.pk, broken)
        return word_of(data)
    DecisionTrouble.objects.over(request, step)
    return word


@transaction.atomic
def make_decision(request: BranchRequest, *, again=False) -> DecisionPaper:
    """The decision to be signed, in both forms: once, or again at the wish of staff."""
    data = decision_data(request)
    word = office_word(request, data)
    paper, is_new = DecisionPaper.objects.get_or_create(request=request)
    if is_new or again:
        old = [file.name for file in (paper.word, paper.pdf) if file]
        paper.word.save("decision.docx", ContentFile(word), save=False)
        paper.pdf.save("decision.pdf", ContentFile(pdf_of(data)), save=False)
        paper.made_at = timezone.now()
        paper.save(update_fields=["word", "pdf", "made_at"])
        for name in old:
            transaction.on_commit(partial(default_storage.delete, name), robust=True)
    return paper


# What a template is tried with: every name that `decision_data` has.
SAMPLE = {
    **dict.fromkeys(["parent", "issuer", "authority", "signer", "draft"], "A"),
    **dict.fromkeys(["code", "place_and_day", "kind", "title", "decides"], "A"),
    **{name: ["A", "B"] for name in ("bases", "recipients", "signing")},
    "recipients_head": "A",
    "articles": [{"name": "A", "text": "B"}],
    "people": [["1", "A", "B", "C"]],
    "people_heads": ["1", "A", "B", "C"],
}
