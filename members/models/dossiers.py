"""What a dossier is made of: papers asked for, files sent, remarks, submissions."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.uploads import DocumentField
from members.models.associations import Association
from members.models.rules import OPEN, rests_with_its_request


class Kind(models.TextChoices):
    """What a dossier asks for."""

    ESTABLISH = "establish", _("found a branch")
    REORGANIZE = "reorganize", _("reorganise the committee")
    NEW_TERM = "new_term", _("begin a new term")
    RENAME = "rename", _("rename a branch")
    MERGE = "merge", _("merge branches")
    TRANSFER = "transfer", _("transfer a branch")
    SUSPEND = "suspend", _("suspend a branch")
    RESUME = "resume", _("resume a branch")
    DISSOLVE = "dissolve", _("dissolve a branch")


class DossierRequirementQuerySet(models.QuerySet):
    def asked_of(self, association, kind):
        """The papers this association must or may send for this kind, in order.

        A paper that the association defines itself replaces the general one of the
        same code.
        """
        found = {}
        rows = self.filter(is_active=True, kind=kind).filter(
            Q(association__isnull=True) | Q(association=association)
        )
        for row in rows.order_by(F("association").asc(nulls_first=True), "pk"):
            found[row.code] = row
        return sorted(found.values(), key=lambda row: (row.display_order, row.pk))


class DossierRequirement(models.Model):
    """A paper asked for; changing it never changes dossiers already begun."""

    kind = models.CharField(_("for"), max_length=10, choices=Kind)
    association = models.ForeignKey(
        Association,
        models.CASCADE,
        related_name="requirements",
        null=True,
        blank=True,
        verbose_name=_("only for"),
        help_text=_("Empty: for every association."),
    )
    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("paper"), max_length=200)
    help = models.CharField(_("explanation"), max_length=300, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    is_consent = models.BooleanField(
        _("consent of the receiving association"),
        default=False,
        help_text=_("In order, it stands for the yes that a transfer needs."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = DossierRequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("required paper")
        verbose_name_plural = _("required papers")
        ordering = ["kind", "display_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "association", "code"],
                nulls_distinct=False,
                name="requirement_once",
                violation_error_message=_("This paper is already asked for."),
            ),
        ]

    def __str__(self):
        return self.title or self.code


class DossierItemQuerySet(models.QuerySet):
    def for_rows(self):
        """Everything a list of papers prints, in two queries."""
        remarks = Remark.objects.select_related("by").order_by("-at", "-pk")
        return self.select_related("file", "checked_by").prefetch_related(
            models.Prefetch("remarks", queryset=remarks)
        )


class DossierItem(models.Model):
    """One paper of one dossier, as it was asked for when the dossier was begun."""

    class State(models.TextChoices):
        PENDING = "pending", _("not checked")
        OK = "ok", _("in order")
        REMARK = "remark", _("to be replaced")

    request = models.ForeignKey(
        "members.BranchRequest",
        models.CASCADE,
        related_name="items",
        verbose_name=_("request"),
    )
    requirement = models.ForeignKey(
        DossierRequirement,
        models.SET_NULL,
        related_name="items",
        null=True,
        verbose_name=_("required paper"),
    )
    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("paper"), max_length=200)
    help = models.CharField(_("explanation"), max_length=300, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    is_consent = models.BooleanField(
        _("consent of the receiving association"),
        default=False,
        help_text=_("In order, it stands for the yes that a transfer needs."),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)
    file = models.ForeignKey(
        "members.DossierFile",
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("file"),
    )
    state = models.CharField(
        _("check"), max_length=7, choices=State, default=State.PENDING
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    objects = DossierItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a dossier")
        verbose_name_plural = _("papers of a dossier")
        ordering = ["display_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "code"], name="item_once_per_request"
            ),
            models.CheckConstraint(
                name="item_checked_at_with_by",
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="item_ok_needs_a_file",
                condition=~Q(state="ok") | Q(file__isnull=False),
            ),
        ]
        triggers = [rests_with_its_request("paper_rests", OPEN, but=["requirement_id"])]

    def __str__(self):
        return self.title or self.code

    @property
    def last_remark(self):
        """The newest remark on this paper, from `for_rows()`; None without."""
        return next(iter(self.remarks.all()), None)

    @property
    def open_remark(self):
        """What has to be done about this paper now, if anything."""
        return self.last_remark if self.state == self.State.REMARK else None


class DossierFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of the dossiers this person may read; anything else is a 404."""
        requests = DossierItem._meta.get_field("request").related_model
        return self.filter(item__request__in=requests.objects.visible_to(user))


class DossierFile(models.Model):
    """A file as it was sent; one that was submitted is kept when it is replaced."""

    public_id = models.UUIDField(
        _("public number"), default=uuid.uuid4, unique=True, editable=False
    )
    item = models.ForeignKey(
        DossierItem,
        models.CASCADE,
        related_name="files",
        verbose_name=_("paper"),
    )
    file = DocumentField(_("file"), folder="dossiers")
    original_name = models.CharField(_("name of the file"), max_length=150)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("sent by"),
    )
    uploaded_at = models.DateTimeField(_("sent"), default=timezone.now)

    objects = DossierFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a dossier")
        verbose_name_plural = _("files of a dossier")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.original_name


class DossierRevision(models.Model):
    """One submission: what the dossier said and which files it had then."""

    request = models.ForeignKey(
        "members.BranchRequest",
        models.CASCADE,
        related_name="revisions",
        verbose_name=_("request"),
    )
    number = models.PositiveSmallIntegerField(_("submission"))
    data = models.JSONField(_("content"))
    files = models.ManyToManyField(
        DossierFile, related_name="revisions", verbose_name=_("files")
    )
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("submitted by"),
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"], name="revision_number_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="revision_stays", operation=pgtrigger.Update),
        ]

    def __str__(self):
        return str(self.number)


class Remark(models.Model):
    """What an officer asks to be changed: on a paper, a field or the whole dossier."""

    request = models.ForeignKey(
        "members.BranchRequest",
        models.CASCADE,
        related_name="remarks",
        verbose_name=_("request"),
    )
    item = models.ForeignKey(
        DossierItem,
        models.CASCADE,
        related_name="remarks",
        null=True,
        blank=True,
        verbose_name=_("paper"),
    )
    field = models.CharField(_("field"), max_length=30, blank=True)
    revision = models.ForeignKey(
        DossierRevision,
        models.CASCADE,
        related_name="remarks",
        verbose_name=_("submission"),
    )
    text = models.TextField(_("remark"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    answer = models.TextField(
        _("answer of the association"), max_length=2000, blank=True
    )

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "item", "field"],
                nulls_distinct=False,
                name="one_remark_per_place_and_submission",
            ),
            models.CheckConstraint(
                name="remark_on_a_paper_or_a_field",
                condition=Q(item__isnull=True) | Q(field=""),
            ),
        ]
        triggers = [rests_with_its_request("remark_rests", OPEN)]

    def __str__(self):
        return self.text[:80]

    @property
    def place(self) -> str:
        """What it is about, in words."""
        if self.item_id:
            return self.item.title
        return self.request.label_of(self.field) if self.field else ""
