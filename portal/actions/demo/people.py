"""Demo accounts: one per role, with random passwords and authenticator secrets."""

import base64
import json
import os
import secrets
from pathlib import Path

from django.contrib.auth.models import Group

from accounts.actions import give_totp
from accounts.models import User
from federation.models import Office

STAFF_ROLES = {
    *("union_officer", "union_leader", "editor", "translator", "publisher"),
    *("council_secretary", "council_member", "dpo", "auditor", "admin"),
}


def make_accounts(entries: list[dict], rows, path: Path) -> dict[str, User]:
    """The accounts by their key; secrets on file are kept on a second run."""
    known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    users, said = {}, {}
    for entry in entries:
        user = User.objects.filter(email=entry["email"]).first()
        said[entry["key"]] = known.get(entry["key"])
        if user is None or not said[entry["key"]]:
            user, said[entry["key"]] = make_account(entry, user)
            rows.made["accounts.User"] += 1
        users[entry["key"]] = user
        make_office(entry, user, rows)
    if said != known:
        write(path, said)
    return users


def make_account(entry: dict, user: User | None) -> tuple[User, dict]:
    """The account and what opens it; an account without its secrets gets new ones."""
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    password = "-".join(secrets.token_hex(3) for _part in range(4))
    user = user or User(email=entry["email"], is_demo=True)
    user.full_name, user.language = entry["name"], entry.get("language", "vi")
    user.is_staff = entry["role"] in STAFF_ROLES
    user.is_superuser = entry["role"] == "admin"
    user.set_password(password)
    user.save()
    give_totp(user, secret)
    return user, {
        "email": user.email,
        "password": password,
        "totp_secret": secret,
        "role": entry["role"],
        "name": entry["name"],
    }


def make_office(entry: dict, user: User, rows) -> None:
    """What the account acts for, since when; staff also join their role's group."""
    organization = rows.find(Office._meta.get_field("organization").related_model,
                             entry.get("organization", "union"))  # fmt: skip
    _office, is_new = Office.objects.get_or_create(
        user=user,
        organization=organization,
        role=entry["role"],
        defaults={"since": entry["since"], "is_demo": True},
    )
    rows.made["federation.Office"] += is_new
    if group := Group.objects.filter(name=entry["role"]).first():
        user.groups.add(group)


def write(path: Path, said: dict) -> None:
    """Only the owner of the process may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    path.chmod(0o600)
