"""What is mailed to readers, and what became of each copy."""

import uuid
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import connection, models, transaction
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce, Concat, Now
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from bulletin import notifications
from bulletin.models.articles import Article
from bulletin.models.issues import Issue
from bulletin.models.readers import Subscription
from bulletin.models.sections import Section
from federation.lifecycle import Lifecycle, MoveRefused
from federation.models import Demonstrable
from federation.richtext import PlainCharField, PlainTextField


class Mailing(Demonstrable, Lifecycle):
    """One newsletter: what stands in it, when it goes out, to whom."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        SENT = "sent", _("sent")

    MOVES = {
        Status.SCHEDULED: {Status.DRAFT},
        Status.DRAFT: {Status.SCHEDULED},
        Status.SENDING: {Status.DRAFT, Status.SCHEDULED, Status.PAUSED, Status.SENT},
        Status.PAUSED: {Status.SENDING},
        Status.SENT: {Status.SENDING},
    }

    subject = PlainCharField(_("subject"), max_length=200)
    intro = PlainTextField(_("opening"), blank=True)
    issue = models.ForeignKey(
        Issue,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("issue"),
    )
    articles = models.ManyToManyField(
        Article, related_name="+", blank=True, verbose_name=_("articles")
    )
    topics = models.ManyToManyField(
        Section,
        related_name="+",
        blank=True,
        verbose_name=_("topics"),
        help_text=_("Only readers who want one of these, or all; empty: everybody."),
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=Status,
        default=Status.DRAFT,
        editable=False,
    )
    send_at = models.DateTimeField(_("to be sent at"), null=True, blank=True)
    per_minute = models.PositiveIntegerField(
        _("copies a minute to one mail host"),
        default=600,
        validators=[MinValueValidator(1)],
        help_text=_("Large hosts refuse senders that come too fast."),
    )
    begun_at = models.DateTimeField(_("begun"), null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="mailing_scheduled_has_a_time",
                condition=~Q(status="scheduled") | Q(send_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mailing_is_sent_at_some_speed",
                condition=Q(per_minute__gte=1),
            ),
        ]
        permissions = [("send_mailing", _("Can send newsletters"))]

    def __str__(self):
        return self.subject or self.subject_vi or str(self.pk)

    def clean(self):
        if self.status == self.Status.SCHEDULED and not self.send_at:
            raise ValidationError(
                {"send_at": _("It is scheduled. Take it off the schedule first.")}
            )

    @property
    def texts_rest(self) -> bool:
        """What goes out is not worded anew."""
        return self.status not in {self.Status.DRAFT, self.Status.SCHEDULED}

    def contents(self) -> list:
        """Its articles that a reader of the active language can open."""
        rows = Article.objects.published().readable().for_cards()
        chosen = rows.filter(pk__in=self.articles.values("pk"))
        if self.issue_id:
            chosen = chosen | rows.filter(issue=self.issue_id)
        return list(chosen)

    def languages(self) -> list[str]:
        """Those with a subject and something to read."""
        found = []
        for code, _name in settings.LANGUAGES:
            with override(code):
                if self.subject and (self.contents() or self.intro):
                    found.append(code)
        return found

    @transaction.atomic
    def schedule(self, *, by) -> None:
        if self.send_at is None or self.send_at <= timezone.now():
            raise MoveRefused(gettext("Enter when to send it, a time to come."))
        self.move(self.Status.SCHEDULED, by=by)

    @transaction.atomic
    def unschedule(self, *, by) -> None:
        self.move(self.Status.DRAFT, by=by)

    @transaction.atomic
    def send_due(self) -> None:
        """At its hour, unless it was put off since the sweep looked."""
        due = type(self)._base_manager.filter(
            pk=self.pk, status=self.Status.SCHEDULED, send_at__lte=timezone.now()
        )
        if due.select_for_update().values_list("pk").first():
            self.send()

    @transaction.atomic
    def send(self, *, by=None) -> None:
        """Make a row for each reader, once; a worker sends them."""
        languages = self.languages()
        if not languages:
            raise MoveRefused(gettext("There is nothing to read in it yet."))
        self.move(self.Status.SENDING, by=by, begun_at=timezone.now(), done_at=None)
        for language in languages:
            self.make_copies(language)

    def make_copies(self, language: str) -> int:
        """One INSERT … SELECT: the database does it, memory stays flat."""
        readers = Subscription.objects.wanting(self, language).order_by()
        chosen = readers.annotate(
            mailing_=Value(self.pk, models.BigIntegerField()),
            domain_=models.Func(
                "email",
                Value("@"),
                Value(2),
                function="split_part",
                output_field=models.CharField(),
            ),
            state_=Value("queued", models.CharField()),
            now_=Now(),
        ).values_list(
            "mailing_", "pk", "email", "domain_", "language", "state_", "now_"
        )
        sql, params = chosen.query.sql_with_params()
        insert = (
            "INSERT INTO bulletin_delivery (mailing_id, subscription_id, address,"  # noqa: S608
            " domain, language, state, due_at, attempts, last_error)"
            f" SELECT q.*, 0, '' FROM ({sql}) q ON CONFLICT DO NOTHING"
        )
        with connection.cursor() as cursor:
            cursor.execute(insert, params)
            number = cursor.rowcount
            # The planner knows of the new rows at once, not after autovacuum's turn.
            cursor.execute(f"ANALYZE {Delivery._meta.db_table}")
        return number

    @transaction.atomic
    def hold_back(self, reason: str) -> None:
        """It cannot be written or sent: stopped, and the publishers are told why."""
        self.refresh_from_db(fields=["status"])
        is_begun = self.status == self.Status.SENDING
        with suppress(MoveRefused):  # somebody or another worker was faster
            self.move(self.Status.PAUSED if is_begun else self.Status.DRAFT)
            notifications.mailing_stopped(self, reason, timezone.now())

    @transaction.atomic
    def pause(self, *, by) -> None:
        self.move(self.Status.PAUSED, by=by)

    @transaction.atomic
    def resume(self, *, by) -> None:
        self.move(self.Status.SENDING, by=by)

    def figures(self) -> dict[str, int]:
        """How many copies in each state; together they are all recipients."""
        states = Delivery.State.values
        numbers = {name: Count("pk", filter=Q(state=name)) for name in states}
        return self.deliveries.aggregate(all=Count("pk"), **numbers)


class DeliveryQuerySet(models.QuerySet):
    def settle_lost(self) -> int:
        """Whose worker died on the way: it may have gone out, so staff decide."""
        lost = self.filter(state="sending", lease_until__lt=timezone.now())
        words = gettext("The worker stopped while sending.")
        return lost.update(state="uncertain", token=None, last_error=words)

    def forget_addresses(self, before) -> int:
        """Copies that went out before that moment: a hash instead of the address.

        The hash keeps a reader from getting the same newsletter twice.
        """
        gone = Mailing.objects.annotate(over=Coalesce("done_at", "begun_at"))
        salt = Value(salted_hmac("bulletin.delivery", "").hexdigest())
        hashed = models.Func(
            Concat(salt, "address"),
            template="encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')",
        )
        mine = self.filter(mailing__in=gone.filter(over__lt=before))
        return mine.filter(address__contains="@").update(
            address=hashed, domain="", last_error="", subscription=None
        )

    def allowances(self) -> dict[str, int]:
        """How many copies more each mail host may get now, of those that got some."""
        since = timezone.now() - timedelta(minutes=1)
        gone = self.filter(claimed_at__gt=since, mailing__status="sending")
        rows = gone.values("domain").annotate(
            number=Count("pk"), most=models.Min("mailing__per_minute")
        )
        return {row["domain"]: row["most"] - row["number"] for row in rows}

    def next_due(self, busy) -> "Delivery | None":
        """One newsletter after the other, each by its own index; the row is locked."""
        sending = Mailing.objects.filter(status="sending").order_by("begun_at", "pk")
        for pk in sending.values_list("pk", flat=True):
            row = (
                self.filter(mailing=pk, state="queued", due_at__lte=timezone.now())
                .exclude(domain__in=list(busy))
                .order_by("due_at", "pk")
                .select_related("mailing", "subscription")
                .select_for_update(skip_locked=True, of=["self"])
                .first()
            )
            if row is not None:
                return row
        return None

    @transaction.atomic
    def claim(self, busy=()) -> "Delivery | None":
        """Take one copy that is due; nobody else will send it, not even later."""
        row, now = self.next_due(busy), timezone.now()
        if row is None:
            return None
        lease = timedelta(seconds=settings.OUTBOX_LEASE)
        row.state, row.token, row.claimed_at = "sending", uuid.uuid4(), now
        row.lease_until, row.attempts = now + lease, row.attempts + 1
        if not row.is_wanted:
            row.state, row.token = "suppressed", None
        row.save(
            update_fields=["state", "token", "claimed_at", "lease_until", "attempts"]
        )
        return row

    @transaction.atomic
    def again(self, *, by) -> int:
        """Staff decide to send those once more that may not have arrived."""
        stopped = self.filter(state__in=["uncertain", "failed"])
        mailings = list(stopped.values_list("mailing", flat=True).distinct())
        number = stopped.update(
            state="queued", due_at=timezone.now(), attempts=0, last_error=""
        )
        for mailing in Mailing.objects.filter(pk__in=mailings, status="sent"):
            mailing.move(Mailing.Status.SENDING, by=by, done_at=None)
        return number


class Delivery(models.Model):
    """One copy to one reader: at most once, and what is uncertain is told."""

    MOST = 5

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("refused")
        UNCERTAIN = "uncertain", _("uncertain")
        SUPPRESSED = "suppressed", _("left meanwhile")

    mailing = models.ForeignKey(
        Mailing, models.CASCADE, related_name="deliveries", verbose_name=_("newsletter")
    )
    subscription = models.ForeignKey(
        Subscription,
        models.SET_NULL,
        related_name="deliveries",
        null=True,
        verbose_name=_("subscription"),
    )
    address = models.EmailField(_("to"))
    domain = models.CharField(_("mail host"), max_length=255)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.QUEUED
    )
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("last attempt"), null=True)
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_error = models.TextField(_("error"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a newsletter")
        verbose_name_plural = _("copies of newsletters")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["mailing", "due_at", "id"],
                name="delivery_next",
                condition=Q(state="queued"),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_lease",
                condition=Q(state="sending"),
            ),
            models.Index(fields=["claimed_at"], name="delivery_rate"),
            models.Index(fields=["mailing", "state"], name="delivery_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "address"], name="one_copy_each")
        ]

    def __str__(self):
        return self.address

    @property
    def key(self) -> str:
        return f"mailing-{self.mailing_id}-{self.pk}"

    @property
    def is_wanted(self) -> bool:
        """The reader has not left since the row was made."""
        reader = self.subscription
        return reader is not None and reader.state == Subscription.State.ACTIVE

    def settle(self, state: str, error: str = "", *, later=None) -> bool:
        """Write the outcome down, unless the lease has passed."""
        mine = type(self).objects.filter(pk=self.pk, token=self.token)
        return bool(
            mine.update(
                state=state,
                token=None,
                last_error=error[:500],
                sent_at=timezone.now() if state == self.State.SENT else None,
                due_at=timezone.now() + later if later else F("due_at"),
            )
        )
