"""How a certificate looks, the certificates made, and the work of making them."""

import uuid
from datetime import timedelta
from functools import partial

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.forms import CommendationForm
from awards.models.register import Award
from awards.models.rounds import CommendationRound
from federation.models import Demonstrable
from federation.richtext import PlainCharField
from federation.uploads import DocumentField, ImageField
from outbox.post import ring

MILLIMETRES = [MinValueValidator(0), MaxValueValidator(600)]


def millimetres(label, **kwargs):
    return models.DecimalField(
        label, max_digits=5, decimal_places=1, validators=MILLIMETRES, **kwargs
    )


class DesignQuerySet(models.QuerySet):
    def of(self, form, on=None):
        """The design of a form on that day: the one that began last; None without."""
        on = on or timezone.localdate()
        rows = self.filter(form=form, effective_from__lte=on)
        return rows.order_by("-effective_from", "-pk").first()


class CertificateDesign(Demonstrable):
    """The layout of a form's certificates from a day on: rules change, rows stay."""

    form = models.ForeignKey(
        CommendationForm,
        models.PROTECT,
        related_name="designs",
        verbose_name=_("form of commendation"),
    )
    effective_from = models.DateField(_("in use from"))
    background = ImageField(
        _("background"),
        folder="certificates",
        blank=True,
        help_text=_("The whole page as a picture, without names; JPEG, PNG or WebP."),
    )
    width = millimetres(_("page width, mm"), default=297)
    height = millimetres(_("page height, mm"), default=210)
    note = PlainCharField(_("source of the layout"), max_length=250, blank=True)

    objects = DesignQuerySet.as_manager()

    class Meta:
        verbose_name = _("layout of certificates")
        verbose_name_plural = _("layouts of certificates")
        ordering = ["form", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "effective_from"],
                name="one_design_a_day",
                violation_error_message=_("There is a layout from this day."),
            ),
            models.CheckConstraint(
                name="design_is_a_page", condition=Q(width__gt=0, height__gt=0)
            ),
        ]

    def __str__(self):
        return f"{self.form} · {self.effective_from:%d/%m/%Y}"


class CertificateField(models.Model):
    """One thing printed at one place, in millimetres from the top left corner."""

    class What(models.TextChoices):
        TEXT = "text", _("fixed words")
        RECIPIENT = "recipient", _("name of the recipient")
        TITLE = "title", _("title and unit")
        CITATION = "citation", _("for what")
        DECISION = "decision", _("decision, number and day")
        REGISTER = "register", _("number in the register")
        PLACE_DAY = "place_day", _("place and day")
        SIGNER_TITLE = "signer_title", _("title of the signer")
        SIGNER = "signer", _("name of the signer")
        QR = "qr", _("square to verify")
        CODE = "code", _("code to verify, in groups")
        ADDRESS = "address", _("address to verify")

    class Align(models.TextChoices):
        LEFT = "left", _("left")
        CENTER = "center", _("centred")
        RIGHT = "right", _("right")

    class Face(models.TextChoices):
        SERIF = "serif", _("with serifs")
        SANS = "sans", _("without serifs")

    design = models.ForeignKey(
        CertificateDesign,
        models.CASCADE,
        related_name="fields",
        verbose_name=_("layout of certificates"),
    )
    what = models.CharField(_("what"), max_length=12, choices=What)
    text = PlainCharField(_("words"), max_length=300, blank=True)
    x = millimetres(_("from the left, mm"))
    y = millimetres(_("from the top, mm"))
    width = millimetres(_("width, mm"))
    size = models.DecimalField(
        _("size, pt"), max_digits=4, decimal_places=1, default=14
    )
    least = models.DecimalField(
        _("smallest size, pt"),
        max_digits=4,
        decimal_places=1,
        default=9,
        help_text=_("A line that is too long shrinks to this size, then breaks."),
    )
    align = models.CharField(
        _("aligned"), max_length=6, choices=Align, default=Align.CENTER
    )
    face = models.CharField(_("face"), max_length=5, choices=Face, default=Face.SERIF)
    bold = models.BooleanField(_("bold"), default=False)
    italic = models.BooleanField(_("italic"), default=False)
    colour = models.CharField(
        _("colour"), max_length=7, default="#000000", help_text="#9c2018"
    )

    class Meta:
        verbose_name = _("field of a certificate")
        verbose_name_plural = _("fields of a certificate")
        ordering = ["y", "x", "pk"]
        constraints = [
            models.CheckConstraint(
                name="certificate_field_shrinks",
                condition=Q(least__lte=F("size"), least__gt=0),
                violation_error_message=_("The smallest size is not above the size."),
            ),
            models.CheckConstraint(
                name="certificate_field_colour",
                condition=Q(colour__regex=r"^#[0-9a-fA-F]{6}$"),
                violation_error_message=_("Write a colour like #9c2018."),
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()} {self.text}".strip()


class Certificate(models.Model):
    """One certificate as it was made: the file stays byte for byte (R13)."""

    award = models.ForeignKey(
        Award, models.PROTECT, related_name="certificates", verbose_name=_("award")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    design = models.ForeignKey(
        CertificateDesign,
        models.PROTECT,
        related_name="+",
        verbose_name=_("layout of certificates"),
    )
    file = DocumentField(_("file"), folder="certificates")
    sha256 = models.CharField(_("fingerprint"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size"))
    signed = models.BooleanField(_("carries a signature"), default=False)
    shrunk = models.JSONField(_("what was shrunk"), default=list)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["award", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "version"], name="certificate_version_once"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="certificate_stays", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="certificate_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func="""
                IF (SELECT is_demo FROM awards_award WHERE id = OLD.award_id) THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION 'a certificate is not deleted'
                    USING ERRCODE = 'check_violation';
                """,
            ),
        ]

    def __str__(self):
        return f"{self.award} · {self.version}"


class RunQuerySet(models.QuerySet):
    def waiting(self):
        """To be made, or left behind by a worker that died; not for ever."""
        lost = self.lost().filter(attempts__lt=CertificateRun.MOST)
        return self.filter(state=CertificateRun.State.WAITING) | lost

    def lost(self):
        return self.filter(
            state=CertificateRun.State.MAKING, lease_until__lt=timezone.now()
        )

    def give_up(self) -> int:
        return self.lost().update(state=CertificateRun.State.FAILED)

    def claim(self, pk) -> "CertificateRun | None":
        """One worker makes it, whoever rang how often."""
        taken = (
            self.waiting()
            .filter(pk=pk)
            .update(
                state=CertificateRun.State.MAKING,
                token=uuid.uuid4(),
                lease_until=timezone.now() + CertificateRun.LEASE,
                attempts=F("attempts") + 1,
            )
        )
        return self.select_related("round__form").get(pk=pk) if taken else None


class CertificateRun(models.Model):
    """All certificates of a round: one by one, and in one file for the printer."""

    LEASE = timedelta(minutes=3)
    MOST = 30  # a killed worker costs an attempt, and what it made stays

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be made")
        MAKING = "making", _("being made")
        DONE = "done", _("made")
        FAILED = "failed", _("could not be made")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        CommendationRound,
        models.CASCADE,
        related_name="runs",
        verbose_name=_("round of commendation"),
    )
    state = models.CharField(
        _("state"), max_length=7, choices=State, default=State.WAITING
    )
    done = models.PositiveIntegerField(_("made so far"), default=0)
    total = models.PositiveIntegerField(_("to be made"), default=0)
    problem = models.TextField(_("what went wrong"), blank=True)
    shrunk = models.JSONField(_("what was shrunk"), default=list)
    file = DocumentField(_("file for the printer"), folder="certificates", blank=True)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True)
    created_by = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("asked for by"),
    )
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("making of certificates")
        verbose_name_plural = _("makings of certificates")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=["waiting", "making"]),
                name="one_run_a_round_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.round} · {self.get_state_display()}"

    def get_absolute_url(self):
        return reverse("awards:desk-run", args=[self.public_id])

    @property
    def is_going_on(self) -> bool:
        return self.state in {self.State.WAITING, self.State.MAKING}

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @classmethod
    @transaction.atomic
    def begin(cls, round_, *, by) -> "CertificateRun":
        """The one that is going on, else a new one; rings for a worker."""
        going = cls.objects.filter(round=round_, state__in=["waiting", "making"])
        run = going.first()
        if run is None:
            cls.objects.bulk_create(
                [cls(round=round_, created_by=by)], ignore_conflicts=True
            )
            run = going.get()
        transaction.on_commit(partial(ring, run.pk, "awards.make_certificates"))
        return run
