"""Articles in two languages, their way to the reader and what stays of it."""

import uuid
from datetime import timedelta

import pgtrigger
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bulletin import notifications
from bulletin.models.queries import ArticleQuerySet
from bulletin.models.sections import Section
from bulletin.models.texts import (
    ArticleTexts,
    EnglishState,
    readable_column,
    readers_index,
)
from events.models import Event
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import (
    Country,
    Demonstrable,
    Document,
    Photo,
    PublishState,
)
from federation.richtext import (
    PlainCharField,
    PlainTextField,
    RichTextField,
    WebAddressField,
)
from members.models import Association

# How long a link for people without an account opens an unpublished text.
PREVIEW_DAYS = 7


class Article(Demonstrable, ArticleTexts, Lifecycle):
    """A text of the bulletin, or a press item: a link with our own summary."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        PRESS = "press", _("press item: link and own summary")

    class Focus(models.TextChoices):
        TOP_LEFT = "tl", _("top left")
        TOP = "t", _("top")
        TOP_RIGHT = "tr", _("top right")
        LEFT = "l", _("left")
        CENTRE = "c", _("centre")
        RIGHT = "r", _("right")
        BOTTOM_LEFT = "bl", _("bottom left")
        BOTTOM = "b", _("bottom")
        BOTTOM_RIGHT = "br", _("bottom right")

    # The states in which readers find it at its address.
    PUBLIC = {"status": PublishState.PUBLISHED}
    # An issue prints what was approved, also before it is out.
    PRINTED = (PublishState.APPROVED, PublishState.SCHEDULED, PublishState.PUBLISHED)
    # domain.md 4.0; from scheduled back to approved takes a date off again.
    MOVES = {
        PublishState.IN_REVIEW: {PublishState.DRAFT},
        PublishState.DRAFT: {PublishState.IN_REVIEW, PublishState.UNPUBLISHED},
        PublishState.APPROVED: {PublishState.IN_REVIEW, PublishState.SCHEDULED},
        PublishState.SCHEDULED: {PublishState.APPROVED},
        PublishState.PUBLISHED: {PublishState.APPROVED, PublishState.SCHEDULED},
        PublishState.UNPUBLISHED: {PublishState.PUBLISHED},
        PublishState.ARCHIVED: {PublishState.UNPUBLISHED},
    }

    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.ARTICLE)
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="articles", verbose_name=_("section")
    )
    issue = models.ForeignKey(
        "bulletin.Issue",
        models.PROTECT,
        related_name="articles",
        null=True,
        blank=True,
        verbose_name=_("issue"),
    )
    place = models.PositiveSmallIntegerField(
        _("place in the issue"), default=1000, editable=False
    )
    page = models.PositiveSmallIntegerField(
        _("page in the issue"), null=True, blank=True
    )
    slug = models.SlugField(
        _("address word"),
        max_length=120,
        unique=True,
        help_text=_("A change after publication leaves a redirect."),
    )
    title = PlainCharField(_("headline"), max_length=250)
    lead = PlainTextField(_("lead"), max_length=600, blank=True)
    body = RichTextField(_("article text"), blank=True)
    authors = PlainCharField(_("text by"), max_length=200, blank=True)
    photographers = PlainCharField(_("photographs by"), max_length=200, blank=True)
    source = PlainCharField(_("source"), max_length=200, blank=True)
    original_url = WebAddressField(_("original address"), max_length=500, blank=True)
    cover = models.ForeignKey(
        Photo,
        models.PROTECT,
        related_name="covered_articles",
        null=True,
        blank=True,
        verbose_name=_("lead photograph"),
    )
    cover_focus = models.CharField(
        _("what matters in the photograph"),
        max_length=2,
        choices=Focus,
        default=Focus.CENTRE,
        help_text=_("This part stays in sight where the photograph is cut."),
    )
    photos = models.ManyToManyField(
        Photo, through="ArticlePhoto", related_name="articles", blank=True
    )
    associations = models.ManyToManyField(
        Association,
        related_name="articles",
        blank=True,
        verbose_name=_("associations"),
    )
    countries = models.ManyToManyField(
        Country, related_name="articles", blank=True, verbose_name=_("countries")
    )
    events = models.ManyToManyField(
        Event, related_name="articles", blank=True, verbose_name=_("events")
    )
    documents = models.ManyToManyField(
        Document, related_name="articles", blank=True, verbose_name=_("documents")
    )

    status = models.CharField(
        _("status"),
        max_length=11,
        choices=PublishState,
        default=PublishState.DRAFT,
        editable=False,
    )
    en_state = models.CharField(
        _("English"),
        max_length=11,
        choices=EnglishState,
        default=EnglishState.NONE,
        editable=False,
    )
    remark = PlainTextField(_("remark"), blank=True, editable=False)
    submitted_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("sent by"),
    )
    submitted_at = models.DateTimeField(_("sent"), null=True, editable=False)
    publish_at = models.DateTimeField(_("to be published at"), null=True, blank=True)
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("Empty: the moment of publishing."),
    )
    imported_views = models.PositiveIntegerField(
        _("views before this portal"), default=0
    )
    counted_views = models.PositiveIntegerField(
        _("views counted"), default=0, editable=False
    )
    preview_key = models.UUIDField(
        _("key of the preview"), null=True, unique=True, editable=False
    )
    preview_until = models.DateTimeField(_("preview until"), null=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    # Kept by the database, so that lists find their rows by index.
    is_readable_vi = readable_column("vi")
    is_readable_en = readable_column("en")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = [F("published_at").desc(nulls_first=True), "-pk"]
        permissions = [
            ("submit_article", _("Can send articles for review")),
            ("review_article", _("Can approve or return articles")),
            ("publish_article", _("Can publish articles and take them down")),
            ("translate_article", _("Can release English texts for review")),
        ]
        indexes = [
            *readers_index("article_feed", "published_at", "id"),
            *readers_index("article_section", "section", "published_at", "id"),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_published_has_a_time",
                condition=~Q(status="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="article_scheduled_has_a_time",
                condition=~Q(status="scheduled") | Q(publish_at__isnull=False),
            ),
            models.CheckConstraint(
                name="article_press_item_links",
                condition=~Q(kind="press") | ~Q(original_url=""),
                violation_error_message=_("A press item needs the original address."),
            ),
        ]
        triggers = [
            # X3: what readers see as the number of views never goes back.
            pgtrigger.Protect(
                name="views_never_decrease",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.imported_views + NEW.counted_views"
                    " < OLD.imported_views + OLD.counted_views"
                ),
            ),
        ]

    def __str__(self):
        return self.title or self.title_vi or self.slug

    def get_absolute_url(self):
        return reverse("bulletin:article", args=[self.slug])

    @property
    def has_preview(self) -> bool:
        """Someone without an account can open it now."""
        return bool(self.preview_until) and timezone.now() < self.preview_until

    def preview_url(self) -> str:
        """An address that shows the text as it is to whoever has it, for some days."""
        return reverse("bulletin:preview", args=[self.preview_key])

    def open_preview(self, *, by) -> None:
        """A new address; the one before, if any, opens nothing from now on."""
        until = timezone.now() + timedelta(days=PREVIEW_DAYS)
        self._write_preview(uuid.uuid4(), until)

    def end_preview(self, *, by=None) -> None:
        """Whoever has the address finds nothing there any more."""
        self._write_preview(None, None)

    def _write_preview(self, key, until) -> None:
        rows = type(self)._base_manager.filter(pk=self.pk)
        rows.update(preview_key=key, preview_until=until)
        self.preview_key, self.preview_until = key, until

    @property
    def views(self) -> int:
        """What readers see: carried over and counted here."""
        return self.imported_views + self.counted_views

    @property
    def is_printable(self) -> bool:
        return self.status in self.PRINTED

    def withdraw_editions(self) -> None:
        """Files that print what readers may no longer have are made anew without it."""
        self.editions.withdraw()
        if self.issue_id:
            self.issue.editions.withdraw()

    def more(self):
        """What to read next: the same section's newest others."""
        others = Article.objects.published().readable().exclude(pk=self.pk)
        return others.narrowed(section=self.section).for_lines()[:4]

    @transaction.atomic
    def submit(self, *, by) -> None:
        """Hand the text to the editors; the Vietnamese must be there."""
        if missing := self.missing("vi"):
            raise MoveRefused(missing)
        self.move(
            PublishState.IN_REVIEW,
            by=by,
            submitted_at=timezone.now(),
            submitted_by=by,
            remark="",
        )
        notifications.article_submitted(self)

    @transaction.atomic
    def return_to_author(self, remark: str, *, by) -> None:
        """Back to the author, with what is to be changed."""
        if not remark.strip():
            raise MoveRefused(gettext("Say what is to be changed."))
        self.stay(PublishState.IN_REVIEW)
        self.move(PublishState.DRAFT, by=by, remark=remark)
        notifications.article_returned(self)

    @transaction.atomic
    def approve(self, *, by) -> None:
        self.stay(PublishState.IN_REVIEW)
        self.move(PublishState.APPROVED, by=by)
        notifications.article_approved(self)

    @transaction.atomic
    def schedule(self, *, by) -> None:
        """A worker publishes it at `publish_at`."""
        if self.publish_at is None or self.publish_at <= timezone.now():
            raise MoveRefused(gettext("Enter when to publish, a time to come."))
        self.move(PublishState.SCHEDULED, by=by, publish_at=self.publish_at)

    @transaction.atomic
    def unschedule(self, *, by) -> None:
        self.stay(PublishState.SCHEDULED)
        self.move(PublishState.APPROVED, by=by, publish_at=None)

    @transaction.atomic
    def publish(self, *, by) -> None:
        """Readers see it at once, dated now or as entered for an older text."""
        at = self.published_at or timezone.now()
        if at > timezone.now():
            raise MoveRefused(
                gettext("That time is to come: schedule the article instead.")
            )
        self._appear(at, by=by)

    @transaction.atomic
    def publish_due(self) -> None:
        """Once, however often the sweep runs; dated as it was scheduled.

        Not what was taken off the schedule, or put off, since the sweep looked.
        """
        due = type(self)._base_manager.filter(
            pk=self.pk, status=PublishState.SCHEDULED, publish_at=self.publish_at
        )
        due = due.filter(publish_at__lte=timezone.now())
        if due.select_for_update().values_list("pk").first() is None:
            raise MoveRefused(gettext("The time has not come."))
        self._appear(self.published_at or self.publish_at)

    def _appear(self, at, *, by=None) -> None:
        if missing := self.missing("vi"):
            raise MoveRefused(missing)
        self.move(
            PublishState.PUBLISHED,
            by=by,
            published_at=at,
            publish_at=None,
            remark="",
            updated_at=timezone.now(),
        )
        notifications.article_published(self)

    @transaction.atomic
    def unpublish(self, reason: str, *, by) -> None:
        """Take it down; the reason stays."""
        if not reason.strip():
            raise MoveRefused(gettext("Say why the article is taken down."))
        self.move(
            PublishState.UNPUBLISHED,
            by=by,
            remark=reason,
            updated_at=timezone.now(),
        )
        self.end_preview()
        self.withdraw_editions()
        notifications.article_unpublished(self)

    @transaction.atomic
    def reopen(self, *, by) -> None:
        """Work on it again after it was taken down."""
        self.stay(PublishState.UNPUBLISHED)
        self.move(PublishState.DRAFT, by=by)

    @transaction.atomic
    def archive(self, *, by) -> None:
        self.move(PublishState.ARCHIVED, by=by)
        self.end_preview()
