"""What is settled once for every request."""

import hashlib
import logging
from urllib.parse import unquote_to_bytes

from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from redis.exceptions import RedisError

from accounts.actions import request_network
from accounts.middleware import is_protected

logger = logging.getLogger(__name__)
MINUTE, HOUR = 60, 60 * 60
# More than people who fill in forms behind one address ever send in a minute.
STRANGERS_POSTS = 60
# As many answers to programs.
STRANGERS_READS = 60
# Forms that make the house write to any address, and how often in an hour (trust S15):
# from one network, and from all.
MAILING = {"bulletin:newsletter", "events:register", "portal:contact"}
MAILS_OF_ONE, MAILS_OF_ALL = 20, 200
# Mail hosts press “leave” for many readers from one address (RFC 8058).
FROM_MAIL_HOSTS = {"bulletin:newsletter-leave", "bulletin:newsletter-bounce"}
API = "/api/"
# What programs read; a picture of a link is drawn when it is asked for.
FOR_PROGRAMS = (API, "/og/")
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


class NotTooFast:
    """Who is not logged in sends at most so many forms a minute: else a 429.

    Forms that write to any address somebody enters are counted by the hour too, for
    one network and for all. Counted in the cache, which may be lost at any time: then
    nobody is held back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        seconds = self.too_fast_for(request)
        if not seconds:
            return self.get_response(request)
        is_long = seconds > MINUTE
        context = {"status": 429, "is_long": is_long, "typed": typed(request)}
        page = render(request, "errors/error.html", context, status=429)
        page["Retry-After"] = str(seconds)
        return page

    def too_fast_for(self, request) -> int:
        """How many seconds to wait; 0 when it is not too fast."""
        for beginning in FOR_PROGRAMS:
            if request.path_info.startswith(beginning):
                reads = counted(f"{beginning}.{request_network(request)}", MINUTE)
                return MINUTE if reads > STRANGERS_READS else 0
        if request.method != "POST" or request.user.is_authenticated:
            return 0
        view, network = view_of(request), request_network(request)
        if view in FROM_MAIL_HOSTS:
            return 0
        if counted(network, MINUTE) > STRANGERS_POSTS:
            return MINUTE
        if view not in MAILING:
            return 0
        mine, all_ = counted(f"mail.{network}", HOUR), counted("mail", HOUR)
        return HOUR if mine > MAILS_OF_ONE or all_ > MAILS_OF_ALL else 0


def typed(request) -> str:
    """The text of a form of ours that is held back, for its writer to keep.

    What another site sends in a reader's name is not shown as theirs.
    """
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return request.POST.get("text", "") if is_ours else ""


def is_api(request) -> bool:
    return request.path_info.startswith(API)


class ProgramsReadJson:
    """Whatever goes wrong at an address for programs is told in JSON, not as a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        kind = response.get("Content-Type", "")
        if response.status_code < 400 or not is_api(request) or "json" in kind:
            return response
        told = JsonResponse(
            {"detail": response.reason_phrase}, status=response.status_code
        )
        for name in {"Allow", "Retry-After"} & set(response.headers):
            told[name] = response[name]
        return told


def view_of(request) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def counted(what: str, seconds: int) -> int:
    """One more within the time that began with the first."""
    key = f"portal.posts.{what}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key)
    except (RedisError, OSError, ValueError):
        logger.warning("Posts are not counted: the cache does not answer.")
        return 0


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
