"""The map for crawlers: every public page in each language it exists in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override

from portal.search.sources import SOURCES

FRONTS = [
    *("portal:home", "federation:about", "members:associations", "members:branches"),
    *("events:list", "events:anniversaries", "bulletin:home", "awards:list"),
    *("bulletin:newsletter", "events:albums"),
    *("federation:documents", "federation:cooperation", "federation:figures"),
]


class Readable(Sitemap):
    """Rows of one kind; each language lists only what has a text in it."""

    limit = 5_000

    def __init__(self, source):
        self.source = source

    @property
    def protocol(self):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def items(self):
        """(language, its address and those of the others), once per language."""
        found = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                for key, url in self.addresses():
                    found.setdefault(key, {})[language] = url
        return [(language, urls) for urls in found.values() for language in urls]

    def addresses(self):
        rows = self.source.rows().order_by("pk")
        return [(row.pk, row.get_absolute_url()) for row in rows]

    def location(self, item):
        language, urls = item
        return urls[language]

    def get_urls(self, *args, **kwargs):
        """Each address with all languages the page exists in, as the page says."""
        entries = super().get_urls(*args, **kwargs)
        for entry in entries:
            _language, urls = entry["item"]
            entry["alternates"] = [
                {"lang_code": code, "location": f"{settings.SITE_URL}{url}"}
                for code, url in urls.items()
            ]
        return entries


class Fronts(Readable):
    """The front page of each part of the site."""

    def __init__(self):
        super().__init__(None)

    def addresses(self):
        return [(name, reverse(name)) for name in FRONTS]


SITEMAPS = {"fronts": Fronts} | {
    source.kind: Readable(source) for source in SOURCES if source.has_page
}
