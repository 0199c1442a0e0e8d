"""Calls to programs: once decided, signed, repeated until taken, never led astray."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from events import actions
from events.actions.calls import Refused, address_of, is_public
from events.models import Call, Reminder, ReminderRule
from outbox.models import LADDER, Brake
from tests.accounts.factories import UserFactory
from tests.events.factories import (
    AnniversaryFactory,
    OfficeFactory,
    ReminderRuleFactory,
    UnionFactory,
    WebhookFactory,
)
from tests.federation.factories import appoint

pytestmark = pytest.mark.django_db
HOST = "hook.example.org"


# --- a program that listens ----------------------------------------------------------


def certificate(folder):
    """For HOST, by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    paper = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=3000))
        .not_valid_after(now + timedelta(days=3000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "hook.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + paper.public_bytes(serialization.Encoding.PEM)
    )
    return file


class Program(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, dict(self.headers), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.send_header("Location", "https://127.0.0.1/admin/")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def program(tmp_path, settings, monkeypatch):
    """https://hook.example.org, on this machine: its answers, and what it heard."""
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server = HTTPServer(("127.0.0.1", 0), Program)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.heard, server.answers = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    known = socket.getaddrinfo
    monkeypatch.setattr(
        *(socket, "getaddrinfo"),
        lambda host, *rest, **more: known(
            "127.0.0.1" if host == HOST else host, *rest, **more
        ),
    )
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_INSIDE = [f"{HOST}:{port}"], [HOST]
    server.url = f"https://{HOST}:{port}/reminders?from=portal"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-22 10:00 +0700", tick=False)
    UnionFactory()
    return time_machine


def a_call(url="https://hook.example.org/reminders", **rule) -> Call:
    """One that was decided just now: a rule, a day, the sweep."""
    webhook = WebhookFactory(url=url)
    ReminderRuleFactory(
        **({"channel": "hook", "audience": "program", "webhook": webhook} | rule)
    )
    AnniversaryFactory(base_date=date(1967, 12, 22))
    actions.generate()
    actions.sweep()
    return Call.objects.get()


# --- the ledger ----------------------------------------------------------------------


def test_a_call_is_decided_once_and_stands_in_the_ledger():
    OfficeFactory(officer=True)
    call = a_call()
    actions.generate()
    actions.sweep()

    reminder = Reminder.objects.get(occurs_on__year=2026)
    assert (reminder.state, reminder.recipient) == ("sent", None)
    assert reminder.mail_key == call.key == reminder.key
    assert Call.objects.count() == 1


def test_a_rule_for_calls_names_its_program():
    for wrong in (
        {"channel": "hook"},
        {"channel": "hook", "audience": "program"},
        {"audience": "program"},
        {"webhook": WebhookFactory()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReminderRuleFactory(**wrong)


def test_two_programs_are_each_told():
    for webhook in WebhookFactory.create_batch(2):
        ReminderRuleFactory(channel="hook", audience="program", webhook=webhook)

    assert ReminderRule.objects.count() == 2


def test_a_program_out_of_use_is_not_called_any_more():
    call = a_call()
    call.webhook.is_active = False
    call.webhook.save()

    actions.schedule_reminders()
    actions.make_calls()

    later = Reminder.objects.exclude(occurs_on__year=2026)
    assert set(later.values_list("state", "reason")) == {("cancelled", "rule")}
    call.refresh_from_db()
    assert call.state == "failed"


# --- on the wire ---------------------------------------------------------------------


def test_a_call_is_signed_and_says_nobodys_name(program):
    OfficeFactory(officer=True)
    call = a_call(program.url, task_vi="Lập kế hoạch", task_en="Draw up the plan")

    assert actions.make_calls() == 1

    [(path, headers, body)] = program.heard
    assert path == "/reminders?from=portal"
    told = json.loads(body)
    assert told["type"] == "reminder.due"
    assert told["data"]["date"] == "2026-12-22"
    assert told["data"]["years"] == 59
    assert told["data"]["task"] == {"vi": "Lập kế hoạch", "en": "Draw up the plan"}
    assert "@" not in body.decode()
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    secret = base64.b64decode(call.webhook.secret.removeprefix("whsec_"))
    proof = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{proof}"
    assert headers["Idempotency-Key"] == headers["webhook-id"] == call.key
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("taken", 1)


def test_what_fails_is_called_again_by_the_ladder_under_the_same_id(program, clock):
    call = a_call(program.url)
    program.answers = [503, 429]

    for minutes in (0, LADDER[0], LADDER[1]):
        clock.shift(timedelta(minutes=minutes))
        assert actions.make_calls() == 1
        assert actions.make_calls() == 0

    call.refresh_from_db()
    assert (call.state, call.attempts) == ("taken", 3)
    assert {headers["webhook-id"] for _p, headers, _b in program.heard} == {call.key}
    assert len({body for _p, _h, body in program.heard}) == 1


@pytest.mark.parametrize("status", [302, 307, 400, 404, 410])
def test_a_redirect_or_a_refusal_ends_it_and_staff_see_it(program, status):
    call = a_call(program.url)
    program.answers = [status]

    actions.make_calls()

    call.refresh_from_db()
    assert (call.state, call.attempts) == ("failed", 1)
    assert str(status) in call.last_error
    assert len(program.heard) == 1
    reminder = Reminder.objects.get(pk=call.reminder_id)
    assert (reminder.state, reminder.reason) == ("failed", "refused")
    assert reminder in Reminder.objects.in_trouble()


def test_a_program_that_is_away_is_tried_to_the_end_of_the_ladder(
    program, clock, settings
):
    call = a_call(program.url)
    program.shutdown()
    program.server_close()

    for minutes in (0, *LADDER):
        clock.shift(timedelta(minutes=minutes))
        actions.make_calls()

    call.refresh_from_db()
    assert (call.state, call.attempts) == ("failed", len(LADDER))


def test_staff_call_again_what_was_refused(program, as_user):
    call = a_call(program.url)
    program.answers = [404]
    actions.make_calls()
    call_command("sync_roles", stdout=StringIO())
    user = UserFactory(is_staff=True)
    appoint(user, "admin")

    as_user(user).post(
        reverse("admin:events_call_changelist"),
        {"action": "call_again", "_selected_action": [call.pk]},
    )
    actions.make_calls()

    call.refresh_from_db()
    assert call.state == "taken"
    assert Reminder.objects.get(pk=call.reminder_id).state == "sent"


def test_a_stranger_under_the_right_name_is_not_told(program, monkeypatch):
    call = a_call(program.url)
    monkeypatch.delenv("SSL_CERT_FILE")

    actions.make_calls()

    call.refresh_from_db()
    assert program.heard == []
    assert "CERTIFICATE_VERIFY_FAILED" in call.last_error


def test_the_brake_stops_calls_too(program):
    a_call(program.url)
    Brake.pull("restored")

    assert actions.make_calls() == 0
    assert program.heard == []


def test_a_worker_that_died_is_replaced_after_its_lease(program, clock, settings):
    call = a_call(program.url)
    Call.objects.claim()
    assert actions.make_calls() == 0
    clock.shift(timedelta(seconds=settings.OUTBOX_LEASE + 1))

    assert actions.make_calls() == 1

    call.refresh_from_db()
    assert (call.state, call.attempts) == ("taken", 2)


# --- never led astray ----------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.org/",
        "https://other.example.org/",
        "https://hook.example.org:8443/",
        "https://hook.example.org@other.example.org/",
        "https://user:word@hook.example.org/",
        "https://hook.example.org.evil.example/",
        "file:///etc/passwd",
        "https://127.0.0.1/",
        "//hook.example.org/",
    ],
)
def test_only_https_to_allowed_hosts(url, settings):
    settings.WEBHOOK_HOSTS = [HOST]

    with pytest.raises(ValidationError):
        WebhookFactory.build(url=url).full_clean()


def test_an_allowed_host_is_taken(settings):
    settings.WEBHOOK_HOSTS = [HOST]

    WebhookFactory.build(url=f"https://{HOST}:443/x").full_clean()


def test_a_host_that_is_not_allowed_any_more_is_not_called(settings):
    settings.WEBHOOK_HOSTS = []
    call = a_call()

    actions.make_calls()

    call.refresh_from_db()
    assert call.state == "failed"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.5", "172.16.3.1", "192.168.1.1", "169.254.169.254"),
        *("0.0.0.1", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1"),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "ff02::1"),
        *("::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1"),
    ],
)
def test_inner_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "203.162.4.190", "2001:4860:4860::8888"]
)
def test_outer_addresses_are_public(address):
    assert is_public(address)


def test_a_name_with_one_inner_address_is_refused(monkeypatch):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("8.8.8.8", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)

    with pytest.raises(Refused):
        address_of(HOST, 443)
