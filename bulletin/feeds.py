"""The newest articles as RSS, Atom and news map, for each language and section."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import feedgenerator, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bulletin.models import Article, Publication, Section
from federation.addresses import lead_on
from federation.models import Union


@dataclass
class Source:
    """Whose articles a feed holds: all of the bulletin's, or one section's."""

    title: str
    lead: str
    owner: str
    section: Section | None = None

    @classmethod
    def of(cls, slug: str) -> "Source":
        section = None
        if slug:
            section = get_object_or_404(Section, slug=slug, title__gt="")
        publication, union = Publication.objects.first(), Union.objects.first()
        owner = getattr(union, "name", "") or ""
        names = [getattr(section, "title", ""), getattr(publication, "title", "")]
        title = " – ".join(part for part in [*names, owner] if part)
        return cls(title, getattr(publication, "lead", "") or "", owner, section)

    @property
    def query(self) -> str:
        return f"?muc={self.section.slug}" if self.section else ""

    def address(self, name: str) -> str:
        if self.section:
            return reverse(f"bulletin:section-{name}", args=[self.section.slug])
        return reverse(f"bulletin:{name}")


class LatestRss(Feed):
    """RSS 2.0; every address starts with SITE_URL, never with what a request says."""

    feed_type = feedgenerator.Rss201rev2Feed
    name = "rss"
    size = 30

    def __call__(self, request, *args, **kwargs):
        try:
            return super().__call__(request, *args, **kwargs)
        except Http404:
            sections = Section.objects.filter(title__gt="")
            if moved := lead_on(request, sections, "section"):
                return moved
            raise

    def get_object(self, request, section=""):
        return Source.of(section)

    def title(self, source):
        return source.title or _("Bulletin")

    def description(self, source):
        return source.lead or _("The newest articles of the bulletin.")

    subtitle = description

    def author_name(self, source):
        """Atom wants an author where an article names none."""
        return source.owner or source.title or _("Bulletin")

    def link(self, source):
        return settings.SITE_URL + reverse("bulletin:home") + source.query

    def feed_url(self, source):
        return settings.SITE_URL + source.address(self.name)

    feed_guid = feed_url

    def language(self, source):
        return get_language()

    def get_feed(self, obj, request):
        """The library writes the site's own language; a reader's differs."""
        feed = super().get_feed(obj, request)
        feed.feed["language"] = get_language()
        return feed

    def items(self, source):
        articles = Article.objects.published().readable()
        return articles.narrowed(section=source.section).for_cards()[: self.size]

    def item_title(self, article):
        return article.title

    def item_description(self, article):
        return article.lead or ""

    def item_link(self, article):
        return settings.SITE_URL + article.get_absolute_url()

    item_guid_is_permalink = False

    def item_guid(self, article):
        """The same for ever, whatever becomes of the title and the address."""
        name = f"{settings.SITE_URL}/bulletin/{article.pk}/{get_language()}"
        return uuid5(NAMESPACE_URL, name).urn

    def item_author_name(self, article):
        """A source is written in Vietnamese; elsewhere the house stands for it."""
        source = article.source if get_language() == "vi" else ""
        return article.authors or source or None

    def item_categories(self, article):
        return [article.section.title] if article.section.title else []

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return max(article.updated_at, article.published_at)


class LatestAtom(LatestRss):
    feed_type = feedgenerator.Atom1Feed
    name = "atom"


def news_map(request):
    """What search engines for news want: the articles of the last two days."""
    since = timezone.now() - timedelta(days=2)
    articles = Article.objects.published().readable().filter(published_at__gte=since)
    context = {
        "articles": articles.for_cards()[:1000],
        "publication": Publication.objects.first(),
        "language": get_language(),
        "SITE_URL": settings.SITE_URL,
    }
    return render(request, "bulletin/news.xml", context, content_type="application/xml")
