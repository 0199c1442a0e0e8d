"""How often an article was opened: counted without cookies, buffered, then written."""

import logging
import re
import time
from datetime import timedelta
from uuid import uuid4

import redis
from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from bulletin.models.articles import Article

logger = logging.getLogger(__name__)

# What calls itself a machine, or nothing at all.
MACHINES = re.compile(
    r"^$|bot|crawl|spider|slurp|scrape|archiv|preview|fetch|monitor|lighthouse"
    r"|headless|phantom|curl|wget|python|java/|okhttp|go-http|libwww|httpclient"
    r"|axios|node|ruby|perl|php|feed|rss|facebookexternalhit|whatsapp|telegram"
    r"|zalo(?!.*mobile)|scan|check|probe|validator",
    re.IGNORECASE,
)


class ViewBatch(models.Model):
    """A handful of counts that was written; written twice it counts once."""

    key = models.CharField(max_length=80, unique=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("batch of views")
        verbose_name_plural = _("batches of views")

    def __str__(self):
        return self.key


class DailyViews(models.Model):
    """How often readers opened an article on one day."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    views = models.PositiveIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("views of a day")
        verbose_name_plural = _("views of a day")
        indexes = [models.Index(fields=["day"], name="daily_views_day")]
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="views_once_a_day")
        ]

    def __str__(self):
        return f"{self.article_id} · {self.day}"

    @classmethod
    def add(cls, pk: int, number: int, day) -> None:
        row, _is_new = cls.objects.get_or_create(article_id=pk, day=day)
        cls.objects.filter(pk=row.pk).update(views=F("views") + number)

    @classmethod
    def first_places(cls, articles, since):
        """(article, views since that day), the most read first."""
        rows = cls.objects.filter(day__gte=since, article__in=articles)
        sums = rows.values("article").annotate(read=models.Sum("views"))
        return sums.order_by("-read", "-article").values_list("article", "read")


class MostRead(models.Model):
    """What readers of a language opened most; counted anew by a worker."""

    PLACES = 20

    class Span(models.TextChoices):
        WEEK = "week", _("This week")
        YEAR = "year", _("This year")

    DAYS = {Span.WEEK: 7, Span.YEAR: 365}

    article = models.ForeignKey(Article, models.CASCADE, related_name="ranks")
    span = models.CharField(_("in which time"), max_length=4, choices=Span)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    views = models.PositiveIntegerField(_("views"))

    class Meta:
        verbose_name = _("most read article")
        verbose_name_plural = _("most read articles")
        ordering = ["span", "language", "-views", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["span", "language", "article"], name="most_read_once"
            )
        ]

    def __str__(self):
        return f"{self.article_id} · {self.span} · {self.language}"

    @classmethod
    def shown(cls) -> list["MostRead"]:
        """The places of both spans in the active language, in one query."""
        code, articles = get_language(), Article.objects.published().readable()
        rows = cls.objects.filter(language=code, article__in=articles)
        rows = rows.select_related("article").order_by("-views", "-article__pk")
        title = f"article__title_{code}"
        return list(rows.only("span", "views", "article__slug", title))

    @classmethod
    @transaction.atomic
    def count(cls) -> None:
        """The first places of each span and language, instead of the former ones."""
        rows = []
        for span, days in cls.DAYS.items():
            since = timezone.localdate() - timedelta(days=days - 1)
            for language, _name in settings.LANGUAGES:
                with override(language):
                    articles = Article.objects.published().readable()
                counted = DailyViews.objects.filter(
                    day__gte=since, article__in=articles
                )
                sums = counted.values("article").annotate(read=models.Sum("views"))
                rows += [
                    cls(article_id=pk, span=span, language=language, views=read)
                    for pk, read in sums.order_by("-read", "-article").values_list(
                        "article", "read"
                    )[: cls.PLACES]
                ]
        cls.objects.all().delete()
        cls.objects.bulk_create(rows)


class Readership:
    """The buffer between readers and the database; it may be lost, never in the way."""

    BUFFER = "bulletin:views"
    BATCHES = "bulletin:views:batches"
    REST = 30  # seconds without trying after the buffer failed

    def __init__(self):
        self._redis = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1
        )
        self._resting_until = 0.0

    def count(self, request, article) -> None:
        """One reader opened the article; whatever happens here, the page appears."""
        if not self.is_reader(request) or time.monotonic() < self._resting_until:
            return
        try:
            self._redis.hincrby(self.BUFFER, str(article.pk), 1)
        except redis.RedisError as error:
            self._resting_until = time.monotonic() + self.REST
            logger.warning("A view was not counted: %s", type(error).__name__)

    @staticmethod
    def is_reader(request) -> bool:
        """A person outside the house: no machine, no prefetch, nobody of the staff."""
        headers = request.headers
        ahead = headers.get("Sec-Purpose", "") + headers.get("Purpose", "")
        return (
            request.method == "GET"
            and "prefetch" not in ahead
            and not MACHINES.search(headers.get("User-Agent", ""))
            and not request.user.is_staff
        )

    def write(self) -> int:
        """Move what is buffered into the database; returns how many views."""
        self._set_aside()
        return sum(
            self._write_batch(key.decode())
            for key in self._redis.smembers(self.BATCHES)
        )

    def _set_aside(self) -> None:
        """Cut a batch off and name it in one step: no crash, no other sweep between."""
        key = f"{self.BUFFER}:{uuid4().hex}"
        both = self._redis.pipeline()
        cut_off, _named = (
            both.rename(self.BUFFER, key)
            .sadd(self.BATCHES, key)
            .execute(raise_on_error=False)
        )
        if isinstance(cut_off, redis.ResponseError):  # nothing was buffered
            self._redis.srem(self.BATCHES, key)

    def _write_batch(self, key: str) -> int:
        counts = {int(pk): int(n) for pk, n in self._redis.hgetall(key).items()}
        with transaction.atomic():
            _batch, is_new = ViewBatch.objects.get_or_create(key=key)
            if is_new:
                self._add(counts)
        self._redis.delete(key)
        self._redis.srem(self.BATCHES, key)
        self._forget_old_batches()
        return sum(counts.values()) if is_new else 0

    def _add(self, counts: dict[int, int]) -> None:
        """To the sum and to the day; an article that is gone is left out."""
        today = timezone.localdate()
        for pk, number in sorted(counts.items()):
            rows = Article.objects.filter(pk=pk)
            if rows.update(counted_views=F("counted_views") + number):
                DailyViews.add(pk, number, today)

    def _forget_old_batches(self) -> None:
        ViewBatch.objects.filter(
            written_at__lt=timezone.now() - timedelta(days=7)
        ).delete()
