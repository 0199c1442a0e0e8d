"""Calls to programs elsewhere: signed, repeated until taken, never led astray.

Signed as the Standard Webhooks say (standardwebhooks.com): `webhook-id` is the same
for ever for one occasion, so that a repeated call is recognisable.
"""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import logging
import socket
import ssl
import time
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import Call, Reminder
from events.models.webhooks import check_address
from outbox import relay
from outbox.models import Brake

logger = logging.getLogger(__name__)
# Seconds for each step of a call, and for all of it.
STEP, WHOLE = 5, 15
AGAIN = {408, 409, 425, 429}
WRAPPED = [
    ipaddress.ip_network(network)
    for network in ("::ffff:0:0/96", "64:ff9b::/96", "2002::/16", "2001::/32")
]


class Refused(Exception):
    """The call will not succeed by being repeated; a person has to look."""


class Pinned(http.client.HTTPSConnection):
    """https to an address that was looked at, under the name that was asked for."""

    def __init__(self, host, port, address):
        self.address = address
        context = ssl.create_default_context()
        super().__init__(host, port, timeout=STEP, context=context)

    def connect(self):
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def make_next_call(**which) -> bool:
    """Claim one call that is due, make it outside the transaction, settle it."""
    if Brake.is_on():
        return False
    call = Call.objects.claim(**which)
    if call is None:
        return False
    try:
        deliver(call)
    except Refused as error:
        give_up(call, str(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        if call.is_exhausted:
            give_up(call, reason)
        else:
            relay.settle(call, Call.State.QUEUED, reason)
    else:
        relay.settle(call, Call.State.TAKEN)
    return True


def make_calls(seconds: float = 45) -> int:
    """All that is due, one after the other, until the time is over."""
    until, made = time.monotonic() + seconds, 0
    while time.monotonic() < until and make_next_call():
        made += 1
    return made


def give_up(call: Call, reason: str) -> None:
    """Written down in the ledger as well: nobody was told."""
    if relay.settle(call, Call.State.FAILED, reason):
        logger.warning("Call %s was refused", call.pk)
        Reminder.objects.filter(pk=call.reminder_id).update(
            state=Reminder.State.FAILED, reason=Reminder.Reason.REFUSED
        )


def try_again(calls) -> int:
    """A person looked at them: from the first attempt on, in the ledger as sent."""
    failed = calls.filter(state=Call.State.FAILED)
    Reminder.objects.filter(call__in=failed.values("pk")).update(
        state=Reminder.State.SENT, reason=""
    )
    return failed.try_again()


def deliver(call: Call) -> None:
    """POST the body; 2xx is taken. Redirects are never followed."""
    webhook = call.webhook
    if not webhook.is_active:
        raise Refused("no longer in use")
    try:
        check_address(webhook.url)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    parts = urlsplit(webhook.url)
    port = parts.port or 443
    connection = Pinned(parts.hostname, port, address_of(parts.hostname, port))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    alarm = Timer(WHOLE, hang_up, [connection])
    alarm.start()
    try:
        connection.request("POST", path, call.body.encode(), headers(call, webhook))
        status = connection.getresponse().status
    finally:
        alarm.cancel()
        connection.close()
    if 200 <= status < 300:
        return
    if status in AGAIN or status >= 500:
        raise ValueError(f"the program answered {status}")
    raise Refused(f"the program answered {status}")


def hang_up(connection) -> None:
    """A program that drips its answer does not keep a worker."""
    if connection.sock is not None:
        connection.sock.close()


def address_of(host: str, port: int) -> str:
    """An address of the host, all of them being public ones.

    Looked up once: the connection goes there and nowhere else, whatever the name
    says a moment later. Inner addresses only for hosts named in WEBHOOK_INSIDE.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [entry[4][0] for entry in found]
    if host not in settings.WEBHOOK_INSIDE:
        inner = [one for one in addresses if not is_public(one)]
        if inner or not addresses:
            raise Refused(f"{host} leads to an inner address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Reachable from anywhere; an IPv4 address wrapped in another is none."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    wrapped = ip.version == 6 and any(ip in network for network in WRAPPED)
    return ip.is_global and not ip.is_multicast and not wrapped


def headers(call: Call, webhook) -> dict[str, str]:
    """Who calls, about what, and the proof that it is us."""
    stamp = str(int(timezone.now().timestamp()))
    signed = f"{call.key}.{stamp}.{call.body}".encode()
    proof = base64.b64encode(hmac.digest(webhook.key, signed, hashlib.sha256)).decode()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "HuuNghiPortal",
        "Idempotency-Key": call.key,
        "webhook-id": call.key,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{proof}",
    }
