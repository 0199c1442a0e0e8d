"""The newsletter on its way out: at most one copy each, sums add up."""

import smtplib
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from bulletin.documents import send_round, write
from bulletin.models import Delivery, Mailing
from bulletin.tasks import send_mailings
from federation.lifecycle import MoveRefused
from federation.models import Role
from outbox.models import Brake, Message
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import SectionFactory, mailing, reader
from tests.events.factories import OfficeFactory

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
    assert send_round(60) == 2
    assert send_round(60) == 0

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
    send_round(60)

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

    assert send_round(60) == 0

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
    assert send_round(60) == 0

    found.resume(by=None)
    assert send_round(60) == 1


def test_the_brake_stops_newsletters_too():
    reader()
    mailing().send()
    Brake.pull("Thử")

    assert send_round(60) == 0


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

    assert send_round(60) == 1
    assert states()["2@to.example"] == D.QUEUED


def test_a_mail_host_gets_no_more_within_its_first_second_either():
    for number in range(6):
        reader(f"{number}@{'one' if number % 2 else 'two'}.example")
    mailing(per_minute=2).send()

    assert send_round(60) == 4
    gone = [address for address, state in states().items() if state == D.SENT]
    assert sorted(address.partition("@")[2] for address in gone) == [
        *["one.example"] * 2,
        *["two.example"] * 2,
    ]
    assert send_round(60) == 0


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
    send_round(60)

    assert states() == {"an@vidu.example": state}


@pytest.mark.parametrize(
    ("answer", "is_dead"),
    [
        ((550, b"no such user"), True),
        ((550, b"5.1.1 unknown"), True),
        ((550, b"5.2.1 disabled"), True),
        ((550, b"5.7.1 your network is not welcome"), False),
        ((552, b"5.2.2 mailbox full"), False),
    ],
)
def test_an_address_refused_twice_in_a_row_is_written_to_no_more(
    monkeypatch, answer, is_dead
):
    person, backend = reader(), "django.core.mail.backends.locmem.EmailBackend"

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"an@vidu.example": answer})

    def send_one():
        mailing().send()
        send_round(60)
        person.refresh_from_db()

    with monkeypatch.context() as broken:
        broken.setattr(f"{backend}.send_messages", refuse)
        send_one()
        assert person.state == person.State.ACTIVE
    send_one()
    assert person.refusals == 0

    monkeypatch.setattr(f"{backend}.send_messages", refuse)
    send_one()
    assert person.state == person.State.ACTIVE
    send_one()
    assert (person.state == person.State.BOUNCED) == is_dead
    assert bool(person.left_at) == is_dead


def test_a_newsletter_that_cannot_be_written_stops_and_says_so(monkeypatch):
    """Nobody's copy is lost or uncertain for it, and it is tried once, not for all."""
    publisher = OfficeFactory(officer=True, role=Role.PUBLISHER).user
    for number in range(3):
        reader(f"{number}@a.example")
    found = mailing()
    found.send()
    tried = []

    def fail(mailing, language):
        tried.append(language)
        raise ValueError("Mẫu hỏng")

    monkeypatch.setattr("bulletin.documents.copies.write", fail)
    send_round(60)
    send_round(60)

    found.refresh_from_db()
    assert found.status == S.PAUSED
    assert set(states().values()) == {D.QUEUED}
    assert tried == ["vi"]
    notice = Message.objects.get()
    assert (notice.to, notice.template) == (publisher.email, "bulletin/mailing_stopped")
    assert "Mẫu hỏng" in notice.text


@pytest.mark.parametrize("why", ["nothing to read", "a fault"])
def test_what_cannot_be_sent_at_its_hour_is_a_draft_again_and_stops_nobody(
    monkeypatch, why
):
    OfficeFactory(officer=True, role=Role.PUBLISHER)
    reader()
    ahead = timezone.now() + timedelta(minutes=1)
    empty, whole = mailing(send_at=ahead), mailing(send_at=ahead)
    for found in (empty, whole):
        found.schedule(by=UserFactory())
    if why == "nothing to read":
        empty.articles.clear()
    else:
        make = Mailing.make_copies

        def fail(self, language):
            if self.pk == empty.pk:
                raise RuntimeError
            return make(self, language)

        monkeypatch.setattr(Mailing, "make_copies", fail)
    Mailing.objects.update(send_at=timezone.now())

    send_mailings()
    send_mailings()

    empty.refresh_from_db()
    assert empty.status == S.DRAFT
    assert Message.objects.get().template == "bulletin/mailing_stopped"
    assert len(mail.outbox) == 1  # the other newsletter


def test_a_refusal_writes_no_address_into_the_log(monkeypatch, caplog):
    reader("doc.gia@vidu.example")
    mailing().send()

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"doc.gia@vidu.example": (550, b"no")})

    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    monkeypatch.setattr(backend, refuse)
    send_round(60)

    assert "SMTPRecipientsRefused" in caplog.text
    assert "doc.gia" not in caplog.text


def test_two_workers_close_one_newsletter(monkeypatch):
    reader()
    found = mailing()
    found.send()
    move = Mailing.move

    def late(self, to, **kwargs):
        if to == S.SENT:
            Mailing.objects.update(status=S.SENT, done_at=timezone.now())
        return move(self, to, **kwargs)

    monkeypatch.setattr(Mailing, "move", late)

    assert send_round(60) == 1


def test_the_uncertain_are_listed_and_sent_again_by_a_person(staff_client):
    reader()
    found = mailing()
    found.send()
    Delivery.objects.update(
        state=D.SENDING, lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert send_round(60) == 0
    assert states() == {"an@vidu.example": D.UNCERTAIN}
    assert send_round(60) == 0

    url = reverse("admin:bulletin_delivery_changelist")
    row = Delivery.objects.get()
    staff_client.post(url, {"action": "send_again", "_selected_action": [row.pk]})
    found.refresh_from_db()
    assert found.status == S.SENDING
    who = LogEntry.objects.filter(object_id=str(found.pk)).latest("pk").user
    assert who.is_superuser  # it is on record who had it sent again
    assert send_round(60) == 1

    assert states() == {"an@vidu.example": D.SENT}


def test_the_mail_is_written_in_each_language():
    found = mailing(english=True)

    with override("vi"):
        english = write(found, "en")

    assert "/en/bulletin/articles/" in english["text"]
    assert '<html lang="en">' in english["html"]
