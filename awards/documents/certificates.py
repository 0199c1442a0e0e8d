"""Certificates: what stands on them, and the press that sets them."""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pikepdf
import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from qrcode.image.svg import SvgPathImage

from awards.models import Award, CertificateDesign
from federation import papers
from federation.models import Union
from members.documents import spoken

AT_ONCE = 25
CERTIFICATE = "documents/awards/certificate.typ"
# One line each: shrunk when too long. Other words simply go on in the next line.
LINES = {"recipient", "title", "decision", "register", "place_day", "code", "address"}


def square(address: str) -> str:
    """The QR square of an address, as a picture of lines."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    return code.make_image(image_factory=SvgPathImage).to_string(encoding="unicode")


def address_of(award) -> str:
    with override("vi"):
        return settings.SITE_URL + reverse("awards:verify", args=[award.token])


def words_of(award, union) -> dict[str, str]:
    """What the fields of a certificate say about one award, in Vietnamese."""
    document = award.decision.document if award.decision else None
    day = document.issued_on if document else timezone.localdate()
    with override("vi"):
        return {
            "recipient": award.recipient_vi,
            "title": award.recipient_title_vi or "",
            "citation": award.round.citation or award.round.title_vi,
            "decision": _("Decision no. %(code)s of %(day)s")
            % {"code": document.code if document else "…", "day": spoken(day)},
            "register": _("No. %(mark)s in the register")
            % {"mark": award.register_mark},
            "place_day": _("%(place)s, %(day)s")
            % {"place": union.city_short, "day": spoken(day)},
            "signer_title": award.decision.signer_title if award.decision else "",
            "signer": document.signer if document else "",
            "code": award.token_groups,
            "address": settings.SITE_URL.partition("//")[2]
            + reverse("awards:verify-form"),
            "qr": square(address_of(award)),
        }


def page_of(award, fields, union) -> list[dict]:
    """What stands where on the certificate of one award."""
    words = words_of(award, union)
    return [
        {
            "what": field.what,
            "text": words.get(field.what, field.text) or field.text,
            "fits": field.what in LINES,
            **{
                name: float(getattr(field, name))
                for name in ("x", "y", "width", "size", "least")
            },
            **{
                name: getattr(field, name)
                for name in ("align", "face", "bold", "italic", "colour")
            },
        }
        for field in fields
    ]


class Press:
    """Sets certificates of one layout; use it with `with`."""

    def __init__(self, design: CertificateDesign):
        self.design, self.fields = design, list(design.fields.all())
        self.union, self.pages, self.parts = Union.objects.root(), {}, []

    def __enter__(self):
        self.place = tempfile.TemporaryDirectory(prefix="certificates-")
        folder = Path(self.place.name)
        self.background = ""
        if self.design.background:
            self.background = f"background{Path(self.design.background.name).suffix}"
            copy = folder / self.background
            with self.design.background.open("rb") as stored, copy.open("wb") as out:
                shutil.copyfileobj(stored, out)
        self.press = papers.Press(CERTIFICATE, folder)
        return self

    def __exit__(self, *_error):
        self.place.cleanup()

    def page(self, award) -> list[dict]:
        """What stands on one certificate, put together once for its batch."""
        key = (award.pk, award.correction_id)
        if award.pk is None or key not in self.pages:
            self.pages[key] = page_of(award, self.fields, self.union)
        return self.pages[key]

    def data(self, awards) -> dict:
        return {
            "width": float(self.design.width),
            "height": float(self.design.height),
            "background": self.background,
            "pages": [self.page(award) for award in awards],
        }

    def set(self, awards) -> bytes:
        """PDF/A, one page for each award."""
        return self.press.pdf(self.data(awards), standards=["a-2b"])

    def shrunk(self, awards) -> list[dict]:
        """Which lines were too long: page, what, words, size, whether they broke."""
        return self.press.query(self.data(awards), "<shrunk>")

    def batches(self, awards):
        """So many at once, each set as a part of the whole; then it is forgotten.

        Setting a thousand together would hold them all.
        """
        for start in range(0, len(awards), AT_ONCE):
            some = awards[start : start + AT_ONCE]
            part = Path(self.place.name) / f"part-{start}.pdf"
            part.write_bytes(self.set(some))
            self.parts.append(part)
            yield start, some
            self.pages.clear()

    def whole(self) -> Path:
        """One file of the parts, read from the disk: however many, none is held.

        The first one's colours and words about itself hold for all (PDF/A). The
        typesetter goes first: it remembers what it has set.
        """
        del self.press
        with ExitStack() as opened:
            first, *others = (opened.enter_context(pikepdf.open(p)) for p in self.parts)
            for other in others:
                first.pages.extend(other.pages)
            out = Path(self.place.name) / "whole.pdf"
            first.save(out, deterministic_id=True)
        return out


def longest_name(round_) -> Award:
    """The award with the longest real name, or what would be one."""
    awards = list(round_.awards.select_related("decision__document", "round"))
    if not awards:
        rows = round_.nominations.at_desk()
        awards = [
            Award(
                round=round_,
                form=round_.form,
                recipient_vi=row.recipient_vi,
                recipient_title_vi=row.recipient_title_vi,
                register_year=timezone.localdate().year,
                register_no=0,
            )
            for row in rows
        ]
    sample = Award(
        round=round_,
        form=round_.form,
        recipient_vi=_("Name of the recipient"),
        register_year=timezone.localdate().year,
        register_no=0,
    )
    return max(awards, key=lambda row: len(row.recipient_vi or ""), default=sample)
