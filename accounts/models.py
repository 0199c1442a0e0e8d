"""Who can log in, how they were invited, and what happened at the door."""

import secrets
import unicodedata
from datetime import timedelta

import pghistory
import pgtrigger
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin, _user_has_perm
from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import notifications


def new_stamp() -> str:
    """A fresh value ends every session of the account."""
    return secrets.token_hex(16)


def plain_identity(typed: str) -> str:
    """The account a typed name means: controls, spaces, case, width do not count."""
    text = unicodedata.normalize("NFKC", typed)[:254]
    return "".join(c for c in text if c.isprintable()).strip().lower()


def identity_key(typed: str) -> str:
    """What is kept of a typed name: nothing that can be read back."""
    return salted_hmac("accounts.identity", plain_identity(typed)).hexdigest()


class UserManager(BaseUserManager):
    """Accounts are found by e-mail, whatever its case."""

    use_in_migrations = True

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=plain_identity(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )


@pghistory.track(exclude=["password", "last_login", "stamp"])
class User(AbstractBaseUser, PermissionsMixin):
    """One person's way in: one account is one person."""

    class Language(models.TextChoices):
        VI = "vi", _("Vietnamese")
        EN = "en", _("English")

    email = models.EmailField(
        _("e-mail"),
        unique=True,
        error_messages={"unique": _("There is already an account with this e-mail.")},
    )
    full_name = models.CharField(_("full name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.VI
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("works in the admin"), default=False)
    mail_code = models.BooleanField(
        _("one-time code by mail"),
        default=False,
        help_text=_("Instead of an app or a passkey; not for staff."),
    )
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    stamp = models.CharField(max_length=32, default=new_stamp, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["full_name", "email"]
        permissions = [("manage_every_account", _("may give any role to others"))]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_whatever_its_case",
                violation_error_message=_(
                    "There is already an account with this e-mail."
                ),
            ),
            models.CheckConstraint(
                name="user_staff_without_code_by_mail",
                condition=~Q(is_staff=True, mail_code=True),
                violation_error_message=_(
                    "Staff use an app or a passkey, not a code by mail."
                ),
            ),
        ]

    def __str__(self):
        return self.full_name or self.email

    def get_full_name(self):
        return self.full_name

    def has_perm(self, perm, obj=None):
        """A superuser, too, decides only by a right that was given by name."""
        return _user_has_perm(self, perm, obj)

    def _get_session_auth_hash(self, secret=None):
        """Sessions die with the password and with the stamp."""
        return salted_hmac(
            "accounts.session", self.password + self.stamp, secret=secret,
            algorithm="sha256",
        ).hexdigest()  # fmt: skip

    def end_sessions(self) -> None:
        """Whoever is logged in as this account is out with the next request."""
        self.stamp = new_stamp()
        type(self).objects.filter(pk=self.pk).update(stamp=self.stamp)

    def has_second_factor(self) -> bool:
        """An app or a passkey is set up, or a code by mail was chosen."""
        if self.mail_code and not self.is_staff:
            return True
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        return self.authenticator_set.filter(type__in=kinds).exists()

    def may_manage(self, other) -> bool:
        """Nobody touches the account of someone who may do more than they may."""
        if self.is_superuser:
            return True
        if other.is_superuser:
            return False
        return other.get_all_permissions() <= self.get_all_permissions() or (
            self.has_perm("accounts.manage_every_account")
        )


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Those whose link still works."""
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """One mailed link with which one person sets their password, once."""

    DAYS = 7

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="invitations",
        verbose_name=_("account"),
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("used"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.user} · {self.created_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def send(cls, user, *, by=None) -> "Invitation":
        """Mail a fresh link; links sent before stop working."""
        now = timezone.now()
        cls.objects.filter(user=user).open().update(expires_at=now)
        invitation = cls.objects.create(
            user=user, invited_by=by, expires_at=now + timedelta(days=cls.DAYS)
        )
        notifications.invitation(invitation)
        return invitation

    @transaction.atomic
    def accept(self, password: str) -> bool:
        """Set the password; False when the link was used or ran out meanwhile."""
        mine = type(self).objects.open().filter(pk=self.pk)
        if not mine.update(used_at=timezone.now()):
            return False
        self.user.set_password(password)
        self.user.stamp = new_stamp()
        self.user.save(update_fields=["password", "stamp"])
        return True


class LoginEventQuerySet(models.QuerySet):
    """The record at the door is also what slows guessing down.

    Attempts are counted in the database, not in a cache that may be lost: an attempt
    is written before the secret is checked, `passed` takes it back.
    """

    WINDOW = timedelta(minutes=15)
    FROM_ONE_PLACE, FROM_STRANGERS, IN_ALL, PER_NETWORK, CODES = 4, 8, 10, 100, 5

    def outworn(self):
        """Older than the twelve months for which log-ins are kept."""
        return self.filter(at__lt=timezone.now() - timedelta(days=366))

    def for_people(self):
        """What staff and owners read: what happened, not each knock."""
        knocks = [self.model.Kind.ATTEMPT, self.model.Kind.PASSED]
        return self.exclude(kind__in=knocks).select_related("user")

    def failed(self) -> int:
        """Attempts that did not turn out right."""
        kind = self.model.Kind
        return self.aggregate(
            failed=Count("pk", filter=Q(kind=kind.ATTEMPT))
            - Count("pk", filter=Q(kind=kind.PASSED))
        )["failed"]

    def since_last(self, kind):
        last = self.filter(kind=kind).aggregate(at=Max("at"))["at"]
        return self.filter(at__gt=last) if last else self

    def may_try(self, key: str, network: str, *, known: bool) -> bool:
        """Slower for one place, slower still for places this account never used."""
        kind = self.model.Kind
        recent = self.filter(at__gt=timezone.now() - self.WINDOW)
        mine = recent.filter(identity=key).since_last(kind.NEW_PASSWORD)
        here = mine.filter(network=network).since_last(kind.LOGGED_IN)
        known = known or self.known_from(key, network)
        return (
            here.failed() < self.FROM_ONE_PLACE
            and mine.failed() < (self.IN_ALL if known else self.FROM_STRANGERS)
            and recent.filter(network=network).failed() < self.PER_NETWORK
        )

    def may_try_code(self, key: str) -> bool:
        recent = self.filter(at__gt=timezone.now() - self.WINDOW, identity=key)
        return recent.failed() < self.CODES

    def codes_sent_lately(self, user) -> int:
        recent = self.filter(at__gt=timezone.now() - self.WINDOW, user=user)
        return recent.filter(kind=self.model.Kind.CODE_SENT).count()

    def known_from(self, key: str, network: str) -> bool:
        """This account logged in from there within three months."""
        return self.filter(
            identity=key,
            network=network,
            kind=self.model.Kind.LOGGED_IN,
            at__gt=timezone.now() - timedelta(days=90),
        ).exists()

    def asked_lately(self, key: str, network: str) -> bool:
        """Enough mails: one a minute and three per account, twenty per place."""
        now = timezone.now()
        recent = self.filter(at__gt=now - self.WINDOW, kind=self.model.Kind.RESET_ASKED)
        mine = list(recent.filter(identity=key).values_list("at", flat=True))
        return (
            len(mine) >= 3
            or any(at > now - timedelta(minutes=1) for at in mine)
            or recent.filter(network=network).count() >= 20
        )

    def held_back_lately(self, key: str, network: str) -> bool:
        return self.filter(
            identity=key,
            network=network,
            kind=self.model.Kind.HELD_BACK,
            at__gt=timezone.now() - timedelta(minutes=1),
        ).exists()


class LoginEvent(models.Model):
    """Something happened at the door. Append-only; kept for twelve months."""

    class Kind(models.TextChoices):
        ATTEMPT = "attempt", _("attempt")
        PASSED = "passed", _("passed")
        LOGGED_IN = "logged_in", _("logged in")
        WRONG_PASSWORD = "wrong_password", _("wrong password")
        WRONG_CODE = "wrong_code", _("wrong code")
        HELD_BACK = "held_back", _("held back after too many attempts")
        LOGGED_OUT = "logged_out", _("logged out")
        RESET_ASKED = "reset_asked", _("asked for a new password")
        NEW_PASSWORD = "new_password", _("set a new password")
        FACTOR_ADDED = "factor_added", _("second factor set up")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        CODE_SENT = "code_sent", _("code sent by mail")

    at = models.DateTimeField(_("time"), default=timezone.now)
    kind = models.CharField(_("what happened"), max_length=16, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="login_events",
        null=True,
        verbose_name=_("account"),
    )
    identity = models.CharField(max_length=64, editable=False)
    address = models.GenericIPAddressField(_("network address"), null=True)
    network = models.CharField(max_length=45, blank=True, editable=False)
    agent = models.CharField(_("browser"), max_length=200, blank=True)

    objects = LoginEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("log-in")
        verbose_name_plural = _("log-ins")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["identity", "-at"], name="login_event_identity"),
            models.Index(fields=["network", "-at"], name="login_event_network"),
            models.Index(fields=["user", "-at"], name="login_event_user"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '365 days' THEN
                        RETURN OLD;
                    END IF;
                    IF TG_OP = 'UPDATE' AND NEW.user_id IS NULL
                       AND to_jsonb(NEW) - 'user_id' = to_jsonb(OLD) - 'user_id' THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'The record of log-ins is append-only.';
                """,
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.at:%Y-%m-%d %H:%M}"


class KeptFormQuerySet(models.QuerySet):
    def fresh(self):
        return self.filter(kept_at__gt=timezone.now() - KeptForm.LIFE)

    def outworn(self):
        return self.filter(kept_at__lte=timezone.now() - KeptForm.LIFE)


class KeptForm(models.Model):
    """What someone typed before their session ran out, sealed for half an hour.

    The key to it lies in a cookie of the browser that sent it: neither the database
    nor another person can read it.
    """

    LIFE = timedelta(minutes=30)

    handle = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_forms"
    )
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept form")
        verbose_name_plural = _("kept forms")

    def __str__(self):
        return f"{self.kept_at:%Y-%m-%d %H:%M}"


@pghistory.track(obj_field=None)
class UserGroup(User.groups.through):
    """Who was put into which group: tracked for the history."""

    class Meta:
        proxy = True
