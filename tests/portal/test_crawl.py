"""A visitor who follows every link of the site, in both languages."""

import html
import re
from urllib.parse import urldefrag, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from members.models import Member
from tests.portal.seeded import seeded_portal

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
HREFLANG = re.compile(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"')
ALTERNATE = re.compile(r'hreflang="(\w+)" href="([^"]+)"')
# Parameters make the same pages again; these lead away from the public pages.
ELSEWHERE = ("/admin/", "/media/", "/static/", "/lam-viec/", "/en/workspace/")


@pytest.fixture(scope="module", autouse=True)
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("crawl")
    with seeded_portal(django_db_blocker, folder, "ha-noi") as made:
        yield made


def inside(link: str) -> str:
    """The address of a page of ours, without its fragment; else nothing."""
    address = urldefrag(html.unescape(link)).url
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ""
    return "" if parts.path.startswith(ELSEWHERE) else parts.path


@pytest.fixture(scope="module")
def site(made, django_db_blocker):
    """{address: (answer, the page that led there)} of the whole anonymous site."""
    client, found = Client(), {}
    waiting = [("/", "the start"), ("/en/", "the start")]
    with django_db_blocker.unblock():
        while waiting:
            path, source = waiting.pop()
            if path in found:
                continue
            answer = client.get(path)
            found[path] = (answer, source)
            if is_page(answer):
                links = {inside(link) for link in LINK.findall(answer.text)} - {""}
                waiting += [(link, path) for link in sorted(links)]
    return found


def is_page(answer) -> bool:
    kind = answer.get("Content-Type", "")
    return answer.status_code == 200 and kind.startswith("text/html")


def pages(site) -> dict:
    return {
        path: answer.text for path, (answer, _from) in site.items() if is_page(answer)
    }


def test_every_link_leads_to_a_page(site):
    broken = {
        path: (answer.status_code, source)
        for path, (answer, source) in site.items()
        if answer.status_code not in {200, 302}
    }

    assert broken == {}
    assert len(site) > 200


def test_every_page_says_its_language_and_has_one_heading_and_a_title(site):
    wrong = {}
    for path, text in pages(site).items():
        language = "en" if path.startswith("/en/") else "vi"
        headings = len(re.findall(r"<h1\b", text))
        title = re.search(r"<title>\s*\S", text)
        if f'<html lang="{language}">' not in text or headings != 1 or not title:
            wrong[path] = (language, headings, bool(title))

    assert wrong == {}


def test_each_language_names_the_other_and_is_named_back(site):
    texts, wrong = pages(site), []
    for path, text in texts.items():
        for _code, url in HREFLANG.findall(text):
            other = url.removeprefix(settings.SITE_URL)
            named = [link for _code, link in HREFLANG.findall(texts.get(other, ""))]
            if settings.SITE_URL + path not in named:
                wrong.append((path, other))

    assert wrong == []


def test_the_map_knows_the_languages_that_the_pages_tell(site, client):
    text = client.get("/sitemap.xml").text
    entries = re.findall(r"<url>(.*?)</url>", text, re.DOTALL)
    texts, wrong, seen = pages(site), [], 0

    for entry in entries:
        path = re.search(r"<loc>([^<]*)", entry)[1].removeprefix(settings.SITE_URL)
        told = set(ALTERNATE.findall(entry))
        # Pages of a long list are reached by its second page only.
        text = texts.get(path) or client.get(path).text
        if told != set(HREFLANG.findall(text)):
            wrong.append(path)
        seen += len(told) == 2

    assert wrong == []
    assert seen > 100
    assert 'hreflang="en" href="http' in text


def test_no_public_page_names_an_ordinary_member(site, client):
    members = list(Member.objects.all())
    texts = [page.text for page in [
        *(answer for answer, _from in site.values() if not answer.streaming),
        *(client.get(f"/tim-kiem/?q={row.full_name}") for row in members[:3]),
        client.get("/sitemap.xml"),
    ]]  # fmt: skip
    whole = "\n".join(texts)

    assert len(members) == 30
    for row in members:
        assert row.phone not in whole
        assert row.dialled not in whole
    named = {row.full_name for row in members if f">{row.full_name}<" in whole}
    assert named == set()
