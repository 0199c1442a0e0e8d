"""R2: a newsletter goes out while everything dies; no copy twice, nobody forgotten.

In small in every run; `make faults` is the full form: 5,000 readers and 100 kills.
"""

import os
import time
from collections import Counter

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from bulletin.models import Delivery, Mailing, Subscription
from portal.embedded.servers import wait_until
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import mailing
from tests.stack.conftest import stack  # noqa: F401 (a fixture)
from tests.stack.sink import Sink
from tests.stack.test_faults import (
    SLOTS,
    WORKERS,
    Storm,
    keep_commits,
    logs,
    patiently,
)

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
FULL = os.environ.get("FAULTS") == "full"
READERS, KILLS, PATIENCE = (5000, 100, 600) if FULL else (500, 8, 120)
D = Delivery.State


class SlowSink(Sink):
    """Takes a letter and rests before it says so: who dies then does not know."""

    rest = 0.08

    def keep(self, letter):
        super().keep(letter)
        time.sleep(self.rest)


def is_quiet() -> bool:
    return Mailing.objects.filter(status=Mailing.Status.SENT).exists()


def begin() -> Mailing:
    """A newsletter to so many readers at hosts of their own."""
    rows = [
        Subscription(email=f"{n}@host{n}.example", language="vi", state="active")
        for n in range(READERS)
    ]
    Subscription.objects.bulk_create(rows)
    found = mailing()
    found.send()
    return found


def test_no_copy_comes_twice_though_everything_is_killed(
    stack,  # noqa: F811
    as_user,
    capsys,
):
    keep_commits()
    sent_by_us = begin()
    with SlowSink() as sink:
        stack.environment |= {
            "MAIL_DIR": "",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        }
        storm, began = Storm(stack), time.monotonic()
        storm.start()
        assert wait_until(lambda: sink.letters, 60), logs(stack)
        while sum(storm.kills.values()) < KILLS and not patiently(is_quiet):
            storm.strike()
            time.sleep(storm.dice.uniform(0.1, 1.2))
        assert wait_until(lambda: patiently(is_quiet), PATIENCE, 0.5), logs(stack)
        seconds = time.monotonic() - began
        keys = Counter(key for key, _id, _date in sink.letters)
    report = check(sent_by_us, keys, storm.kills, as_user)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{READERS} readers, kills {dict(storm.kills)}, {seconds:.0f} s; {report}"
        )


def check(newsletter, keys: Counter, kills: Counter, as_user) -> str:
    """Twice, lost, uncertain and the sums are counted apart (trust.md R2)."""
    rows = list(newsletter.deliveries.all())
    by_state = {state: {row.key for row in rows if row.state == state} for state in D}
    figures = newsletter.figures()
    assert [key for key, number in keys.items() if number > 1] == []
    assert figures["all"] == len(rows) == READERS
    known = [D.SENT, D.UNCERTAIN, D.FAILED, D.SUPPRESSED]
    assert sum(figures[state] for state in known) == READERS
    assert by_state[D.SENT] <= set(keys), "what is called sent has arrived"
    assert set(keys) <= by_state[D.SENT] | by_state[D.UNCERTAIN]

    lost = by_state[D.UNCERTAIN] - set(keys)
    most = SLOTS * len(WORKERS) * sum(kills.values())
    assert len(by_state[D.UNCERTAIN]) <= most
    few = KILLS if FULL else KILLS // 2
    assert sum(kills.values()) >= few, "it was over before enough had died"
    listed(newsletter, by_state[D.UNCERTAIN], as_user)
    return (
        f"0 twice, {figures[D.SENT]} sent, {figures[D.UNCERTAIN]} uncertain "
        f"({len(lost)} of them never arrived; at most {most}), "
        f"{figures[D.FAILED]} refused"
    )


def listed(newsletter, uncertain: set, as_user) -> None:
    """Staff find each of them, and the button."""
    connection.close()
    sender = UserFactory(staff=True)
    right = Permission.objects.get(codename="send_mailing")
    sender.user_permissions.add(right)
    page = as_user(sender).get(
        reverse("admin:bulletin_delivery_changelist"),
        {"mailing__id__exact": newsletter.pk, "state__exact": D.UNCERTAIN, "all": ""},
    )
    assert page.status_code == 200, page
    rows = page.context["cl"].queryset
    assert {row.key for row in rows} == uncertain
    if uncertain:
        assert "send_again" in page.content.decode()
