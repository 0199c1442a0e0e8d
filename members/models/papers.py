"""How a decision looks: the office's wording and its own Word template."""

from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models import LegalBasis
from federation.uploads import DocumentField
from members.models.associations import Association
from members.models.dossiers import Kind


class DecisionTemplateQuerySet(models.QuerySet):
    def for_request(self, request):
        """The closest one: the association's own first, then the kind's own."""
        return (
            self.filter(Q(association=None) | Q(association=request.association_id))
            .filter(
                kind__in=["", request.kind],
                deciding_body__in=["", request.deciding_body],
            )
            .order_by(
                F("association").asc(nulls_last=True), "-kind", "-deciding_body", "pk"
            )
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
    deciding_body = models.CharField(
        _("for decisions of"),
        max_length=11,
        choices=Association.DecidingBody,
        blank=True,
        help_text=_("Empty: whoever decides."),
    )
    statutes = models.ManyToManyField(
        LegalBasis,
        related_name="decision_templates",
        blank=True,
        verbose_name=_("legal texts"),
        help_text=_("A decision names those in force on its day."),
    )
    bases = models.TextField(
        _("further bases"),
        blank=True,
        help_text=_(
            "One a line, as the decision prints them; {issuer}, {association} and "
            "{branch} stand for the names."
        ),
    )
    recipients = models.TextField(
        _("recipients"),
        blank=True,
        help_text=_("One a line; {issuer}, {association} and {branch} as above."),
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
    note = models.TextField(
        _("still to be reviewed"),
        blank=True,
        help_text=_("Shown to whoever decides; never printed."),
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
        ordering = ["association", "kind", "deciding_body"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "kind", "deciding_body"],
                nulls_distinct=False,
                name="decision_template_once",
                violation_error_message=_("There is a template for this."),
            ),
        ]

    def __str__(self):
        said = [self.get_kind_display(), self.get_deciding_body_display()]
        return " · ".join(str(part) for part in (self.association, *said) if part) or (
            str(_("every decision"))
        )


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
