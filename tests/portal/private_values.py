"""What of the demo is private, and where it stands although nobody may read it."""

import html
import re
import unicodedata
from collections import Counter

from django.apps import apps

from events.models import Event
from federation.models import Person
from members.models import Association, CommitteeSeat
from members.models.register import dialled
from tests.accounts.factories import UserFactory
from tests.federation.factories import DataRequestFactory, PersonFactory
from tests.federation.test_breaches import breach
from tests.federation.test_privacy import answer
from tests.members.factories import MemberFactory, RequestFactory, SeatFactory
from tests.outbox.factories import MessageFactory

# Columns that no visitor may read; e-mail addresses and telephones are looked for in
# every model (a test), so a new one is named here or among the public ones.
PRIVATE = {
    "accounts.User": ["email"],
    "bulletin.Delivery": ["address"],
    "bulletin.Subscription": ["email", "token"],
    "events.CalendarKey": ["token"],
    "events.Registration": ["name", "email", "token"],
    "federation.Breach": ["title", "description"],
    "federation.Consent": ["note"],
    "federation.DataRequest": ["name", "contact"],
    "federation.Person": ["full_name"],
    "members.BranchRequest": ["contact_name", "contact_email"],
    "members.CommitteeSeat": ["phone"],
    "members.Member": ["full_name", "phone", "email"],
    "members.ProposedMember": ["name", "address"],
    "outbox.Message": ["to"],
}
PUBLIC = {"federation.Organization": ["phone", "email"]}
HOUSE = {label.split(".")[0] for label in PRIVATE | PUBLIC}
SHORTEST = 6
NUMBER = re.compile(r"\+?\d(?:[ .()-]{0,2}\d){7,}")


def plant() -> None:
    """One row of each kind, so that each is looked for whatever the demo holds."""
    user = UserFactory(email="tai.khoan.kin@example.org")
    hidden = PersonFactory(full_name="Tạ Thị Vắng Mặt", user=user)
    answer(hidden)
    breach(title="Gửi nhầm tệp đã trồng", description="Một tệp đã trồng đi nhầm.")
    name, mail = "Khúc Văn Yêu Cầu", "yeu.cau.kin@example.org"
    DataRequestFactory(person=hidden, name=name, contact=mail)
    MessageFactory(to="thu.kin@example.org")
    mine = Association.objects.first()
    MemberFactory(association=mine, full_name="Lộc Thị Hội Viên", phone="0987 000 111")
    request = RequestFactory(association=mine, contact_name="Ngạc Văn Liên Hệ")
    SeatFactory(request=request, phone="+84 987 000 222")
    request.proposed.create(name="Cồ Thị Dự Kiến", address="Ngõ Không Tên 7", folded="")
    model("events.Registration").objects.create(
        event=Event.objects.published().first(),
        name="Ngụy Văn Đăng Ký",
        email="dang.ky.kin@example.org",
        language="vi",
    )
    model("events.CalendarKey").objects.create(user=user)
    model("bulletin.Subscription").objects.create(
        email="doc.gia.kin@example.org", language="vi"
    )


def model(label):
    return apps.get_model(label)


def values() -> dict[str, str]:
    """Each private value and the model that keeps it; what is public too is none."""
    found = {}
    for label, columns in PRIVATE.items():
        rows = model(label)._default_manager
        for column in columns:
            found |= dict.fromkeys(
                map(needle, rows.values_list(column, flat=True)), label
            )
    for value in map(needle, public()):
        found.pop(value, None)
    return {value: label for value, label in found.items() if len(value) >= SHORTEST}


def public():
    """What stands on a public page of right."""
    for label, columns in PUBLIC.items():
        for column in columns:
            yield from model(label).objects.values_list(column, flat=True)
    yield from Person.objects.public().values_list("full_name", flat=True)
    seats = CommitteeSeat.objects.filter(body__isnull=False)
    yield from seats.values_list("name", flat=True)


def needle(value) -> str:
    """As it is looked for: a telephone by its digits, the rest without case."""
    text = unicodedata.normalize("NFC", str(value or "")).strip()
    return dialled(text) if NUMBER.fullmatch(text) else text.casefold()


def haystack(text: str) -> str:
    """The text as a reader or a program reads it, then its telephone numbers."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    text = unicodedata.normalize("NFC", html.unescape(text))
    numbers = {dialled(number) for number in NUMBER.findall(text)}
    return "\n".join([text.casefold(), *sorted(numbers)])


def leaks(texts: dict[str, str], private: dict[str, str]) -> list[tuple]:
    """(address, value, model) wherever a private value stands."""
    stacks = {path: haystack(text) for path, text in texts.items()}
    whole = "\n".join(stacks.values())
    out = [value for value in private if value in whole]
    return [
        (path, value, private[value])
        for value in out
        for path, stack in stacks.items()
        if value in stack
    ]


def few_of_each(private: dict[str, str], number: int) -> list[str]:
    """So many values of every model, to be asked of the search."""
    seen, few = Counter(), []
    for value, label in private.items():
        seen[label] += 1
        if seen[label] <= number:
            few.append(value)
    return few


def hits(text: str) -> str:
    """A page of results repeats what was asked; what it found is what counts."""
    found = re.findall(r"<li\b.*?</li>|<article\b.*?</article>", text, re.DOTALL)
    return re.sub(r"<[^>]*>", "", "\n".join(found))
