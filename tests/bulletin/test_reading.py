"""What leaves the bulletin for readers' programs: feeds, news map, data of a page."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.bulletin.factories import (
    ArticleFactory,
    IssueFactory,
    PublicationFactory,
    SectionFactory,
    union,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def address(name, *args, language="vi") -> str:
    with override(language):
        return reverse(f"bulletin:{name}", args=args)


def parse(response):
    return ET.fromstring(response.content)  # noqa: S314 (written by ourselves)


def test_a_section_has_its_own_feeds(client):
    PublicationFactory()
    section = SectionFactory(title_vi="Giao lưu", title_en="Exchange")
    inside = ArticleFactory(published=True, section=section)
    ArticleFactory(published=True)

    root = parse(client.get(address("section-rss", section.slug)))

    channel = root.find("channel")
    assert channel.findtext("title").startswith("Giao lưu")
    assert [row.findtext("title") for row in channel.iter("item")] == [inside.title_vi]
    own = channel.find(f"{ATOM}link").get("href")
    assert own.endswith(address("section-rss", section.slug))
    assert client.get(address("section-rss", "khong-co")).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_atom_has_what_the_standard_wants(client, language):
    PublicationFactory()
    ArticleFactory(published=True, english=True, authors="")
    ArticleFactory(published=True)

    root = parse(client.get(address("atom", language=language)))

    for name in ("id", "title", "updated", "author"):
        assert root.find(ATOM + name) is not None
    assert root.find(f"{ATOM}author/{ATOM}name").text == (
        union().name_en if language == "en" else union().name_vi
    )
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == (1 if language == "en" else 2)
    for entry in entries:
        for name in ("id", "title", "updated", "link"):
            assert entry.find(ATOM + name) is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"].endswith(address("atom", language=language))


def test_the_news_map_holds_two_days_of_one_language(client):
    PublicationFactory()
    ArticleFactory(published=True, english=True, title_en="Fresh & new")
    ArticleFactory(published=True)
    ArticleFactory(
        published=True, english=True, published_at=timezone.now() - timedelta(days=3)
    )

    root = parse(client.get(address("news-map", language="en")))

    assert [node.text for node in root.iter(f"{NEWS}title")] == ["Fresh & new"]
    assert {node.text for node in root.iter(f"{NEWS}language")} == {"en"}


def test_an_article_tells_machines_who_wrote_it_and_where_it_stands(client):
    union()
    issue = IssueFactory(online=True)
    article = ArticleFactory(
        published=True, issue=issue, authors="Hương Ly, Quang Thái"
    )

    text = client.get(article.get_absolute_url()).text

    blocks = re.findall(r'<script[^>]*ld\+json"[^>]*>(.*?)</script>', text, re.DOTALL)
    data = next(d for d in map(json.loads, blocks) if d["@type"] == "NewsArticle")
    assert [author["name"] for author in data["author"]] == ["Hương Ly", "Quang Thái"]
    assert data["publisher"]["name"] == union().name_vi
    assert data["isPartOf"]["issueNumber"] == str(issue.number)
    assert "Hương Ly, Quang Thái, “" in text


def test_without_an_author_the_house_is_the_author(client):
    article = ArticleFactory(published=True, authors="")

    text = client.get(article.get_absolute_url()).text

    assert '"author": [{"@type": "Organization"' in text


def test_english_pages_show_no_vietnamese_silently(client):
    PublicationFactory()
    issue = IssueFactory(
        online=True, lead_vi="Lời dẫn của số", period_label_vi="Quý Tư"
    )
    section = SectionFactory(title_vi="Chuyện hội", title_en="Stories")
    both = ArticleFactory(published=True, english=True, issue=issue, section=section)
    only = ArticleFactory(published=True, issue=issue, section=section)
    pages = [
        *(address("home", language="en"), address("newsletter", language="en")),
        address("issue", issue.year, issue.number, language="en"),
        address("article", both.slug, language="en"),
    ]

    for url in pages:
        text = client.get(url).text
        vietnamese = [only.title_vi, both.title_vi, both.lead_vi, "Chuyện hội"]
        vietnamese += ["Lời dẫn của số", "Quý Tư"]
        assert [words for words in vietnamese if words in text] == [], url
    missing = address("article", only.slug, language="en")
    assert client.get(missing).status_code == 404
    there = client.get(address("article", only.slug)).text
    assert 'hreflang="en"' not in there
