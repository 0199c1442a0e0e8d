"""What a program may ask, and how it is answered: always as a stranger, in pages.

The rows are those of the public page itself: its view is asked, so a rule about who
may see what stands once.
"""

from typing import Generic, Literal, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, QueryDict
from ninja import Field, Schema
from ninja.errors import ValidationError

LAST_PAGE = 10_000
Line = TypeVar("Line")


class Question(Schema):
    """The language of names, texts and links; what has no text in it is left out.

    Names and sources that exist in Vietnamese alone are told, and named as such under
    `in_vietnamese`.
    """

    lang: Literal["vi", "en"] = "vi"


class PagedQuestion(Question):
    page: int = Field(1, ge=1, le=LAST_PAGE)
    per_page: int = Field(50, ge=1, le=100)


class Paged(Schema, Generic[Line]):
    """One page of a list; `next` and `previous` are whole addresses or null."""

    count: int
    pages: int
    next: str | None
    previous: str | None
    items: list[Line]


def whole(path: str) -> str:
    return settings.SITE_URL + path


def link(row) -> str:
    """The page of this row in the active language."""
    return whole(row.get_absolute_url())


def languages_of(row, field: str) -> list[str]:
    """The languages this row can be read in."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [code for code in codes if getattr(row, f"{field}_{code}")]


def refused(name: str, message: str) -> ValidationError:
    error = {"type": "value_error", "loc": ["query", name], "msg": message}
    return ValidationError([error])


def refuse_unknown(request, question: Question) -> None:
    """A misspelt filter must not look like an answer to it."""
    for name in request.GET:
        if name not in type(question).model_fields:
            raise refused(name, "There is no such parameter.")


def view_of(page, words=None, **kwargs):
    """The view of a public page as a stranger who asks it for these words."""
    request = HttpRequest()
    request.method, request.user = "GET", AnonymousUser()
    request.GET = QueryDict(mutable=True)
    request.GET.update({key: str(value) for key, value in (words or {}).items()})
    view = page()
    view.setup(request, **kwargs)
    return view


def rows_of(page, question: Question, names: dict[str, str]):
    """The rows of a list page; `names`: our parameter → the word of its form.

    A page fetches what its lines print; here more of each row is told.
    """
    asked = {name: getattr(question, name) for name in names}
    words = {names[name]: value for name, value in asked.items() if value is not None}
    view = view_of(page, words)
    rows = view.get_queryset()
    check(getattr(view, "filter", None), names)
    return rows.defer(None) if hasattr(rows, "query") else rows


def check(form, names: dict[str, str]) -> None:
    """The pages pass over what they do not understand; a program is told."""
    for name, word in names.items():
        if form is not None and form.errors.get(word):
            raise refused(name, str(form.errors[word][0]))


def in_pages(request, question: PagedQuestion, rows, told) -> dict:
    """One page of the rows, each as `told` says it."""
    size, number = question.per_page, question.page
    count = rows.count() if hasattr(rows, "query") else len(rows)
    pages = max(1, -(-count // size))
    if number > pages:
        raise Http404
    return {
        "count": count,
        "pages": pages,
        "next": at_page(request, number + 1) if number < pages else None,
        "previous": at_page(request, number - 1) if number > 1 else None,
        "items": [told(row) for row in rows[(number - 1) * size : number * size]],
    }


def at_page(request, number: int) -> str:
    query = request.GET.copy()
    query["page"] = number
    return whole(f"{request.path}?{query.urlencode()}")
