"""Letters of congratulation: drafted from a template, approved, sent, kept."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from events.models.anniversaries import Anniversary
from events.models.calendar import Milestone
from events.models.checklists import of_kind
from events.models.occurrences import Occurrence
from events.models.publishing import said
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Demonstrable

LANGUAGES = [code for code, _name in settings.LANGUAGES]


ADDRESSEE = "{addressee}"


def addressed(text: str, addressee: str) -> str:
    """The text with the name of whom it is to."""
    return text.replace(ADDRESSEE, addressee)


class GreetingTemplateQuerySet(models.QuerySet):
    def best_for(self, occurrence):
        """The one made for its kind and milestone, else for its kind, else for any."""
        fit = self.filter(
            of_kind(occurrence.anniversary.kind, occurrence.milestone), is_active=True
        )
        return fit.order_by("-kind", "-milestone", "pk").first()


class GreetingTemplate(models.Model):
    """The wording a letter begins with; {words} in braces are filled in."""

    kind = models.CharField(
        _("kind"), max_length=12, choices=Anniversary.Kind, blank=True
    )
    milestone = models.CharField(
        _("milestone"), max_length=6, choices=Milestone, blank=True
    )
    text = models.TextField(
        _("text"),
        help_text=_(
            "{addressee}, {title}, {years}, {date} and {country} are filled in."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = GreetingTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a letter")
        verbose_name_plural = _("templates of letters")
        ordering = ["kind", "milestone", "pk"]

    def __str__(self):
        kind = self.get_kind_display() or _("every kind")
        return " · ".join(filter(None, [str(kind), self.get_milestone_display()]))

    def written_for(self, occurrence) -> dict[str, str]:
        """`text_vi` and `text_en` with the words of the day; `addressed` fills in to
        whom."""
        return {
            f"text_{language}": self._written(occurrence, language)
            for language in LANGUAGES
        }

    def _written(self, occurrence, language: str) -> str:
        text = getattr(self, f"text_{language}") or ""
        day = occurrence.anniversary
        with override(language):
            words = {
                "title": day.title or "",
                "years": str(occurrence.ordinal or ""),
                "date": date_format(occurrence.date, "DATE_FORMAT"),
                "country": day.country.name if day.country else "",
            }
        for name, word in words.items():
            text = text.replace(f"{{{name}}}", word or "")
        return text


class GreetingQuerySet(models.QuerySet):
    def for_rows(self):
        """Everything a list prints, in one query."""
        return self.select_related("occurrence__anniversary", "approved_by")


class Greeting(Demonstrable, Lifecycle):
    """One letter for one day to one addressee."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        SENT = "sent", _("sent")

    class Means(models.TextChoices):
        POST = "post", _("by post")
        HAND = "hand", _("handed over")
        MAIL = "mail", _("by e-mail")
        NOTE = "note", _("through the embassy or ministry")

    MOVES = {
        Status.SUBMITTED: {Status.DRAFT},
        Status.DRAFT: {Status.SUBMITTED},
        Status.APPROVED: {Status.SUBMITTED},
        Status.SENT: {Status.APPROVED},
    }
    TONES = {"submitted": "wait", "approved": "good", "sent": "good"}

    occurrence = models.ForeignKey(
        Occurrence,
        models.PROTECT,
        related_name="greetings",
        verbose_name=_("anniversary"),
    )
    addressee = models.CharField(_("addressee"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    signer = models.CharField(_("signed by"), max_length=150)
    signer_title = models.CharField(_("title of the signer"), max_length=200)
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.DRAFT
    )
    remark = models.CharField(_("remark"), max_length=250, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("written by"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("submitted by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved on"), null=True, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    means = models.CharField(_("how"), max_length=4, choices=Means, blank=True)

    objects = GreetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of congratulation")
        verbose_name_plural = _("letters of congratulation")
        ordering = ["-occurrence__date", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="greeting_four_eyes",
                condition=Q(approved_by__isnull=True)
                | (
                    (Q(written_by__isnull=True) | ~Q(approved_by=F("written_by")))
                    & (Q(submitted_by__isnull=True) | ~Q(approved_by=F("submitted_by")))
                ),
            ),
            models.CheckConstraint(
                name="greeting_sent_says_how_and_when",
                condition=~Q(status="sent") | (Q(sent_on__isnull=False) & ~Q(means="")),
            ),
        ]

    def __str__(self):
        return self.shown_addressee or str(self.pk)

    @property
    def shown_addressee(self) -> str:
        """To whom, in the reader's language or in one the letter has."""
        return self.addressee or self.addressee_vi or self.addressee_en or ""

    def get_absolute_url(self):
        return reverse("events:desk-letter", args=[self.pk])

    @property
    def tone(self) -> str:
        return self.TONES.get(self.status, "past")

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def texts_rest(self) -> bool:
        """What was handed in or approved is worded no more."""
        return not self.is_draft

    @property
    def languages(self) -> list[str]:
        """In which the letter is written."""
        return [code for code in LANGUAGES if getattr(self, f"text_{code}")]

    def submit(self, *, by) -> None:
        self.move(self.Status.SUBMITTED, by=by, submitted_by=by, remark="")

    def return_to_draft(self, *, by, reason: str) -> None:
        self.move(self.Status.DRAFT, by=by, remark=said(reason))

    def approve(self, *, by) -> None:
        """By somebody else than who wrote it last and who submitted it."""
        fresh = Greeting.objects.get(pk=self.pk)
        if by.pk in (fresh.written_by_id, fresh.submitted_by_id):
            raise MoveRefused(
                _("You wrote or submitted this letter; someone else approves it.")
            )
        self.move(
            self.Status.APPROVED, by=by, approved_by=by, approved_at=timezone.now()
        )

    def send(self, *, by, means: str, sent_on) -> None:
        """It went out, how and when; the portal itself sends nothing here."""
        if means not in self.Means.values or sent_on is None:
            raise MoveRefused(_("Say how and when it was sent."))
        if sent_on > timezone.localdate():
            raise MoveRefused(_("This day lies ahead."))
        self.move(self.Status.SENT, by=by, means=means, sent_on=sent_on)
