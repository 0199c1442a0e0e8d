"""Addresses of accounts: exactly those of allauth that we want, and our own.

There is no sign-up, no list of e-mail addresses and no log-in through others.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from accounts import views

door = [
    path(_("login/"), account.login, name="account_login"),
    path(
        _("login/code/"), account.confirm_login_code, name="account_confirm_login_code"
    ),
    path(_("login/second-step/"), views.SecondStep.as_view(), name="mfa_authenticate"),
    path(_("logout/"), account.logout, name="account_logout"),
    path(_("continue/"), views.Continue.as_view(), name="account_continue"),
    path(
        _("other-browsers/"),
        views.EndOtherSessions.as_view(),
        name="account_end_sessions",
    ),
    path(_("inactive/"), account.account_inactive, name="account_inactive"),
    path(_("confirm/"), account.reauthenticate, name="account_reauthenticate"),
    path(
        _("invitation/<str:token>/"), views.Accept.as_view(), name="account_invitation"
    ),
]
password = [
    path(
        _("change/"), login_required(account.password_change),
        name="account_change_password",
    ),
    path(_("forgotten/"), views.Forgotten.as_view(), name="account_reset_password"),
    path(
        _("forgotten/sent/"), account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        _("new/done/"), account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        _("new/<str:uidb36>/<str:key>/"), account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]  # fmt: skip
factor = [
    path("", RedirectView.as_view(pattern_name="account_inside"), name="mfa_index"),
    path(_("mail/"), views.ChooseMail.as_view(), name="account_mail_code"),
    path(_("set-up/"), views.Choose.as_view(), name="account_second_factor"),
    path(_("app/"), views.ActivateApp.as_view(), name="mfa_activate_totp"),
    path(_("app/remove/"), views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path(_("confirm/"), mfa.reauthenticate, name="mfa_reauthenticate"),
    path(_("codes/"), views.ShowCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        _("codes/new/"), views.NewCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        _("passkeys/"), RedirectView.as_view(pattern_name="account_inside"),
        name="mfa_list_webauthn",
    ),
    path(_("passkeys/add/"), views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        _("passkeys/confirm/"), webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        _("passkeys/<int:pk>/remove/"), views.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
]  # fmt: skip

urlpatterns = [
    path("", views.Overview.as_view(), name="account_inside"),
    path("", include(door)),
    path(_("password/"), include(password)),
    path(_("second-factor/"), include(factor)),
]
