"""The picture that goes with the link of a page, from the page's own words.

It exists exactly as long as the page does: whatever a stranger cannot open, or what
asks not to be found, has none.
"""

import copy
import hashlib
import json
import logging
import re
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import resolve
from django.utils.translation import get_language_from_path, override

from accounts.middleware import is_protected
from federation.templatetags.components import telling, together
from members.models import Association
from portal.cards.draw import card

logger = logging.getLogger(__name__)
# Grows with each change of the drawing.
EDITION = 1
KEPT = 60 * 60  # seconds
MOST_RAYS = 60
NAMED = {
    name: re.compile(rf'<meta property="og:{name}" content="([^"]*)">')
    for name in ("title", "site_name")
}
PATH = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
HIDDEN = '<meta name="robots" content="noindex">'


def words_of(request, path: str) -> dict:
    """What the picture of this page says; a page that is not there is a 404."""
    page = text_of(request, path)
    found = {name: kind.search(page) for name, kind in NAMED.items()}
    if HIDDEN in page or not all(found.values()):
        raise Http404
    words = {name: unescape(match[1]) for name, match in found.items()}
    return {
        "title": unescape(together(words["title"])),
        "kind": part_of(page),
        "house": words["site_name"],
        "place": urlsplit(settings.SITE_URL).hostname or "",
        "rays": min(Association.objects.living().count(), MOST_RAYS),
    }


def text_of(request, path: str) -> str:
    """The page as a stranger reads it."""
    if is_protected(path) or not path.endswith("/"):
        raise Http404
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    with override(language):
        match = resolve(path)
        try:
            answer = match.func(
                asked_by_a_stranger(request, path, match), **match.kwargs
            )
        except PermissionDenied as refused:
            raise Http404 from refused
        is_page = answer.get("Content-Type", "").startswith("text/html")
        if answer.status_code != 200 or not is_page or "Cache-Control" in answer:
            raise Http404
        if hasattr(answer, "render"):
            answer.render()
        return answer.text


def asked_by_a_stranger(request, path: str, match):
    """The same request for another address, by nobody, with nothing remembered."""
    asked = copy.copy(request)
    asked.path = asked.path_info = path
    asked.method, asked.resolver_match = "GET", match
    asked.META = {**request.META, "PATH_INFO": path}
    asked.META.pop("CSRF_COOKIE", None)
    asked.GET = telling(request)
    asked.COOKIES = {}
    asked.user, asked.session = AnonymousUser(), SessionBase()
    return asked


def part_of(page: str) -> str:
    """The part of the portal it belongs to, when the page is not that part itself."""
    for found in PATH.findall(page):
        told = json.loads(found)
        if told["@type"] == "BreadcrumbList" and len(told["itemListElement"]) > 2:
            return told["itemListElement"][1]["name"]
    return ""


def mark_of(words: dict) -> str:
    """The same words in the same drawing have the same mark."""
    told = json.dumps([EDITION, words], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def drawn(words: dict) -> bytes:
    """The PNG, drawn at most once an hour; without a cache, for every reader."""
    key = f"portal.card.{mark_of(words)}"
    try:
        found = cache.get(key)
    except Exception:  # noqa: BLE001 - a cache that is away breaks no picture
        logger.warning("A card is drawn without a cache")
        return card(**words)
    if found is None:
        found = card(**words)
        cache.set(key, found, KEPT)
    return found
