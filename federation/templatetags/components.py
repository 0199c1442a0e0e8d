"""Components: a template builtin, so no load tag is needed."""

import json

from django import template
from django.conf import settings
from django.forms import CheckboxInput, FileInput, RadioSelect
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

from federation import richtext as rich
from federation.written import partial_date

register = template.Library()
register.filter(partial_date)
COMPOUNDS = {
    *("hữu nghị", "tổ chức", "chi hội", "thành phố", "thư viện", "học sinh", "lạc bộ"),
    *("quan hệ", "ngoại giao", "kỷ niệm", "đại hội", "nhiệm kỳ", "khen thưởng"),
    *("hợp tác", "truyền thống", "thành viên"),
}
# Letters that could end a script element early.
HARMLESS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
# What tells one page of a list from another; other parameters make no new page.
TELLING = ("nam", "thang", "page")
# What Open Graph calls the languages.
LOCALES = {"vi": "vi_VN", "en": "en_GB"}


@register.simple_block_tag
def capture(content):
    """Keep a piece of page for several places: `{% capture as title %}…`."""
    return mark_safe(" ".join(content.split()))  # noqa: S308 - rendered already


@register.simple_tag
def here(path, section) -> str:
    """The mark of a menu: this page, or the part of the portal it belongs to."""
    if not section or not path.startswith(section):
        return ""
    return format_html(' aria-current="{}"', "page" if path == section else "true")


@register.simple_tag(takes_context=True)
def crumb(context, label, url=""):
    """One step of the way here; the last, without an address, is this page."""
    context.render_context.setdefault("crumbs", []).append((str(label), str(url)))
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_tag(takes_context=True)
def crumbs_json_ld(context):
    """The way here for search engines; nothing on a page without one."""
    steps = context.render_context.get("crumbs", [])
    if len(steps) < 2:
        return ""
    items = []
    for position, (label, url) in enumerate(steps, start=1):
        item = {"@type": "ListItem", "position": position, "name": label}
        items.append(item | ({"item": settings.SITE_URL + url} if url else {}))
    return json_ld({"@type": "BreadcrumbList", "itemListElement": items})


@register.simple_tag
def json_ld(facts: dict | None):
    """Facts for search engines, safe inside a script element, which no policy needs
    to allow; what is empty is left out."""
    if not facts:
        return ""
    facts = {name: value for name, value in facts.items() if value}
    text = json.dumps({"@context": "https://schema.org"} | facts, ensure_ascii=False)
    text = text.translate(HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


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

    A page that lacks a language says so by `languages` in its context. An address that
    leads nowhere has no other language: there the switch leads home.
    """
    request = context.get("request")
    present = context.get("languages") or [code for code, _ in settings.LANGUAGES]
    path = request.get_full_path() if request else "/"
    told = canonical(request)
    # Most pages have no parameters: one address is looked up then, not two.
    urls = {code: in_language(path, code) for code, _ in settings.LANGUAGES}
    return [
        {
            "code": code,
            "name": {"vi": "Tiếng Việt", "en": "English"}[code],
            "url": urls[code],
            "canonical": settings.SITE_URL
            + (urls[code] if told == path else in_language(told, code)),
            "exists": code in present,
            "is_default": code in present and code == settings.LANGUAGE_CODE,
            "is_current": code == get_language(),
            "locale": LOCALES[code],
        }
        for code, _ in settings.LANGUAGES
    ]


def alternates(urls: dict[str, str]) -> list[tuple[str, str]]:
    """(code, whole address) of a page in each language it exists in.

    Whoever reads none of them gets the portal's first language, where it exists.
    """
    found = [(code, settings.SITE_URL + url) for code, url in urls.items()]
    first = urls.get(settings.LANGUAGE_CODE)
    return found + ([("x-default", settings.SITE_URL + first)] if first else [])


def in_language(path: str, code: str) -> str:
    if code == get_language():
        return path
    url = translate_url(path, code)
    if url == path:
        with override(code):
            return reverse("portal:home")
    return url


def canonical(request) -> str:
    """The path with the parameters that tell one page from another, in one order."""
    if request is None:
        return "/"
    return request.path + with_mark(telling(request))


def telling(request) -> QueryDict:
    """The parameters that make another page."""
    told = QueryDict(mutable=True)
    for name in TELLING:
        if value := request.GET.get(name):
            told[name] = value
    return told


def with_mark(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else ""


@register.simple_tag(takes_context=True)
def card_url(context) -> str:
    """The picture that goes with the link of this page."""
    request = context.get("request")
    path, _mark, query = canonical(request).partition("?")
    picture = reverse("card", args=[path])
    return f"{settings.SITE_URL}{picture}{'?' + query if query else ''}"


@register.filter
def control(field):
    """The field's widget in our dress, unless its form chose another."""
    bare = isinstance(field.field.widget, CheckboxInput | RadioSelect | FileInput)
    if bare or "class" in field.field.widget.attrs:
        return field.as_widget()
    return field.as_widget(attrs={"class": "input"})


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
    """Keep what belongs together on one line: `hữu nghị`, `Việt Nam`, a dash and what
    stands before it."""
    text = conditional_escape(text or "").replace(" – ", "\u00a0– ")
    kept, is_free = [], False
    for word in text.split(" "):
        if is_free and are_one(kept[-1], word):
            kept[-1], is_free = f"{kept[-1]}\u00a0{word}", False
        else:
            kept, is_free = [*kept, word], True
    return mark_safe(" ".join(kept))  # noqa: S308


def are_one(left: str, right: str) -> bool:
    """A compound of the field, or two short capitalized words: a name."""
    pair = [word.strip("“”(),.:;") for word in (left, right)]
    is_name = all(word[:1].isupper() and len(word) < 8 for word in pair)
    return is_name or " ".join(pair).lower() in COMPOUNDS
