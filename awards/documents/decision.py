"""A decision on commendations as Word and PDF, with its nine components."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from awards.models import Award, CommendationDecision, DecisionPaper, Nomination
from federation import papers
from federation.models import Document, Union
from members.documents import spoken

TYPST, WORD = "documents/members/decision.typ", "documents/members/decision.docx"
Kind = CommendationDecision.Kind


def lines(text: str) -> list[str]:
    return [line.strip(" ;") for line in text.splitlines() if line.strip(" ;")]


def bases_of(form, day) -> list[str]:
    """The legal texts in force on the day, then what the office added."""
    text = _("Pursuant to %(title)s no. %(code)s")
    rows = sorted(form.legal_bases.in_force(day), key=lambda row: (row.title, row.code))
    named = [text % {"title": row.title, "code": row.code} for row in rows]
    return [*named, *lines(form.bases)]


def people_rows(names) -> list[list[str]]:
    return [
        [str(number), name, kind, title]
        for number, (name, kind, title) in enumerate(names, start=1)
    ]


PEOPLE_HEADS = [
    gettext_lazy("No."),
    gettext_lazy("Name"),
    gettext_lazy("Collective or individual"),
    gettext_lazy("Title and unit"),
]


def decision_data(decision=None, *, round_=None, draft=None) -> dict:
    """The nine components of a decision, as plain text, in Vietnamese.

    Without a decision: a draft of the round, with what is known so far.
    """
    with override("vi"):
        union = Union.objects.root()
        round_ = round_ or decision.round
        said = decision or CommendationDecision(**(draft or {}))
        day = decision.document.issued_on if decision else timezone.localdate()
        return {
            "parent": (union.parent_name or "").upper(),
            "issuer": (union.name or "").upper(),
            "code": decision.document.code if decision else blank(union),
            "place_and_day": _("%(place)s, %(day)s")
            % {"place": union.city_short, "day": spoken(day)},
            "kind": _("DECISION"),
            "title": title_of(decision, round_),
            "authority": said.authority.upper(),
            "decides": _("DECIDES:"),
            "bases": bases_printed(said, round_, day),
            "articles": articles(decision, round_, day, said.money),
            "people": people(decision, round_),
            "people_heads": list(map(str, PEOPLE_HEADS)),
            "recipients_head": _("Recipients:"),
            "recipients": lines(said.recipients) or [_("The archives")],
            "signing": [
                line.upper() for line in (said.authority, said.signer_title) if line
            ],
            "signer": decision.document.signer if decision else "",
            "draft": "" if decision else _("DRAFT"),
        }


def blank(union) -> str:
    """Room for the number that is drawn when the decision is signed."""
    document = Document(owner=union, kind=Document.Kind.DECISION)
    return f"        /{document.symbol()}"


def bases_printed(said, round_, day) -> list[str]:
    """What the decision itself says, else what is in force; the last with a stop."""
    bases = lines(said.bases) or bases_of(round_.form, day)
    ends = [";"] * (len(bases) - 1) + ["."] if bases else []
    return [base + end for base, end in zip(bases, ends, strict=True)]


def title_of(decision, round_) -> str:
    titles = {
        Kind.COMMEND: _("On commendations: %(title)s"),
        Kind.CORRECT: _("On the correction of a commendation: %(title)s"),
        Kind.REVOKE: _("On the revocation of a commendation: %(title)s"),
    }
    kind = decision.kind if decision else Kind.COMMEND
    return titles[kind] % {"title": round_.title_vi}


def people(decision, round_) -> list[list[str]]:
    """Who is commended, in the order of the register; or who shall be, in a draft."""
    if decision and decision.kind != Kind.COMMEND:
        rows = Award.objects.filter(changes__decision=decision)
    elif decision:
        rows = decision.awards.order_by("register_no")
    else:
        rows = round_.nominations.filter(status=Nomination.Status.RECOMMENDED)
        rows = rows.in_order()
    return people_rows(
        (row.recipient_vi, str(row.get_kind_display()), row.recipient_title_vi or "")
        for row in rows
    )


def articles(decision, round_, day, money) -> list[dict]:
    """What is decided, what goes with it, from when it holds."""
    kind = decision.kind if decision else Kind.COMMEND
    texts = {
        Kind.COMMEND: lambda: commended(decision, round_, money),
        Kind.CORRECT: lambda: changed(decision),
        Kind.REVOKE: lambda: changed(decision),
    }[kind]()
    texts.append(
        _("This decision is in force from %(day)s.") % {"day": spoken(day)}
        + " "
        + _("The office of the union and those named carry it out.")
    )
    return [
        {"name": _("Article %(number)d.") % {"number": number}, "text": text}
        for number, text in enumerate(texts, start=1)
    ]


def commended(decision, round_, money) -> list[str]:
    rows = decision.awards if decision else round_.nominations.filter(
        status=Nomination.Status.RECOMMENDED
    )  # fmt: skip
    words = {
        "form": round_.form.name,
        "collectives": rows.filter(kind=Award.Kind.COLLECTIVE).count(),
        "individuals": rows.filter(kind=Award.Kind.INDIVIDUAL).count(),
        "citation": round_.citation or round_.title,
    }
    texts = [
        _(
            "%(form)s is conferred on %(collectives)d collectives and %(individuals)d "
            "individuals named in the list: %(citation)s."
        )
        % words
    ]
    if money:
        amount = f"{money:,.0f}".replace(",", ".")
        texts.append(_("With each award go %(amount)s đồng.") % {"amount": amount})
    return texts


def changed(decision) -> list[str]:
    """One article for each award that this decision corrects or revokes."""
    texts = []
    for row in decision.changes.select_related("award__decision__document"):
        award = row.award
        words = {
            "mark": award.register_mark,
            "code": award.decision.document.code if award.decision else "–",
        }
        if decision.kind == Kind.REVOKE:
            words |= {"name": award.recipient_vi, "ground": award.get_ground_display()}
            text = _(
                "The commendation of %(name)s, no. %(mark)s in the register, decision "
                "%(code)s, is revoked. Ground: %(ground)s"
            )
        else:
            was = [row.before[name] for name in row.before if name.endswith("_vi")]
            now = [row.after[name] for name in row.after if name.endswith("_vi")]
            words |= {"before": ", ".join(was), "after": ", ".join(now)}
            text = _(
                "In decision %(code)s, no. %(mark)s in the register, “%(before)s” is "
                "corrected to “%(after)s”."
            )
        texts.append(text % words)
        if row.note:
            texts[-1] += f" {row.note}"
    return texts


def word_of(data: dict, form) -> bytes:
    """The office's own Word template filled in, or the one that comes with us."""
    if not form.decision_word:
        return papers.word(WORD, data)
    with form.decision_word.open("rb") as stored:
        return papers.word(stored, data)


def preview(round_, kind: str, draft: dict) -> bytes:
    """The decision as it would be, marked as a draft; nothing is kept."""
    data = decision_data(round_=round_, draft=draft)
    return papers.pdf(TYPST, data) if kind == "pdf" else word_of(data, round_.form)


@transaction.atomic
def paper_of(decision) -> DecisionPaper:
    """The decision to be signed, made once, in both forms."""
    rows = CommendationDecision.objects.select_for_update(of=["self"])
    decision = rows.select_related("document", "round__form").get(pk=decision.pk)
    paper = DecisionPaper.objects.filter(decision=decision).first()
    if paper is None:
        data = decision_data(decision)
        try:
            word = word_of(data, decision.form)
        except papers.BrokenTemplate:  # a decision is written in any case
            word = papers.word(WORD, data)
        made = papers.pdf(TYPST, data)
        paper = DecisionPaper(
            decision=decision, sha256=hashlib.sha256(made).hexdigest()
        )
        paper.word.save("decision.docx", ContentFile(word), save=False)
        paper.pdf.save("decision.pdf", ContentFile(made), save=False)
        paper.save()
    return paper
