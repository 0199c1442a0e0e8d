"""Whether mail flows: the brake, the signs of life, the daily balance."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outbox.models.messages import Message

# A portal that stood still for so long is a restored backup or a wrong clock.
STANDSTILL = timedelta(days=5)
# The work whose signs of life tell it.
SWEEP = "outbox.sweep"


class Brake(models.Model):
    """The one switch that stops all mail: after a restore, or pulled by staff."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    on = models.BooleanField(_("mail is stopped"), default=False)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    since = models.DateTimeField(_("since"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.CharField(_("released by"), max_length=150, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("stops all", "mail brake")
        verbose_name_plural = pgettext_lazy("stops all", "mail brake")
        constraints = [
            models.CheckConstraint(name="there_is_one_brake", condition=Q(id=1))
        ]

    def __str__(self):
        return gettext("Mail is stopped") if self.on else gettext("Mail flows")

    @classmethod
    def is_on(cls) -> bool:
        return cls.objects.filter(on=True).exists()

    @classmethod
    def is_stopped(cls) -> bool:
        """Whether nothing may leave, settle or be forgotten: the brake is on, or must
        be, for by this clock the portal has stood still."""
        age = Heartbeat.age(SWEEP)
        if age is not None and age > STANDSTILL:
            reason = gettext("Nothing was sent for %(days)s days.")
            cls.pull(reason % {"days": age.days})
        return cls.is_on()

    @classmethod
    def pull(cls, reason: str) -> None:
        """Stop all mail until a person releases the brake."""
        cls.objects.get_or_create(pk=1)
        cls.objects.filter(pk=1, on=False).update(
            on=True, reason=reason[:250], since=timezone.now()
        )

    @classmethod
    def release(cls, by: str) -> bool:
        """Let mail flow again; False when it already did."""
        return bool(
            cls.objects.filter(pk=1, on=True).update(
                on=False, released_at=timezone.now(), released_by=by[:150]
            )
        )


class Heartbeat(models.Model):
    """When a kind of work was last seen alive; a dead one has none."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self):
        return self.name

    @classmethod
    def beat(cls, name: str) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": timezone.now()})

    @classmethod
    def age(cls, name: str) -> timedelta | None:
        """How long ago it was seen; None when it never was."""
        at = cls.objects.filter(name=name).values_list("at", flat=True).first()
        return at and timezone.now() - at

    @classmethod
    def stop(cls, name: str) -> bool:
        """Forget it; False when there was nothing to forget."""
        return bool(cls.objects.filter(name=name).delete()[0])


class Balance(models.Model):
    """One day's mail: what was promised, and what became of it. It must add up."""

    day = models.DateField(_("day"), unique=True)
    promised = models.PositiveIntegerField(_("promised"))
    sent = models.PositiveIntegerField(_("sent"))
    failed = models.PositiveIntegerField(_("refused"))
    uncertain = models.PositiveIntegerField(_("uncertain"))
    held = models.PositiveIntegerField(_("held back"))
    skipped = models.PositiveIntegerField(
        _("too late, not sent"), default=0, db_default=0
    )
    waiting = models.PositiveIntegerField(_("waiting"))
    drawn_up_at = models.DateTimeField(_("drawn up"), auto_now=True)

    class Meta:
        verbose_name = _("daily balance")
        verbose_name_plural = _("daily balances")
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                name="balance_adds_up",
                condition=Q(
                    promised=F("sent")
                    + F("failed")
                    + F("uncertain")
                    + F("held")
                    + F("skipped")
                    + F("waiting")
                ),
            )
        ]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}"

    @property
    def is_settled(self) -> bool:
        """Nothing of that day is still open."""
        return self.promised == self.sent + self.skipped

    @classmethod
    def draw_up(cls, day) -> "Balance":
        """Count the messages written on that local day by what became of them."""
        states = Message.State
        number = {state: Count("pk", filter=Q(state=state)) for state in states.values}
        counts = Message.objects.filter(date__date=day).aggregate(
            promised=Count("pk"), **number
        )
        waiting = counts[states.QUEUED] + counts[states.SENDING]
        fields = {name: counts[name] for name in ("promised", "sent", "failed")}
        fields |= {name: counts[name] for name in ("uncertain", "held", "skipped")}
        balance, _created = cls.objects.update_or_create(
            day=day, defaults=fields | {"waiting": waiting}
        )
        return balance
