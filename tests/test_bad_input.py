"""No address of the portal answers bad input with a server error or a traceback."""

import re
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.utils.translation import get_language, override

from federation.models import Role
from portal.views import pages
from tests.accounts.factories import UserFactory
from tests.federation.factories import OfficeFactory
from tests.test_house import addresses

SAMPLES = {
    "int": ["0", "7", "99999999999999999999"],
    "slug": ["khong-co", "a" * 3000],
    "uuid": [str(uuid.UUID(int=1))],
    "str": ["zz", "%00", "%F0%9F%8E%8B", "x" * 3000],
    "path": ["a/../../etc/passwd", "%2e%2e/x.png"],
}
QUERIES = [
    "nam=abc&thang=x&page=abc&trang=abc&loai=%27",
    "nam=99999&thang=13&page=9999&w=-1",
    "nam=-1&thang=0&page=0",
    "q=%00&nam=%00",
    "q=%ED%A0%80&nam=%ED%A0%80&page=%FF",
    "q=" + "a" * 5000,
    "q[]=1&q[]=2&page=1&page=2&nam=1e9",
    "q=%27%22%3Cscript%3E&next=//evil.example/",
    "nam=%D9%A2%D9%A0%D9%A2%D9%A6&page=%D9%A1",
    "o=999.-999&p=99999&e=1&q=%25_%25",
]
METHODS = ["get", "post", "head", "put", "delete"]
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>|\(\?P<\w+>[^)]*\)")


def paths() -> dict[str, list[str]]:
    """Concrete paths of each address in both languages, with the methods to ask them
    by: each sample in place of its words is read and written to, the first by all."""
    found = {}
    for language in ("vi", "en"):
        with override(language):
            patterns = [path for path, _, _ in addresses(get_resolver())]
        for pattern in patterns:
            if pattern.startswith(("static/", "__")):
                continue
            kinds = [kind or "str" for kind in PARAMETER.findall(pattern)]
            clean = re.sub(r"\\Z|[\^$]|\\", "", pattern)
            for n in range(max((len(SAMPLES.get(k, "1")) for k in kinds), default=1)):
                values = iter(
                    SAMPLES.get(k, ["1"])[n % len(SAMPLES.get(k, ["1"]))] for k in kinds
                )
                path = "/" + PARAMETER.sub(lambda _, v=values: next(v), clean)
                found.setdefault(path, METHODS[:2] if n else METHODS)
    return found


@pytest.fixture
def visitor_of(login):
    """A client as a visitor, a secretary or staff who may do everything."""

    def visit(who):
        client = Client(raise_request_exception=False)
        if who == "secretary":
            office = OfficeFactory(role=Role.ASSOCIATION_SECRETARY)
            login(client, office.user)
        elif who == "staff":
            login(client, UserFactory(superuser=True))
        return client

    return visit


@pytest.fixture
def errors_once(monkeypatch):
    """The page of an error is put together once for each status and language.

    What comes before it, who is let in and what the address asks for, runs each time;
    the page itself would be the same thousands of times.
    """
    render, made = pages.render, set()

    def once(request, template, context, **answer):
        kind = answer.get("status", 200), get_language()
        if template != "errors/error.html" or kind not in made:
            made.add(kind)
            return render(request, template, context, **answer)
        return HttpResponse(status=answer["status"])

    monkeypatch.setattr(pages, "render", once)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["visitor", "secretary", "staff"])
def test_no_address_fails_on_strange_paths_and_queries(who, visitor_of, errors_once):
    client, failures = visitor_of(who), []

    for number, (path, methods) in enumerate(sorted(paths().items())):
        query = QUERIES[number % len(QUERIES)]
        for method in methods:
            answer = getattr(client, method)(f"{path}?{query}")
            if answer.status_code >= 500 and "readyz" not in path:
                failures.append((method, path[:120], query[:60], answer.status_code))
        if "logout" in path or "dang-xuat" in path:
            client = visitor_of(who)

    assert failures == []
    assert {(404, "vi"), (404, "en")} <= errors_once


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/fr/", "/de/events/", "/vi/", "/en/su-kien/"])
def test_a_language_that_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "language",
    ["*", "xx", "vi;q=abc", "en," * 3000, "\x00", "zh-Hans-CN-x-" + "a" * 500],
)
def test_strange_language_wishes_are_harmless(client, language):
    assert client.get("/", headers={"accept-language": language}).status_code == 200
