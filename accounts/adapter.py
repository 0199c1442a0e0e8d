"""Where allauth asks us: closed sign-up, slow guessing, sealed secrets, our mails."""

import base64
import time
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import actions, notifications
from accounts.models import LoginEvent, User

Kind = LoginEvent.Kind
TOO_MANY = _(
    "Too many attempts. Try again in a quarter of an hour, or set a new password "
    "by mail."
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the office; guessing is slow; a mail is a row first."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or it was used before."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "invalid_password_reset": _("This link was used before or has run out."),
    }
    said = {
        "account/messages/password_changed.txt": _("The new password is set."),
        "account/messages/logged_out.txt": _("You are logged out."),
        "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
        "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
        "mfa/messages/webauthn_added.txt": _("The passkey is added."),
        "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
        "mfa/messages/recovery_codes_generated.txt": _("Here are new recovery codes."),
        "account/messages/login_code_sent.txt": _("The code is on its way by mail."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        return False

    def get_client_ip(self, request):
        return actions.client_address(request)

    def generate_login_code(self) -> str:
        return get_random_string(6, "0123456789")

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Only what is worth saying, in our words."""
        text = kwargs.get("message") or self.said.get(message_template)
        if text:
            messages.add_message(request, level, text)

    def pre_authenticate(self, request, **credentials):
        if not actions.may_try_password(request, credentials.get("email", "")):
            raise ValidationError(TOO_MANY, code="too_many_login_attempts")

    def authenticate(self, request, **credentials):
        """A closed account answers like a wrong password."""
        user = super().authenticate(request, **credentials)
        typed = credentials.get("email", "")
        if user is None or not user.is_active:
            owner = self.get_owner(typed)
            actions.record(request, Kind.WRONG_PASSWORD, typed=typed, user=owner)
            return None
        actions.record(request, Kind.PASSED, typed=typed, user=user)
        return user

    def get_owner(self, typed):
        return User.objects.filter(email=typed.lower()).first()

    def reauthenticate(self, user, password) -> bool:
        return self.authenticate(self.request, email=user.email, password=password) == (
            user
        )

    def is_reauthentication_required(self, *, app, **kwargs) -> bool:
        """Who has no second factor yet has just typed the password."""
        user = self.request.user
        return user.is_authenticated and (
            user.authenticator_set.exists() or not user.has_usable_password()
        )

    def is_login_by_code_required(self, login) -> bool:
        user = login.user
        if user is None or user.is_staff or not user.mail_code:
            return False
        if user.authenticator_set.exclude(type="recovery_codes").exists():
            return False
        return "code" not in actions.methods_used(self.request, user)

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        request.session["since"] = request.session["seen"] = time.time()
        actions.record(request, Kind.LOGGED_IN, user=user)
        actions.remember_device(response, user)
        return response

    def logout(self, request):
        if request.user.is_authenticated:
            actions.record(request, Kind.LOGGED_OUT, user=request.user)
        super().logout(request)

    def set_password(self, user, password):
        super().set_password(user, password)
        actions.record(self.request, Kind.NEW_PASSWORD, user=user)
        notifications.password_changed(user)

    def send_mail(self, template_prefix, email, context):
        """allauth's only mail that is ours to send here: the code of a log-in."""
        if template_prefix == "account/email/login_code":
            user = self.get_owner(email)
            notifications.login_code(user, context["code"])
            actions.record(self.request, Kind.CODE_SENT, user=user)

    def send_notification_mail(self, template_prefix, user, *args, **kwargs):
        kinds = {
            "mfa/email/totp_activated": Kind.FACTOR_ADDED,
            "mfa/email/webauthn_added": Kind.FACTOR_ADDED,
            "mfa/email/totp_deactivated": Kind.FACTOR_REMOVED,
            "mfa/email/webauthn_removed": Kind.FACTOR_REMOVED,
        }
        if kind := kinds.get(template_prefix):
            event = actions.record(self.request, kind, user=user)
            notifications.second_factor_changed(user, event)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed with a key the database does not hold."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or it was used before."),
    }

    def _boxes(self) -> MultiFernet:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = [
            salted_hmac("accounts.factor", "", secret=key, algorithm="sha256").digest()
            for key in keys
        ]
        return MultiFernet([Fernet(base64.urlsafe_b64encode(d)) for d in digests])

    def encrypt(self, text: str) -> str:
        return self._boxes().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._boxes().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type) -> str:
        count = user.authenticator_set.filter(type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def _get_site_name(self):
        """What a phone lists this account under: never what a request says."""
        return urlsplit(settings.SITE_URL).hostname or "localhost"
