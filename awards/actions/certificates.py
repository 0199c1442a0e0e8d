"""Certificates of a round: each made once and kept, then one file for the printer."""

import hashlib
import logging
from collections import defaultdict

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from awards.documents import Press, signed
from awards.models import Award, Certificate, CertificateDesign, CertificateRun
from federation.lifecycle import MoveRefused

logger = logging.getLogger(__name__)
State = CertificateRun.State


def awards_of(round_):
    """Those of the round that are valid, as the register counts them."""
    rows = round_.awards.filter(status=Award.Status.VALID)
    return rows.select_related("decision__document", "round", "form").order_by(
        "form", "register_year", "register_no", "pk"
    )


def is_current(award, certificate) -> bool:
    """Made after the last correction."""
    return certificate is not None and (
        award.correction_id is None or certificate.made_at > award.correction.issued_at
    )


def keep(of: str, content) -> str:
    """Under one name however often it is tried: a worker that died leaves nothing."""
    secret = hashlib.sha256(of.encode()).hexdigest()
    name = f"private/certificates/{secret[:40]}.pdf"
    default_storage.delete(name)
    return default_storage.save(name, content)


@transaction.atomic
def make_one(award, press, *, shrunk=None) -> Certificate:
    """The certificate of one award; one that is there and current stays as it is."""
    award = Award.objects.select_for_update(of=["self"]).get(pk=award.pk)
    last = award.certificates.first()
    if is_current(award, last):
        return last
    if award.status != Award.Status.VALID:
        raise MoveRefused(_("An award was revoked meanwhile: make them again."))
    version = last.version + 1 if last else 1
    made = signed(press.set([award]))
    return Certificate.objects.create(
        award=award,
        version=version,
        design=press.design,
        file=keep(f"{award.token}-{version}", ContentFile(made)),
        sha256=hashlib.sha256(made).hexdigest(),
        size=len(made),
        shrunk=shrunk or [],
    )


def make_certificates(run: CertificateRun) -> None:
    """All of a claimed run, telling how far it is; what was made before stays made."""
    mine = CertificateRun.objects.filter(pk=run.pk, token=run.token)
    try:
        with override("vi"):
            _make(run, mine)
    except MoveRefused as refusal:
        mine.update(state=State.FAILED, problem=str(refusal))
    except Exception:
        logger.exception("Certificates of %s were not made", run.round_id)
        mine.update(
            state=State.FAILED, problem=_("The certificates could not be made.")
        )


def _make(run, mine) -> None:
    awards = list(awards_of(run.round))
    design = CertificateDesign.objects.of(run.round.form)
    if not awards:
        raise MoveRefused(_("The round has no award yet: sign the decision first."))
    if design is None or not design.fields.exists():
        raise MoveRefused(
            _("This form has no layout of certificates yet: make one at the desk.")
        )
    mine.update(total=len(awards), done=0)
    told = []
    with Press(design) as press:
        for start, some in press.batches(awards):
            _alive(mine, start)
            by_page = defaultdict(list)
            for row in press.shrunk(some):
                page, name = row["page"], some[row["page"]].recipient_vi
                by_page[page].append({**row, "page": start + page, "award": name})
            for number, award in enumerate(some):
                make_one(award, press, shrunk=by_page[number])
                told += by_page[number]
        _alive(mine, len(awards))
        _finish(mine, press.whole(), told)


def _finish(mine, whole, told: list[dict]) -> None:
    with whole.open("rb") as file, transaction.atomic():
        if held := mine.select_for_update().first():
            held.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            held.file = keep(f"run {held.public_id}", File(file))
            held.state, held.shrunk = State.DONE, told
            held.save(update_fields=["file", "state", "sha256", "shrunk"])


def _alive(mine, done: int) -> None:
    """Say how far it is; who lost the lease to another worker stops."""
    lease = timezone.now() + CertificateRun.LEASE
    if not mine.update(done=done, lease_until=lease):
        raise MoveRefused(_("Another worker makes these certificates."))
