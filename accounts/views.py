"""The door: what allauth does not have, and what it does differently here."""

import time
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import PasswordResetView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from accounts import actions, notifications
from accounts.asking import FormReader, page_at
from accounts.forms import AcceptForm, MailChoiceForm
from accounts.middleware import is_from_here, keep_key, used_second_factor
from accounts.models import Invitation, LoginEvent, User

hide = sensitive_post_parameters()


class Overview(LoginRequiredMixin, TemplateView):
    """Where an account looks at itself: factors, log-ins, other sessions."""

    template_name = "account/overview.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        own = list(user.authenticator_set.order_by("created_at"))
        kinds = Authenticator.Type
        codes = [a for a in own if a.type == kinds.RECOVERY_CODES]
        return super().get_context_data(
            app=next((a for a in own if a.type == kinds.TOTP), None),
            passkeys=[a for a in own if a.type == kinds.WEBAUTHN],
            codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
            events=LoginEvent.objects.for_people().filter(user=user)[:10],
            **kwargs,
        )


class EndOtherSessions(LoginRequiredMixin, View):
    """Every other browser of this account is logged out."""

    http_method_names = ["post"]

    def post(self, request):
        request.user.end_sessions()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Every other browser is logged out."))
        return redirect("account_inside")


class SecondStep(AuthenticateView):
    """After the password: a code or a passkey."""

    def get_context_data(self, **kwargs):
        own = self.stage.login.user.authenticator_set
        has_passkey = own.filter(type=Authenticator.Type.WEBAUTHN).exists()
        return super().get_context_data(**kwargs) | {"has_passkey": has_passkey}


# --- the second factor ------------------------------------------------------------


def onwards(request) -> str:
    """Where the person was going when asked for a second factor."""
    return request.session.pop("account_next", "") or reverse("account_inside")


@method_decorator(never_cache, name="dispatch")
class Choose(LoginRequiredMixin, TemplateView):
    """Nobody goes on without a second factor: which one?"""

    template_name = "account/second_factor.html"

    def get(self, request, *args, **kwargs):
        asked = request.GET.get("next", "")
        if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
            request.session["account_next"] = asked
        if used_second_factor(request):
            return redirect(onwards(request))
        if request.user.has_second_factor():
            get_adapter(request).logout(request)
            return redirect("account_login")
        return super().get(request, *args, **kwargs)


class StepUpMixin:
    """A factor that was just set up counts for the session that set it up."""

    kind = ""

    def get_success_url(self):
        return reverse("mfa_view_recovery_codes")

    def form_valid(self, form):
        response = super().form_valid(form)
        user = self.request.user
        actions.mark_factor(self.request, "mfa", type=self.kind, reauthenticated=True)
        User.objects.filter(pk=user.pk).update(mail_code=False)
        return response


class ActivateApp(StepUpMixin, ActivateTOTPView):
    kind = "totp"

    def form_valid(self, form):
        response = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type="totp")
        app.data["last_counter"] = form.counter
        app.save(update_fields=["data"])
        return response


class AddPasskey(StepUpMixin, AddWebAuthnView):
    kind = "webauthn"


class AfterRemovalMixin:
    """Without any factor left the session starts over with choosing one."""

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.request.user.has_second_factor():
            return response
        actions.unmark_factor(self.request)
        return redirect("account_second_factor")


class RemoveApp(AfterRemovalMixin, DeactivateTOTPView):
    def get_success_url(self):
        return reverse("account_inside")


class RemovePasskey(AfterRemovalMixin, RemoveWebAuthnView):
    def get_success_url(self):
        return reverse("account_inside")


class NewCodes(GenerateRecoveryCodesView):
    def get_success_url(self):
        return reverse("mfa_view_recovery_codes")


@method_decorator(never_cache, name="dispatch")
class ShowCodes(LoginRequiredMixin, TemplateView):
    """Recovery codes are shown once, to be printed or saved; then the way goes on."""

    template_name = "account/recovery_codes.html"

    def get(self, request, *args, **kwargs):
        found = Authenticator.objects.filter(user=request.user, type="recovery_codes")
        codes = found.first()
        if codes is None or not used_second_factor(request):
            return redirect(onwards(request))
        codes = codes.wrap()
        if codes.did_view:
            return redirect(onwards(request))
        codes.mark_as_viewed()
        shown = codes.get_unused_codes()
        text = "\n".join(
            [urlsplit(settings.SITE_URL).netloc, request.user.email, *shown]
        )
        return self.render_to_response(
            {"codes": shown, "text": text, "onwards": onwards(request)}
        )


@method_decorator([never_cache, hide], name="dispatch")
class ChooseMail(LoginRequiredMixin, FormView):
    """Codes by mail, for those who are not staff; the first one proves the way."""

    form_class = MailChoiceForm
    template_name = "account/mail_code.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.is_staff:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        sent = self.request.session.get("mail_choice", {})
        fresh = time.time() - sent.get("at", 0) < 600
        kwargs["code"] = sent.get("code", "") if fresh else ""
        kwargs["user"] = self.request.user
        return kwargs

    def post(self, request, *args, **kwargs):
        if "send" in request.POST:
            return self.send(request)
        return super().post(request, *args, **kwargs)

    def send(self, request):
        if actions.may_send_code(request.user):
            code = get_adapter(request).generate_login_code()
            request.session["mail_choice"] = {"code": code, "at": time.time()}
            notifications.login_code(request.user, code)
            actions.record(request, LoginEvent.Kind.CODE_SENT, user=request.user)
        return redirect("account_mail_code")

    def form_valid(self, form):
        user = self.request.user
        self.request.session.pop("mail_choice", None)
        User.objects.filter(pk=user.pk).update(mail_code=True)
        actions.mark_factor(self.request, "code")
        actions.record(self.request, LoginEvent.Kind.FACTOR_ADDED, user=user)
        return redirect(onwards(self.request))


# --- passwords --------------------------------------------------------------------


class Forgotten(PasswordResetView):
    """One answer for every address."""

    def form_valid(self, form):
        form.save(self.request)
        return redirect(self.success_url)


@method_decorator([never_cache, hide], name="dispatch")
class Accept(FormView):
    """The page behind the link of an invitation."""

    form_class = AcceptForm
    template_name = "account/invitation.html"

    def dispatch(self, request, *args, token, **kwargs):
        self.invitation = self.find(token)
        if self.invitation is None:
            return self.over()
        return super().dispatch(request, *args, **kwargs)

    def find(self, token):
        try:
            pk = signing.loads(
                token, salt="accounts.invitation", max_age=Invitation.DAYS * 86400
            )
        except signing.BadSignature:
            return None
        waiting = Invitation.objects.open().select_related("user")
        return waiting.filter(pk=pk, user__is_active=True).first()

    def over(self):
        return render(self.request, "account/invitation_over.html", status=410)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.invitation.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(invitation=self.invitation, **kwargs)

    def form_valid(self, form):
        user = self.invitation.user
        if not self.invitation.accept(form.cleaned_data["password1"]):
            return self.over()
        actions.record(self.request, LoginEvent.Kind.NEW_PASSWORD, user=user)
        if user.has_second_factor():
            messages.success(self.request, _("The new password is set. Log in."))
            return redirect("account_login")
        adapter = get_adapter(self.request)
        record_authentication(self.request, user, "password", email=user.email)
        adapter.login(self.request, user)
        response = redirect("account_second_factor")
        actions.record(self.request, LoginEvent.Kind.LOGGED_IN, user=user)
        actions.remember_device(response, user)
        return response


# --- forms kept over a new log-in ---------------------------------------------------


def spoken(request, kept) -> list[tuple[str, str]]:
    """What was typed as its form calls it: the form is read as its owner sees it."""
    page = page_at(kept["path"], request.user, whole=True)
    read = FormReader(page.text if isinstance(page, HttpResponse) else "")
    return [
        (read.name_of(name), read.choices.get((name, value), value))
        for name, value in kept["fields"]
        if value and not name.startswith("_") and name not in read.hidden
    ]


@method_decorator(never_cache, name="dispatch")
class Continue(LoginRequiredMixin, TemplateView):
    """Continue where you were: what was typed is sent again after a look at it."""

    template_name = "account/continue.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not used_second_factor(request):
            target = f"{reverse('account_second_factor')}?next={request.path}"
            return redirect(target)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        kept = actions.open_kept_form(request)
        if kept is None:
            messages.info(request, _("Nothing is waiting to be sent."))
            return redirect("account_inside")
        shown = spoken(request, kept)
        return self.render_to_response({"kept": kept, "shown": shown})

    def post(self, request, *args, **kwargs):
        """Throw it away."""
        actions.forget_kept_form(request)
        response = redirect("account_inside")
        response.delete_cookie(actions.cookie_name("kept"))
        return response


@requires_csrf_token
def csrf_failure(request, reason="") -> HttpResponse:
    """A page that was open while its owner logged in elsewhere loses nothing."""
    user = request.user
    if user.is_authenticated and is_from_here(request) and used_second_factor(request):
        secret = actions.keep_form(request, user.pk)
        if secret:
            response = redirect("account_continue")
            keep_key(response, secret)
            return response
    context = {"status": 403, "csrf": True}
    return render(request, "errors/error.html", context, status=403)
