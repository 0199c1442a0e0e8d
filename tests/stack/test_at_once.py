"""R11: the same form sent fifty times at once does what it does exactly once.

Real processes of the web server, as in production. `make faults` runs it: fifty at
once, twenty rounds of each.
"""

import http.client
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pghistory
import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone
from lxml import html

from awards.models import (
    Award,
    AwardRegister,
    CertificateRun,
    CommendationDecision,
    Nomination,
)
from bulletin.models import Delivery, Subscription
from federation.models import DocumentRegister
from members.actions import start_request
from members.models import BranchRequest, DossierFile, Member, MembershipCount
from outbox.models import Message
from portal.embedded.servers import free_port, wait_until
from tests.accounts.factories import UserFactory
from tests.awards.conftest import *  # noqa: F403 - the people of a round
from tests.awards.factories import NominationFactory, OpenRoundFactory
from tests.bulletin.factories import mailing
from tests.federation.test_uploads import pdf
from tests.members.conftest import make_scene
from tests.members.factories import RequestFactory, SeatFactory

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
ROUNDS = int(os.environ.get("ROUNDS", "20"))
AT_ONCE = 50
FINE = {200, 302, 409}


class Portal:
    """The web server as the image starts it, on the database of the test."""

    def __init__(self, stack, static):
        self.stack, self.port, self.seen = stack, free_port(), Counter()
        self.media, self.rounds = stack.folder / "media", 0
        stack.environment |= {
            "MEDIA_ROOT": str(self.media),
            "STATIC_ROOT": str(static),
            "TRUSTED_PROXIES": "1",
        }
        web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
        web += ["--host", "127.0.0.1", "--port", str(self.port)]
        web += ["--workers", "2", "--blocking-threads", "4", "portal.wsgi:application"]
        stack.start("web", web)
        assert wait_until(self.answers, 60, 0.2), stack.programs["web"].last_words()

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/healthz") == 200
        except OSError:
            return False

    def ask(self, method, path, *rest) -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        with closing(line):
            line.request(method, path, *rest)
            answer = line.getresponse()
            answer.read()
            return answer.status

    def send(self, client, path: str, data: dict) -> None:
        """The same bytes from fifty connections at the same moment."""
        with redis.from_url(self.stack.broker.url()) as cache:
            cache.flushdb()  # nobody is too fast
        body = encode_multipart(BOUNDARY, data)
        cookies = "; ".join(f"{k}={v.value}" for k, v in client.cookies.items())
        headers = {"Content-Type": MULTIPART_CONTENT, "Cookie": cookies}
        # Each round from another place: one place asks for so many mails and no more.
        self.rounds += 1
        headers["X-Forwarded-For"] = f"10.1.{self.rounds >> 8}.{self.rounds & 255}"
        barrier = Barrier(AT_ONCE)

        def one(_number) -> int:
            barrier.wait(timeout=60)
            return self.ask("POST", path, body, headers)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = Counter(pool.map(one, range(AT_ONCE)))
        assert set(found) <= FINE, (path, found)
        self.seen.update(found)


@pytest.fixture(scope="session")
def static(tmp_path_factory):
    """Style sheets and scripts under the names of a release."""
    found = tmp_path_factory.mktemp("static")
    gather = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    place = os.environ | {"STATIC_ROOT": str(found)}
    subprocess.run(gather, env=place, cwd=settings.BASE_DIR, check=True)
    return found


@pytest.fixture
def portal(stack, static, settings):
    found = Portal(stack, static)
    settings.MEDIA_ROOT = str(found.media)
    return found


def form_at(client, path: str, **typed) -> dict:
    """What a browser would send from this page."""
    page = html.fromstring(client.get(path).text)
    desk, own = "//form[@id='mailing_form']", "//main//form[@method='post']"
    data: dict = {}
    for name, value in (page.xpath(desk) or page.xpath(own))[0].form_values():
        data.setdefault(name, []).append(value)
    return data | typed


def tell(capsys, what: str, portal) -> None:
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{what}: {ROUNDS} rounds of {AT_ONCE}, one effect each; "
            f"answers {dict(portal.seen)}"
        )


def test_dossiers_files_and_numbers(portal, as_user, capsys):
    scene = make_scene()
    client, slug = as_user(scene.secretary), scene.association.slug
    day = timezone.localdate()
    for number in range(ROUNDS):
        begun(portal, client, f"Chi hội song song {number}")
        dossier = RequestFactory.build(association=scene.association)
        start_request(dossier, by=scene.secretary)
        SeatFactory(request=dossier)
        papers(portal, client, dossier)
        handed_in(portal, client, dossier, number + 1)

        path = reverse("members:workspace-number-add", args=[slug])
        of_day = day - timedelta(days=number)
        typed = {"as_of": f"{of_day:%d/%m/%Y}", "total": "321"}
        portal.send(client, path, form_at(client, path, **typed))
        assert MembershipCount.objects.filter(as_of=of_day).count() == 1

        path = reverse("members:workspace-member-add", args=[slug])
        name = f"Trần Song Song {number}"
        portal.send(client, path, form_at(client, path, full_name=name))
        assert Member.objects.filter(full_name=name).count() == 1
    tell(capsys, "dossiers begun, their files, handed in; numbers; members", portal)


def begun(portal, client, name: str) -> None:
    path = reverse("members:workspace-dossier-new")
    typed = {"name": name, "host_kind": "ward", "host_name": "Phường", "place": "A"}
    portal.send(client, path, form_at(client, path, **typed))
    assert BranchRequest.objects.filter(name=name).count() == 1


def papers(portal, client, dossier) -> None:
    """One paper has one row and one file, however often it was sent."""
    before = files_of(portal)
    for item in dossier.items.all():
        path = reverse("members:workspace-dossier-documents", args=[dossier.public_id])
        data = form_at(client, path)
        data[f"file-{item.pk}"] = ContentFile(pdf(), name="to-trinh.pdf")
        portal.send(client, path, data)
        assert DossierFile.objects.filter(item=item).count() == 1
    assert files_of(portal) - before == {
        row.file.file.name for row in dossier.items.select_related("file")
    }


def files_of(portal) -> set[str]:
    found = Path(portal.media).rglob("*.pdf")
    return {str(path.relative_to(portal.media)) for path in found}


def handed_in(portal, client, dossier, number: int) -> None:
    """One revision, the next number of the register, one mail to whoever is told."""
    mails = Message.objects.count()
    page = reverse("members:workspace-dossier-review", args=[dossier.public_id])
    path = reverse("members:workspace-dossier-submit", args=[dossier.public_id])
    portal.send(client, path, form_at(client, page))
    dossier.refresh_from_db()
    assert dossier.status == dossier.Status.SUBMITTED
    assert dossier.revisions.count() == 1
    register = DocumentRegister.objects.get(kind="branch-requests")
    assert register.last_number == number
    assert Message.objects.count() == mails + 1


def test_decisions_and_certificates(portal, world, as_user, capsys):
    leader, officer = as_user(world.leader), as_user(world.officer)
    for number in range(1, ROUNDS + 1):
        round_ = OpenRoundFactory(form=world.round.form, rules=world.round.rules)
        NominationFactory(
            round=round_,
            association=world.association,
            created_by=world.secretary,
            submitted_by=world.secretary,
            status=Nomination.Status.RECOMMENDED,
        )
        type(round_).objects.filter(pk=round_.pk).update(status="reviewed")
        path = reverse("awards:desk-decide", args=[round_.slug])
        typed = {"signer": "Bà Ký", "sure": "on"}
        portal.send(leader, path, form_at(leader, path, **typed))
        assert CommendationDecision.objects.filter(round=round_).count() == 1
        assert Award.objects.get(round=round_).register_no == number
        assert AwardRegister.objects.get().last_number == number
        assert DocumentRegister.objects.get(kind="decision").last_number == number

        path = reverse("awards:desk-run-begin", args=[round_.slug])
        page = round_.get_desk_url()
        portal.send(officer, path, form_at(officer, page))
        assert CertificateRun.objects.filter(round=round_).count() == 1
    tell(capsys, "decisions signed, certificates asked for", portal)


def test_newsletters_and_passwords(portal, as_user, capsys):
    sender = UserFactory(staff=True)
    names = ["send_mailing", "view_mailing", "change_mailing"]
    sender.user_permissions.set(Permission.objects.filter(codename__in=names))
    desk, stranger = as_user(sender), Client()
    readers = [
        Subscription(email=f"{n}@example.vn", language="vi", state="active")
        for n in range(60)
    ]
    Subscription.objects.bulk_create(readers)
    for number in range(ROUNDS):
        going_out(portal, desk, mailing(), 60 - number)

        person = UserFactory()
        path = reverse("account_reset_password")
        portal.send(stranger, path, form_at(stranger, path, email=person.email))
        assert Message.objects.filter(to=person.email).count() == 1

        reader = readers[number]
        path = reverse("bulletin:newsletter-leave", args=[reader.token])
        portal.send(Client(), path, {"List-Unsubscribe": "One-Click"})
        reader.refresh_from_db()
        assert reader.state == "left"
    tell(capsys, "newsletters sent, passwords forgotten, readers gone", portal)


def going_out(portal, desk, letter, readers: int) -> None:
    path = reverse("admin:bulletin_mailing_change", args=[letter.pk])
    offered = html.fromstring(desk.get(path).text).xpath(
        "//*[contains(@name, '_press_')]/@name"
    )
    (button,) = [name for name in offered if name.endswith("_send")]
    portal.send(desk, path, form_at(desk, path, **{button: "1"}))
    assert times(letter, status="sending") == 1
    assert Delivery.objects.filter(mailing=letter).count() == readers


def times(row, **state) -> int:
    """How often history saw this row come into this state."""
    (history,) = pghistory.core.event_models(tracks_model=type(row))
    rows = history.objects.filter(pgh_obj_id=row.pk, pgh_label="update")
    return rows.filter(**state).count()
