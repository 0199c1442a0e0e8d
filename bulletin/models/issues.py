"""Issues of the bulletin, from planning to the web edition."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bulletin.models.articles import Article
from bulletin.models.publications import Publication, PublicationLicense
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Demonstrable, Photo
from federation.richtext import PlainCharField, PlainTextField
from federation.uploads import DocumentField


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

    def for_cards(self):
        """Everything a cover with its caption prints, in one query; newest first."""
        return self.select_related("publication", "cover", "license").order_by(
            "publication__display_order", "-year", "-number"
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
        Status.ONLINE: {Status.PRINTED},
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
    cover = models.ForeignKey(
        Photo,
        models.PROTECT,
        related_name="covered_issues",
        null=True,
        blank=True,
        verbose_name=_("cover"),
    )
    pdf = DocumentField(_("PDF"), folder="issues", blank=True)
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

    def contents(self) -> list[tuple]:
        """(section, its articles) in the order of the sections and pages."""
        articles = self.articles.published().readable().for_cards()
        rows = articles.order_by(
            "section__display_order", "section", "page", "published_at"
        )
        parts: dict = {}
        for article in rows:
            parts.setdefault(article.section, []).append(article)
        return list(parts.items())

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
        self.move(self.Status.ONLINE, by=by, online_at=timezone.now())
