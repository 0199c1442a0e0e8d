"""The register: one line for each award, its word to verify it, its checks."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models.forms import CommendationForm
from awards.models.rounds import CommendationDecision, CommendationRound
from federation.models import Demonstrable, Document, Organization, Person

# Crockford's alphabet: no I, L, O, U, so a token can be read out and typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN_LENGTH = 28  # 28 letters of 5 bits: 140 bits
LOOKALIKES = str.maketrans("OILU", "011V", " -–—.\t")


def new_token() -> str:
    """A word nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(TOKEN_LENGTH))


def clean_token(typed: str) -> str:
    """What was typed from paper, as it is stored; empty when it cannot be a token."""
    token = typed.upper().translate(LOOKALIKES)
    right = len(token) == TOKEN_LENGTH and set(token) <= set(ALPHABET)
    return token if right else ""


class AwardQuerySet(models.QuerySet):
    def published(self):
        """Awards of rounds that every reader may see, revoked ones not."""
        return self.filter(
            status=Award.Status.VALID,
            round__status=CommendationRound.Status.PUBLISHED,
        )

    def readable(self):
        """Awards whose recipient has a name in the reader's language."""
        return self.filter(recipient__gt="")

    def in_order(self):
        """Collectives first, then by number in the register."""
        return self.order_by("kind", "register_year", "register_no", "pk")

    def for_check(self, token: str):
        """The award a typed token belongs to, with all its page says; else None."""
        token = clean_token(token)
        awards = self.select_related(
            "form", "round", "decision__document", "revocation", "organization"
        )
        return awards.filter(token=token).first() if token else None


class Award(Demonstrable, models.Model):
    """One line of the register; name and title are as they were on that day."""

    class Kind(models.TextChoices):
        COLLECTIVE = "collective", _("collective")
        INDIVIDUAL = "individual", _("individual")

    class Status(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")

    class Ground(models.TextChoices):
        """The only grounds of a revocation (Z10)."""

        FALSE_ACHIEVEMENT = "false_achievement", _("The achievement was not true.")
        FALSE_DOSSIER = "false_dossier", _("The dossier was forged or wrong.")
        PROCEDURE = "procedure", _("The review broke the rules.")
        VIOLATION = "violation", _("A violation in the period was found.")

    round = models.ForeignKey(
        CommendationRound,
        models.PROTECT,
        related_name="awards",
        verbose_name=_("round of commendation"),
    )
    decision = models.ForeignKey(
        CommendationDecision,
        models.PROTECT,
        related_name="awards",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )
    form = models.ForeignKey(
        CommendationForm,
        models.PROTECT,
        related_name="awards",
        verbose_name=_("form of commendation"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="awards",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        help_text=_("The collective itself, or the organisation of the person."),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="awards",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    recipient = models.CharField(_("name at that time"), max_length=250)
    recipient_title = models.CharField(
        _("title and unit at that time"), max_length=250, blank=True
    )
    register_year = models.PositiveSmallIntegerField(_("year of the register"))
    register_no = models.PositiveIntegerField(_("number in the register"))
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.VALID, editable=False
    )
    revoked_on = models.DateField(_("revoked on"), null=True, editable=False)
    ground = models.CharField(
        _("ground"), max_length=20, choices=Ground, blank=True, editable=False
    )
    revocation = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="revoked_awards",
        null=True,
        editable=False,
        verbose_name=_("decision to revoke"),
    )
    token = models.CharField(
        _("verification code"),
        max_length=TOKEN_LENGTH,
        unique=True,
        default=new_token,
        editable=False,
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-register_year", "register_no", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "register_year", "register_no"],
                name="award_register_number_once",
                violation_error_message=_("This number is taken in that register."),
            ),
            models.CheckConstraint(
                name="award_a_collective_is_no_person",
                condition=Q(kind="individual") | Q(person__isnull=True),
                violation_error_message=_("A collective award names no person."),
            ),
            models.CheckConstraint(
                name="award_revoked_with_all_it_needs",
                condition=Q(
                    status="valid",
                    revoked_on__isnull=True,
                    revocation__isnull=True,
                    ground="",
                )
                | (
                    Q(
                        status="revoked",
                        revoked_on__isnull=False,
                        revocation__isnull=False,
                    )
                    & ~Q(ground="")
                ),
            ),
        ]

    def __str__(self):
        return f"{self.recipient} · {self.register_mark}"

    def get_absolute_url(self):
        return reverse("awards:verify", args=[self.token])

    @property
    def register_mark(self):
        """How the register writes it: 12/2020."""
        return f"{self.register_no}/{self.register_year}"

    @property
    def token_groups(self):
        """The code as it stands on paper: groups of four."""
        return "-".join(
            self.token[start : start + 4] for start in range(0, TOKEN_LENGTH, 4)
        )


class AwardCheck(models.Model):
    """How often an award was checked on a day; nothing about who checked."""

    award = models.ForeignKey(
        Award, models.CASCADE, related_name="checks", verbose_name=_("award")
    )
    day = models.DateField(_("day"), default=timezone.localdate)
    count = models.PositiveIntegerField(_("checks"), default=0)

    class Meta:
        verbose_name = _("checks of an award")
        verbose_name_plural = _("checks of awards")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["award", "day"], name="award_check_a_day")
        ]

    def __str__(self):
        return f"{self.award} · {self.day}: {self.count}"

    @classmethod
    def add(cls, award) -> None:
        """Count one more look, also when two come at once."""
        today = cls.objects.filter(award=award, day=timezone.localdate())
        if not today.update(count=F("count") + 1):
            cls.objects.bulk_create([cls(award=award)], ignore_conflicts=True)
            today.update(count=F("count") + 1)
