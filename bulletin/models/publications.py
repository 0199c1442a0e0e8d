"""The publication and the licences under which it is printed."""

import textwrap
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bulletin import notifications
from federation.models import Demonstrable, Organization
from federation.richtext import PlainCharField, PlainTextField
from federation.uploads import DocumentField


def default_remind_days() -> list[int]:
    return [90, 60, 30]


class Publication(Demonstrable, models.Model):
    """A bulletin with its masthead; the first one is the home of `/ban-tin/`."""

    owner = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="publications",
        verbose_name=_("issued by"),
    )
    title = PlainCharField(_("name"), max_length=150)
    alt_titles = PlainCharField(
        _("also printed as"),
        max_length=250,
        blank=True,
        help_text=_("Other spellings of the title, for search."),
    )
    lead = PlainCharField(_("one sentence"), max_length=300, blank=True)
    periodicity = PlainCharField(_("periodicity"), max_length=100, blank=True)
    responsible = PlainCharField(
        _("responsible for publication"), max_length=150, blank=True
    )
    remind_days = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("days before a licence ends"),
        default=default_remind_days,
        help_text=_(
            "The publishers are reminded so many days before, e.g. 90, 60, 30."
        ),
    )
    keep_readers = models.PositiveSmallIntegerField(
        _("days an address is kept"),
        default=30,
        help_text=_(
            "After a reader has left, was not reached or did not confirm; then the "
            "address and the mails to it are deleted."
        ),
    )
    keep_copies = models.PositiveSmallIntegerField(
        _("days copies keep their address"),
        default=90,
        help_text=_("After the newsletter was sent; then only the numbers stay."),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["display_order", "pk"]

    def __str__(self):
        return self.title or str(self.pk)

    def cover_lines(self) -> list[dict]:
        """The title broken into lines that fit a drawn cover."""
        lines = textwrap.wrap(self.title or "", 15)
        return [{"y": 66 + 46 * row, "text": text} for row, text in enumerate(lines)]


class PublicationLicenseQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Licences in force that day, first and last day included."""
        return self.filter(issued_on__lte=day, valid_to__gte=day)

    def in_use(self):
        """Each publication's last to end: an earlier one has its successor already."""
        later = PublicationLicense.objects.filter(
            publication=OuterRef("publication"), valid_to__gt=OuterRef("valid_to")
        )
        return self.filter(~Exists(later))

    def ending(self, within: int = 90, on=None):
        """Those of which the last day comes within so many days."""
        on = on or timezone.localdate()
        return self.filter(valid_to__range=(on, on + timedelta(days=within)))


class PublicationLicense(Demonstrable, models.Model):
    """A licence to print; its limits are data, for the law that sets them changes."""

    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        related_name="licenses",
        verbose_name=_("publication"),
    )
    number = PlainCharField(_("number"), max_length=60)
    issued_on = models.DateField(_("date"))
    valid_to = models.DateField(_("valid to"))
    issuer = PlainCharField(_("issued by"), max_length=200, blank=True)
    periodicity = PlainCharField(_("periodicity"), max_length=100, blank=True)
    size = PlainCharField(_("page size"), max_length=40, blank=True)
    max_pages = models.PositiveSmallIntegerField(
        _("pages at most"), null=True, blank=True
    )
    max_copies = models.PositiveIntegerField(_("copies at most"), null=True, blank=True)
    printer = PlainCharField(_("printed by"), max_length=200, blank=True)
    scope = PlainTextField(_("scope"), blank=True)
    file = DocumentField(_("file"), folder="licenses", blank=True)

    objects = PublicationLicenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("publishing licence")
        verbose_name_plural = _("publishing licences")
        ordering = ["-valid_to"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "number"],
                name="license_number_once",
                violation_error_message=_("This licence is recorded already."),
            ),
            models.CheckConstraint(
                name="license_ends_after_it_began",
                condition=Q(valid_to__gte=F("issued_on")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return self.number

    def remind(self, on=None) -> int | None:
        """Tell the publishers how long it still runs; each stage once.

        After a standstill only the latest stage is told. Returns the stage, if any.
        """
        left = (self.valid_to - (on or timezone.localdate())).days
        stages = [days for days in self.publication.remind_days if 0 <= left <= days]
        if not stages:
            return None
        notifications.license_ends(self, stage=min(stages), days=left)
        return min(stages)

    def is_valid(self, on=None) -> bool:
        return self.issued_on <= (on or timezone.localdate()) <= self.valid_to
