"""The maps for crawlers: every public page in each language it exists in."""

from functools import partial
from math import ceil
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import override

from federation.models import Body, Term
from federation.templatetags.components import alternates
from portal.search.sources import SOURCES

FRONTS = [
    *("portal:home", "federation:about", "members:associations", "members:branches"),
    *("events:list", "events:anniversaries", "bulletin:home", "awards:list"),
    *("bulletin:newsletter", "events:albums", "awards:roll", "awards:verify-form"),
    *("federation:documents", "federation:cooperation", "federation:figures"),
    *("portal:contact", "portal:shortcuts"),
]


class Listed(NamedTuple):
    """A page in one language, the addresses of it in all, and when it changed."""

    language: str
    urls: dict[str, str]
    changed: object = None


class Readable(Sitemap):
    """Rows of one kind; each language lists only what has a text in it."""

    limit = 5_000

    def __init__(self, rows):
        self.rows = rows

    @property
    def protocol(self):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def items(self):
        """Each page once per language, with its address in the others."""
        urls, changed = {}, {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                for key, url, day in self.addresses():
                    urls.setdefault(key, {})[language] = url
                    changed[key] = day
        return [
            Listed(language, found, changed[key])
            for key, found in urls.items()
            for language in found
        ]

    def addresses(self):
        for row in self.rows().order_by("pk"):
            yield row.pk, row.get_absolute_url(), getattr(row, "updated_at", None)

    def location(self, item):
        return item.urls[item.language]

    def lastmod(self, item):
        return item.changed

    def get_urls(self, *args, **kwargs):
        """Each address with all languages the page exists in, as the page says."""
        entries = super().get_urls(*args, **kwargs)
        for entry in entries:
            entry["alternates"] = [
                {"lang_code": code, "location": url}
                for code, url in alternates(entry["item"].urls)
            ]
        return entries


class Fronts(Readable):
    """The front page of each part of the site."""

    def __init__(self):
        super().__init__(None)

    def addresses(self):
        return [(name, reverse(name), None) for name in FRONTS]


def terms():
    return Term.objects.public().select_related("owner")


def bodies():
    return Body.objects.public().for_rows()


SITEMAPS = {"fronts": Fronts} | {
    kind: partial(Readable, rows)
    for kind, rows in [
        *((source.kind, source.rows) for source in SOURCES if source.has_page),
        *(("terms", terms), ("bodies", bodies)),
    ]
}


def index(request):
    """One map for each kind; Django's own index would name the host it was asked at."""
    maps = []
    for section, build in SITEMAPS.items():
        listed = build().items()
        url = settings.SITE_URL + reverse("sitemap-section", args=[section])
        days = [item.changed for item in listed]
        changed = max(days) if days and all(days) else None
        for number in range(1, max(1, ceil(len(listed) / Readable.limit)) + 1):
            rest = f"?p={number}" if number > 1 else ""
            maps.append(SitemapIndexItem(url + rest, changed))
    context = {"sitemaps": maps}
    return TemplateResponse(
        request, "sitemap_index.xml", context, content_type="application/xml"
    )
