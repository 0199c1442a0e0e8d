"""How a decision looks: the office's wording and its own Word template."""

from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.uploads import DocumentField
from members.models.associations import Association
from members.models.dossiers import Kind


class DecisionTemplateQuerySet(models.QuerySet):
    def for_request(self, request):
        """The closest one: the association's own first, then the kind's own."""
        return (
            self.filter(Q(association=None) | Q(association=request.association_id))
            .filter(kind__in=["", request.kind])
            .order_by(F("association").asc(nulls_last=True), "-kind", "pk")
            .first()
        )


class DecisionTemplate(models.Model):
    """Names, titles and legal bases of decisions are data of the office."""

    association = models.ForeignKey(
        Association,
        models.CASCADE,
        related_name="decision_templates",
        null=True,
        blank=True,
        verbose_name=_("only for"),
        help_text=_("Empty: for every association."),
    )
    kind = models.CharField(
        _("kind of dossier"),
        max_length=10,
        choices=Kind,
        blank=True,
        help_text=_("Empty: for every kind."),
    )
    bases = models.TextField(
        _("legal bases"),
        blank=True,
        help_text=_("One a line, as the decision prints them."),
    )
    recipients = models.TextField(
        _("recipients"), blank=True, help_text=_("One a line.")
    )
    authority = models.CharField(
        _("signed on behalf of"),
        max_length=150,
        blank=True,
        help_text=_("The line above the title, with its abbreviation."),
    )
    signer_title = models.CharField(
        _("title of the signer"), max_length=150, blank=True
    )
    word = DocumentField(
        _("Word template"),
        folder="templates",
        blank=True,
        validators=[FileExtensionValidator(["docx"])],
        help_text=_("Empty: the template that comes with the portal."),
    )

    objects = DecisionTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of decisions")
        verbose_name_plural = _("templates of decisions")
        ordering = ["association", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "kind"],
                nulls_distinct=False,
                name="decision_template_once",
                violation_error_message=_("There is a template for this."),
            ),
        ]

    def __str__(self):
        return " · ".join(
            str(part) for part in (self.association, self.get_kind_display()) if part
        ) or str(_("every decision"))


class DecisionPaper(models.Model):
    """The decision of one dossier, made by a worker to be signed."""

    request = models.OneToOneField(
        "members.BranchRequest",
        models.CASCADE,
        related_name="paper",
        verbose_name=_("request"),
    )
    word = DocumentField(_("Word file"), folder="decisions")
    pdf = DocumentField(_("PDF"), folder="decisions")
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("decision to be signed")
        verbose_name_plural = _("decisions to be signed")

    def __str__(self):
        return str(self.request)
