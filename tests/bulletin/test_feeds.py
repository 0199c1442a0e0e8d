"""Feeds by the rules of the W3C's validator, read back by an independent reader.

The rules are those of RSS 2.0 with the best practices profile, of RFC 4287 (Atom) and
of Google's news sitemap, as feedvalidator.org states them.
"""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.bulletin.factories import (
    ArticleFactory,
    PublicationFactory,
    SectionFactory,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
HARD = 'Ăn & uống <b>“quà”</b> ]]> "é" 𝓐'
FEEDS = [
    (name, section, language)
    for name in ("rss", "atom")
    for section in ("", "giao-luu")
    for language in ("vi", "en")
]


@pytest.fixture(autouse=True)
def articles():
    PublicationFactory()
    section = SectionFactory(title_vi="Giao lưu", title_en="Exchange", slug="giao-luu")
    now = timezone.now()
    for number in range(3):
        ArticleFactory(
            published=True,
            english=True,
            section=section,
            title_vi=f"{HARD} {number}",
            lead_vi=HARD,
            title_en=f"{HARD} {number}",
            authors="" if number else "Hương Ly, Quang Thái",
            published_at=now - timedelta(hours=number + 1),
        )


def address(name: str, section: str, language: str) -> str:
    with override(language):
        if section:
            return reverse(f"bulletin:section-{name}", args=[section])
        return reverse(f"bulletin:{name}")


def is_absolute(url: str) -> bool:
    return urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).netloc)


@pytest.mark.parametrize(("name", "section", "language"), FEEDS)
def test_an_independent_reader_finds_nothing_to_complain(
    client, name, section, language
):
    answer = client.get(address(name, section, language))

    headers = {key.lower(): value for key, value in answer.headers.items()}
    found = feedparser.parse(answer.content, response_headers=headers)

    assert not found.bozo, found.get("bozo_exception")
    assert found.version == {"rss": "rss20", "atom": "atom10"}[name]
    assert found.feed.language == language
    assert [entry.title for entry in found.entries] == [f"{HARD} {n}" for n in range(3)]
    assert all(entry.published_parsed and entry.link for entry in found.entries)
    assert len({entry.id for entry in found.entries}) == 3
    assert found.feed.title


@pytest.mark.parametrize(
    ("section", "language"), [(s, c) for n, s, c in FEEDS if n == "rss"]
)
def test_rss_keeps_every_rule(client, section, language):
    url = address("rss", section, language)
    answer = client.get(url)
    root = ET.fromstring(answer.content)  # noqa: S314 (written by ourselves)
    (channel,) = root

    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    for tag in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(tag)) == 1, tag
        assert channel.findtext(tag).strip(), tag
    assert is_absolute(channel.findtext("link"))
    assert channel.findtext("language") == language
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")).tzinfo
    (own,) = channel.findall(f"{ATOM}link")
    assert (own.get("rel"), own.get("href")) == ("self", settings.SITE_URL + url)
    items = channel.findall("item")
    for item in items:
        assert item.findtext("title")
        assert is_absolute(item.findtext("link"))
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        # `author` would have to be an address of mail; names stand in dc:creator.
        assert item.find("author") is None
        known = {"title", "link", "description", "guid", "pubDate", "category"}
        tags = [child.tag for child in item if not child.tag.startswith("{")]
        assert set(tags) <= known
        assert len(tags) == len(set(tags))
    assert len({item.findtext("guid") for item in items}) == len(items) == 3


@pytest.mark.parametrize(
    ("section", "language"), [(s, c) for n, s, c in FEEDS if n == "atom"]
)
def test_atom_keeps_every_rule(client, section, language):
    url = address("atom", section, language)
    answer = client.get(url)
    root = ET.fromstring(answer.content)  # noqa: S314 (written by ourselves)

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    entries = root.findall(f"{ATOM}entry")
    for node in (root, *entries):
        for tag in ("id", "title", "updated"):
            assert len(node.findall(ATOM + tag)) == 1, tag
        assert urlsplit(node.findtext(f"{ATOM}id")).scheme in {"http", "https", "urn"}
        assert RFC_3339.fullmatch(node.findtext(f"{ATOM}updated"))
        links = {
            link.get("rel", "alternate"): link for link in node.iter(f"{ATOM}link")
        }
        assert is_absolute(links["alternate"].get("href"))
    own = next(x for x in root.findall(f"{ATOM}link") if x.get("rel") == "self")
    assert own.get("href") == settings.SITE_URL + url
    # Where an entry names nobody, the feed must.
    assert root.findtext(f"{ATOM}author/{ATOM}name").strip()
    newest = max(entry.findtext(f"{ATOM}updated") for entry in entries)
    assert datetime.fromisoformat(root.findtext(f"{ATOM}updated")) == (
        datetime.fromisoformat(newest)
    )
    for entry in entries:
        assert entry.find(f"{ATOM}summary") is not None
        assert RFC_3339.fullmatch(entry.findtext(f"{ATOM}published"))
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) == 3


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_an_article_keeps_its_id_when_its_address_changes(client, name):
    def ids():
        found = feedparser.parse(client.get(address(name, "", "vi")).content)
        return {entry.title: entry.id for entry in found.entries}

    before = ids()
    article = ArticleFactory._meta.model.objects.first()
    article.slug = "dia-chi-khac"
    article.save()

    assert ids() == before
    english = feedparser.parse(client.get(address(name, "", "en")).content)
    assert not {entry.id for entry in english.entries} & set(before.values())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_news_map_keeps_every_rule(client, language):
    answer = client.get(address("news-map", "", language))
    root = ET.fromstring(answer.content)  # noqa: S314 (written by ourselves)

    assert answer.headers["Content-Type"].startswith("application/xml")
    assert root.tag == f"{SITEMAP}urlset"
    urls = root.findall(f"{SITEMAP}url")
    assert len(urls) == 3
    for url in urls:
        assert is_absolute(url.findtext(f"{SITEMAP}loc"))
        (news,) = url.findall(f"{NEWS}news")
        assert [child.tag.removeprefix(NEWS) for child in news] == [
            *("publication", "publication_date", "title"),
        ]
        (publication,) = news.findall(f"{NEWS}publication")
        assert publication.findtext(f"{NEWS}name").strip()
        assert publication.findtext(f"{NEWS}language") == language
        assert RFC_3339.fullmatch(news.findtext(f"{NEWS}publication_date"))
        assert news.findtext(f"{NEWS}title").startswith(HARD)
