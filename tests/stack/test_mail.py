"""Nothing lost, nothing twice: with real processes that really die."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from outbox.models import Message
from portal.embedded.servers import end, wait_until
from tests.outbox.factories import MessageFactory

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
POST = """
import sys, time, django
django.setup()
from django.db import transaction
from outbox.models import Message
from outbox.post import ring
for pk in map(int, sys.argv[1:]):
    ring(pk)
"""


def ring(stack, *messages):
    """The doorbell of a web process."""
    command = [sys.executable, "-c", POST, *(str(each.pk) for each in messages)]
    subprocess.run(command, env=stack.environment, cwd=settings.BASE_DIR, check=True)


def all_sent() -> bool:
    return not Message.objects.exclude(state=Message.State.SENT).exists()


def test_the_mail_of_a_day_with_accidents(stack):
    """One set of processes for all accidents: starting them is what takes time."""
    stack.start("worker")
    stack.start("beat")
    stack.wait_for(0, 1)

    # The broker was empty and the doorbell lost: the sweep delivers.
    MessageFactory.create_batch(3)
    stack.wait_for(3, 40)

    # A doorbell is answered within ten seconds.
    hello = MessageFactory()
    ring(stack, hello)
    assert stack.wait_for(4, 10) < 10

    # A second beat and a burst; the worker dies in the middle of it.
    stack.start("second-beat")
    MessageFactory.create_batch(60)
    stack.wait_for(10, 30)
    stack.kill("worker")
    stack.start("worker")
    stack.wait_for(64, 60)

    # The broker dies, comes back empty; the workers are not restarted.
    os.kill(stack.broker.process.pid, 9)
    end(stack.broker.process, [])
    MessageFactory.create_batch(3)
    stack.broker.start()
    stack.broker.wait()
    stack.wait_for(67, 60)

    assert wait_until(all_sent, 20, 0.2)
    mails = stack.mails()
    assert len(mails) == 67
    assert len({mail["Message-ID"] for mail in mails}) == 67
    assert len({mail["X-Outbox-Key"] for mail in mails}) == 67
