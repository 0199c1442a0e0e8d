"""No admin and no workspace without a second factor; no session without an end."""

import re
import time
from functools import cache
from urllib.parse import urlencode, urlsplit

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts import actions

ADMIN = "/admin/"
# The editor's script, under its own name or under that of its content.
EDITOR = re.compile(rb"ckeditor/ckeditor(\.[0-9a-f]+)?\.js")
HALF_HOUR, TWO_HOURS, TWELVE_HOURS = 30 * 60, 2 * 60 * 60, 12 * 60 * 60


@cache
def protected_prefixes() -> tuple[str, ...]:
    """The admin and the workspace, under the address words of every language."""
    prefixes = [ADMIN]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            prefixes.append(reverse("portal:workspace"))
    return tuple(prefixes)


def is_protected(path: str) -> bool:
    return f"{path}/".startswith(protected_prefixes())


def used_second_factor(request) -> bool:
    """App, passkey or recovery code; for those who are not staff also a mailed code."""
    used = actions.methods_used(request, request.user)
    return "mfa" in used or ("code" in used and not request.user.is_staff)


class SessionLimits:
    """A session ends: staff after 30 idle minutes, others after 2 hours, all after 12.

    What was typed in the request that came too late is kept (actions.keep_form).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if request.user.is_authenticated:
            if self.is_over(request):
                request.ended_session_of = request.user.pk
                logout(request)
                text = _("Your session ended because nothing happened for a while.")
                messages.info(request, text)
            else:
                self.note(request)
        return self.get_response(request)

    def is_over(self, request) -> bool:
        now, session = time.time(), request.session
        idle = HALF_HOUR if request.user.is_staff else TWO_HOURS
        return (
            now - session.get("seen", now) > idle
            or now - session.get("since", now) > TWELVE_HOURS
        )

    def note(self, request) -> None:
        """At most one write a minute."""
        now = time.time()
        request.session.setdefault("since", now)
        if now - request.session.get("seen", 0) > 60:
            request.session["seen"] = now


class SecondFactorRequired:
    """Everything behind /admin/ and the workspace asks for log-in and second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_protected(request.path_info):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self.to_login(request)
        if not used_second_factor(request):
            return self.lead(request, "account_second_factor")
        if request.path_info.startswith(ADMIN):
            return self.admin(request)
        return self.inside(request)

    def admin(self, request):
        """For staff alone, in the language of their account; one log-in page."""
        if not request.user.is_staff:
            raise Http404
        if request.path_info == f"{ADMIN}login/":
            return redirect(self.target(request))
        with translation.override(request.user.language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.inside(request)
        response._csp_update = admin_policy(response)
        return response

    def inside(self, request):
        """What was kept and now arrived is kept no longer."""
        response = self.get_response(request)
        name = actions.cookie_name("kept")
        arrived = request.method == "POST" and name in request.COOKIES
        if arrived and response.status_code < 400 and name not in response.cookies:
            actions.forget_kept_form(request)
            response.delete_cookie(name)
        return response

    def to_login(self, request):
        """To the log-in; what was typed is kept for the same person."""
        kept = ""
        owner = getattr(request, "ended_session_of", None)
        owner = owner or actions.device_of(request).get("user")
        if request.method == "POST" and owner and is_from_here(request):
            request.upload_handlers = [actions.WithoutFiles(request)]
            kept = actions.keep_form(request, owner)
        if not kept:
            return self.lead(request, "account_login")
        target = urlencode({"next": reverse("account_continue")})
        response = redirect(f"{reverse('account_login')}?{target}")
        keep_key(response, kept)
        return response

    def lead(self, request, name):
        target = urlencode({"next": self.target(request)})
        return redirect(f"{reverse(name)}?{target}")

    def target(self, request) -> str:
        """Where the person wanted to go; never a log-in page, never elsewhere."""
        if request.path_info == f"{ADMIN}login/":
            asked = request.GET.get("next", "")
            ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
            return asked if ours and asked.startswith("/") else ADMIN
        if request.method in ("GET", "HEAD"):
            return request.get_full_path()
        if is_from_here(request) and request.headers.get("referer"):
            came = urlsplit(request.headers["referer"])
            return f"{came.path}?{came.query}" if came.query else came.path
        return (
            ADMIN
            if request.path_info.startswith(ADMIN)
            else reverse("portal:workspace")
        )


def admin_policy(response) -> dict:
    """What unfold needs beyond the strict policy; more only where CKEditor is."""
    extra = {"script-src": [UNSAFE_EVAL], "style-src": [UNSAFE_INLINE]}
    if EDITOR.search(getattr(response, "content", b"")):
        extra["script-src"] = [UNSAFE_EVAL, UNSAFE_INLINE]
        extra["frame-src"] = [SELF]
    return extra


def is_from_here(request) -> bool:
    """The browser says that one of our own pages sent this."""
    said = request.headers.get("origin") or request.headers.get("referer") or ""
    return bool(said) and urlsplit(said).netloc == request.get_host()


def keep_key(response, secret: str) -> None:
    actions.set_cookie(
        response, "kept", secret, int(actions.KeptForm.LIFE.total_seconds())
    )
