"""R13: certificates are made while their worker is killed; each is made once.

Only `make faults` runs it: 1,000 certificates, 20 kills.
"""

import hashlib
import os
import random
import signal
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from awards import actions
from awards.models import Award, AwardRegister, Certificate, CertificateRun, Nomination
from awards.models import CertificateDesign as Design
from portal.embedded.servers import end, wait_until
from tests.awards.conftest import *  # noqa: F403 - the people of a round
from tests.awards.factories import NominationFactory
from tests.stack.conftest import CELERY
from tests.stack.test_faults import keep_commits, patiently

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
AWARDS, KILLS, PATIENCE = int(os.environ.get("AWARDS", "1000")), 20, 600
State = CertificateRun.State
WORKER = [*CELERY, "worker", "-l", "WARNING", "--concurrency", "2"]
RUNNING = {State.WAITING, State.MAKING}


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return Path(settings.MEDIA_ROOT)


def decide(world) -> None:
    """A signed decision about so many; the council is not what is tried here."""
    design = Design.objects.create(form=world.round.form, effective_from=world.today())
    for what, y in (("recipient", 60), ("register", 90), ("code", 180)):
        design.fields.create(what=what, x=40, y=y, width=217, size=28, least=14)
    design.fields.create(what="qr", x=20, y=150, width=30)
    rows = NominationFactory.build_batch(
        AWARDS,
        round=world.round,
        association=world.association,
        created_by=world.secretary,
        submitted_by=world.secretary,
        status=Nomination.Status.RECOMMENDED,
    )
    Nomination.objects.bulk_create(rows)
    type(world.round).objects.update(status="reviewed")
    world.round.refresh_from_db()
    world.sign()


def kill(stack, dice) -> None:
    """kill -9: the process that makes them, or the whole worker; then it is back."""
    program = stack.programs["worker"]
    children = Path(f"/proc/{program.process.pid}/task/{program.process.pid}/children")
    pids = [int(pid) for pid in children.read_text().split()]
    if pids and dice.random() < 0.5:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
    else:
        program.process.kill()
        end(program.process, [])
        program.start()


def storm(stack, run) -> int:
    """Kill it each time some more are made, in the middle of the next ones."""
    dice, kills = random.Random(13), 0
    runs = CertificateRun.objects.filter(pk=run.pk)
    while kills < KILLS:
        more = (kills + dice.random()) * AWARDS / KILLS
        assert wait_until(
            lambda more=more: patiently(Certificate.objects.count) > more, PATIENCE
        ), runs.values().get()
        time.sleep(dice.uniform(0, 0.05))
        kill(stack, dice)
        kills += 1
        # The three minutes of its lease go by; the next sweep finds it.
        runs.filter(state=State.MAKING).update(lease_until=timezone.now())
        stack.ask("awards.sweep")
    assert wait_until(
        lambda: not patiently(lambda: runs.filter(state__in=RUNNING).exists()),
        PATIENCE,
        0.5,
    )
    return kills


def test_each_certificate_is_made_once_though_its_worker_is_killed(
    stack, world, media, as_user, client, capsys
):
    keep_commits()
    decide(world)
    stack.environment["MEDIA_ROOT"] = str(media)
    stack.start("worker", WORKER)
    began = time.monotonic()
    run = CertificateRun.objects.create(round=world.round, created_by=world.officer)
    stack.ask("awards.make_certificates", run.pk)

    kills = storm(stack, run)

    took = time.monotonic() - began
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == (State.DONE, AWARDS, AWARDS)
    numbered()
    stored(media, run)
    shown(world, as_user(world.council), client)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{AWARDS} certificates, {kills} kills, {run.attempts} attempts, "
            f"{took:.0f} s: numbers 1 to {AWARDS}, {AWARDS} files and the printer's"
        )


def numbered() -> None:
    """Without gap, none twice."""
    numbers = Award.objects.order_by("register_no")
    assert list(numbers.values_list("register_no", flat=True)) == [
        *range(1, AWARDS + 1)
    ]
    assert AwardRegister.objects.get().last_number == AWARDS


def stored(media, run) -> None:
    """One row and one file for each award, the file as its row says, no file more."""
    rows = list(Certificate.objects.all())
    assert len(rows) == len({row.award_id for row in rows}) == AWARDS
    assert {row.version for row in rows} == {1}
    for row in [*rows, run]:
        with row.file.open("rb") as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == row.sha256
    files = {str(path.relative_to(media)) for path in media.rglob("*.pdf")}
    papers = {name for name in files if "/decisions/" in name}
    assert files - papers == {row.file.name for row in [*rows, run]}


def sent(client, path) -> bytes:
    return b"".join(client.get(path).streaming_content)


def shown(world, officer, client) -> None:
    """Downloads are the same bytes again; the check knows file and code."""
    rows = Certificate.objects.select_related("award").order_by("pk")
    for row in rows:
        path = reverse("awards:desk-certificate", args=[row.pk])
        made = sent(officer, path)
        assert hashlib.sha256(made).hexdigest() == row.sha256
        assert sent(officer, path) == made
        cache.clear()
        file = SimpleUploadedFile("a.pdf", made, "application/pdf")
        answer = client.post(reverse("awards:verify-file"), {"file": file})
        assert answer.context["state"] == "issued"
        assert answer.context["award"] == row.award
        page = client.get(row.award.get_absolute_url())
        assert page.context["state"] == "valid"
    for row in rows[:: max(1, AWARDS // 20)]:
        actions.revoke(
            row.award,
            by=world.leader,
            ground="procedure",
            issued_on=world.today(),
            signer="Bà Khác",
        )
        cache.clear()
        with row.file.open("rb") as file:
            answer = client.post(reverse("awards:verify-file"), {"file": file})
        assert answer.context["award"].status == "revoked"
        assert "cert--bad" in answer.text
        assert "cert--bad" in client.get(row.award.get_absolute_url()).text
