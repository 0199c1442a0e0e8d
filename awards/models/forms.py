"""What can be conferred, and for what: data, not code."""

from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.models import LegalBasis
from federation.richtext import PlainCharField, PlainTextField
from federation.uploads import DocumentField


class CommendationLevel(models.Model):
    """Who confers: this union, the city, the national union …"""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = PlainCharField(_("name"), max_length=150)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("level of commendation")
        verbose_name_plural = _("levels of commendation")
        ordering = ["display_order", "code"]

    def __str__(self):
        return self.name or self.code


class CommendationForm(models.Model):
    """What is conferred: certificate, medal, order …; data, not code."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    level = models.ForeignKey(
        CommendationLevel,
        models.PROTECT,
        to_field="code",
        db_column="level",
        related_name="forms",
        verbose_name=_("conferred by"),
    )
    rank = PlainCharField(
        _("rank"), max_length=60, blank=True, help_text=_("Class or grade, if any.")
    )
    for_collectives = models.BooleanField(_("for collectives"), default=True)
    for_individuals = models.BooleanField(_("for individuals"), default=True)
    for_foreigners = models.BooleanField(_("for foreigners"), default=False)
    own_issue = models.BooleanField(
        _("issued by the union itself"),
        default=False,
        help_text=_("Others are proposed to a higher level and recorded as received."),
    )
    legal_bases = models.ManyToManyField(
        LegalBasis,
        related_name="commendation_forms",
        blank=True,
        verbose_name=_("legal bases"),
        help_text=_("A decision names those in force on its day."),
    )
    bases = PlainTextField(
        _("further bases"),
        blank=True,
        help_text=_("One a line, as the decision prints them."),
    )
    recipients = PlainTextField(
        _("sent to"), blank=True, help_text=_("One a line, as the decision prints.")
    )
    authority = PlainCharField(
        _("signed on behalf of"),
        max_length=150,
        blank=True,
        help_text=_("The line above the title, with its abbreviation."),
    )
    signer_title = PlainCharField(_("title of the signer"), max_length=150, blank=True)
    decision_word = DocumentField(
        _("Word template of decisions"),
        folder="templates",
        blank=True,
        validators=[FileExtensionValidator(["docx"])],
        help_text=_("Empty: the template that comes with the portal."),
    )
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("form of commendation")
        verbose_name_plural = _("forms of commendation")
        ordering = ["display_order", "code"]

    def __str__(self):
        return self.name or self.code

    @property
    def takes(self) -> dict[str, bool]:
        """Which kinds of recipients may get it."""
        return {"collective": self.for_collectives, "individual": self.for_individuals}


class NominationRequirementQuerySet(models.QuerySet):
    def asked_for(self, form, kind: str):
        """The papers of a nomination for this form and kind of recipient."""
        rows = self.filter(is_active=True, kind__in=["", kind])
        return rows.filter(models.Q(form=None) | models.Q(form=form))


class NominationRequirement(models.Model):
    """A paper that a nomination needs; changing it changes no nomination begun."""

    class Kind(models.TextChoices):
        ANY = "", _("every nomination")
        COLLECTIVE = "collective", _("collective")
        INDIVIDUAL = "individual", _("individual")

    form = models.ForeignKey(
        CommendationForm,
        models.CASCADE,
        related_name="requirements",
        null=True,
        blank=True,
        verbose_name=_("only for"),
        help_text=_("Empty: for every form."),
    )
    kind = models.CharField(_("for"), max_length=10, choices=Kind, blank=True)
    code = models.SlugField(_("code"), max_length=40)
    title = PlainCharField(_("paper"), max_length=200)
    help = PlainCharField(_("explanation"), max_length=300, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = NominationRequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of nominations")
        verbose_name_plural = _("papers of nominations")
        ordering = ["display_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "kind", "code"],
                nulls_distinct=False,
                name="nomination_requirement_once",
                violation_error_message=_("This paper is already asked for."),
            ),
        ]

    def __str__(self):
        return self.title or self.code


class CommendationType(models.Model):
    """For what a round commends: a year's work, a period, a theme, one deed …"""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    display_order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("type of commendation")
        verbose_name_plural = _("types of commendation")
        ordering = ["display_order", "code"]

    def __str__(self):
        return self.name or self.code
