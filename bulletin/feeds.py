"""The newest articles as RSS and Atom, one feed for each language."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bulletin.models import Article, Publication
from federation.models import Union


class LatestRss(Feed):
    """RSS 2.0; every address starts with SITE_URL, never with what a request says."""

    feed_type = feedgenerator.Rss201rev2Feed
    name = "rss"
    size = 30

    def get_object(self, request):
        return Publication.objects.first()

    def title(self, publication):
        union = Union.objects.first()
        parts = [getattr(publication, "title", ""), getattr(union, "name", "")]
        return " – ".join(part for part in parts if part) or _("Bulletin")

    def description(self, publication):
        lead = getattr(publication, "lead", "")
        return lead or _("The newest articles of the bulletin.")

    subtitle = description

    def link(self, publication):
        return settings.SITE_URL + reverse("bulletin:home")

    def feed_url(self, publication):
        return settings.SITE_URL + reverse(f"bulletin:{self.name}")

    feed_guid = feed_url

    def language(self, publication):
        return get_language()

    def get_feed(self, obj, request):
        """The library writes the site's own language; a reader's differs."""
        feed = super().get_feed(obj, request)
        feed.feed["language"] = get_language()
        return feed

    def items(self, publication):
        return Article.objects.published().readable().for_cards()[: self.size]

    def item_title(self, article):
        return article.title

    def item_description(self, article):
        return article.lead or ""

    def item_link(self, article):
        return settings.SITE_URL + article.get_absolute_url()

    def item_author_name(self, article):
        return article.authors or article.source or None

    def item_categories(self, article):
        return [article.section.title] if article.section.title else []

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return max(article.updated_at, article.published_at)


class LatestAtom(LatestRss):
    feed_type = feedgenerator.Atom1Feed
    name = "atom"
