"""A page as one person gets it: whether it opens, and what its forms call things."""

import logging
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import get_language_from_path, override

from accounts.middleware import ADMIN

logger = logging.getLogger(__name__)


def page_at(path: str, user, *, whole: bool = False) -> HttpResponseBase | None:
    """The answer to this person, `whole` with its text; None where it does not open.

    It is a look: whatever the page would write on the way is taken back, and a page
    that fails is no page.
    """
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    if path.startswith(ADMIN) and user.is_authenticated:
        language = user.language
    try:
        with override(language), transaction.atomic():
            page = answer(path, user)
            if whole and hasattr(page, "render"):
                page.render()
            transaction.set_rollback(True)
            return page
    except (Http404, PermissionDenied):
        return None
    except Exception:
        logger.exception("No look at %s", urlsplit(path).path)
        return None


def answer(path: str, user) -> HttpResponseBase:
    home = urlsplit(settings.SITE_URL)
    factory = RequestFactory(HTTP_HOST=home.netloc)
    request = factory.get(path, secure=home.scheme == "https")
    request.user, request.session = user, SessionStore()
    request._messages = CookieStorage(request)
    request.resolver_match = found = resolve(request.path_info)
    return found.func(request, *found.args, **found.kwargs)


class FormReader(HTMLParser):
    """What a page calls the fields of its forms and the choices in them."""

    def __init__(self, page: str):
        super().__init__()
        self.ids, self.labels, self.hidden = {}, {}, set()
        self.choices, self.select, self.into = {}, "", None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name", "")
        if tag in {"input", "select", "textarea"}:
            self.ids[given.get("id", "")] = name
            self.select = name if tag == "select" else self.select
            if given.get("type") == "hidden":
                self.hidden.add(name)
        elif tag == "label":
            self.into = (self.labels, given.get("for", ""))
        elif tag == "option":
            self.into = (self.choices, (self.select, given.get("value", "")))

    def handle_endtag(self, tag):
        if tag in {"label", "option"}:
            self.into = None

    def handle_data(self, data):
        if self.into:
            where, key = self.into
            where[key] = " ".join(f"{where.get(key, '')} {data}".split())

    def name_of(self, field: str) -> str:
        ids = [key for key, name in self.ids.items() if name == field]
        found = (self.labels[key] for key in ids if key in self.labels)
        return next(found, field).rstrip(" *:")
