"""The newsletter on its way out: at most one copy each, sums add up."""

import os
import smtplib
import socketserver
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from bulletin.documents import send_round, write
from bulletin.models import Delivery, Mailing
from bulletin.tasks import send_mailings
from federation.lifecycle import MoveRefused
from outbox.models import Brake, Message
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import SectionFactory, mailing, reader
from tests.stack.conftest import database_url

pytestmark = pytest.mark.django_db
S, D = Mailing.Status, Delivery.State


def states() -> dict:
    return dict(Delivery.objects.order_by("pk").values_list("address", "state"))


# --- out to readers ---


def test_each_reader_gets_one_copy_in_their_language():
    (
        reader("vi@a.example"),
        reader("en@a.example", "en"),
        reader("no@a.example", state="asked"),
    )
    found = mailing(english=True)

    found.send()
    assert send_round(5) == 2
    assert send_round(5) == 0

    copies = {each.to[0]: each for each in mail.outbox}
    assert {to: each.subject for to, each in copies.items()} == {
        "vi@a.example": "Tin tháng 11",
        "en@a.example": "News",
    }
    found.refresh_from_db()
    assert found.status == S.SENT
    assert found.figures() | {"all": 2, "sent": 2} == found.figures()


def test_a_copy_says_why_and_how_to_leave_and_watches_nobody():
    row = reader()
    mailing().send()
    send_round(5)

    copy = mail.outbox[0]
    leave = settings.SITE_URL + reverse("bulletin:newsletter-leave", args=[row.token])
    assert copy.extra_headers["List-Unsubscribe"] == f"<{leave}>"
    post = copy.extra_headers["List-Unsubscribe-Post"]
    assert post == "List-Unsubscribe=One-Click"
    html = copy.alternatives[0][0]
    assert leave in copy.body
    assert leave in html
    assert "Bạn nhận" in copy.body or "You receive" in copy.body
    assert "<img" not in html
    assert "leave.invalid" not in html + copy.body


def test_english_readers_get_nothing_that_is_not_english():
    reader("en@a.example", "en")
    reader("vi@a.example")

    mailing().send()

    assert set(states()) == {"vi@a.example"}


def test_topics_narrow_the_readers():
    one, two = SectionFactory.create_batch(2)
    reader("all@a.example")
    for address, topic in (("one@a.example", one), ("two@a.example", two)):
        reader(address).topics.add(topic)
    found = mailing()
    found.topics.add(one)

    found.send()

    assert set(states()) == {"all@a.example", "one@a.example"}


def test_an_empty_newsletter_is_refused_and_sent_twice_is_once():
    reader()
    empty = Mailing.objects.create(subject_vi="Trống")
    with pytest.raises(MoveRefused):
        empty.send()

    found = mailing()
    stale = Mailing.objects.get(pk=found.pk)
    found.send()
    with pytest.raises(MoveRefused):
        stale.send() if found.pause(by=None) else stale.schedule(by=None)

    assert Delivery.objects.count() == 1


def test_whoever_left_meanwhile_gets_nothing():
    row = reader()
    mailing().send()
    row.leave()

    assert send_round(5) == 0

    assert states() == {"an@vidu.example": D.SUPPRESSED}


def test_its_time_comes_even_after_a_standstill():
    reader()
    found = mailing(send_at=timezone.now() + timedelta(minutes=1))
    found.schedule(by=UserFactory())
    send_mailings()
    assert not mail.outbox

    Mailing.objects.update(send_at=timezone.now() - timedelta(hours=6))
    send_mailings()
    send_mailings()

    assert len(mail.outbox) == 1


def test_a_pause_stops_and_going_on_goes_on():
    reader()
    found = mailing()
    found.send()
    found.pause(by=None)
    assert send_round(5) == 0

    found.resume(by=None)
    assert send_round(5) == 1


def test_the_brake_stops_newsletters_too():
    reader()
    mailing().send()
    Brake.pull("Thử")

    assert send_round(5) == 0


def test_a_mail_host_gets_no_more_than_it_may():
    for number in range(3):
        reader(f"{number}@to.example")
    reader("x@nho.example")
    mailing(per_minute=2).send()

    Delivery.objects.filter(address__startswith=("0@")).update(
        claimed_at=timezone.now(), state=D.SENT
    )
    Delivery.objects.filter(address__startswith=("1@")).update(
        claimed_at=timezone.now(), state=D.SENT
    )

    assert send_round(5) == 1
    assert states()["2@to.example"] == D.QUEUED


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"an": (550, b"no such user")}), D.FAILED),
        (smtplib.SMTPRecipientsRefused({"an": (451, b"later")}), D.QUEUED),
        (smtplib.SMTPServerDisconnected("gone"), D.UNCERTAIN),
        (OSError("gone"), D.UNCERTAIN),
    ],
)
def test_what_the_mail_server_says_decides(monkeypatch, error, state):
    reader()
    mailing().send()

    def refuse(self, messages):
        raise error

    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    monkeypatch.setattr(backend, refuse)
    send_round(5)

    assert states() == {"an@vidu.example": state}


def test_the_uncertain_are_listed_and_sent_again_by_a_person(staff_client):
    reader()
    found = mailing()
    found.send()
    Delivery.objects.update(
        state=D.SENDING, lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert send_round(5) == 0
    assert states() == {"an@vidu.example": D.UNCERTAIN}
    assert send_round(5) == 0

    url = reverse("admin:bulletin_delivery_changelist")
    row = Delivery.objects.get()
    staff_client.post(url, {"action": "send_again", "_selected_action": [row.pk]})
    assert send_round(5) == 1

    assert states() == {"an@vidu.example": D.SENT}


# --- the desk ---


def test_the_desk_shows_tries_and_counts(staff_client, as_user):
    reader()
    found = mailing()
    url = reverse("admin:bulletin_mailing_change", args=[found.pk])

    preview = staff_client.get(
        reverse("admin:bulletin_mailing_preview", args=[found.pk, "vi"])
    )
    staff_client.post(reverse("admin:bulletin_mailing_test", args=[found.pk]))
    assert "Tin tháng 11" in preview.text
    assert Message.objects.get().template == "bulletin/newsletter"
    assert not Delivery.objects.exists()

    found.send()
    send_round(5)
    assert ">1<" in staff_client.get(url).text
    stranger = as_user(UserFactory(staff=True))
    for name in ("subscription", "delivery"):
        listed = f"admin:bulletin_{name}_changelist"
        assert stranger.get(reverse(listed)).status_code in {302, 403}


def test_a_trial_is_sent_at_each_click_and_its_links_lead_somewhere(
    staff_client, time_machine
):
    time_machine.move_to("2026-11-22 10:00 +0700", tick=False)
    url = reverse("admin:bulletin_mailing_test", args=[mailing().pk])

    answers = [staff_client.post(url).status_code for _click in range(2)]

    assert answers == [302, 302]
    trials = list(Message.objects.all())
    assert len(trials) == 2
    for trial in trials:
        assert "leave.invalid" not in trial.text + trial.html
        assert settings.SITE_URL + reverse("bulletin:newsletter") in trial.text


@pytest.mark.parametrize("name", ["subscription", "delivery", "mailing"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same(
    staff_client, name, count, django_assert_max_num_queries
):
    for number in range(count):
        reader(f"{number}@a.example")
    mailing().send()
    url = reverse(f"admin:bulletin_{name}_changelist")
    staff_client.get(url)

    with django_assert_max_num_queries(10):
        assert staff_client.get(url).status_code == 200


def test_the_mail_is_written_in_each_language():
    found = mailing(english=True)

    with override("vi"):
        english = write(found, "en")

    assert "/en/bulletin/articles/" in english["text"]
    assert '<html lang="en">' in english["html"]


# --- killed in the middle ---


class Sink(socketserver.StreamRequestHandler):
    """As much of a mail server as a copy needs; it remembers every recipient."""

    rest = 0.02

    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("DATA"):
                self.take()
            elif verb.startswith("RCPT"):
                self.to = line.partition("<")[2].rstrip(">")
                self.say("250 ok")
            else:
                self.say("221 bye" if verb == "QUIT" else "250 sink")
                if verb == "QUIT":
                    return

    def take(self):
        self.say("354 go")
        while self.rfile.readline() not in {b".\r\n", b""}:
            pass
        self.server.got.append(self.to)
        time.sleep(self.rest)
        self.say("250 taken")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.mark.stack
@pytest.mark.django_db(transaction=True)
def test_no_copy_comes_twice_though_workers_are_killed():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink)
    server.got, server.daemon_threads = [], True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for number in range(150):
        reader(f"{number}@a.example")
    mailing().send()
    port = server.server_address[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "MAIL_DIR": "",
    }
    program = "import django; django.setup()\n"
    program += "from bulletin.documents import send_round; send_round(60)"
    kills = 0

    while Delivery.objects.filter(state=D.QUEUED).exists() and kills < 4:
        before = len(server.got)
        worker = subprocess.Popen(
            [sys.executable, "-c", program], env=environment, cwd=settings.BASE_DIR
        )
        while worker.poll() is None and len(server.got) < before + 25:
            time.sleep(0.01)
        worker.kill()
        worker.wait()
        kills += 1
        Delivery.objects.filter(state=D.SENDING).update(lease_until=timezone.now())
        Delivery.objects.settle_lost()
    subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=settings.BASE_DIR,
        check=True,
    )
    server.shutdown()
    server.server_close()

    figures = Mailing.objects.get().figures()
    assert kills >= 4
    assert len(server.got) == len(set(server.got))
    assert figures["uncertain"] <= kills
    assert figures["sent"] + figures["uncertain"] == figures["all"] == 150
    assert Mailing.objects.get().status == S.SENT
