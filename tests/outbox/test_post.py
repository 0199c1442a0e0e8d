"""A mail is a row before it is a mail."""

import email
import os
import socket
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction

from outbox.models import Message
from outbox.post import post

HELLO = {"to": "lan@example.org", "template": "tests/hello", "title": "Hồ sơ <7> & 8"}


def hello(key="hello-1", language="vi", **changes):
    return post(key=key, language=language, **{"name": "Lan", **HELLO, **changes})


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_text_is_stored_in_the_language_of_the_recipient(language):
    message = hello(language=language)

    assert message.subject == f"{language}: Hồ sơ <7> & 8"
    assert message.text.startswith("Dear Lan,\nthe dossier waits.\n\nRead it:\n")
    assert f'<html lang="{language}">' in message.html


@pytest.mark.django_db
def test_the_html_escapes_what_people_typed_and_has_one_button():
    message = hello(name="<script>alert(1)</script>")

    assert "<script>" not in message.html
    assert "&lt;script&gt;" in message.html
    assert message.html.count('class="button"') == 1
    assert 'href="http://localhost/ho-so/7/"' in message.html
    assert 'href="https://example.org/"' in message.html


@pytest.mark.django_db
def test_the_same_occasion_is_posted_once(django_assert_num_queries):
    first = hello()

    with django_assert_num_queries(1):  # by its key
        second = hello(title="Another title")

    assert second == first
    assert second.subject == first.subject


@pytest.mark.django_db
def test_the_message_id_follows_from_the_occasion():
    message = hello(key="branch-request-7-approved")
    message.delete()

    again = hello(key="branch-request-7-approved")

    assert again.message_id == message.message_id
    assert again.message_id.endswith("@localhost>")


@pytest.mark.django_db(transaction=True)
def test_a_committed_post_is_sent_and_carries_its_identity():
    with transaction.atomic():
        message = hello()
        assert mail.outbox == []

    (sent,) = mail.outbox
    message.refresh_from_db()
    wire = email.message_from_bytes(sent.message().as_bytes())
    assert message.state == Message.State.SENT
    assert wire["Message-ID"] == message.message_id
    assert wire["X-Outbox-Key"] == "hello-1"
    assert wire["Auto-Submitted"] == "auto-generated"
    assert email.utils.parsedate_to_datetime(wire["Date"]) == message.date.replace(
        microsecond=0
    )
    assert [part.get_content_type() for part in wire.get_payload()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_tells_nobody():
    with transaction.atomic():
        hello()
        transaction.set_rollback(True)

    assert mail.outbox == []
    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_ten_requests_at_once_post_one_message():
    def request():
        hello()
        connection.close()

    threads = [threading.Thread(target=request) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Message.objects.count() == 1
    assert len(mail.outbox) == 1


RING_FIVE_TIMES = """
import time, django
django.setup()
from outbox.post import ring
start = time.monotonic()
for pk in range(5):
    ring(pk)
print(time.monotonic() - start)
"""


@pytest.mark.parametrize("broker", ["refusing", "hung"])
def test_a_broker_that_is_away_neither_fails_nor_delays_a_request(broker):
    """A server that accepts connections and never answers is the worse case."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1] if broker == "hung" else 1
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0",
            "CELERY_TASK_ALWAYS_EAGER": "0",
        }
        run = subprocess.run(
            [sys.executable, "-c", RING_FIVE_TIMES],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )

    assert "the sweep sends the mail" in run.stderr  # it did ask, once
    assert run.stderr.count("\n") == 1
    assert float(run.stdout) < 2
