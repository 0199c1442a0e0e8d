"""Components: a template builtin, so no load tag is needed."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from federation import richtext as rich

register = template.Library()


@register.simple_tag
def crumb(label, url=""):
    """One step of the way here; the last, without an address, is this page."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_block_tag
def mast(content, title, lead="", kind="", ring="", plain=False):
    """The top of a public page: its name, one sentence, and its ring lit."""
    context = {"content": content, "title": title, "lead": lead, "kind": kind}
    context |= {"ring": f"components/rings/{ring}.svg" if ring else "", "plain": plain}
    return render_to_string("components/mast.html", context)


@register.simple_block_tag
def band(content, title="", note="", more="", more_url="", open=False, id=""):
    """One subject with its margin: what this is, one sentence, where to go on."""
    context = {"content": content, "title": title, "note": note, "more": more}
    context |= {"more_url": more_url, "open": open, "id": id}
    return render_to_string("components/band.html", context)


@register.simple_tag(takes_context=True)
def language_links(context):
    """This page in each language: code, address, whether it exists, whether it is now.

    A page that lacks a language says so by `languages` in its context.
    """
    request = context.get("request")
    present = context.get("languages") or [code for code, _ in settings.LANGUAGES]
    path = request.get_full_path() if request else "/"
    return [
        {
            "code": code,
            "name": {"vi": "Tiếng Việt", "en": "English"}[code],
            "url": translate_url(path, code),
            "exists": code in present,
            "is_current": code == get_language(),
        }
        for code, _ in settings.LANGUAGES
    ]


@register.filter
def partial_date(value, precision="day"):
    """A date as far as it is known: day, month or year."""
    if not value:
        return ""
    known = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}
    return formats.date_format(value, known.get(precision or "day", "DATE_FORMAT"))


@register.filter
def partial_iso(value, precision="day"):
    """The same for a `datetime` attribute: 2003, 2003-08 or 2003-08-15."""
    if not value:
        return ""
    parts = {"year": "%Y", "month": "%Y-%m"}
    return value.strftime(parts.get(precision or "day", "%Y-%m-%d"))


@register.filter
def richtext(html):
    """Editors' text, cleaned once more on its way out."""
    return mark_safe(rich.clean(html or ""))  # noqa: S308


@register.filter
def together(text):
    """Keep pairs that belong together on one line: `hữu nghị`, `tổ chức`."""
    text = conditional_escape(text or "")
    for pair in ("hữu nghị", "tổ chức", "chi hội", "thành phố"):
        text = text.replace(pair, pair.replace(" ", "\u00a0"))
    return mark_safe(text)  # noqa: S308
