"""The register: one line for each award, its word to verify it, its checks."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models, transaction
from django.db.models import Max, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.models.decisions import CommendationDecision
from awards.models.forms import CommendationForm
from awards.models.rounds import CommendationRound
from awards.models.stays import AWARD_STAYS
from awards.models.tokens import TOKEN_LENGTH, clean_token, new_token
from federation.models import Country, Demonstrable, Document, Organization, Person
from federation.sortkey import Fold, fold

# What the public check prints, and no column more.
CHECKED = [
    *("token", "status", "is_demo", "recipient", "recipient_title", "register_year"),
    *("register_no", "form__name", "revoked_on", "ground", "revocation__code"),
    *("decision__document__code", "decision__document__issued_on"),
    *("correction__document__code", "correction__document__issued_on"),
]


class AwardRegister(models.Model):
    """The last number given of a form in a year: gap-free (Z9)."""

    form = models.ForeignKey(
        CommendationForm,
        models.PROTECT,
        related_name="+",
        verbose_name=_("form of commendation"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("register of awards")
        verbose_name_plural = _("registers of awards")
        ordering = ["-year", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "year"], name="award_register_once_a_year"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="award_register_only_counts_up",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    new__last_number__lt=pgtrigger.F("old__last_number")
                ),
            ),
            pgtrigger.Protect(name="award_register_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.form} {self.year}"

    @classmethod
    def take(cls, *, form, year: int, count: int) -> range:
        """The next numbers under a lock; call inside the deciding transaction.

        A register that was kept on paper goes on after its last number here.
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("take() needs atomic().")
        cls.objects.bulk_create([cls(form=form, year=year)], ignore_conflicts=True)
        register = cls.objects.select_for_update().get(form=form, year=year)
        known = Award.objects.filter(form=form, register_year=year)
        last = known.aggregate(last=Max("register_no"))["last"] or 0
        first = max(register.last_number, last) + 1
        register.last_number = first + count - 1
        register.save(update_fields=["last_number"])
        return range(first, first + count)


class AwardQuerySet(models.QuerySet):
    def about(self, nomination):
        """Awards of this recipient: by organisation, person, or name and unit."""
        same = Q(subject_key=nomination.subject_key)
        if nomination.organization_id and nomination.kind == "collective":
            same |= Q(organization=nomination.organization_id, kind="collective")
        if nomination.person_id:
            same |= Q(person=nomination.person_id)
        return self.filter(same).order_by("-register_year", "-pk")

    def matching(self, words: str):
        """Every word, with or without its marks, in name or title."""
        for word in fold(words).split()[:8]:
            self = self.filter(folded__contains=word)
        return self

    def of_association(self, association):
        """Its own, its branches’, and those it nominated."""
        tree = Organization.objects.filter(
            Q(pk=association.pk) | Q(parent=association.pk)
        )
        return self.filter(
            Q(organization__in=tree.values("pk"))
            | Q(nomination__association=association.pk)
        )

    def from_abroad(self, yes: bool = True):
        """Foreign friends and foreign organisations; or everybody else."""
        return self.filter(is_foreign=yes)

    def on_roll(self):
        """Everything a page of the honour roll prints, in one query."""
        return self.select_related(*("form", "round", "country", "decision__document"))

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
        awards = self.select_related(
            *("form", "revocation", "decision__document", "correction__document")
        ).only(*CHECKED)
        try:
            return awards.get(token=clean_token(token) or None)
        except self.model.DoesNotExist:
            return None


class Award(Demonstrable, models.Model):
    """One line of the register; name and title are as they were on that day."""

    class Kind(models.TextChoices):
        COLLECTIVE = "collective", _("collective")
        INDIVIDUAL = "individual", _("individual")

    class Status(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")

    class Mistake(models.TextChoices):
        """The only grounds of a correction: a slip of the pen, nothing else."""

        NAME = "name", _("The name was misspelt.")
        TITLE = "title", _("Title or unit was wrong.")

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
    register_no = models.PositiveIntegerField(
        _("number in the register"),
        null=True,
        blank=True,
        help_text=_("Empty only where an old register has none."),
    )
    is_foreign = models.BooleanField(
        _("foreign friend or foreign organisation"), default=False
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    nomination = models.OneToOneField(
        "awards.Nomination",
        models.PROTECT,
        related_name="award",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("nomination"),
    )
    subject_key = models.CharField(max_length=600, editable=False, blank=True)
    achievement_key = models.CharField(max_length=400, editable=False, blank=True)
    correction = models.ForeignKey(
        CommendationDecision,
        models.PROTECT,
        related_name="corrected",
        null=True,
        editable=False,
        verbose_name=_("corrected by"),
    )
    folded = models.GeneratedField(
        expression=Fold(
            Concat(
                *("recipient_vi", Value(" "), "recipient_en", Value(" ")),
                "recipient_title_vi",
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
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
        indexes = [
            models.Index(
                fields=["-register_year", "form", "register_no", "id"],
                name="award_on_roll",
            ),
            models.Index(fields=["round", "kind", "status"], name="award_in_round"),
            models.Index(fields=["subject_key"], name="award_subject"),
            models.Index(
                fields=["round"],
                condition=Q(is_foreign=True),
                name="award_from_abroad",
            ),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="award_by_name"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="award_stays_as_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=AWARD_STAYS,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_key", "achievement_key"],
                condition=Q(status="valid") & ~Q(achievement_key=""),
                name="one_award_for_one_achievement",
                violation_error_message=_("This achievement was commended already."),
            ),
            models.CheckConstraint(
                name="award_numbered_when_decided",
                condition=Q(decision__isnull=True) | Q(register_no__isnull=False),
            ),
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

    def get_desk_url(self):
        return reverse("awards:desk-award", args=[self.pk])

    @property
    def register_mark(self):
        """How the register writes it: 12/2020."""
        if self.register_no is None:
            return f"–/{self.register_year}"
        return f"{self.register_no}/{self.register_year}"

    @property
    def token_groups(self):
        """The code as it stands on paper: groups of four."""
        return "-".join(
            self.token[start : start + 4] for start in range(0, TOKEN_LENGTH, 4)
        )
