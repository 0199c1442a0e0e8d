"""How the council votes, and for how long its result is open to objections: data."""

from django.core.validators import (
    FileExtensionValidator,
    MaxValueValidator,
    MinValueValidator,
)
from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.richtext import PlainCharField
from federation.uploads import DocumentField

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Voting(models.Model):
    """The settings that turn votes into a result."""

    class Ballot(models.TextChoices):
        OPEN = "open", _("open, by name")
        SECRET = "secret", _("secret, on paper, counted")

    class Base(models.TextChoices):
        """What the share of yes is a share of."""

        PRESENT = "present", _("voting members present")
        CAST = "cast", _("votes for and against; abstentions do not count")
        ALL = "all", _("all voting members")

    class Tie(models.TextChoices):
        CHAIR = "chair", _("the chair’s vote decides")
        REFUSED = "refused", _("not recommended")
        AGAIN = "again", _("vote again")

    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum, per cent of voting members"), default=67, validators=PERCENT
    )
    majority_percent = models.PositiveSmallIntegerField(
        _("share of yes needed, per cent"), default=50, validators=PERCENT
    )
    reaching_suffices = models.BooleanField(
        _("reaching the share suffices"),
        default=False,
        help_text=_("Not ticked: more than the share is needed."),
    )
    base = models.CharField(
        _("share of"), max_length=7, choices=Base, default=Base.PRESENT
    )
    tie = models.CharField(
        _("as many yes as no"), max_length=7, choices=Tie, default=Tie.CHAIR
    )
    ballot = models.CharField(
        _("vote"), max_length=6, choices=Ballot, default=Ballot.SECRET
    )

    class Meta:
        abstract = True

    def has_quorum(self, *, present: int, members: int) -> bool:
        return present > 0 and present * 100 >= self.quorum_percent * members

    def outcome(self, votes: dict, *, present: int, members: int, chair="") -> str:
        """recommended, not_recommended or again; `chair` is what the chair voted.

        Who is barred by a conflict of interest is in none of the numbers.
        """
        yes, no = votes["yes"], votes["no"]
        base = {"present": present, "cast": yes + no, "all": members}[self.base]
        share, needed = yes * 100, self.majority_percent * base
        if share > needed or (self.reaching_suffices and base and share == needed):
            return "recommended"
        if yes == no and yes:
            if self.tie == self.Tie.AGAIN:
                return "again"
            if self.tie == self.Tie.CHAIR and chair == "yes":
                return "recommended"
        return "not_recommended"


class CouncilRules(Voting):
    """A named set of rules; a meeting keeps those it was called under."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = PlainCharField(_("name"), max_length=150)
    notice_days = models.PositiveSmallIntegerField(
        _("days of public notice"),
        default=0,
        help_text=_("0: the result is decided on without public notice."),
    )
    minutes_word = DocumentField(
        _("Word template of minutes"),
        folder="templates",
        blank=True,
        validators=[FileExtensionValidator(["docx"])],
        help_text=_("Empty: the template that comes with the portal."),
    )
    note = PlainCharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("rules of the council")
        verbose_name_plural = _("rules of the council")
        ordering = ["code"]

    def __str__(self):
        return self.name or self.code

    def voting(self) -> dict:
        """The settings a meeting is called under."""
        return {field.name: getattr(self, field.name) for field in Voting._meta.fields}
