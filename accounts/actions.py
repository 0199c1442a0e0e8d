"""What happens at the door: attempts, codes, forms kept over a new log-in."""

import base64
import hashlib
import ipaddress
import json
import secrets

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import signing
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from accounts.models import KeptForm, LoginEvent, identity_key, new_stamp

# --- where a request comes from -------------------------------------------------


def client_address(request) -> str:
    """The reader's address; only as many forwarders as we run are believed."""
    forwarded = request.headers.get("x-forwarded-for", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    proxies = settings.TRUSTED_PROXIES
    said = hops[-proxies] if proxies and len(hops) >= proxies else ""
    for address in (said, request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ipaddress.ip_address(address))
        except ValueError:
            continue
    return ""


def network_of(address: str) -> str:
    """An IPv6 household owns its whole /64; an IPv4 address stands for itself."""
    if ":" not in address:
        return address
    return str(ipaddress.IPv6Network(f"{address}/64", strict=False).network_address)


def request_network(request) -> str:
    return network_of(client_address(request))


def record(request, kind, *, typed="", user=None) -> LoginEvent:
    """Write into the record of log-ins."""
    address = client_address(request)
    return LoginEvent.objects.create(
        kind=kind,
        user=user,
        identity=identity_key(typed or (user.email if user else "")),
        address=address or None,
        network=network_of(address),
        agent=request.headers.get("user-agent", "")[:200],
    )


# --- attempts -------------------------------------------------------------------


def one_at_a_time(key: str) -> None:
    """One after the other: counting and writing belong together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


@transaction.atomic
def may_try_password(request, typed: str, *, user=None) -> bool:
    """Note the attempt; False when there were too many."""
    key, network = identity_key(typed), request_network(request)
    one_at_a_time(key)
    events = LoginEvent.objects
    known = device_of(request).get("key") == key
    if events.may_try(key, network, known=known):
        record(request, LoginEvent.Kind.ATTEMPT, typed=typed, user=user)
        return True
    if not events.held_back_lately(key, network):
        record(request, LoginEvent.Kind.HELD_BACK, typed=typed, user=user)
    return False


def may_send_code(user) -> bool:
    """At most five codes by mail in a quarter of an hour."""
    return LoginEvent.objects.codes_sent_lately(user) < 5


def code_identity(user) -> str:
    return f"code of {user.pk}"


@transaction.atomic
def may_try_code(request, user) -> bool:
    """At most five tries in a quarter of an hour, wherever they come from."""
    typed = code_identity(user)
    key = identity_key(typed)
    one_at_a_time(key)
    if LoginEvent.objects.may_try_code(key):
        record(request, LoginEvent.Kind.ATTEMPT, typed=typed, user=user)
        return True
    if not LoginEvent.objects.held_back_lately(key, request_network(request)):
        record(request, LoginEvent.Kind.HELD_BACK, typed=typed, user=user)
    return False


# --- codes ----------------------------------------------------------------------


def give_totp(user, secret: str) -> Authenticator:
    """Attach an authenticator app with this base32 secret (demo data, tests)."""
    found, _new = Authenticator.objects.update_or_create(
        user=user,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": encrypt(secret)}},
    )
    return found


def matching_counter(secret: str, code: str, *, after: int = 0) -> int:
    """The time step this code belongs to, one before or after now; 0 if to none."""
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if counter > after and compare_user_code(actual=code, expected=expected):
            return counter
    return 0


@transaction.atomic
def spend_code(authenticator: Authenticator, code: str) -> bool:
    """A code opens once; neither it nor an older one opens again."""
    if authenticator.type != Authenticator.Type.TOTP:
        return authenticator.wrap().validate_code(code)
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    counter = matching_counter(
        decrypt(row.data["secret"]), code, after=row.data.get("last_counter", 0)
    )
    if counter:
        row.data["last_counter"] = counter
        row.save(update_fields=["data"])
    return bool(counter)


def methods_used(request, user) -> set[str]:
    """How this session proved who it is: password, code (by mail), mfa."""
    return {entry["method"] for entry in get_authentication_records(request, user)}


def mark_factor(request, method: str, **extra) -> None:
    """From now on this session is past the second factor, under a new id."""
    record_authentication(request, request.user, method, **extra)
    request.session.cycle_key()


def unmark_factor(request) -> None:
    """The second factor of this session was removed: it counts no longer."""
    methods = request.session.get("account_authentication_methods", [])
    request.session["account_authentication_methods"] = [
        entry for entry in methods if entry["method"] not in ("mfa", "code")
    ]


# --- the browser known from before ----------------------------------------------

DEVICE_DAYS = 90


def cookie_name(name: str) -> str:
    return f"__Host-{name}" if settings.HTTPS else name


def device_of(request) -> dict:
    """Who logged in from this browser before: {"user", "key"} or nothing."""
    try:
        return signing.loads(
            request.COOKIES.get(cookie_name("device"), ""),
            salt="accounts.device",
            max_age=DEVICE_DAYS * 86400,
        )
    except signing.BadSignature:
        return {}


def remember_device(response, user) -> None:
    value = {"user": user.pk, "key": identity_key(user.email)}
    set_cookie(
        response, "device", signing.dumps(value, salt="accounts.device"),
        DEVICE_DAYS * 86400,
    )  # fmt: skip


def set_cookie(response, name: str, value: str, max_age: int) -> None:
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=max_age,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


# --- forms kept over a new log-in -----------------------------------------------

SECRET_WORDS = ("password", "csrfmiddlewaretoken", "code", "otp", "credential")


class WithoutFiles(FileUploadHandler):
    """What is typed is kept, files are not: they are chosen again."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


def _seal(secret: str) -> Fernet:
    key = salted_hmac("accounts.kept", secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _handle(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def typed_fields(post) -> list[tuple[str, str]]:
    """What was typed, without secrets."""
    return [
        (name, value)
        for name, values in post.lists()
        if not name.lower().endswith(SECRET_WORDS)
        and not name.lower().startswith(SECRET_WORDS)
        for value in values
    ]


def keep_form(request, user_id: int) -> str:
    """Seal what was typed for half an hour; the key is for the browser's cookie."""
    fields = typed_fields(request.POST)
    if not fields:
        return ""
    secret = secrets.token_urlsafe(32)
    content = {"path": request.get_full_path(), "fields": fields}
    sealed = _seal(secret).encrypt(json.dumps(content).encode())
    KeptForm.objects.outworn().delete()
    KeptForm.objects.create(handle=_handle(secret), user_id=user_id, sealed=sealed)
    return secret


def open_kept_form(request) -> dict | None:
    """What this browser's owner typed before; nobody else's is ever opened."""
    secret = request.COOKIES.get(cookie_name("kept"), "")
    kept = (
        KeptForm.objects.fresh()
        .filter(handle=_handle(secret), user=request.user)
        .first()
    )
    if kept is None:
        return None
    try:
        return json.loads(_seal(secret).decrypt(bytes(kept.sealed)))
    except InvalidToken:
        return None


def forget_kept_form(request) -> None:
    secret = request.COOKIES.get(cookie_name("kept"), "")
    KeptForm.objects.filter(handle=_handle(secret)).delete()


def give_role(user, role: str) -> bool:
    """Into the group of this role, if it has one; its people are staff."""
    group = Group.objects.filter(name=role).first()
    if group is None:
        return False
    user.groups.add(group)
    if not user.is_staff:
        user.is_staff, user.mail_code, user.stamp = True, False, new_stamp()
        user.save(update_fields=["is_staff", "mail_code", "stamp"])
    return True
