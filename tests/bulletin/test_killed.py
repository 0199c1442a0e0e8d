"""Workers that send newsletters are killed in the middle: no copy comes twice."""

import os
import socketserver
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.utils import timezone

from bulletin.models import Delivery, Mailing
from tests.bulletin.factories import mailing, reader
from tests.stack.conftest import database_url

S, D = Mailing.Status, Delivery.State


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
