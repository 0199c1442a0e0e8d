"""What people agreed to, purpose by purpose, and the limits the law sets us."""

from datetime import timedelta
from hashlib import sha256

import pgtrigger
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.lifecycle import MoveRefused
from federation.models.base import Demonstrable
from federation.models.people import Person
from federation.models.workdays import add_working_days
from federation.richtext import PlainCharField, PlainTextField
from federation.uploads import DocumentField

# A wording that somebody answered is proof; only a missing language may be added.
WORDING_STAYS = """
    IF EXISTS (SELECT FROM federation_consent WHERE text_id = OLD.id) AND (
        OLD.purpose <> NEW.purpose
        OR COALESCE(OLD.wording_vi, '') NOT IN ('', COALESCE(NEW.wording_vi, ''))
        OR COALESCE(OLD.wording_en, '') NOT IN ('', COALESCE(NEW.wording_en, ''))
    ) THEN
        RAISE EXCEPTION 'A wording that was answered stays as it is.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# No pictures of whoever said no, or took a yes back, or is being erased.
HIDES_PHOTOS = """
    UPDATE federation_person p SET hides_photos = said.no
    FROM (SELECT
        EXISTS (
            SELECT FROM federation_erasure
            WHERE person_id = NEW.person_id AND status IN ('quarantined', 'done')
        ) OR NOT EXISTS (
            SELECT FROM federation_consent
            WHERE person_id = NEW.person_id AND purpose = 'photo'
            AND answer = 'given' AND withdrawn_at IS NULL
        ) AND EXISTS (
            SELECT FROM federation_consent
            WHERE person_id = NEW.person_id AND purpose = 'photo'
            AND (answer = 'given') = (withdrawn_at IS NOT NULL)
        ) AS no
    ) said
    WHERE p.id = NEW.person_id AND p.hides_photos <> said.no;
    RETURN NEW;
"""


class Purpose(models.TextChoices):
    """What personal data may be used for; each is asked for on its own."""

    PHOTO = "photo", _("publication of photographs")
    CONTACT = "contact", _("contact by telephone or e-mail")
    MEMBER_LIST = "member_list", _("list of members")
    GREETINGS = "greetings", _("newsletter and greetings")


class Channel(models.TextChoices):
    """How somebody told us."""

    PAPER = "paper", _("on paper")
    ONLINE = "online", _("online form")
    MAIL = "mail", _("e-mail")
    IN_PERSON = "in_person", _("in person")
    TELEPHONE = "telephone", _("by telephone")


class PrivacyLimitQuerySet(models.QuerySet):
    def day(self, key: str, start, *, via_third_party=False):
        """The day on which that limit ends, counted from `start`."""
        row = self.filter(key=key).first()
        if row is None:
            raise MoveRefused(_("The administrator has to enter this limit first."))
        days = row.days_via_third_party if via_third_party else None
        return row.after(start, days or row.days)


class PrivacyLimit(models.Model):
    """How many days something may take, most of it about personal data; who says so."""

    class Key(models.TextChoices):
        ACKNOWLEDGE = "acknowledge", _("first reply to a request")
        VIEW = "view", _("to see one’s data")
        CORRECT = "correct", _("to correct one’s data")
        PROVIDE = "provide", _("to receive one’s data")
        WITHDRAW = "withdraw", _("to withdraw consent")
        RESTRICT = "restrict", _("to restrict the use")
        OBJECT = "object", _("to object to the use")
        DELETE = "delete", _("to delete one’s data")
        REMIND = "remind", _("reminder before a limit ends")
        QUARANTINE = "quarantine", _("quarantine before data are erased")
        BREACH = "breach", _("to report a breach to the authority")
        NOTICE = "notice", _("first notice of a serious incident")
        BREACH_SOON = "breach_soon", _("reminder before a breach is to be reported")
        YEARLY = "yearly", _("yearly report of incidents: days before the year ends")
        YEARLY_SOON = "yearly_soon", _("reminder before the yearly report is due")
        IMPORT = "import", _("to keep an uploaded list of members")
        DOSSIER = "dossier", _("to keep the papers and lists of an undecided dossier")
        MERGE_UNDO = "merge_undo", _("to undo a merge of two members")
        FEEDBACK = "feedback", _("to keep who wrote, after the answer")
        DOWNTIME = "downtime", _("to announce planned downtime ahead")

    key = models.CharField(_("what for"), max_length=11, choices=Key, unique=True)
    days = models.PositiveSmallIntegerField(_("days"))
    days_via_third_party = models.PositiveSmallIntegerField(
        _("days, if others process the data for us"), null=True, blank=True
    )
    in_working_days = models.BooleanField(_("working days"), default=False)
    source = PlainCharField(_("source"), max_length=250, blank=True)

    objects = PrivacyLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        ordering = ["pk"]

    def __str__(self):
        return self.get_key_display()

    def after(self, start, days: int):
        """So many days after `start`, working days if the row says so."""
        if self.in_working_days:
            return add_working_days(start, days)
        return start + timedelta(days=days)


class ConsentText(Demonstrable, models.Model):
    """What people are asked for one purpose; a new wording is a new row."""

    purpose = models.CharField(_("purpose"), max_length=11, choices=Purpose)
    wording = PlainTextField(_("wording"))
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)

    class Meta:
        verbose_name = _("wording of a consent")
        verbose_name_plural = _("wordings of consents")
        ordering = ["purpose", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "valid_from"], name="consent_text_once_a_day"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="consent_text_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=WORDING_STAYS,
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} · {self.valid_from:%d/%m/%Y}"

    def fingerprint(self, language: str) -> str:
        """Proves which words somebody answered."""
        words = f"{self.purpose}\n{language}\n{self.words(language)}"
        return sha256(words.encode()).hexdigest()

    def words(self, language: str) -> str:
        return getattr(self, f"wording_{language}") or ""


class ConsentQuerySet(models.QuerySet):
    def standing(self):
        """Answers that count today: neither withdrawn nor replaced."""
        return self.filter(withdrawn_at=None)

    def given(self):
        """Consents that count today: those the data may be used by; silence is none."""
        rows = self.standing().filter(answer=Consent.Answer.GIVEN)
        return rows.exclude(person__erasures__status__in=["quarantined", "done"])

    def against(self):
        """Why data must not be used: a no, or a yes taken back, and no yes since.

        `said_at` is when. Silence forbids nothing: what nobody asked about is used by
        another right than consent.
        """
        given = Consent.Answer.GIVEN
        no = Q(answer=Consent.Answer.REFUSED, withdrawn_at=None)
        no |= Q(answer=given, withdrawn_at__isnull=False)
        same = {name: OuterRef(name) for name in ("person", "purpose")}
        yes = self.model.objects.standing().filter(answer=given, **same)
        rows = self.filter(no, ~Exists(yes))
        return rows.annotate(said_at=Coalesce("withdrawn_at", "given_at"))

    def for_rows(self):
        return self.select_related("person", "text", "recorded_by")


class Consent(Demonstrable, models.Model):
    """One person's answer for one purpose, with its proof; it is never deleted."""

    class Answer(models.TextChoices):
        GIVEN = "given", _("consents")
        REFUSED = "refused", _("refuses")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="consents", verbose_name=_("person")
    )
    text = models.ForeignKey(
        ConsentText, models.PROTECT, related_name="consents", verbose_name=_("wording")
    )
    purpose = models.CharField(
        _("purpose"), max_length=11, choices=Purpose, editable=False
    )
    language = models.CharField(
        _("language of the wording"), max_length=2, choices=settings.LANGUAGES
    )
    text_hash = models.CharField(
        _("fingerprint of the wording"), max_length=64, editable=False
    )
    answer = models.CharField(_("answer"), max_length=7, choices=Answer)
    channel = models.CharField(_("channel"), max_length=9, choices=Channel)
    given_at = models.DateTimeField(_("date of the answer"), default=timezone.now)
    evidence = DocumentField(_("proof"), folder="consents", blank=True)
    note = PlainTextField(
        _("note"), blank=True, help_text=_("Where the proof lies, if no file is here.")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    withdrawn_at = models.DateTimeField(
        _("withdrawn or replaced"), null=True, editable=False
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at=None),
                name="consent_one_standing_answer",
            ),
            models.CheckConstraint(
                name="consent_has_its_proof",
                condition=~Q(evidence="", note=""),
                violation_error_message=_("Add the proof, or say where it lies."),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="consent_proof_stays",
                fields=[
                    *("person", "text", "purpose", "language", "text_hash"),
                    *("answer", "channel", "given_at"),
                ],
            ),
            pgtrigger.Protect(
                name="consent_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__is_demo=False),
            ),
            pgtrigger.Trigger(
                name="consent_hides_photos",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=HIDES_PHOTOS,
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.get_purpose_display()}"

    def clean(self):
        if self.given_at and self.given_at > timezone.now():
            raise ValidationError({"given_at": _("This day has not come yet.")})
        if self.language and self.text_id and not self.text.words(self.language):
            words = _("Nobody can have answered this: the wording lacks that language.")
            raise ValidationError({"language": words})

    @transaction.atomic
    def record(self, *, by) -> None:
        """Keep this answer; an earlier one for the same purpose ends with it.

        One that is older than what was said since is kept as proof, and counts for
        nothing: it was over when it was entered.
        """
        Person.objects.select_for_update().get(pk=self.person_id)
        self.purpose = self.text.purpose
        self.text_hash = self.text.fingerprint(self.language)
        self.recorded_by = by
        said = Consent.objects.filter(person=self.person, purpose=self.purpose)
        standing = said.standing().first()
        newest = standing or said.order_by("withdrawn_at").last()
        since = newest and (standing.given_at if standing else newest.withdrawn_at)
        if since and since > self.given_at:
            self.withdrawn_at = since
        elif standing:
            standing.withdrawn_at = timezone.now()
            standing.save(update_fields=["withdrawn_at"])
        self.save()

    @transaction.atomic
    def withdraw(self, *, by) -> None:
        """The proof stays; from now on the data are not used for this purpose."""
        rows = Consent.objects.standing().filter(pk=self.pk, answer="given")
        now = timezone.now()
        if not rows.update(withdrawn_at=now):
            raise MoveRefused(_("There is no consent left to withdraw."))
        self.withdrawn_at = now
        words = gettext("The consent was withdrawn.")
        LogEntry.objects.log_actions(by.pk, [self], CHANGE, words, single_object=True)
