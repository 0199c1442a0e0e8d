"""Who wants the bulletin by mail: one address, its language, its topics."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from bulletin import notifications
from bulletin.models.sections import Section
from federation.models import Demonstrable, Purpose
from members.models import refuses_mail

CONFIRM, CONFIRM_DAYS = "bulletin.confirm", 7


class SubscriptionQuerySet(models.QuerySet):
    def wanting(self, mailing, language: str):
        """Confirmed readers of the language who want one of its topics, or all."""
        rows = self.filter(state=Subscription.State.ACTIVE, language=language)
        no = refuses_mail(Purpose.GREETINGS, address="email", since="confirmed_at")
        rows = rows.exclude(no)
        topics = list(mailing.topics.values_list("pk", flat=True))
        if topics:
            rows = rows.filter(Q(topics=None) | Q(topics__in=topics)).distinct()
        return rows

    def outlived(self, before):
        """Who does not read, or no longer, since before that moment."""
        since = Greatest("left_at", "asked_at")
        rows = self.exclude(state=Subscription.State.ACTIVE)
        return rows.annotate(since=since).filter(since__lt=before)


class Subscription(Demonstrable, models.Model):
    """One address. It keeps no history: whoever leaves is forgotten in time."""

    REFUSALS = 2  # of the mailbox in a row, and the address is dead

    class State(models.TextChoices):
        ASKED = "asked", _("asked, not confirmed")
        ACTIVE = "active", _("receives the newsletter")
        LEFT = "left", _("has left")
        BOUNCED = "bounced", _("cannot be reached")

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    topics = models.ManyToManyField(
        Section, related_name="+", blank=True, verbose_name=_("topics")
    )
    state = models.CharField(
        _("state"), max_length=7, choices=State, default=State.ASKED
    )
    refusals = models.PositiveSmallIntegerField(
        _("refused in a row"), default=0, editable=False
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "language"], name="subscription_who")]

    def __str__(self):
        return self.email

    def get_absolute_url(self):
        return reverse("bulletin:newsletter-manage", args=[self.token])

    def confirm_url(self) -> str:
        """An address only the owner of the mailbox has, for some days."""
        token = signing.dumps(self.pk, salt=CONFIRM)
        return reverse("bulletin:newsletter-confirm", args=[token])

    @classmethod
    @transaction.atomic
    def ask(cls, email: str, language: str, topics=()) -> None:
        """Someone entered this address: its owner is asked, by mail in its language.

        What runs already is not changed by a stranger; the answer on the page is the
        same for every address.
        """
        now = timezone.now()
        row, _is_new = cls.objects.get_or_create(
            email=email.lower(), defaults={"language": language}
        )
        if row.state != cls.State.ACTIVE:
            row.language, row.asked_at = language, now
            row.save(update_fields=["language", "asked_at"])
            row.topics.set(topics)
        with override(row.language):
            notifications.subscription_asked(row, now, days=CONFIRM_DAYS)

    @classmethod
    def of_confirm(cls, token: str) -> "Subscription | None":
        try:
            life = timedelta(days=CONFIRM_DAYS)
            pk = signing.loads(token, salt=CONFIRM, max_age=life)
        except signing.BadSignature:
            return None
        return cls.objects.filter(pk=pk).first()

    def confirm(self) -> None:
        """The owner of the mailbox says yes; twice changes nothing."""
        rows = type(self).objects.filter(pk=self.pk).exclude(state=self.State.ACTIVE)
        rows.update(
            state=self.State.ACTIVE,
            confirmed_at=timezone.now(),
            left_at=None,
            refusals=0,
        )
        self.refresh_from_db()

    def refused(self) -> None:
        """Its mail server says there is no such mailbox; twice in a row ends it."""
        mine = type(self).objects.filter(pk=self.pk, state=self.State.ACTIVE)
        mine.update(refusals=F("refusals") + 1)
        mine.filter(refusals__gte=self.REFUSALS).update(
            state=self.State.BOUNCED, left_at=timezone.now()
        )

    def reached(self) -> None:
        """It got a copy: an earlier refusal was a passing one."""
        if self.refusals:
            type(self).objects.filter(pk=self.pk).update(refusals=0)

    def leave(self) -> None:
        """At once, without a question; twice changes nothing."""
        rows = type(self).objects.filter(pk=self.pk).exclude(state=self.State.LEFT)
        rows.update(state=self.State.LEFT, left_at=timezone.now())
        self.refresh_from_db()
