"""Certificates: each made once and kept, long names shrunk and told, PDF/A."""

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pgtrigger
import pikepdf
import pytest
from asn1crypto.x509 import Certificate as PlainCertificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    serialize_key_and_certificates,
)
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from awards import actions, tasks
from awards.documents import Press
from awards.models import (
    Award,
    AwardCheck,
    Certificate,
    CertificateDesign,
    CertificateRun,
)
from federation.lifecycle import MoveRefused

DECADE = timedelta(days=3650)
LONG = "Câu lạc bộ Hữu nghị " + "những người bạn thân thiết " * 4


@pytest.fixture
def design(world):
    """A page with a name, a square and a code."""
    row = CertificateDesign.objects.create(
        form=world.round.form, effective_from=world.today()
    )
    for what, y in (("recipient", 60), ("title", 80), ("citation", 100), ("code", 180)):
        row.fields.create(what=what, x=40, y=y, width=217, size=28, least=14)
    row.fields.create(what="qr", x=20, y=150, width=30)
    return row


def run_for(world) -> CertificateRun:
    run = CertificateRun.begin(world.round, by=world.officer)
    tasks.make_certificates(run.pk)
    run.refresh_from_db()
    return run


def stored(file) -> bytes:
    with file.open("rb") as handle:
        return handle.read()


@pytest.fixture
def union_key(settings, tmp_path):
    """A certificate of the union's own, as its office would get one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Liên hiệp (thử)")])
    now = timezone.now()
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
        False,
    )
    cert = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + DECADE)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
                **usage,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "union.p12"
    locked = BestAvailableEncryption(b"secret")
    file.write_bytes(serialize_key_and_certificates(b"u", key, cert, None, locked))
    settings.CERTIFICATE_KEY, settings.CERTIFICATE_KEY_PASSWORD = str(file), "secret"
    return PlainCertificate.load(cert.public_bytes(Encoding.DER))


def test_many_are_set_some_at_a_time(world, design, monkeypatch):
    monkeypatch.setattr("awards.documents.certificates.AT_ONCE", 2)
    world.decided(3)
    last = Award.objects.order_by("form", "register_year", "register_no").last()
    with pgtrigger.ignore("awards.Award:award_stays_as_decided"):
        Award.objects.filter(pk=last.pk).update(recipient_vi=LONG.strip()[:120])

    run = run_for(world)

    with run.file.open("rb") as file, pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 3
        with pdf.open_metadata() as meta:
            assert meta.pdfa_status == "2B"
    assert {row["award"] for row in run.shrunk} == {LONG.strip()[:120]}
    assert {row["page"] for row in run.shrunk} == {2}


def status_of(pdf: bytes, trusted):
    """What pyHanko says of the signature; in a thread, where no browser's loop runs."""
    found = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(validate_pdf_signature, found, trusted).result()


def test_with_the_unions_key_each_certificate_is_signed(world, design, union_key):
    world.decided(1)
    run_for(world)

    made = stored(Certificate.objects.get().file)
    trusted = ValidationContext(trust_roots=[union_key])
    status = status_of(made, trusted)
    assert status.bottom_line, status.pretty_print_details()
    with pikepdf.open(BytesIO(made)) as pdf, pdf.open_metadata() as meta:
        assert meta.pdfa_status == "2B"

    at = made.index(b"stream") + 30
    changed = made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]
    assert not status_of(changed, trusted).intact


def test_all_of_a_round_one_by_one_and_in_one_file(world, design, as_user):
    world.decided(3)

    run = run_for(world)

    assert (run.state, run.done, run.total) == ("done", 3, 3)
    assert Certificate.objects.count() == 3
    with run.file.open("rb") as file, pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 3
        with pdf.open_metadata() as meta:
            assert meta.pdfa_status == "2B"
    for row in Certificate.objects.all():
        assert hashlib.sha256(stored(row.file)).hexdigest() == row.sha256
    client = as_user(world.officer)
    assert client.get(run.get_absolute_url()).status_code == 200
    path = reverse("awards:desk-run-file", args=[run.public_id])
    assert b"".join(client.get(path).streaming_content) == stored(run.file)


def test_again_makes_nothing_anew_and_gives_the_same_bytes(world, design, as_user):
    world.decided(2)
    run_for(world)
    before = {row.pk: stored(row.file) for row in Certificate.objects.all()}

    run_for(world)

    assert {row.pk: stored(row.file) for row in Certificate.objects.all()} == before
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.all().delete()


def test_a_killed_worker_loses_and_doubles_nothing(world, design, monkeypatch):
    world.decided(3)
    run = CertificateRun.begin(world.round, by=world.officer)
    claimed = CertificateRun.objects.claim(run.pk)
    assert CertificateRun.objects.claim(run.pk) is None
    with Press(design) as press:
        actions.make_one(Award.objects.first(), press)
    CertificateRun.objects.update(lease_until=claimed.created_at)

    tasks.sweep()

    run.refresh_from_db()
    assert (run.state, run.attempts) == ("done", 2)
    assert Certificate.objects.count() == 3


def test_two_requests_at_once_are_one_run(world, design):
    world.decided()

    first = CertificateRun.begin(world.round, by=world.officer)
    second = CertificateRun.begin(world.round, by=world.council)

    assert first == second


def test_a_name_that_does_not_fit_is_shrunk_and_listed(world, design):
    world.decided(recipient_vi=LONG.strip()[:120])

    run = run_for(world)

    told = [row for row in run.shrunk if row["what"] == "recipient"]
    assert [row["award"] for row in told] == [LONG.strip()[:120]]
    assert 14 <= told[0]["size"] < 28


def test_an_award_revoked_meanwhile_gets_no_certificate(world, design):
    award = world.decided().awards.get()
    with Press(design) as press:
        press.set([award])
        actions.revoke(
            award,
            by=world.leader,
            ground="procedure",
            issued_on=world.today(),
            signer="Bà C",
        )
        with pytest.raises(MoveRefused):
            actions.make_one(award, press)

    assert not Certificate.objects.exists()


def test_without_a_layout_it_says_what_to_do(world):
    world.decided()

    run = run_for(world)

    assert run.state == "failed"
    assert run.problem


def test_a_corrected_award_gets_a_new_version_and_keeps_the_old(world, design):
    award = world.decided(recipient_vi="Lê Mnh An").awards.get()
    run_for(world)
    actions.correct(
        award,
        by=world.leader,
        mistake="name",
        values={"recipient_vi": "Lê Minh An", "recipient_en": "Lê Minh An"},
        issued_on=world.today(),
        signer="Nguyễn Văn Ký",
    )

    run_for(world)

    assert list(award.certificates.values_list("version", flat=True)) == [2, 1]


def test_the_longest_real_name_is_shown_before_anything_is_made(world, design, as_user):
    world.reviewed(recipient_vi=LONG.strip()[:100])
    client = as_user(world.officer)

    page = client.get(reverse("awards:desk-sample", args=[world.round.slug]))

    assert b"".join(page.streaming_content)[:5] == b"%PDF-"
    assert not Certificate.objects.exists()


def test_a_file_is_told_from_a_hundred_with_another_bit(world, design, client):
    world.decided(recipient_vi="Lê Minh An")
    run_for(world)
    made = stored(Certificate.objects.get().file)
    path = reverse("awards:verify-file")

    def send(content, number):
        file = SimpleUploadedFile("giay-khen.pdf", content, "application/pdf")
        network = f"10.0.{number}.1"
        return client.post(path, {"file": file}, REMOTE_ADDR=network)

    assert "Lê Minh An" in send(made, 0).text
    for number in range(100):
        at = number * (len(made) - 1) // 99
        bit = made[at] ^ (1 << number % 8)
        answer = send(made[:at] + bytes([bit]) + made[at + 1 :], number + 1)
        assert (answer.status_code, answer.context["state"]) == (404, "altered")
        assert "Lê Minh An" not in answer.text
    assert AwardCheck.objects.get().count == 1


def test_certificates_are_not_there_for_others(world, design, as_user):
    world.decided()
    run = run_for(world)
    row = Certificate.objects.get()

    for user in (world.secretary, world.publisher):
        client = as_user(user)
        for name, key in (
            ("desk-run", run.public_id),
            ("desk-run-file", run.public_id),
            ("desk-certificate", row.pk),
        ):
            path = reverse(f"awards:{name}", args=[key])
            assert client.get(path).status_code == 404
    path = reverse("awards:desk-run", args=[uuid.uuid4()])
    assert as_user(world.officer).get(path).status_code == 404
