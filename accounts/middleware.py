"""No admin and no workspace without a second factor."""

from functools import cache
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

ADMIN = "/admin/"


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
    records = get_authentication_records(request, request.user)
    used = {record["method"] for record in records}
    return "mfa" in used or ("code" in used and not request.user.is_staff)


class SecondFactorRequired:
    """Everything behind /admin/ and the workspace asks for log-in and second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_protected(request.path_info):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self.lead(request, "account_login")
        if not used_second_factor(request):
            return self.lead(request, "account_second_factor")
        if request.path_info.startswith(ADMIN) and not request.user.is_staff:
            raise Http404
        return self.get_response(request)

    def lead(self, request, name):
        target = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse(name)}?{target}")
