"""The letter that proposes to a higher level what the union does not confer itself."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from awards.models import Nomination
from federation import papers
from federation.models import Union

SUBMISSION = "documents/awards/submission.docx"


def submission_of(round_) -> bytes:
    """Word, in Vietnamese: whom the council recommended, for which form, to whom.

    Number and day stay open, as before a signature (NĐ 30/2020, Điều 15).
    """
    recommended = round_.nominations.filter(status=Nomination.Status.RECOMMENDED)
    with override("vi"):
        data = frame_of(round_) | listed(list(recommended.in_order()))
    return papers.word(SUBMISSION, data)


def frame_of(round_) -> dict:
    union, form = Union.objects.root(), round_.form
    return {
        "parent": (union.parent_name or "").upper(),
        "issuer": (union.name or "").upper(),
        "name": union.name or "",
        "symbol": union.document_symbol,
        "place": union.city_short,
        "year": timezone.localdate().year,
        "form": form.name,
        "level": form.level.name,
        "round": round_.title_vi,
        "since": date_format(round_.period_from, "SHORT_DATE_FORMAT"),
        "until": date_format(round_.period_to, "SHORT_DATE_FORMAT"),
        "authority": form.authority,
        "signer_title": form.signer_title,
    }


def listed(rows) -> dict:
    return {
        "collectives": sum(row.kind == "collective" for row in rows),
        "individuals": sum(row.kind == "individual" for row in rows),
        "rows": [
            {
                "number": number,
                "name": row.recipient_vi,
                "unit": row.recipient_title_vi or "",
                "achievement": row.achievement,
            }
            for number, row in enumerate(rows, start=1)
        ],
    }
