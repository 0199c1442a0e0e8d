"""People, the bodies they sit in and the titles they held."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models.base import Demonstrable
from federation.models.organization import Organization
from federation.models.records import Document
from federation.models.terms import Term
from federation.uploads import ImageField


class Person(Demonstrable, models.Model):
    """A human being, once, however many titles they hold."""

    full_name = models.CharField(_("full name"), max_length=150)
    honorific = models.CharField(_("form of address"), max_length=20, blank=True)
    slug = models.SlugField(_("address word"), max_length=120, unique=True)
    portrait = ImageField(_("portrait"), folder="portraits", blank=True)
    bio = models.TextField(_("short biography"), blank=True)
    user = models.OneToOneField(
        "accounts.User",
        models.SET_NULL,
        related_name="person",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name"]

    def __str__(self):
        return self.full_name


class Body(Demonstrable, models.Model):
    """A committee, board or office of an organisation, in a term or standing."""

    class Kind(models.TextChoices):
        EXECUTIVE = "executive", _("Executive Committee")
        STANDING = "standing", _("Standing Committee")
        PERMANENT = "permanent", _("Permanent Board")
        INSPECTION = "inspection", _("Inspection Committee")
        OFFICE = "office", _("Office")
        BOARD = "board", _("working board")
        COUNCIL = "council", _("Emulation–Commendation Council")

    owner = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="bodies",
        verbose_name=_("organisation"),
    )
    term = models.ForeignKey(
        Term,
        models.PROTECT,
        related_name="bodies",
        null=True,
        blank=True,
        verbose_name=_("term"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("within"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    approved_size = models.PositiveSmallIntegerField(
        _("approved size"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["owner", "term", "pk"]

    def __str__(self):
        return self.name or self.get_kind_display()


class AppointmentQuerySet(models.QuerySet):
    def on(self, day=None):
        """Held on that day (today unless given)."""
        day = day or timezone.localdate()
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day),
            Q(until__isnull=True) | Q(until__gte=day),
        )

    def for_rows(self):
        """Everything a list of leaders prints, in one query, in their order."""
        return self.select_related("person", "body__term", "body__owner").order_by(
            "display_order", "pk"
        )


class Appointment(Demonstrable, models.Model):
    """A title somebody held. Titles are snapshots: never edited to a newer one (A3)."""

    class EndReason(models.TextChoices):
        TERM = "term", _("end of term")
        RELIEVED = "relieved", _("relieved of duty")
        RESIGNED = "resigned", _("resigned")
        DIED = "died", _("died")

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="appointments",
        verbose_name=_("person"),
    )
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="appointments", verbose_name=_("body")
    )
    title = models.CharField(_("title"), max_length=200)
    concurrent_title = models.CharField(
        _("other title at that time"), max_length=250, blank=True
    )
    is_chair = models.BooleanField(_("chairs the organisation"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(
        _("reason of the end"), max_length=8, choices=EndReason, blank=True
    )
    decision = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="appointments",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )
    source = models.CharField(_("source"), max_length=250, blank=True)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["display_order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="appointment_until_not_before_since",
                condition=Q(until__isnull=True)
                | Q(since__isnull=True)
                | Q(until__gte=F("since")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.title}"
