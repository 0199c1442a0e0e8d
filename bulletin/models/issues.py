"""Issues of the bulletin, from planning to the web edition."""

import hashlib
from itertools import groupby
from operator import attrgetter

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bulletin.models.articles import Article
from bulletin.models.publications import Publication, PublicationLicense
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Demonstrable, Photo
from federation.richtext import PlainCharField, PlainTextField, RichTextField
from federation.uploads import DocumentField, ImageField


class IssueQuerySet(models.QuerySet):
    def online(self):
        """What every reader may open."""
        return self.filter(status=Issue.Status.ONLINE)

    def readable(self):
        """In Vietnamese all; elsewhere those with an article in that language."""
        if get_language() == "vi":
            return self
        articles = Article.objects.published().readable()
        return self.filter(Exists(articles.filter(issue=OuterRef("pk"))))

    def unread_scans(self):
        """Whose PDF is not the one that was read last."""
        return self.exclude(pdf="").exclude(pdf_read=F("pdf"))

    def for_cards(self):
        """Everything a cover with its caption prints, in one query; newest first."""
        return (
            self.select_related("publication", "cover")
            .defer("lead", "editorial", "imprint")
            .order_by("publication__display_order", "-year", "-number")
        )

    def for_page(self):
        """All of an issue, its masthead included."""
        return self.select_related("publication__owner", "cover", "license").order_by(
            "publication__display_order"
        )


class Issue(Demonstrable, Lifecycle):
    """One number of a publication in a year."""

    class Status(models.TextChoices):
        PLANNING = "planning", _("planning")
        COLLECTING = "collecting", _("collecting")
        EDITING = "editing", _("editing")
        TRANSLATING = "translating", _("translating")
        APPROVED = "approved", _("approved")
        LICENSED_CHECK = "licensed_check", _("licence checked")
        PRINTED = "printed", _("printed")
        ONLINE = "online", _("online")

    # domain.md 4.4, with the way back to the editors until it is printed.
    MOVES = {
        Status.COLLECTING: {Status.PLANNING},
        Status.EDITING: {
            *(Status.COLLECTING, Status.TRANSLATING),
            *(Status.APPROVED, Status.LICENSED_CHECK),
        },
        Status.TRANSLATING: {Status.EDITING},
        Status.APPROVED: {Status.TRANSLATING},
        Status.LICENSED_CHECK: {Status.APPROVED},
        Status.PRINTED: {Status.LICENSED_CHECK},
        # From planning: an old issue as a scan.
        Status.ONLINE: {Status.PRINTED, Status.PLANNING},
    }

    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        related_name="issues",
        verbose_name=_("publication"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"))
    total_number = models.PositiveIntegerField(
        _("number since the first"), null=True, blank=True
    )
    status = models.CharField(
        _("status"),
        max_length=14,
        choices=Status,
        default=Status.PLANNING,
        editable=False,
    )
    period_label = PlainCharField(
        _("period"), max_length=80, blank=True, help_text=_("For example “Quarter IV”.")
    )
    lead = PlainTextField(_("lead"), blank=True)
    editorial = RichTextField(_("editorial"), blank=True)
    imprint = PlainTextField(
        _("behind the cover"),
        blank=True,
        help_text=_("Editorial board, address, telephone: one line each."),
    )
    cover = models.ForeignKey(
        Photo,
        models.PROTECT,
        related_name="covered_issues",
        null=True,
        blank=True,
        verbose_name=_("cover"),
    )
    pdf = DocumentField(
        _("PDF"),
        folder="issues",
        blank=True,
        help_text=_("A scan of an old issue: its first page becomes the cover."),
    )
    # Read from the PDF by a worker: its first page, and which file that was.
    front = ImageField(_("first page"), folder="covers", blank=True, editable=False)
    pdf_read = models.CharField(max_length=100, blank=True, editable=False)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    copies = models.PositiveIntegerField(_("copies"), null=True, blank=True)
    printed_on = models.DateField(_("printed on"), null=True, blank=True)
    license = models.ForeignKey(
        PublicationLicense,
        models.PROTECT,
        related_name="issues",
        null=True,
        blank=True,
        verbose_name=_("licence"),
    )
    online_at = models.DateTimeField(_("online since"), null=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "year", "number"],
                name="issue_once",
                violation_error_message=_("This issue exists already."),
            ),
            models.CheckConstraint(
                name="issue_number_from_one",
                condition=Q(number__gte=1, year__gte=1900, year__lte=2200),
                violation_error_message=_("Numbers count from 1, years have 4 digits."),
            ),
            models.CheckConstraint(
                name="issue_printed_has_licence_and_day",
                condition=~Q(status="printed")
                | Q(printed_on__isnull=False, license__isnull=False),
            ),
        ]

    def __str__(self):
        return gettext("No. %(number)s/%(year)s") % {
            "number": self.number,
            "year": self.year,
        }

    def get_absolute_url(self):
        return reverse("bulletin:issue", args=[self.year, self.number])

    @property
    def lacquer(self) -> int:
        """Which of the year's four covers it wears."""
        return (self.number - 1) % 4 + 1

    @property
    def is_online(self) -> bool:
        return self.status == self.Status.ONLINE

    @property
    def pdf_size(self) -> int | None:
        """Bytes of the PDF; None when there is none, or the store has lost it."""
        try:
            return self.pdf.size if self.pdf else None
        except OSError:
            return None

    def is_corrected(self) -> bool:
        """An article of it was corrected after it was printed and is another now."""
        return self.articles.published().exclude(corrections=None).exists()

    def in_order(self):
        """Its articles as the editors arranged them, whatever their state."""
        return self.articles.order_by("place", "page", "published_at", "pk")

    @cached_property
    def mark(self) -> str:
        """A fingerprint of all its files are made of; it changes when one is old."""
        names = ("period_label", "lead", "editorial", "imprint")
        facts = [getattr(self, f"{n}_{c}") for n in names for c in ("vi", "en")]
        facts += [self.cover_id, self.license_id, self.printed_on, self.copies]
        columns = ("pk", "status", "en_state", "section_id", "updated_at")
        facts += [list(self.in_order().values_list(*columns))]
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def contents(self) -> list[tuple]:
        """(section, its articles) as arranged; a section may come back later."""
        rows = self.articles.published().readable().for_cards()
        rows = rows.order_by("place", "page", "published_at", "pk")
        return [
            (section, list(articles))
            for section, articles in groupby(rows, attrgetter("section"))
        ]

    @transaction.atomic
    def arrange(self, keys: list[int]) -> None:
        """Put its articles in this order; those not named follow as they stood."""
        rows = list(self.in_order().select_for_update(of=["self"]))
        known = {row.pk: row for row in rows}
        named = [known.pop(pk) for pk in dict.fromkeys(keys) if pk in known]
        for place, row in enumerate([*named, *known.values()], start=1):
            if row.place != place:
                Article.objects.filter(pk=row.pk).update(place=place)

    @transaction.atomic
    def take(self, article) -> None:
        """Put an article at the end; one of another issue stays where it is."""
        last = self.in_order().count() + 1
        free = Article.objects.filter(pk=article.pk, issue__isnull=True)
        if not free.update(issue=self, place=last, updated_at=timezone.now()):
            raise MoveRefused(gettext("This article belongs to another issue."))

    def drop(self, pk: int) -> None:
        """Take an article out of the issue; the text itself is not touched."""
        self.articles.filter(pk=pk).update(issue=None, place=1000, page=None)

    @transaction.atomic
    def shift(self, pk: int, step: int) -> None:
        """One article one place up (-1) or down (+1); at the end nothing happens."""
        keys = list(self.in_order().values_list("pk", flat=True))
        if pk in keys:
            here = keys.index(pk)
            there = min(max(here + step, 0), len(keys) - 1)
            keys[here], keys[there] = keys[there], keys[here]
            self.arrange(keys)

    def masthead(self) -> list[tuple]:
        """What the law wants behind the cover: (label, value), what is known of it."""
        license_, publication = self.license, self.publication
        printed = self.printed_on and date_format(self.printed_on, "DATE_FORMAT")
        signed = license_ and date_format(license_.issued_on, "DATE_FORMAT")
        lines = [
            (gettext("Issued by"), publication.owner.name),
            (gettext("Responsible for publication"), publication.responsible),
            (gettext("Periodicity"), publication.periodicity),
            (gettext("Licence"), license_ and f"{license_.number}, {signed}"),
            (gettext("Licence issued by"), license_ and license_.issuer),
            (gettext("Printed by"), license_ and license_.printer),
            (gettext("Page size"), license_ and license_.size),
            (gettext("Copies"), self.copies and number_format(self.copies)),
            (gettext("Printed on"), printed),
        ]
        return [(label, value) for label, value in lines if value]

    def neighbour(self, step: int):
        """The issue before (-1) or after (+1) this one that readers may open."""
        others = Issue.objects.online().readable().filter(publication=self.publication)
        if step < 0:
            earlier = Q(year__lt=self.year) | Q(year=self.year, number__lt=self.number)
            return others.filter(earlier).order_by("-year", "-number").first()
        later = Q(year__gt=self.year) | Q(year=self.year, number__gt=self.number)
        return others.filter(later).order_by("year", "number").first()

    def languages(self) -> list[str]:
        """Vietnamese, and English when one of its articles is."""
        english = self.articles.published().filter(is_readable_en=True)
        return ["vi", "en"] if english.exists() else ["vi"]

    @transaction.atomic
    def advance(self, to: str, *, by) -> None:
        """Any step without a condition of its own."""
        if to in {self.Status.PRINTED, self.Status.ONLINE}:
            raise MoveRefused(gettext("This step has a condition of its own."))
        self.move(to, by=by)

    @transaction.atomic
    def mark_printed(self, *, by) -> None:
        """Printed under a licence that was valid on the day of printing."""
        if self.printed_on is None:
            raise MoveRefused(gettext("Enter the day of printing first."))
        valid = self.publication.licenses.valid_on(self.printed_on)
        license_ = self.license or valid.first()
        if license_ is None or license_ not in valid:
            raise MoveRefused(
                gettext(
                    "No licence of the publication is valid on the day of printing."
                )
            )
        self.check_limits(license_)
        self.move(self.Status.PRINTED, by=by, license=license_)

    def check_limits(self, license_) -> None:
        """The pages and copies the licence allows, when it names any."""
        for value, limit in (
            (self.pages, license_.max_pages),
            (self.copies, license_.max_copies),
        ):
            if value and limit and value > limit:
                raise MoveRefused(
                    gettext("The licence allows %(limit)s, the issue has %(value)s.")
                    % {"limit": limit, "value": value}
                )

    @transaction.atomic
    def put_online(self, *, by) -> None:
        """The web edition needs something to read: a PDF or a published article."""
        if not self.pdf and not self.articles.published().exists():
            raise MoveRefused(
                gettext("Add a PDF or publish an article of the issue first.")
            )
        self.stay(self.Status.PRINTED)
        self.move(self.Status.ONLINE, by=by, online_at=timezone.now())

    @property
    def is_old_scan(self) -> bool:
        """A PDF of a past year: what was printed then needs no licence here."""
        return bool(self.pdf) and self.year < timezone.localdate().year

    @transaction.atomic
    def put_scan_online(self, *, by) -> None:
        """An issue from before this portal, as it was printed."""
        if not self.is_old_scan:
            raise MoveRefused(gettext("Only the PDF of an issue of a past year."))
        self.stay(self.Status.PLANNING)
        self.move(self.Status.ONLINE, by=by, online_at=timezone.now())


class IssueScan(models.Model):
    """The words of an issue's PDF, for search alone; read again when it changes."""

    issue = models.OneToOneField(
        Issue, models.CASCADE, related_name="scan", verbose_name=_("issue")
    )
    text = models.TextField(_("text of the PDF"), blank=True)

    class Meta:
        verbose_name = _("words of a PDF")
        verbose_name_plural = _("words of PDFs")

    def __str__(self):
        return str(self.issue)
