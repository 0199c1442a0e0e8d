"""Documents, their registers, legal bases and pages."""

import re
from pathlib import PurePath

import pgtrigger
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from federation.lifecycle import MoveRefused
from federation.models.base import Demonstrable
from federation.models.organization import Office, Organization, Role, Union
from federation.richtext import PlainCharField, PlainTextField, RichTextField
from federation.sortkey import Fold, fold
from federation.uploads import DocumentField


class DocumentQuerySet(models.QuerySet):
    def public(self):
        """What every reader may see: issued, not internal, not cancelled."""
        return self.filter(access=Document.Access.PUBLIC).exclude(
            Q(code="") | Q(legal_status=Document.LegalStatus.CANCELLED)
        )

    def visible_to(self, user):
        """Confidential ones are for whoever writes documents, or leads the union."""
        if user.has_perm("federation.change_document"):
            return self
        leaders = Office.objects.of_union(Role.UNION_LEADER)
        if user.is_authenticated and leaders.filter(user=user).exists():
            return self
        return self.exclude(access=Document.Access.CONFIDENTIAL)

    def hidden_from(self, user):
        return self.exclude(pk__in=self.visible_to(user).values("pk"))

    def in_order(self):
        """The newest first; those without a date last."""
        return self.order_by(F("issued_on").desc(nulls_last=True), "-pk")

    def of(self, organization):
        return self.filter(owner=organization)

    def matching(self, *, q="", loai="", nam=None, noi=""):
        """The parameters of the public list; words are found without diacritics."""
        rows = self
        if loai:
            rows = rows.filter(kind=loai)
        if nam:
            rows = rows.filter(issued_on__year=nam)
        if noi:
            rows = rows.filter(issuer=noi)
        parts = ("code", Value(" "), "title", Value(" "), "issuer")
        hay = Fold(Concat(*parts, output_field=models.TextField()))
        for word in fold(q).split():
            rows = rows.alias(hay=hay).filter(hay__contains=word)
        return rows

    def offered(self) -> tuple[list, list, list]:
        """Types, years and issuers that occur, for the filter of a list: one query."""
        rows = self.order_by().values_list("kind", "issued_on__year", "issuer")
        found = list(rows.distinct())
        return (
            sorted({kind for kind, _year, _issuer in found}),
            sorted({year for _kind, year, _issuer in found if year}, reverse=True),
            sorted({issuer for _kind, _year, issuer in found if issuer}),
        )

    def readable(self):
        """Documents with an abstract in the reader's language."""
        return self.filter(title__gt="")


class Document(Demonstrable, models.Model):
    """A document by its number; the number is free text, as each issuer writes it."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("decision")
        RESOLUTION = "resolution", _("resolution")
        DIRECTIVE = "directive", _("directive")
        CIRCULAR = "circular", _("circular")
        PLAN = "plan", _("plan")
        REPORT = "report", _("report")
        LETTER = "letter", _("official letter")
        OTHER = "other", _("other")

    class Access(models.TextChoices):
        PUBLIC = "public", _("public")
        INTERNAL = "internal", _("internal")
        CONFIDENTIAL = "confidential", _("confidential")

    class LegalStatus(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        REPLACED = "replaced", _("replaced")
        EXPIRED = "expired", _("no longer in force")
        CANCELLED = "cancelled", _("number cancelled")

    # What stands in a number before the symbol; a letter has none.
    SYMBOLS = {
        Kind.DECISION: "QĐ",
        Kind.RESOLUTION: "NQ",
        Kind.DIRECTIVE: "CT",
        Kind.CIRCULAR: "TT",
        Kind.PLAN: "KH",
        Kind.REPORT: "BC",
    }

    code = PlainCharField(
        _("number and symbol"),
        max_length=60,
        blank=True,
        help_text=_("Empty while the document is not signed."),
    )
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    issuer = PlainCharField(_("issued by"), max_length=200)
    issued_on = models.DateField(_("date"), null=True, blank=True)
    title = PlainCharField(_("abstract"), max_length=500)
    signer = PlainCharField(_("signed by"), max_length=150, blank=True)
    file = DocumentField(_("file"), blank=True)
    access = models.CharField(
        _("access"), max_length=12, choices=Access, default=Access.INTERNAL
    )
    owner = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="documents",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        help_text=_("Only for our own documents; others have an issuer alone."),
    )
    legal_status = models.CharField(
        _("validity"),
        max_length=9,
        choices=LegalStatus,
        default=LegalStatus.IN_FORCE,
    )
    cancel_reason = PlainCharField(
        _("why it was cancelled"), max_length=500, blank=True, db_default=""
    )
    source = PlainCharField(_("source"), max_length=250, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "owner",
                "code",
                ExtractYear("issued_on"),
                condition=~Q(code=""),
                nulls_distinct=False,
                name="document_code_once_a_year",
                violation_error_message=_("This number is taken in that year."),
            ),
            models.CheckConstraint(
                name="document_numbered_after_signing",
                condition=Q(code="")
                | Q(owner__isnull=True)
                | Q(issued_on__isnull=False),
                violation_error_message=_(
                    "A number is given after signing: enter the date first."
                ),
            ),
        ]

    def __str__(self):
        return self.code or self.title or ""

    def get_absolute_url(self):
        return reverse("federation:document", args=[self.pk])

    @property
    def file_kind(self):
        """PDF, DOCX …, as a reader wants to know it before loading."""
        return PurePath(self.file.name or "").suffix.lstrip(".").upper()

    @property
    def file_name(self):
        """What a reader's disk calls the file: its number and date."""
        parts = filter(None, [self.code, self.issued_on and f"{self.issued_on:%Y%m%d}"])
        stem = re.sub(r"[^\w.-]+", "-", " ".join(parts)).strip("-") or str(self.pk)
        return f"{stem}{PurePath(self.file.name).suffix}"

    @transaction.atomic
    def take_number(self, *, by=None) -> str:
        """Draw the next number of the year from its owner's register (D2, D3, R1)."""
        row = type(self).objects.select_for_update(of=["self"]).get(pk=self.pk)
        if row.code:
            raise MoveRefused(_("This document has a number: %s.") % row.code)
        if row.owner_id is None:
            raise MoveRefused(_("Only our own documents are numbered here."))
        if row.issued_on is None or not row.signer:
            raise MoveRefused(
                _("A number is given after signing: enter date and signer first.")
            )
        number = DocumentRegister.next_number(
            owner=row.owner, kind=row.kind, year=row.issued_on.year
        )
        self.code = row.code = f"{number:02}/{row.symbol()}"
        row.save(update_fields=["code"])
        return row.code

    @property
    def is_cancelled(self):
        return self.legal_status == self.LegalStatus.CANCELLED

    def resting_on_it(self) -> bool:
        """A dossier, branch, title or award that would lose its ground without it."""
        found = (
            relation.related_model._base_manager.filter(**{relation.field.name: self})
            for relation in self._meta.related_objects
            if relation.on_delete is models.PROTECT
        )
        return any(rows.exists() for rows in found)

    @transaction.atomic
    def cancel(self, *, reason: str) -> None:
        """The number is not given again; what rests on it must have ended before."""
        row = type(self).objects.select_for_update(of=["self"]).get(pk=self.pk)
        if not (row.code and row.owner_id):
            raise MoveRefused(_("Only numbers of our own documents are cancelled."))
        if row.is_cancelled:
            raise MoveRefused(_("This number is cancelled already."))
        if row.resting_on_it():
            raise MoveRefused(_("Something rests on this document: it stays."))
        row.legal_status, row.cancel_reason = self.LegalStatus.CANCELLED, reason
        row.save(update_fields=["legal_status", "cancel_reason"])

    def symbol(self) -> str:
        """`QĐ-LHHN`: the type and whose document it is."""
        union = Union.objects.root()
        own = self.owner.abbreviation
        if union and self.owner_id == union.pk:
            own = union.document_symbol
        return "-".join(filter(None, [self.SYMBOLS.get(self.kind), own]))


def register_name(kind: str) -> str:
    """What a register counts, in words: a kind of document, or what else is drawn."""
    named = dict(Document.Kind.choices)
    named |= {"branch-requests": _("requests to found a branch")}
    return named.get(kind, kind)


class DocumentRegister(models.Model):
    """The union's outgoing numbers: gap-free, restarting each year (R1).

    Source: Decree 30/2020, article 15: numbers run from 01 on 1 January.
    """

    owner = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="registers",
        verbose_name=_("organisation"),
    )
    kind = PlainCharField(_("register"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("register of outgoing documents")
        verbose_name_plural = _("registers of outgoing documents")
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "year"], name="register_once_a_year"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="register_only_counts_up",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    new__last_number__lt=pgtrigger.F("old__last_number")
                ),
            ),
            pgtrigger.Protect(name="register_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{capfirst(register_name(self.kind))} {self.year}"

    @classmethod
    def next_number(cls, *, owner, kind: str, year: int | None = None) -> int:
        """Take the next number under a lock; call inside the deciding transaction."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("next_number needs atomic().")
        year = year or timezone.localdate().year
        cls.objects.bulk_create(
            [cls(owner=owner, kind=kind, year=year)], ignore_conflicts=True
        )
        register = cls.objects.select_for_update().get(
            owner=owner, kind=kind, year=year
        )
        register.last_number += 1
        register.save(update_fields=["last_number"])
        return register.last_number


class LegalBasisQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """In force that day (today unless given)."""
        on = on or timezone.localdate()
        return self.filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=on),
            Q(effective_to__isnull=True) | Q(effective_to__gte=on),
        )


class LegalBasis(Demonstrable, models.Model):
    """A legal text with its dates: nothing in code or templates names a statute."""

    code = PlainCharField(_("number and symbol"), max_length=60, unique=True)
    title = PlainCharField(pgettext_lazy("of a text", "title"), max_length=500)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    note = PlainTextField(_("note"), blank=True)

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = [F("effective_from").desc(nulls_last=True), "code"]
        constraints = [
            models.CheckConstraint(
                name="legal_basis_ends_after_it_began",
                condition=Q(effective_to__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return self.code


class PageQuerySet(models.QuerySet):
    def published(self):
        return self.filter(**Page.PUBLIC)

    def readable(self):
        return self.filter(title__gt="", body__gt="")


class Page(Demonstrable, models.Model):
    """A text that staff write and that stays: history, functions, help."""

    # The states in which readers find it at its address.
    PUBLIC = {"is_published": True}

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    title = PlainCharField(pgettext_lazy("of a text", "title"), max_length=200)
    lead = PlainCharField(_("lead"), max_length=300, blank=True)
    body = RichTextField(_("text"))
    is_published = models.BooleanField(_("published"), default=False)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["display_order", "slug"]

    def __str__(self):
        return self.title or self.slug

    def get_absolute_url(self):
        return reverse("federation:page", args=[self.slug])
