"""The doctor says what is wrong and ends with an error when something is."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from outbox.models import Brake, Heartbeat
from outbox.tasks import SWEEP
from tests.outbox.factories import MessageFactory

pytestmark = pytest.mark.django_db


def doctor(*checks):
    out = io.StringIO()
    call_command("doctor", *checks, stdout=out)
    return out.getvalue()


def test_a_portal_that_works_is_well():
    Heartbeat.beat(SWEEP)

    assert doctor("database", "mail", "files").count("ok  ") == 3


def test_without_a_sweep_the_mail_is_sick():
    with pytest.raises(CommandError, match="1 of 1"):
        doctor("mail")


def test_a_message_that_is_long_due_is_seen():
    Heartbeat.beat(SWEEP)
    MessageFactory(next_attempt_at=timezone.now() - timedelta(minutes=6))

    with pytest.raises(CommandError):
        doctor("mail")


def test_the_brake_is_told_and_is_no_illness():
    Brake.pull("Restored")

    assert "STOPPED: Restored" in doctor("mail")


def test_an_unknown_check_is_refused():
    with pytest.raises(CommandError, match="Unknown: nose"):
        doctor("nose")
