"""The fenced editor: CKEditor in, nh3-clean HTML stored, cleaned again when shown.

The one module that knows which editor the admin uses (docs/adr/0003). The editor is
no defence; `clean` is: one allow-list for every rich text of the house.
"""

import re
from html import escape, unescape
from unicodedata import normalize

import nh3
from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.contrib.postgres.forms import SimpleArrayField
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "div", "span", "blockquote", "q", "cite"),
    *("strong", "em", "s", "sub", "sup", "abbr", "a", "ul", "ol", "li"),
    *("figure", "figcaption", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
# Elements that vanish with all they contain; of every other one the text stays.
GONE = {
    *("script", "style", "title", "head", "template", "noscript", "iframe", "object"),
    *("embed", "applet", "svg", "math", "xml", "select", "textarea", "noembed"),
    *("noframes", "audio", "video", "canvas", "plaintext", "xmp"),
}
SCHEMES = {"http", "https", "mailto", "tel"}
PASSES = 12

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
_LINK = re.compile(r"(https?:|mailto:|tel:|/(?![/\\])|#|\?)[^\\\s]*", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,4}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_IDENTITY = re.compile(
    r"(?<![\d.+])0\d{2}(?:\d{9}|([ .-])\d{3}\1\d{3}\1\d{3}|\d([ .-])\d{4}\2\d{4}"
    r"|[ .-]\d{9}|[ .-]\d{3}[ .-]\d{6})(?!\d)"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPAN = re.compile(r"(<span(?: [^<>]*)?>|</span>)")
_BLOCK_END = re.compile(r"<(?:br|/(?:p|h[234]|li|td|th|div|figcaption)\b)")
_WORD_BULLET = re.compile(
    r"<!--\[if !supportLists\]-->(?:(?!<!--).)*<!--\[endif\]-->", re.DOTALL
)
_TIDY = [
    # Word and old editors: their tags in our words.
    (re.compile(r"<(/?)b(?=[\s>/])", re.IGNORECASE), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s>/])", re.IGNORECASE), r"<\1em"),
    (re.compile(r"<(/?)h1(?=[\s>/])", re.IGNORECASE), r"<\1h2"),
    (re.compile(r"<(/?)(?:h5|h6)(?=[\s>/])", re.IGNORECASE), r"<\1h4"),
    (re.compile(r"<(/?)(?:strike|del)(?=[\s>/])", re.IGNORECASE), r"<\1s"),
    # Blocks that are dropped must not glue the words on either side together.
    (
        re.compile(
            r"</(?:section|article|header|footer|main|aside|nav|address|center|form"
            r"|fieldset|legend|dl|dt|dd|details|summary|pre|option|button)\s*>",
            re.IGNORECASE,
        ),
        r"\g<0> ",
    ),
    (re.compile(r"(?:&nbsp;|\xa0){2,}"), " "),
    (re.compile(r"<(p|h[234])>(?:\s|&nbsp;|\xa0|<br>)*</\1>"), ""),
    (re.compile(r"<img(?![^<>]* src=)[^<>]*>"), ""),
]


def clean(html: str | None) -> str:
    """The text as it may be stored and shown; cleaning a clean text changes nothing.

    Dropping a tag can leave a text that a browser would read differently, so cleaning
    is repeated until it stands still; what never does keeps its words alone.
    """
    text = html or ""
    for _pass in range(PASSES):
        cleaned = _CLEANER.clean(_tidy(text))
        if cleaned == text:
            return text
        text = cleaned
    return _words(text)


def render(html: str | None) -> SafeString:
    """For templates: cleaned once more, whatever the database holds (trust.md 29)."""
    return mark_safe(clean(html))  # noqa: S308 (this is the cleaning)


def plain(html: str | None) -> str:
    """The words without the marks, for descriptions, counting and search."""
    words = strip_tags(_BLOCK_END.sub(r" \g<0>", clean(html)))
    return " ".join(unescape(words).split())


def normal(text: str) -> str:
    """Plain text as it is stored: composed letters (NFC), no control characters."""
    return normalize("NFC", _CONTROL.sub("", _SURROGATE.sub("", text)))


def no_identity_number(text: str | list[str]) -> None:
    """Twelve digits, also in groups, are an identity number: those are not kept.

    Checked where people type, in every form of the house; numbers of the state begin
    with the 0 of their province.
    """
    if isinstance(text, list):  # of a field with several
        text = "\n".join(text)
    if _IDENTITY.search(plain(text) if "<" in text else text):
        raise ValidationError(
            _("This looks like an identity number (12 digits). Leave it out."),
            code="identity_number",
        )


def _tidy(html: str) -> str:
    html = _WORD_BULLET.sub("– ", normal(html))
    for pattern, replacement in _TIDY:
        html = pattern.sub(replacement, html)
    return _without_bare_spans(html)


def _without_bare_spans(html: str) -> str:
    """A span says a language or says nothing; then it goes, its text stays."""
    kept, opened = [], []
    for piece in _SPAN.split(html):
        if piece.startswith("<span"):
            opened.append(" " in piece)
            keep = opened[-1]
        else:
            keep = not (piece == "</span>" and opened) or opened.pop()
        if keep:
            kept.append(piece)
    return "".join(kept)


def _words(html: str) -> str:
    bare = nh3.clean(html, tags=set(), attributes={}, clean_content_tags=GONE)
    words = escape(strip_tags(bare), quote=False).replace("\xa0", " ")
    return normalize("NFC", words)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep a value of the expected shape; None drops the attribute."""
    if name in {"lang", "hreflang"}:
        return value if _LANGUAGE.fullmatch(value) else None
    if name == "href":
        return value if _LINK.fullmatch(value) else None
    if name == "src":
        return value if _is_own(value) else None
    if name == "scope":
        return value if value in {"row", "col"} else None
    if name in {"width", "height", "colspan", "rowspan", "start"}:
        return value if _NUMBER.fullmatch(value) else None
    return re.sub(r"[<>]", "", normal(value))


def _is_own(src: str) -> bool:
    """Pictures come from our own store alone: no tracking, no foreign host."""
    homes = (settings.MEDIA_URL, f"{settings.SITE_URL}{settings.MEDIA_URL}")
    for home in homes:
        if src.startswith(home):
            path = src.removeprefix(home)
            return ".." not in path and bool(re.fullmatch(r"[\w./-]+", path))
    return False


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    clean_content_tags=GONE,
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
    strip_comments=True,
)


class EditorWidget(CKEditorWidget):
    """CKEditor with the settings of `CKEDITOR_CONFIGS`; only admin forms use it."""


class RichTextFormField(forms.CharField):
    """Rich text from a person: cleaned before anything else sees it."""

    def __init__(self, *args, **kwargs):
        if not isinstance(kwargs.get("widget"), CKEditorWidget):
            kwargs["widget"] = EditorWidget()
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        return clean(super().to_python(value))


class RichTextField(models.TextField):
    """HTML that is clean in the database, whoever wrote it: form, code or import."""

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else clean(value)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return clean(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        return checked(super().formfield(**{"form_class": RichTextFormField, **kwargs}))


def checked(field):
    """The form field, refusing what nobody may keep; a list of numbers is no text."""
    is_text = isinstance(field, forms.CharField)
    is_text &= not isinstance(field, SimpleArrayField)
    if is_text and no_identity_number not in field.validators:
        field.validators = [*field.validators, no_identity_number]
    return field


class NoIdentityNumber:
    """A form whose texts hold no identity number, whatever kind of field has them.

    `read_elsewhere` names the fields whose rows are refused one by one.
    """

    read_elsewhere: frozenset[str] = frozenset()

    def _clean_fields(self):
        for name, field in self.fields.items():
            if name not in self.read_elsewhere and not field.widget.is_hidden:
                checked(field)
        super()._clean_fields()


class NormalText:
    """A field of plain text, stored in composed letters whoever wrote it."""

    def to_python(self, value):
        value = super().to_python(value)
        return normal(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return normal(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = normal(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        return checked(super().formfield(**kwargs))


class PlainCharField(NormalText, models.CharField):
    """One line of plain text."""


class PlainTextField(NormalText, models.TextField):
    """Several lines of plain text."""


class WebAddressField(models.URLField):
    """An address on the web; typed without a scheme it means https."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class AppFiles(AppDirectoriesFinder):
    """Static files of the apps, without the parts of the editor nobody may load."""

    def list(self, ignore_patterns):
        fenced = settings.CKEDITOR_FENCED
        return super().list([*(ignore_patterns or []), *fenced])

    def find_in_app(self, app, path):
        if matches_patterns(path, settings.CKEDITOR_FENCED):
            return None
        return super().find_in_app(app, path)
