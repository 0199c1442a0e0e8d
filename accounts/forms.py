"""What a person may type at the door."""

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordKeyForm,
    default_token_generator,
)
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm as AuthenticateByCode
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import actions, notifications
from accounts.adapter import TOO_MANY
from accounts.models import LoginEvent, User, plain_identity

WRONG_CODE = _("This code is not right, or it was used before.")


def email_field(**kwargs):
    widget = forms.EmailInput(attrs={"autocomplete": "username", "class": "input"})
    return forms.EmailField(label=_("E-mail"), widget=widget, max_length=254, **kwargs)


def password_field(label, autocomplete="current-password", **kwargs):
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "input"})
    return forms.CharField(
        label=label, widget=widget, strip=False, max_length=500, **kwargs
    )


def new_password_fields(form) -> None:
    form.fields["password1"] = password_field(
        _("New password"),
        "new-password",
        help_text=" ".join(str(text) for text in password_validators_help_texts()),
    )
    form.fields["password2"] = password_field(_("New password again"), "new-password")


def code_field(label=None, help_text=""):
    attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "class": "input input--short",
    }
    return forms.CharField(
        label=label or _("Code"),
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs=attrs),
    )


class NewPasswordMixin:
    """Twice the same, and good enough."""

    def check_new_password(self, user):
        first = self.cleaned_data.get("password1")
        if first and first != self.cleaned_data.get("password2"):
            self.add_error("password2", _("The two passwords are not the same."))
        elif first:
            try:
                validate_password(first, user)
            except ValidationError as error:
                self.add_error("password1", error)


class LogInForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field()
        self.fields["password"] = password_field(_("Password"))

    def clean_login(self):
        return plain_identity(self.cleaned_data["login"])


class ConfirmPasswordForm(ReauthenticateForm):
    password = password_field(_("Password"))


class SpendCodeMixin:
    """A code from the app or a recovery code, each of which opens once."""

    def clean_code(self):
        request = context.request
        if not actions.may_try_code(request, self.user):
            raise ValidationError(TOO_MANY)
        code = self.cleaned_data["code"]
        own = Authenticator.objects.filter(user=self.user)
        for authenticator in own.exclude(type=Authenticator.Type.WEBAUTHN):
            if actions.spend_code(authenticator, code):
                authenticator.refresh_from_db()
                self.authenticator = authenticator
                self.note(LoginEvent.Kind.PASSED)
                return code
        self.note(LoginEvent.Kind.WRONG_CODE)
        raise ValidationError(WRONG_CODE)

    def note(self, kind):
        typed = actions.code_identity(self.user)
        actions.record(context.request, kind, typed=typed, user=self.user)


class CodeForm(SpendCodeMixin, AuthenticateByCode):
    code = code_field(
        help_text=_("Six digits from the app, or one of your recovery codes.")
    )


class ConfirmCodeForm(SpendCodeMixin, ReauthenticateByCode):
    code = code_field(
        help_text=_("Six digits from the app, or one of your recovery codes.")
    )


class ActivateForm(ActivateTOTPForm):
    code = code_field(_("Six digits from the app"))

    def clean_code(self):
        if not actions.may_try_code(context.request, self.user):
            raise ValidationError(TOO_MANY)
        code = self.cleaned_data["code"]
        self.counter = actions.matching_counter(self.secret, code)
        if not self.counter:
            raise ValidationError(WRONG_CODE)
        typed = actions.code_identity(self.user)
        actions.record(
            context.request, LoginEvent.Kind.PASSED, typed=typed, user=self.user
        )
        return code


class PasskeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        help_text=_("So that you know it again: “my phone”, “key on the ring”."),
        widget=forms.TextInput(attrs={"class": "input"}),
    )


class MailedCodeForm(ConfirmLoginCodeForm):
    """The code that was mailed during a log-in."""

    code = code_field(_("Six digits from the mail"))

    def __init__(self, *args, user=None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self):
        user = self.user or context.request._login_stage.login.user
        if not actions.may_try_code(context.request, user):
            raise ValidationError(TOO_MANY)
        typed = actions.code_identity(user)
        kinds = LoginEvent.Kind
        try:
            code = super().clean_code()
        except ValidationError:
            actions.record(context.request, kinds.WRONG_CODE, typed=typed, user=user)
            raise ValidationError(WRONG_CODE) from None
        actions.record(context.request, kinds.PASSED, typed=typed, user=user)
        return code


class ForgottenForm(forms.Form):
    """Always the same answer, after the same work, whether the account exists."""

    email = email_field()

    def clean_email(self):
        return plain_identity(self.cleaned_data["email"])

    @transaction.atomic
    def save(self, request, **kwargs):
        typed = self.cleaned_data["email"]
        user = User.objects.filter(email=typed, is_active=True).first()
        actions.one_at_a_time(actions.identity_key(typed))
        asked = LoginEvent.objects.asked_lately(
            actions.identity_key(typed), actions.request_network(request)
        )
        kind = LoginEvent.Kind.RESET_ASKED
        actions.record(request, kind, typed=typed, user=user)
        point = transaction.savepoint()
        someone = user or User(pk=0, email=typed, full_name="?")
        key = default_token_generator.make_token(someone)
        notifications.password_reset(someone, user_pk_to_url_str(someone), key)
        if user is None or asked:
            transaction.savepoint_rollback(point)
        else:
            transaction.savepoint_commit(point)


class ChangeForm(NewPasswordMixin, ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field(_("Present password"))
        new_password_fields(self)

    def clean_oldpassword(self):
        request = context.request
        if not actions.may_try_password(request, self.user.email, user=self.user):
            raise ValidationError(TOO_MANY)
        old = super().clean_oldpassword()
        actions.record(request, LoginEvent.Kind.PASSED, user=self.user)
        return old

    def clean(self):
        cleaned = forms.Form.clean(self)
        self.check_new_password(self.user)
        return cleaned


class NewPasswordForm(NewPasswordMixin, ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        new_password_fields(self)

    def clean(self):
        cleaned = forms.Form.clean(self)
        self.check_new_password(self.user)
        return cleaned


class AcceptForm(NewPasswordMixin, forms.Form):
    """Who was invited sets a password."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        new_password_fields(self)

    def clean(self):
        self.check_new_password(self.user)
        return self.cleaned_data


class MailChoiceForm(MailedCodeForm):
    """The first code by mail proves that mails arrive."""
