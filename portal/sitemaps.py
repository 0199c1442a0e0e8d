"""The map for crawlers: every public page in each language it exists in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override

from portal.search import SOURCES

FRONTS = [
    *("portal:home", "federation:about", "members:associations", "members:branches"),
    *("events:list", "events:anniversaries", "bulletin:home", "awards:list"),
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
        found = []
        for language, _name in settings.LANGUAGES:
            with override(language):
                rows = self.source.rows().order_by("pk")
                found += [(language, row.get_absolute_url()) for row in rows]
        return found

    def location(self, item):
        return item[1]


class Fronts(Readable):
    """The front page of each part of the site."""

    def __init__(self):
        super().__init__(None)

    def items(self):
        found = []
        for language, _name in settings.LANGUAGES:
            with override(language):
                found += [(language, reverse(name)) for name in FRONTS]
        return found


SITEMAPS = {"fronts": Fronts} | {source.kind: Readable(source) for source in SOURCES}
