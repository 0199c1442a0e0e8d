"""Look at one uploaded file in a process of its own, with little memory and time.

Run as a script: `python -I examine.py KIND PATH [OUT SIDE [FORMAT]]`. It knows nothing
of the portal, prints one line of JSON (`{"refused": code}` or `{"kind": …}`) and dies.
The caller treats any other end (killed, timed out, out of memory) as a refusal.
"""

import json
import resource
import sys
import warnings
import zipfile
import zlib
from pathlib import Path

MEMORY = 512 * 2**20
SECONDS = 8
PIXELS = 40_000_000
ENTRIES = 5_000
UNPACKED = 300 * 2**20
RATIO = 200
# How a picture is written in the formats that JPEG and PNG are copied to.
WRITTEN = {
    "avif": {"quality": 55, "speed": 7, "max_threads": 1},
    "webp": {"quality": 76, "method": 4},
}
ACTIVE = {
    *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE"),
    *("/RichMedia", "/Movie", "/FileAttachment", "/3D"),
}
OFFICE = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "odt": "content.xml",
    "ods": "content.xml",
}


class Refused(Exception):
    """The file is not what it may be; the argument is a code for the caller."""


def dictionaries(item):
    """The dictionary and every one written directly inside it."""
    import pikepdf

    if isinstance(item, pikepdf.Array):
        children = list(item)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield item
        children = [value for _, value in item.items()]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from dictionaries(child)


def acts(item) -> bool:
    """Whether a PDF dictionary runs, plays or sends something."""
    words = {str(item.get("/S", "")), str(item.get("/Subtype", ""))}
    return bool(words & ACTIVE) or any(key in item for key in ("/JS", "/XFA"))


def pdf(path: Path) -> None:
    """Refuse what cannot be parsed, is locked, runs scripts or carries files."""
    import pikepdf

    try:
        document = pikepdf.open(path)
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    except pikepdf.PdfError:
        raise Refused("broken") from None
    with document:
        if not len(document.pages):
            raise Refused("empty")
        if "/EmbeddedFiles" in document.Root.get("/Names", {}):
            raise Refused("carries_files")
        for item in document.objects:
            if any(acts(inner) for inner in dictionaries(item)):
                raise Refused("script")


def office(path: Path, ending: str) -> None:
    """Refuse a ZIP that is no such document, is a bomb, or carries macros."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused("broken") from None
    with archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if OFFICE[ending] not in names:
            raise Refused("other_type")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused("locked")
        if any("vbaproject" in name.lower() or "/Basic/" in name for name in names):
            raise Refused("script")
        packed = sum(entry.compress_size for entry in entries) or 1
        unpacked = sum(entry.file_size for entry in entries)
        if (
            len(entries) > ENTRIES
            or unpacked > UNPACKED
            or (unpacked > 2**20 and unpacked / packed > RATIO)
        ):
            raise Refused("too_complicated")
        if not is_whole(archive):
            raise Refused("broken")


def is_whole(archive) -> bool:
    """Every entry can be unpacked, in a way that is known, to what it promises."""
    try:
        return archive.testzip() is None
    except (NotImplementedError, RuntimeError, EOFError, OSError, zlib.error):
        return False


def image(path: Path, out: Path | None = None, side: int = 2560, to: str = "") -> str:
    """Decode the whole picture; with `out`, write it anew without its metadata.

    As JPEG, or PNG where parts of it are clear; or in the format `to`.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = Image.open(path, formats=["JPEG", "PNG", "WEBP"])
        kind = "JPEG" if picture.format == "MPO" else picture.format
        if kind != "JPEG" and getattr(picture, "n_frames", 1) > 1:
            raise Refused("animated")
        if kind == "JPEG":
            picture.draft("RGB", (side, side))
        picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("too_large_picture") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Refused("other_type") from None
    if out:
        picture = ImageOps.exif_transpose(picture)
        clear = "A" in picture.getbands() or "transparency" in picture.info
        picture = picture.convert("RGBA" if clear else "RGB")
        picture.thumbnail((side, side))
        fresh = Image.frombytes(picture.mode, picture.size, picture.tobytes())
        if to:
            fresh.save(out, to.upper(), **WRITTEN[to])
            return to
        fresh.save(out, "PNG" if clear else "JPEG", quality=82, optimize=True)
        return "png" if clear else "jpg"
    return {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[kind]


def examine(kind: str, path: Path, *rest: str) -> dict:
    """What the file is; raises Refused with the reason's code."""
    if kind == "pdf":
        pdf(path)
    elif kind in OFFICE:
        office(path, kind)
    elif rest:
        out, side, *to = rest
        return {"kind": image(path, Path(out), int(side), *to)}
    else:
        return {"kind": image(path)}
    return {"kind": kind}


def main(arguments: list[str]) -> None:
    """Print the verdict on one file."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    kind, path, *rest = arguments
    try:
        verdict = examine(kind, Path(path), *rest)
    except Refused as refusal:
        verdict = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        verdict = {"refused": "too_complicated"}
    print(json.dumps(verdict))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
