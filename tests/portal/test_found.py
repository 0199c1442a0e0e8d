"""How others find the portal: maps, pictures of links, icons, addresses gone wrong."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test.utils import compare_xml
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override
from PIL import Image

from portal import cards, middleware
from portal.cards import draw
from portal.search import index
from portal.sitemaps import FRONTS
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory, PublicationFactory
from tests.events.factories import EventFactory
from tests.federation.factories import UnionFactory
from tests.members.factories import AssociationFactory
from tests.portal import structured

pytestmark = pytest.mark.django_db
LOCATION = re.compile(r"<loc>(.*?)</loc>")
LINK = re.compile(r'<xhtml:link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/>')


def read(client, url) -> str:
    answer = client.get(url.removeprefix(settings.SITE_URL))
    assert answer["Content-Type"].startswith("application/xml")
    assert compare_xml(answer.text, answer.text)
    return answer.text


def entries(client) -> dict:
    """{address: (its alternates, when it changed)} of all maps."""
    found = {}
    for part in LOCATION.findall(read(client, "/sitemap.xml")):
        for entry in re.findall(r"<url>.*?</url>", read(client, part), re.DOTALL):
            changed = re.search(r"<lastmod>(.*?)</lastmod>", entry)
            (address,) = LOCATION.findall(entry)
            found[address] = dict(LINK.findall(entry)), changed and changed[1]
    return found


def said(page: str) -> dict:
    links = re.findall(
        r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', page
    )
    return dict(links)


def test_the_maps_name_each_page_in_the_languages_it_says_itself(client):
    UnionFactory()
    both = EventFactory(title_vi="Giao lưu", title_en="Exchange")
    alone = EventFactory(title_vi="Hội nghị", title_en="")

    found = entries(client)

    for url, (links, _changed) in found.items():
        answer = client.get(url.removeprefix(settings.SITE_URL))
        if answer.status_code == 200:
            assert links == said(answer.text), url
    links, changed = found[settings.SITE_URL + both.get_absolute_url()]
    assert links.keys() == {"vi", "en", "x-default"}
    assert links["x-default"] == links["vi"]
    assert changed == f"{localtime(both.updated_at):%Y-%m-%d}"
    links, _changed = found[settings.SITE_URL + alone.get_absolute_url()]
    assert links.keys() == {"vi", "x-default"}


def test_a_page_in_english_alone_has_no_default(client):
    UnionFactory()
    with override("en"):
        event = EventFactory(title_vi="", title_en="Only English")
        page = client.get(event.get_absolute_url()).text

    assert said(page).keys() == {"en"}


def test_the_maps_are_of_the_site_and_not_of_the_host_that_was_asked(client, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://portal.example", ["*"]

    page = client.get("/sitemap.xml", headers={"host": "other.example"}).text

    assert "https://portal.example/sitemap-fronts.xml" in page
    assert "other.example" not in page


def test_a_map_too_long_for_one_file_is_told_in_several(client, monkeypatch):
    """Each front twice, once in each language."""
    monkeypatch.setattr("portal.sitemaps.Readable.limit", len(FRONTS))
    page = client.get("/sitemap.xml").text

    assert "sitemap-fronts.xml?p=2" in page
    assert "sitemap-fronts.xml?p=3" not in page
    assert client.get("/sitemap-fronts.xml?p=2").status_code == 200
    assert client.get("/sitemap-nothing.xml").status_code == 404


def picture_of(page: str) -> str:
    found = re.search(r'<meta property="og:image" content="([^"]+)">', page)
    return found[1].removeprefix(settings.SITE_URL)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_has_a_picture_of_its_own_words(client, language):
    UnionFactory()
    with override(language):
        event = EventFactory(title_vi="Gặp gỡ “bạn bè”", title_en="Meeting “friends”")
        page = client.get(event.get_absolute_url()).text

    answer = client.get(picture_of(page))

    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert "max-age=86400" in answer["Cache-Control"]
    again = client.get(picture_of(page), headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(picture_of(page)).status_code == 405


def test_the_picture_says_what_the_page_says(rf):
    union = UnionFactory(name_vi="Liên hiệp & bạn bè")
    event = EventFactory(title_vi="Gặp gỡ “bạn bè” & đối tác")

    words = cards.words_of(rf.get("/"), event.get_absolute_url())

    assert words["title"].replace("\u00a0", " ") == event.title
    assert words["house"] == union.name
    assert words["kind"] == "Sự kiện"


def test_the_picture_changes_with_the_title(client):
    UnionFactory()
    event = EventFactory(title_vi="Một")
    url = f"/og{event.get_absolute_url()}card.png"
    before = client.get(url)["ETag"]

    type(event).objects.update(title_vi="Hai")

    assert client.get(url)["ETag"] != before


def test_what_a_stranger_cannot_open_has_no_picture(client, staff_client):
    """Neither has a file, a log-in's page, nor a picture's picture."""
    UnionFactory()
    PublicationFactory()
    event = EventFactory(publish_state="draft", title_vi="Chưa công bố")
    article = ArticleFactory(title_vi="Chưa đăng")
    closed = [event.get_absolute_url(), article.get_absolute_url()]
    closed += ["/khong-co/", "/lam-viec/", "/admin/", "/thanh-phan/", "/healthz"]
    closed += [f"/og{'/'}card.png", "/su-kien/lich.ics", "/en/components/errors/404/"]

    for asker in (client, staff_client):
        for path in closed:
            assert asker.get(f"/og{path}card.png").status_code == 404, path


def test_the_picture_is_that_of_a_stranger_whoever_asks(client):
    UnionFactory()
    path = "/og/card.png"
    alone = client.get(path)["ETag"]
    client.force_login(UserFactory())

    assert client.get(path)["ETag"] == alone


def test_parameters_that_make_no_new_page_make_no_new_picture(client):
    UnionFactory()

    first = client.get("/og/su-kien/card.png")["ETag"]

    assert client.get("/og/su-kien/card.png?x=1&q=2")["ETag"] == first


LONG = "Hội nghị tổng kết công tác đối ngoại nhân dân năm 2026 và phương hướng 2027 "


@pytest.mark.parametrize("times", [1, 2, 3, 9])
def test_a_long_title_stays_beside_the_drum(times):
    size, lines = draw.set_title((LONG * times).strip())
    font = draw.serif(size * draw.SCALE)

    for number, line in enumerate(lines):
        assert font.getlength(line) <= draw.room_at(number, size) * draw.SCALE, line
    assert len(lines) * size * draw.LEADING <= draw.LAST_LINE - draw.FIRST_LINE
    assert lines[-1].endswith("…") == (times > 3)


def test_a_word_without_end_breaks_nothing():
    assert draw.card(title="Ỗ" * 400, kind="", house="x" * 300, place="", rays=1)


def test_the_same_words_give_the_same_picture():
    words = {"title": "Ễ", "kind": "", "house": "h", "place": "p", "rays": 7}

    assert draw.card(**words) == draw.card(**words)


def test_the_picture_wears_the_colours_of_the_light_theme():
    css = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    named = dict(re.findall(r"--([\w-]+): (?:light-dark\()?(#\w{6})", css))

    assert {name: named[name] for name in draw.COLOURS} == draw.COLOURS


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_manifest_is_named_by_the_data_in_its_language(client, language):
    union = UnionFactory(name_en="Union of Friends")
    with override(language):
        answer = client.get(reverse("portal:manifest"))
        told, home = json.loads(answer.content), reverse("portal:home")
        name = type(union).objects.get().name

    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["lang"], told["start_url"]) == (name, language, home)
    assert told["short_name"]
    for icon in told["icons"]:
        file = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        width, height = Image.open(BytesIO(Path(file).read_bytes())).size
        assert icon["sizes"] == f"{width}x{height}"
    kinds = {(icon["sizes"], icon["purpose"]) for icon in told["icons"]}
    sizes = ("192x192", "512x512")
    assert kinds == {(s, p) for s in sizes for p in ("any", "maskable")}


def test_icons_lie_where_browsers_look(client):
    found = {}
    for path in ("/favicon.ico", "/apple-touch-icon.png"):
        answer = client.get(path)
        picture = Image.open(BytesIO(b"".join(answer.streaming_content)))
        found[path] = answer["Content-Type"], picture.size

    ico = found["/favicon.ico"]
    assert ico[0] in {"image/x-icon", "image/vnd.microsoft.icon"}
    assert found["/apple-touch-icon.png"] == ("image/png", (180, 180))
    page = client.get("/").text
    for link in (
        '<link rel="icon" href="/favicon.ico" sizes="32x32">',
        'img/favicon.svg" type="image/svg+xml">',
        '<link rel="apple-touch-icon" href="/apple-touch-icon.png">',
        '<link rel="manifest" href="/site.webmanifest">',
    ):
        assert link in page


def test_an_article_says_when_it_appeared(client):
    UnionFactory()
    PublicationFactory()
    article = ArticleFactory(published=True, title_vi="Nhịp cầu")

    page = client.get(article.get_absolute_url()).text

    url = settings.SITE_URL + article.get_absolute_url()
    assert '<meta property="og:type" content="article">' in page
    assert f'<meta property="og:url" content="{url}">' in page
    assert "article:published_time" in page
    assert "article:modified_time" in page
    assert structured.faults(page) == []
    types = {block["@type"] for block in structured.blocks(page)}
    assert types == {"NewsArticle", "BreadcrumbList"}


@pytest.mark.parametrize("place", ["Nhà hát Lớn", ""])
def test_an_event_says_where_or_nothing_to_search_engines(client, place):
    UnionFactory()
    event = EventFactory(place_vi=place, place_en=place)

    page = client.get(event.get_absolute_url()).text

    types = {block["@type"] for block in structured.blocks(page)}
    assert ("Event" in types) == bool(place or event.host.address)
    assert structured.faults(page) == []


def test_the_check_of_structured_data_sees_what_is_wrong():
    wrong = '<script type="application/ld+json">{"@type": "Event", "x": 1}</script>'

    assert len(structured.faults(wrong)) == 5


def test_a_broken_address_is_searched_for(client):
    UnionFactory()
    there = AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào")
    index.refresh()

    for path in (
        "/hoi-thanh-vien/hoi-huu-nghi-viet-nam-lao-cu/",
        "/hoi-huu-nghi-viet-nam-lao/",
        "/khong-co/hoi-huu-nghi-viet-nam-la",
    ):
        answer = client.get(path)
        assert answer.status_code == 404
        assert there.get_absolute_url() in answer.text, path
    assert 'value="hoi huu nghi viet nam la"' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/wp-login.php", "/.env", "/%F0%9F%98%80/", "/12/34/", f"/{'a-b-' * 60}/"],
)
def test_what_looks_for_holes_is_not_searched_for(client, path, monkeypatch):
    UnionFactory()
    asked = []
    monkeypatch.setattr("portal.search.page.begin", lambda *a: asked.append(a) or [])

    assert client.get(path).status_code == 404
    assert asked == []


def test_pictures_are_drawn_for_nobody_without_end(client):
    answers = [
        client.get("/og/su-kien/card.png").status_code
        for _time in range(middleware.STRANGERS_READS + 1)
    ]

    assert answers[-2:] == [200, 429]
