"""What is settled once for every request."""

import hashlib
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from accounts.middleware import is_protected

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "browsing-topics=()"
    ),
}


def is_text(value: str) -> bool:
    """Without NUL and lone surrogates: what PostgreSQL can take as text."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value


def is_encoded_text(raw: str) -> bool:
    """The same for a query string as it came."""
    try:
        return is_text(unquote_to_bytes(raw).decode())
    except UnicodeDecodeError:
        return False


class PlainTextOnly:
    """Refuse NUL and lone surrogates in address, query and form with a 400.

    PostgreSQL stores neither; without this each is a server error somewhere.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        query = request.META.get("QUERY_STRING", "")
        if not (is_text(request.path) and is_encoded_text(query)):
            raise BadRequest("The address contains characters that are no text.")
        posted = request.POST if request.method == "POST" else {}
        if not all(is_text(text) for key in posted for text in posted.getlist(key)):
            raise BadRequest("The form contains characters that are no text.")


def without_accept_language(response) -> None:
    """The address decides the language, so a cache need not ask the browser's wish."""
    if vary := response.get("Vary"):
        names = [name.strip() for name in vary.split(",")]
        kept = [name for name in names if name.lower() != "accept-language"]
        response["Vary"] = ", ".join(kept)
        if not kept:
            del response["Vary"]


class Caching:
    """Anonymous public pages carry an ETag; everything else is never stored.

    Revalidation on every request keeps a page as fresh as its last change, and an
    unchanged one costs no transfer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        without_accept_language(response)
        if response.has_header("Cache-Control"):
            return response
        if not self.is_public(request, response):
            response["Cache-Control"] = "private, no-store"
            return response
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
        digest = hashlib.sha256(response.content).hexdigest()[:32]
        response["ETag"] = quote_etag(digest)
        return get_conditional_response(
            request, etag=response["ETag"], response=response
        )

    def is_public(self, request, response) -> bool:
        user = getattr(request, "user", None)
        return (
            request.method in {"GET", "HEAD"}
            and response.status_code == 200
            and not (response.streaming or response.cookies)
            and not is_protected(request.path_info)
            and not (user is not None and user.is_authenticated)
        )
