"""What may be uploaded, how it is kept, and how it is given out again.

A file counts as a type only when its ending, its first bytes and a complete parse by
that type's parser agree; the parse happens in a separate process with little memory
and time (`examine.py`). Pictures are written anew, which drops EXIF, GPS and anything
hidden behind them. Names on disk are random; what the sender called it is metadata.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import uuid
from pathlib import Path, PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

EXAMINE = Path(__file__).with_name("examine.py")
TIMEOUT = 20
FIRST_BYTES = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "webp": (b"RIFF",),
}
DOCUMENTS = ("pdf", "docx", "xlsx", "odt", "ods", "jpg", "jpeg", "png")
IMAGES = ("jpg", "jpeg", "png", "webp")
WIDTHS = (320, 640, 1280)
# The formats a worker copies pictures to, and how they are called on the wire.
FORMATS = {"avif": "image/avif", "webp": "image/webp"}
PUBLIC = re.compile(r"public/(?!sizes/)[\w-]+/[\w-][\w.-]*")
WORDS = {
    "other_type": _("The content of this file is not what its name says."),
    "broken": _("This file is damaged and cannot be opened. Save it anew and retry."),
    "empty": _("This file is empty."),
    "locked": _("This file is protected by a password. Remove it and retry."),
    "script": _("This file contains a script or a macro. Save it without and retry."),
    "carries_files": _("This PDF carries other files. Upload them one by one."),
    "too_complicated": _("This file is too complicated to check."),
    "too_large_picture": _("This picture has more than 40 million pixels."),
    "animated": _("Moving pictures are not accepted."),
}


def ending(name: str) -> str:
    """The file name's ending in lower case, without the dot."""
    return PurePath(name).suffix.lower().lstrip(".")


def original_name(file) -> str:
    """What the sender called the file: NFC, one line, at most 150 characters."""
    name = unicodedata.normalize("NFC", PurePath(file.name.replace("\\", "/")).name)
    clean = "".join(letter for letter in name if letter.isprintable())
    stem, dot, last = clean.rpartition(".")
    return f"{stem[:140]}{dot}{last[:9]}" if dot else clean[:150]


def _check_outside(file, allowed: tuple[str, ...], max_bytes: int) -> str:
    kind = ending(file.name)
    if kind not in allowed:
        raise ValidationError(
            _("Files of this type are not accepted. Accepted: %(types)s."),
            params={"types": ", ".join(kind.upper() for kind in allowed)},
            code="type",
        )
    if file.size > max_bytes:
        raise ValidationError(
            _("This file has %(size)s MB; at most %(limit)s MB are accepted."),
            params={"size": file.size // 2**20, "limit": max_bytes // 2**20},
            code="size",
        )
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if not head:
        raise ValidationError(WORDS["empty"], code="empty")
    if not head.startswith(FIRST_BYTES[kind]):
        raise ValidationError(WORDS["other_type"], code="other_type")
    return kind


def _examine(file, kind: str, *rest: str) -> str:
    """Let the other process look; returns the kind it found."""
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        file.seek(0)
        try:
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-I", str(EXAMINE), kind, copy.name, *rest],
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
                env={"PATH": os.environ.get("PATH", "")},
            )
            verdict = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError):
            verdict = {"refused": "too_complicated"}
    if code := verdict.get("refused"):
        raise ValidationError(WORDS[code], code=code)
    return verdict["kind"]


def check_document(file) -> None:
    """PDF, Word, Excel, OpenDocument, JPEG or PNG without scripts; else refused."""
    kind = _check_outside(file, DOCUMENTS, settings.UPLOAD_DOCUMENT_BYTES)
    _examine(file, kind)


def check_image(file) -> None:
    """A JPEG, PNG or WebP of at most 40 million pixels; else refused."""
    kind = _check_outside(file, IMAGES, settings.UPLOAD_IMAGE_BYTES)
    _examine(file, kind)


def clean_image(file, side: int = 2560, *to: str) -> ContentFile:
    """The picture written anew, upright, without metadata, at most `side` pixels.

    `to` is one of FORMATS; without it a photograph stays JPEG, a drawing PNG.
    """
    kind = _check_outside(file, IMAGES, settings.UPLOAD_IMAGE_BYTES)
    with tempfile.NamedTemporaryFile() as fresh:
        found = _examine(file, kind, fresh.name, str(side), *to)
        name = f"{PurePath(original_name(file)).stem}.{found}"
        return ContentFile(Path(fresh.name).read_bytes(), name=name)


@deconstructible
class RandomName:
    """`upload_to`: a folder and a name nobody can guess; only the ending stays."""

    def __init__(self, folder: str):
        self.folder = folder

    def __call__(self, instance, filename: str) -> str:
        return f"{self.folder}/{uuid.uuid4().hex}.{ending(filename)[:5]}"

    def __eq__(self, other):
        return isinstance(other, RandomName) and self.folder == other.folder

    __hash__ = None


def accepting(kinds: tuple[str, ...], max_bytes: int) -> dict:
    """What the browser is told, so that it can say so before a file travels."""
    too_large = format_lazy(_("A file may have at most {} MB."), max_bytes // 2**20)
    accept = ",".join(f".{kind}" for kind in kinds)
    return {"accept": accept, "data-bytes": max_bytes, "data-too-large": too_large}


class CheckedImageField(forms.FileField):
    """A form's picture: checked and written anew before anything else reads it."""

    widget = forms.ClearableFileInput

    def to_python(self, data):
        file = super().to_python(data)
        return clean_image(file) if file else file

    def widget_attrs(self, widget):
        return accepting(IMAGES, settings.UPLOAD_IMAGE_BYTES)


class CheckedDocumentField(forms.FileField):
    """A form's document: checked; the sender's name stays on the file object."""

    def to_python(self, data):
        file = super().to_python(data)
        if file:
            check_document(file)
        return file

    def widget_attrs(self, widget):
        return accepting(DOCUMENTS, settings.UPLOAD_DOCUMENT_BYTES)


class ImageField(models.ImageField):
    """A picture the public may see, kept under `public/` with a random name."""

    def __init__(self, *args, folder="photos", **kwargs):
        self.folder = folder
        kwargs.setdefault("upload_to", RandomName(f"public/{folder}"))
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["upload_to"]
        return name, path, args, kwargs | {"folder": self.folder}

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": CheckedImageField} | kwargs)


class PrivateFile(FieldFile):
    """A stored document; its address is that of the desk, which asks who may see it."""

    @property
    def url(self):
        row = self.instance
        if not (self and row.pk):
            return super().url
        where = [row._meta.label_lower, row.pk, self.field.name]
        return reverse("desk-file", args=where)


class DocumentField(models.FileField):
    """A document kept under `private/` with a random name, given out by a view."""

    attr_class = PrivateFile

    def __init__(self, *args, folder="documents", **kwargs):
        self.folder = folder
        kwargs.setdefault("upload_to", RandomName(f"private/{folder}"))
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["upload_to"]
        return name, path, args, kwargs | {"folder": self.folder}

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": CheckedDocumentField} | kwargs)


def give(file, *, name: str, public: bool = False) -> HttpResponse:
    """Answer with a stored file as a download that no browser will run.

    `name` is what the reader's disk will call it (RFC 6266). A file that is gone is
    a 404. Private ones are never cached.
    """
    try:
        handle = file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    response = FileResponse(handle, as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "public, max-age=300" if public else "private, no-store"
    return response


def is_public(name: str) -> bool:
    """The one spelling of a picture's name under `public/`; no copy in another size."""
    return bool(PUBLIC.fullmatch(name)) and ending(name) in IMAGES


def show(name: str, width: str = "", to: str = "") -> HttpResponse:
    """Answer with a re-encoded picture, in one of the `WIDTHS` if that is asked.

    In one of the FORMATS only when a worker has made that copy already.
    """
    if not default_storage.exists(name):
        raise Http404
    kind = ""
    if width.isdecimal() and int(width) in WIDTHS:
        copy = _copy(name, int(width), to) if to in FORMATS else ""
        made = bool(copy) and default_storage.exists(copy)
        kind = FORMATS[to] if made else ""
        name = copy if made else _in_width(name, int(width))
    response = FileResponse(default_storage.open(name))
    if kind:
        response["Content-Type"] = kind
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "public, max-age=86400"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def make_copies(name: str) -> None:
    """A picture in every width and format a page may ask for; again does nothing."""
    for width in WIDTHS:
        _in_width(name, width)
        for to in FORMATS:
            _in_width(name, width, to)


def forget_image(name: str) -> None:
    """Delete a picture with its copies in every size."""
    copies, stem = PurePath(_copy(name, 0)), f"{PurePath(name).stem}-"
    try:
        _folders, found = default_storage.listdir(str(copies.parent))
    except FileNotFoundError:
        found = []
    for copy in found:
        if copy.startswith(stem):
            default_storage.delete(str(copies.with_name(copy)))
    default_storage.delete(name)


def _copy(name: str, width: int, to: str = "") -> str:
    """Where the copy of that width is kept; two at once may add letters to it."""
    stem, dot, last = name.rpartition(".")
    return f"{stem.replace('public/', 'public/sizes/', 1)}-{width}{dot}{to or last}"


def _in_width(name: str, width: int, *to: str) -> str:
    """The stored picture at most `width` pixels wide, made once and kept."""
    smaller = _copy(name, width, *to)
    if not default_storage.exists(smaller):
        with default_storage.open(name) as source:
            default_storage.save(smaller, clean_image(source, width, *to))
    return smaller
