"""Staff see what became of the mail, move it on, and read no one's way in."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.template import Context, Template
from django.urls import reverse

from outbox.models import Balance, Brake, Heartbeat, Message
from outbox.relay import TROUBLE
from outbox.tasks import SWEEP
from tests.accounts.factories import UserFactory
from tests.outbox.factories import MessageFactory

pytestmark = pytest.mark.django_db
LIST = "admin:outbox_message_changelist"
State = Message.State


@pytest.fixture
def onlooker(as_user):
    """Staff who may read the mail and nothing else."""
    user = UserFactory(staff=True)
    for codename in ("view_message", "view_brake"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    return as_user(user)


def at(name, pk):
    return reverse(f"admin:outbox_{name}_change", args=[pk])


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same(staff_client, count, django_assert_num_queries):
    MessageFactory.create_batch(count, template="members/remark")
    Balance.draw_up("2026-11-20")
    staff_client.get(reverse(LIST))

    # session, account; the union, and whether there is one; number, page; days of
    # the date hierarchy, first and last
    with django_assert_num_queries(9):
        staff_client.get(reverse(LIST))


@pytest.mark.parametrize("state", [State.FAILED, State.UNCERTAIN, State.HELD])
def test_what_waits_for_staff_is_queued_again(staff_client, state):
    message = MessageFactory(state=state, attempts=12, last_error="550 no such user")

    staff_client.post(
        reverse(LIST), {"action": "try_again", "_selected_action": [message.pk]}
    )

    message.refresh_from_db()
    # The tests ring their own worker: what is queued goes out at once.
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert message.released_at is not None
    assert LogEntry.objects.get().object_id == str(message.pk)


def test_what_was_sent_is_not_sent_again(staff_client):
    message = MessageFactory(sent=True)

    staff_client.post(
        reverse(LIST), {"action": "try_again", "_selected_action": [message.pk]}
    )

    message.refresh_from_db()
    assert message.state == State.SENT
    assert not LogEntry.objects.exists()


def test_the_button_of_one_message_does_the_same(staff_client):
    message = MessageFactory(state=State.FAILED)

    staff_client.post(at("message", message.pk), {"outbox_message_try_this_again": "1"})

    message.refresh_from_db()
    assert message.state == State.SENT


def test_an_onlooker_moves_nothing(onlooker):
    message = MessageFactory(state=State.FAILED)
    Brake.pull("restored")

    onlooker.post(
        reverse(LIST), {"action": "try_again", "_selected_action": [message.pk]}
    )
    onlooker.post(at("message", message.pk), {"outbox_message_try_this_again": "1"})
    onlooker.post(at("brake", 1), {"outbox_brake_release": "1"})

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert Brake.is_on()


@pytest.mark.parametrize("occasion", ["invitation", "password_reset", "code"])
def test_a_mail_that_opens_an_account_is_read_by_nobody_else(staff_client, occasion):
    secret = MessageFactory(
        template=f"accounts/{occasion}",
        is_secret=True,
        text="http://localhost/vao/abc",
        html="<b>abc",
    )

    page = staff_client.get(at("message", secret.pk)).content.decode()
    found = staff_client.get(reverse(LIST), {"q": "vao/abc"}).content.decode()

    assert "vao/abc" not in page
    assert "<b>abc" not in page
    assert secret.subject in page
    assert at("message", secret.pk) not in found


def test_another_mail_is_shown_whole(staff_client):
    message = MessageFactory(template="members/remark", text="Hồ sơ cần bổ sung")

    page = staff_client.get(at("message", message.pk)).content.decode()

    assert message.text in page
    assert message.to in page


def test_whose_a_secret_mail_is_cannot_be_read_off_it(staff_client):
    secret = MessageFactory(
        to="Doc.Gia@vidu.example",
        is_secret=True,
        state=State.FAILED,
        last_error="550 <doc.gia@vidu.example> unknown",
    )

    pages = [
        staff_client.get(at("message", secret.pk)).text,
        staff_client.get(reverse(LIST)).text,
    ]

    for page in pages:
        assert "doc.gia" not in page.lower()
        assert "D…@vidu.example" in page


@pytest.mark.parametrize(
    ("words", "is_found"), [("doc.gia", False), ("DOC.GIA@vidu.example", True)]
)
def test_a_mail_is_found_by_a_whole_address_alone(staff_client, words, is_found):
    secret = MessageFactory(to="doc.gia@vidu.example", is_secret=True)

    page = staff_client.get(reverse(LIST), {"q": words}).text

    assert (at("message", secret.pk) in page) is is_found


def test_the_brake_is_pulled_and_released_by_name(staff_client):
    Brake.objects.get_or_create(pk=1)

    staff_client.post(at("brake", 1), {"outbox_brake_pull": "1"})
    assert Brake.is_on()
    staff_client.post(at("brake", 1), {"outbox_brake_release": "1"})

    brake = Brake.objects.get()
    assert not brake.on
    assert brake.released_by


@pytest.mark.parametrize("name", ["message", "brake", "balance", "heartbeat"])
def test_nothing_is_added_or_deleted_by_hand(staff_client, name):
    path = reverse(f"admin:outbox_{name}_add")

    assert staff_client.get(path).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_shelf_says_what_waits_and_whether_mail_flows(
    count, django_assert_num_queries
):
    MessageFactory.create_batch(count, state=State.FAILED, subject="Chưa gửi được")
    MessageFactory(sent=True, subject="Đã đi")
    Brake.pull("Sau khi khôi phục")
    shelf = Template("{% load outbox %}{% waiting_mail %}")

    with django_assert_num_queries(3):  # states, the brake, the newest
        text = shelf.render(Context({"perms": {}}))

    assert text.count("Chưa gửi được") == count
    assert "Đã đi" not in text
    assert "Sau khi khôi phục" in text


def test_the_shelf_prints_no_secret_address():
    MessageFactory(state=State.FAILED, to="hoa@example.org", is_secret=True)
    MessageFactory(state=State.FAILED, to="office@example.org")

    text = Template("{% load outbox %}{% waiting_mail %}").render(
        Context({"perms": {}})
    )

    assert ("hoa@example.org" in text, "h…@example.org" in text) == (False, True)
    assert "office@example.org" in text


def test_a_mail_is_read_line_by_line(staff_client):
    message = MessageFactory(
        text="Thưa bạn,\n\nThư <b>này</b>\n", template="members/remark"
    )

    page = staff_client.get(at("message", message.pk))

    assert "Thưa bạn,<br><br>Thư &lt;b&gt;này" in page.text


def test_kinds_of_work_and_the_brake_are_said_in_words(staff_client):
    for name in (SWEEP, TROUBLE):
        Heartbeat.beat(name)
    brake, _made = Brake.objects.get_or_create(pk=1)

    beats = staff_client.get(reverse("admin:outbox_heartbeat_changelist"))
    flowing = staff_client.get(at("brake", brake.pk))

    assert SWEEP not in beats.text
    assert TROUBLE not in beats.text
    assert f">{brake}</div>" in flowing.text
    assert "close_small" not in flowing.text, "mail that flows is no red cross"
