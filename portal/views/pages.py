"""Pages made of several apps: home, search, the workspace's front door, errors."""

import logging
import sys
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.paginator import Paginator
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View
from redis.exceptions import RedisError

from accounts.middleware import is_protected
from bulletin.models import Article
from federation.access import SecretaryMixin
from portal import cards, drum
from portal.actions import sight
from portal.context_processors import union_of
from portal.drum import specimens
from portal.forms import AccessQuestion, Specimen
from portal.search import page as search
from portal.search.find import begin, find

logger = logging.getLogger(__name__)


class Home(TemplateView):
    """The drum drawn from live data, and a shelf of each app."""

    template_name = "home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(drum=drum.of_today(get_language()), **kwargs)


class Shortcuts(TemplateView):
    """The keys for what is done often, and the switch that puts them away."""

    template_name = "shortcuts.html"


class Search(TemplateView):
    """Everything public by words, with or without diacritics, narrowed by facets."""

    template_name = "search.html"
    paginate_by = 20

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        words = " ".join(asked.get("q", "").split())[: search.LONGEST]
        context = super().get_context_data(words=words, **kwargs)
        if len(words) < search.SHORTEST:
            return context
        narrowed = search.narrowed_by(asked)
        found = find(words, get_language(), narrowed.values())
        page = self.page_of(found.hits)
        chosen = {key: asked[key] for key in narrowed}
        return context | {
            "found": found,
            "narrowed": narrowed,
            "facets": search.choices(found, chosen, words),
            "page": page,
            "rows": search.told(page.object_list, words),
            "elsewhere": search.elsewhere(words, show=not found or found.alike),
        }

    def page_of(self, hits):
        paginator = Paginator(hits, self.paginate_by)
        number = self.request.GET.get("page", "1")
        if not number.isascii() or not number.isdecimal():
            raise Http404
        if not 1 <= int(number[:9]) <= paginator.num_pages:
            raise Http404
        return paginator.page(int(number))


class Suggestions(View):
    """What one may be about to type; the titles of pages that open at this moment."""

    few = 8

    def get(self, request):
        words = " ".join(request.GET.get("q", "").split())[: search.LONGEST]
        hits = []
        if len(words) >= search.SHORTEST:
            hits = begin(words, get_language(), self.few)
        rows = [
            {"title": row["plain"], "url": row["url"], "kind": str(row["kind"])}
            for row in search.told(hits, words)
        ]
        return JsonResponse({"suggestions": rows})


class Workspace(SecretaryMixin, TemplateView):
    """What is to be done, most urgent first."""

    template_name = "workspace/home.html"


class Access(SecretaryMixin, TemplateView):
    """Why a page opens or not, and who sees whom: oneself, for some anybody."""

    template_name = "workspace/access.html"

    def get_context_data(self, **kwargs):
        form = AccessQuestion(self.request.GET, asker=self.request.user)
        asked = form.cleaned_data if form.is_valid() else {}
        about = asked.get("person") or self.request.user
        page = asked.get("page")
        return super().get_context_data(
            form=form,
            about=about,
            verdict=sight.why(about, page) if page else None,
            seen=sight.who_sees(about),
            **kwargs,
        )


class StaffOnly(UserPassesTestMixin):
    """For those who build and look after the portal."""

    def test_func(self):
        return self.request.user.is_staff


class Components(StaffOnly, TemplateView):
    """Every component once, for staff who build pages."""

    template_name = "components.html"
    extra_context = {
        "rings": ["sun", "comb", "dates", "lines", "teeth", "years", "gap"],
        "lacquers": [1, 2, 3, 4],
        "focuses": Article.Focus.values,
        "errors": [400, 403, 404, 413, 429, 500, 503],
        "colours": [
            *("paper", "paper-2", "paper-3", "ink", "ink-2", "line", "bronze"),
            *("ochre", "lacquer", "lacquer-fill", "patina", "deep"),
        ],
    }

    def get_context_data(self, **kwargs):
        form = Specimen({"name": "Kim Liên", "launched_on": "31/31/2026"})
        drawn = {"drums": specimens.drums(), "charts": specimens.charts()}
        return super().get_context_data(form=form, **drawn, **kwargs)


class ErrorSpecimen(StaffOnly, View):
    """The page of an error without the error, for staff to look at."""

    def get(self, request, status):
        if status not in Components.extra_context["errors"]:
            raise Http404
        return broken(status) if status >= 500 else error(status)(request)


# What Django refuses to read: too many bytes, fields or files.
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


# What the database says when it is not there, or has no time.
AWAY = (OperationalError, InterfaceError)


def error(status: int):
    """The portal's own page for an error that is not the server's."""

    def handler(request, exception=None):
        code = 413 if isinstance(exception, TOO_MUCH) else status
        return render(request, "errors/error.html", {"status": code}, status=code)

    return handler


bad_request, permission_denied = map(error, (400, 403))


def page_not_found(request, exception=None):
    """The words of a public address are looked for, as whoever came here would do."""
    context = {"status": 404}
    try:
        if not is_protected(request.path_info):
            with transaction.atomic():
                context |= search.meant_by(request.path_info)
    except (DatabaseError, RedisError):
        logger.warning("A page that is not there was answered without a search")
    return render(request, "errors/error.html", context, status=404)


def server_error(request):
    """A database that is away is no fault of the page: come back in a moment."""
    return broken(503 if isinstance(sys.exc_info()[1], AWAY) else 500)


def broken(status: int) -> HttpResponse:
    """Nothing that may be broken is asked: no session, no database."""
    language = get_language() or settings.LANGUAGE_CODE
    others = [code for code, _name in settings.LANGUAGES if code != language]
    context = {"LANGUAGE_CODE": language, "status": status, "others": others}
    page = render_to_string("errors/broken.html", context)
    headers = {"Retry-After": "60"} if status == 503 else {}
    return HttpResponse(page, status=status, headers=headers)


def csrf_failure(request, reason=""):
    """The form was old or its cookie is missing: say so, and how to go on."""
    return render(
        request, "errors/error.html", {"status": 403, "csrf": True}, status=403
    )


def manifest(request):
    """What a telephone shows when the portal lies on its home screen."""
    union, language = union_of(request), get_language()
    name = union.name if union else str(_("Friendship portal"))
    icons = [("icon-192", "192x192", "any"), ("icon-512", "512x512", "any")]
    icons += [("maskable-192", "192x192", "maskable")]
    icons += [("maskable-512", "512x512", "maskable")]
    told = {
        "name": name,
        "short_name": (union and union.abbreviation) or name[:12].strip(),
        "lang": language,
        "id": reverse("portal:home"),
        "start_url": reverse("portal:home"),
        "scope": reverse("portal:home"),
        "display": "minimal-ui",
        "background_color": "#f7f3ea",
        "theme_color": "#9c2018",
        "icons": [
            {
                "src": static(f"img/{file}.png"),
                "sizes": size,
                "type": "image/png",
                "purpose": purpose,
            }
            for file, size, purpose in icons
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
def share_card(request, page):
    """The picture that goes with the link of a page that anybody may open."""
    words = cards.words_of(request, page)
    etag = quote_etag(cards.mark_of(words))
    answer = get_conditional_response(request, etag)
    if answer is None:
        answer = HttpResponse(cards.drawn(words), content_type="image/png")
    answer["ETag"], answer["Cache-Control"] = etag, "public, max-age=86400"
    # Whoever shows the link may show its picture.
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def robots(request):
    """Crawlers may read everything public, and learn where the maps are."""
    maps = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            maps.append(reverse("bulletin:news-map"))
    kind = "text/plain; charset=utf-8"
    return render(request, "robots.txt", {"maps": maps}, content_type=kind)


def security_txt(request):
    """Where to report a weakness (RFC 9116); the text counts for a year."""
    expires = timezone.now() + timedelta(days=365)
    return render(
        request,
        "security.txt",
        {"expires": f"{expires:%Y-%m-%dT00:00:00Z}"},
        content_type="text/plain; charset=utf-8",
    )
