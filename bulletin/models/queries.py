"""Which articles: for readers, for lists, for the desk."""

from django.db import models
from django.db.models import Max, Min, Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language

from events.models import Event
from federation.models import Country, Document, PublishState
from federation.sortkey import Fold, fold
from members.models import Association


class ArticleQuerySet(models.QuerySet):
    def published(self):
        """What readers may see: published, and not before its time."""
        return self.filter(
            status=PublishState.PUBLISHED, published_at__lte=timezone.now()
        )

    def readable(self):
        """With a text in the reader's language; English only when it is released."""
        return self.filter(**{f"is_readable_{get_language()}": True})

    def narrowed(self, *, section=None, year=None):
        """Of one section (its parts included), of one year."""
        found = self
        if section is not None:
            parts = section.children.values_list("pk", flat=True)
            found = found.filter(section__in=[section.pk, *parts])
        if year is not None:
            found = found.filter(published_at__year=year)
        return found

    def years(self) -> list[int]:
        """From the newest to the oldest; years between without articles are named."""
        ends = self.aggregate(last=Max("published_at"), first=Min("published_at"))
        if ends["last"] is None:
            return []
        last, first = (timezone.localtime(ends[key]).year for key in ("last", "first"))
        return list(range(last, first - 1, -1))

    def about(self, *, association=None, country=None, event=None):
        """Tied by editors to all that is named."""
        named = {"associations": association, "countries": country, "events": event}
        return self.filter(
            **{key: value for key, value in named.items() if value is not None}
        )

    def for_cards(self):
        """Everything a line in a list prints, newest first, in one query."""
        return (
            self.select_related("section", "issue", "cover")
            .defer("body_vi", "body_en", "body")
            .order_by("-published_at", "-pk")
        )

    def for_lines(self):
        """What a line says and where it leads, newest first: no more is fetched."""
        return (
            self.select_related("section", "issue")
            .only(
                *("title", "lead", "slug", "published_at", "is_readable_en"),
                *("imported_views", "counted_views", "section__title"),
                *("issue__number", "issue__year", "issue__status"),
            )
            .order_by("-published_at", "-pk")
        )

    def for_page(self):
        """What the article's own page prints, in a fixed number of queries."""
        return self.select_related(
            "section", "issue__publication", "cover"
        ).prefetch_related(
            "corrections",
            "attachments",
            "gallery__photo",
            Prefetch("associations", Association.objects.readable().in_order()),
            Prefetch("countries", Country.objects.in_order()),
            Prefetch("events", Event.objects.published().readable()),
            Prefetch("documents", Document.objects.public().readable()),
        )

    def previewed(self, key):
        """The one this link shows to people without an account, until it ends."""
        return self.filter(preview_key=key, preview_until__gt=timezone.now())

    def due(self):
        """Scheduled, and the time has come or was missed."""
        return self.filter(
            status=PublishState.SCHEDULED, publish_at__lte=timezone.now()
        ).order_by("publish_at", "pk")

    def matching(self, query: str):
        """Those with these words in title or lead, whatever case and marks."""
        found = self.annotate(_title=Fold("title"), _lead=Fold("lead"))
        for word in fold(query).split():
            found = found.filter(Q(_title__contains=word) | Q(_lead__contains=word))
        return found
