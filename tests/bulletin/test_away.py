"""A newsletter while the database or the mail server is away."""

import pytest
from django.core import mail
from django.db import OperationalError
from django.utils import timezone

from bulletin.documents import send_round
from bulletin.models import Delivery
from tests.bulletin.factories import mailing, reader
from tests.bulletin.test_newsletter import D, states

pytestmark = pytest.mark.django_db


def test_a_restart_of_the_database_repeats_no_copy(monkeypatch):
    """What went out is written down with a fresh connection."""
    reader()
    mailing().send()
    write_down, failed = Delivery.settle, []

    def fail_once(self, state, error="", **kwargs):
        if state == D.SENT and not failed:
            failed.append(state)
            raise OperationalError("the database restarts")
        return write_down(self, state, error, **kwargs)

    monkeypatch.setattr(Delivery, "settle", fail_once)
    monkeypatch.setattr("outbox.relay.connection.close", lambda: None)
    send_round(60)

    assert failed
    assert states() == {"an@vidu.example": D.SENT}
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_is_not_asked_for_each_copy(monkeypatch):
    reader()
    mailing().send()
    asked = []

    def away(self):
        asked.append(1)
        raise ConnectionRefusedError

    backend = "django.core.mail.backends.locmem.EmailBackend.open"
    monkeypatch.setattr(backend, away, raising=False)
    send_round(60)
    Delivery.objects.update(due_at=timezone.now())
    send_round(60)

    assert asked == [1]
    assert states() == {"an@vidu.example": D.QUEUED}
