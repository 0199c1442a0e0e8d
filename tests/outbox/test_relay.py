"""What becomes of a message, whatever the mail server says."""

import email
import smtplib
import socket
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError, connection
from django.utils import timezone

from outbox import relay
from outbox.models import LADDER, Heartbeat, Message
from outbox.tasks import sweep
from tests.outbox.factories import MessageFactory
from tests.stack.sink import Sink

pytestmark = pytest.mark.django_db
State, Policy = Message.State, Message.Policy


@pytest.fixture
def answer(monkeypatch):
    """Let the mail server answer with an error."""

    def set_answer(error):
        def send_messages(self, messages):
            raise error

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)

    return set_answer


def send_next() -> bool:
    with relay.Line() as line:
        return relay.send_next(line)


def refused(code):
    return smtplib.SMTPRecipientsRefused({"reader@example.org": (code, b"no")})


def test_a_due_message_is_sent_once():
    message = MessageFactory()

    assert send_next() is True
    assert send_next() is False

    message.refresh_from_db()
    assert len(mail.outbox) == 1
    assert (message.state, message.attempts, message.token) == (State.SENT, 1, None)


@pytest.mark.parametrize(
    ("error", "policy", "state"),
    [
        (refused(550), Policy.AT_LEAST_ONCE, State.FAILED),
        (refused(450), Policy.AT_LEAST_ONCE, State.QUEUED),
        (smtplib.SMTPDataError(554, b"no"), Policy.AT_LEAST_ONCE, State.FAILED),
        (smtplib.SMTPDataError(451, b"later"), Policy.AT_MOST_ONCE, State.QUEUED),
        (TimeoutError(), Policy.AT_LEAST_ONCE, State.QUEUED),
        (TimeoutError(), Policy.AT_MOST_ONCE, State.UNCERTAIN),
        (smtplib.SMTPServerDisconnected(), Policy.AT_MOST_ONCE, State.UNCERTAIN),
        (ValueError("bad header"), Policy.AT_LEAST_ONCE, State.FAILED),
        (KeyError("our mistake"), Policy.AT_LEAST_ONCE, State.QUEUED),
    ],
)
def test_every_answer_has_its_outcome(answer, error, policy, state):
    answer(error)
    message = MessageFactory(policy=policy)

    send_next()

    message.refresh_from_db()
    assert message.state == state
    assert message.last_error.startswith(type(error).__name__)


def test_a_message_without_recipient_is_refused():
    message = MessageFactory(to="")

    send_next()

    message.refresh_from_db()
    assert message.state == State.FAILED


def test_attempts_come_later_and_later_and_end(answer):
    answer(refused(451))
    message = MessageFactory()
    waits = []

    for _ in LADDER:
        Message.objects.update(next_attempt_at=timezone.now())
        send_next()
        message.refresh_from_db()
        waits.append(round((message.next_attempt_at - timezone.now()) / MINUTE))

    assert waits == list(LADDER)
    assert sum(LADDER[:6]) >= 60  # at most six attempts in an hour
    assert message.state == State.FAILED


MINUTE = timedelta(minutes=1)


def test_a_poison_row_does_not_stop_the_others(monkeypatch):
    bad, good = MessageFactory(subject="bad"), MessageFactory()
    send = EmailBackend.send_messages

    def send_messages(self, messages):
        if messages[0].subject == "bad":
            raise KeyError("poison")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)

    sweep()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.QUEUED, State.SENT)


def test_a_mail_server_that_is_away_uses_up_nobodys_attempts(monkeypatch):
    def open_relay(self):
        raise ConnectionRefusedError

    messages = MessageFactory.create_batch(3, attempts=11)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", open_relay)
        sweep()
        down = relay.is_down()

    tried = Message.objects.exclude(last_error="").get()
    assert down is True
    assert tried.state == State.QUEUED
    assert tried.attempts == 6
    assert Message.objects.filter(state=State.SENT).count() == 0

    sweep()  # the server is back: those who waited for it are due at once

    assert Message.objects.filter(state=State.SENT).count() == len(messages)
    assert relay.is_down() is False


def test_a_dead_workers_message_is_sent_after_its_lease():
    message = MessageFactory()
    taken = Message.objects.claim()

    assert send_next() is False
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert send_next() is True

    message.refresh_from_db()
    assert message.state == State.SENT
    assert message.attempts == 2
    assert taken.settle(State.FAILED) is False  # the late worker changes nothing


def test_at_most_once_leaves_a_dead_workers_message_to_staff():
    message = MessageFactory(policy=Policy.AT_MOST_ONCE)
    Message.objects.claim()
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    sweep()

    message.refresh_from_db()
    assert mail.outbox == []
    assert message.state == State.UNCERTAIN


def test_the_outcome_survives_a_database_that_restarts(monkeypatch):
    message = MessageFactory()
    settle, falls = Message.settle, [OperationalError(), OperationalError()]

    def faulty(self, *args):
        if falls:
            raise falls.pop()
        return settle(self, *args)

    monkeypatch.setattr(Message, "settle", faulty)
    monkeypatch.setattr(relay.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(relay.connection, "close", lambda: None)

    send_next()

    message.refresh_from_db()
    assert message.state == State.SENT


@pytest.mark.django_db(transaction=True)
def test_many_workers_share_the_queue_without_sending_twice():
    MessageFactory.create_batch(30)
    sent = []
    barrier = threading.Barrier(6)

    def worker():
        barrier.wait()
        while send_next():
            pass
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    sent = [message.to[0] for message in mail.outbox]
    assert len(sent) == 30
    assert len(set(sent)) == 30
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_the_lease_is_longer_than_a_task_may_last(settings):
    assert settings.OUTBOX_LEASE > settings.CELERY_TASK_TIME_LIMIT


@pytest.fixture
def server(settings):
    """A mail server that counts who comes and what is brought."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with Sink() as sink:
        settings.EMAIL_PORT = sink.port
        yield sink


def test_many_mails_share_one_line(server):
    MessageFactory.create_batch(5)

    sweep()

    assert (len(server.letters), server.calls) == (5, 1)


def test_a_line_that_was_cut_between_two_mails_leaves_none_uncertain(server):
    MessageFactory.create_batch(3, policy=Policy.AT_MOST_ONCE)

    with relay.Line() as line:
        relay.send_next(line)
        line.relay.connection.sock.shutdown(socket.SHUT_RDWR)
        while relay.send_next(line):
            pass

    assert (len(server.letters), server.calls) == (3, 2)
    assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_nobody_stays_on_the_line_for_ever(server, monkeypatch):
    monkeypatch.setattr(relay.Line, "MOST", 2)
    MessageFactory.create_batch(5)

    sweep()

    assert (len(server.letters), server.calls) == (5, 3)


@pytest.fixture
def mail_dir(settings, tmp_path):
    settings.EMAIL_BACKEND = "outbox.relay.EmlFiles"
    settings.MAIL_DIR = str(tmp_path / "mail")
    return tmp_path / "mail"


def test_a_mail_becomes_one_file(mail_dir):
    message = MessageFactory(html="<p>Thân ái</p>")

    send_next()

    (file,) = mail_dir.iterdir()
    wire = email.message_from_bytes(file.read_bytes())
    assert file.suffix == ".eml"
    assert wire["Message-ID"] == message.message_id
    assert wire["To"] == message.to


def test_a_repeated_mail_overwrites_its_own_file(mail_dir):
    message = MessageFactory()

    for _ in range(2):
        with relay.Line() as line:
            line.carry(message)

    assert len(list(mail_dir.iterdir())) == 1


def test_mail_that_is_not_from_the_outbox_becomes_a_file_too(mail_dir):
    send_mail("a", "b", None, ["x@example.org"])
    get_connection().send_messages([])

    assert len(list(mail_dir.iterdir())) == 1


def test_a_mail_folder_that_cannot_be_written_counts_as_no_mail_server(
    settings, tmp_path, mail_dir
):
    (tmp_path / "file").write_text("")
    settings.MAIL_DIR = str(tmp_path / "file" / "mail")
    message = MessageFactory()

    sweep()

    message.refresh_from_db()
    assert message.state == State.QUEUED
    assert Heartbeat.age(relay.TROUBLE) is not None
