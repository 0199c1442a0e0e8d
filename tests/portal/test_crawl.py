"""A visitor who follows every link of the site, in both languages."""

import html
import re
from collections import Counter
from urllib.parse import quote, urldefrag, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import EmailField
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.actions.addresses import every_address
from portal.search import index
from tests.portal import english, private_values, structured

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
HREFLANG = re.compile(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)"')
LOCATION = re.compile(r"<loc>([^<]+)</loc>")
ALTERNATE = re.compile(r'hreflang="([\w-]+)" href="([^"]+)"')
# In no map: pages that belong to another one, forms, log-ins.
BESIDE = ("/tai-khoan/", "/accounts/", "/tim-kiem/", "/search/", "/api/")
BESIDE += ("/dang-ky/", "/register/", "/lay-y-kien/", "/notice/")
BESIDE += ("/xac-minh/tep/", "/verify/file/")
OF_A_BRANCH = re.compile(r"/(chi-hoi|branches)/.+/(nhiem-ky|terms)/")
# Parameters make the same pages again; these lead away from the public pages.
ELSEWHERE = ("/admin/", "/media/", "/static/", "/lam-viec/", "/en/workspace/")


@pytest.fixture(scope="module", autouse=True)
def planted(made):
    private_values.plant()
    index.refresh()


def inside(link: str) -> str:
    """The address of a page of ours, without its fragment; else nothing."""
    address = urldefrag(html.unescape(link)).url
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ""
    return "" if parts.path.startswith(ELSEWHERE) else parts.path


def starts():
    """The two fronts; feeds, calendars and maps, which nobody need link to."""
    yield from ("/", "/en/")
    for language, _name in settings.LANGUAGES:
        yield f"/api/v1/?lang={language}"
        with override(language):
            for address in every_address():
                if "." in address.pattern and not address.words:
                    yield address.path()


def onward(path, answer) -> set[str]:
    """Where this answer leads: links of a page, lines of the map."""
    if is_page(answer):
        return {inside(link) for link in LINK.findall(answer.text)} - {""}
    if path.startswith("/sitemap"):
        return {urlsplit(url).path for url in LOCATION.findall(answer.text)}
    if path.startswith("/api/v1/?") or is_list(path, answer):
        return set(listed(path, answer.json()))
    return set()


def is_list(path, answer) -> bool:
    return path.startswith("/api/") and answer.text.startswith('{"count"')


def listed(path, told):
    """What the open data lead to: lists, their pages, and the rows that say more."""
    links = [*told.get("lists", ()), told.get("next")]
    yield from (url.removeprefix(settings.SITE_URL) for url in links if url)
    where, _mark, query = path.partition("?")
    if where.endswith(("/events/", "/articles/", "/rounds/")):
        for row in told["items"]:
            language = query.partition("&")[0]
            yield f"{where}{row['slug']}/?{language}"
    if where.endswith("/events/") and "when" not in query:
        yield f"{path}&when=past"


@pytest.fixture(scope="module")
def site(made, django_db_blocker):
    """{address: (answer, the page that led there)} of the whole anonymous site."""
    client, found = Client(), {}
    waiting = [(path, "the start") for path in starts()]
    with django_db_blocker.unblock():
        while waiting:
            path, source = waiting.pop()
            if path in found:
                continue
            # A program that asks for so much at once would be asked to wait.
            network = f"10.0.{len(found) // 250}.{len(found) % 250}"
            answer = client.get(path, REMOTE_ADDR=network)
            found[path] = (answer, source)
            waiting += [(link, path) for link in sorted(onward(path, answer))]
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


def test_the_map_knows_the_languages_that_the_pages_tell(site):
    """Of every page that wants to be found, and of nothing else."""
    texts, wrong, seen = pages(site), [], set()
    maps = {path: a.text for path, (a, _from) in site.items() if "/sitemap-" in path}

    for text in maps.values():
        for entry in re.findall(r"<url>(.*?)</url>", text, re.DOTALL):
            path = re.search(r"<loc>([^<]*)", entry)[1].removeprefix(settings.SITE_URL)
            told, said = ALTERNATE.findall(entry), HREFLANG.findall(texts[path])
            if sorted(told) != sorted(said) or canonical(texts[path]) != path:
                wrong.append(path)
            seen.add(path)

    unknown = {path for path in texts if canonical(texts[path]) == path} - seen
    assert wrong == []
    assert {path for path in unknown if not is_beside(path)} == set()
    assert len(seen) > 200
    assert len(maps) > 10


def test_what_pages_tell_search_engines_is_valid_for_its_types(site):
    wrong, seen = {}, Counter()
    for path, text in pages(site).items():
        if faults := structured.faults(text):
            wrong[path] = faults
        seen.update(block["@type"] for block in structured.blocks(text))

    assert wrong == {}
    kinds = {"Organization", "Event", "NewsArticle", "BreadcrumbList", "Person"}
    assert kinds | {"ImageGallery"} <= seen.keys()


def canonical(text: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]*)"', text)
    return found[1].removeprefix(settings.SITE_URL) if found else ""


def is_beside(path: str) -> bool:
    """A page that belongs to another one: another page of a list, a form, a log-in."""
    words = ("?", *BESIDE)
    return any(word in path for word in words) or bool(OF_A_BRANCH.search(path))


@pytest.fixture(scope="module")
def texts(site) -> dict[str, str]:
    """{address: text} of everything a visitor reads, files left out."""
    return {
        path: answer.text
        for path, (answer, _from) in site.items()
        if not answer.streaming and answer.content
    }


def test_nothing_vietnamese_stands_silently_under_english(made, texts):
    """Pages, feeds, calendars, data: what is Vietnamese there says so, or is a name."""
    asked = [path for path in texts if path.startswith("/en/") or "lang=en" in path]
    names, words = english.proper_names()
    found = {
        path: told
        for path in asked
        if (told := english.vietnamese(texts[path], names, words))
    }

    assert found == {}
    assert len(asked) > 200
    for kind in ("/atom.xml", ".ics", "/api/v1/articles/", "/en/bulletin/20"):
        assert any(kind in path for path in asked), kind


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("<p>Phòng của hội</p>", True),
        ('<img alt="Cây cầu">', True),
        ('<p lang="vi">Phòng <b>của</b> hội</p>', False),
        ("<p>Nguyễn Văn Tám met us</p>", False),
        ("<p>The hall of Nguyễn</p>", True),
        ("<p>Amounts in đồng</p>", False),
        ('<script type="application/ld+json">{"name": "C\\u1ea7u"}</script>', True),
        ('{"source": "Báo nhỏ", "in_vietnamese": ["source"]}', False),
        ('{"items": [{"source": "Báo cũ của hội"}]}', True),
        ("BEGIN:VCALENDAR\nLOCATION:Cầu gi\n", True),
        ("<?xml version='1.0'?><rss><title>Bài đọc</title></rss>", True),
    ],
)
def test_silent_vietnamese_is_seen_wherever_it_stands(text, is_told):
    names = ["Nguyễn Văn Tám"]

    assert bool(english.vietnamese(text, names, english.OURS)) == is_told


@pytest.fixture(scope="module")
def private(made, django_db_blocker) -> dict[str, str]:
    with django_db_blocker.unblock():
        return private_values.values()


def test_every_kind_of_private_value_is_looked_for(private):
    # Nothing has been sent to a reader of the newsletter in the demo.
    without = {"bulletin.Delivery"}
    assert set(private.values()) | without == set(private_values.PRIVATE)
    # The demo's own 30 members by name, with a telephone each.
    assert Counter(private.values())["members.Member"] >= 60


def test_no_private_value_stands_on_any_public_page_feed_or_map(texts, private):
    assert private_values.leaks(texts, private) == []
    assert len(texts) > 400
    assert sum(path.startswith("/api/") for path in texts) > 60


def test_no_private_value_is_found_by_the_search(made, client, private):
    asked = private_values.few_of_each(private, 1)
    texts = {}
    for value in asked:
        for language, _name in settings.LANGUAGES:
            with override(language):
                path = f"{reverse('portal:search')}?q={quote(value)}"
            texts[path] = private_values.hits(client.get(path).text)

    assert private_values.leaks(texts, private) == []
    assert len(texts) >= 2 * len(set(private.values()))


@pytest.mark.parametrize(
    "text",
    [
        "<p>0987.000.222</p>",
        "tel:+84987000222",
        '{"name": "L\\u1ed9c Th\\u1ecb H\\u1ed9i Vi\\u00ean"}',
        "<li>TẠ THỊ VẮNG MẶT</li>",
        "DTSTART:1\nATTENDEE:mailto:Dang.Ky.Kin@example.org",
    ],
)
def test_a_private_value_is_seen_however_it_is_written(private, text):
    assert private_values.leaks({"/": text}, private)


def test_every_mail_address_and_telephone_of_a_model_is_private_or_public_by_name():
    told = private_values.PRIVATE | private_values.PUBLIC
    unnamed = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.label.split(".")[0] in private_values.HOUSE
        for field in model._meta.local_concrete_fields
        if isinstance(field, EmailField) or "phone" in field.name
        if not hasattr(model, "pgh_tracked_model")
        if field.name not in told.get(model._meta.label, ())
    ]

    assert unnamed == []
