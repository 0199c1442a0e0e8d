"""Tables and web pages as rows of raw cells: which column is what."""

import csv
import io
import re
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bulletin.documents.old.pages import articles_of, table_of, tree_of
from federation.sortkey import fold
from federation.uploads import check_document
from members.forms.lists import sheet_of

ENDINGS = ("xlsx", "csv", "html", "htm")
MOST_ROWS, MOST_BYTES = 1000, 20 * 2**20
# Headings as people write them, folded, in both languages.
COLUMNS = {
    "title": {"tieu de", "tua bai", "tua de", "ten bai", "title", "headline"},
    "title_en": {"tieu de tieng anh", "tua bai tieng anh", "english title", "title en"},
    "lead": {"loi dan", "sapo", "tom tat", "lead", "summary"},
    "lead_en": {"loi dan tieng anh", "english lead", "lead en"},
    "body": {"noi dung", "than bai", "noi dung bai", "body", "text", "content"},
    "body_en": {"noi dung tieng anh", "english text", "body en"},
    "published_at": {"ngay dang", "dang luc", "ngay", "date", "published", "day"},
    "authors": {"tac gia", "nguoi viet", "bai", "author", "authors", "text by"},
    "photographers": {"anh", "nguoi chup", "nguoi chup anh", "photographs by"},
    "source": {"nguon", "source"},
    "original_url": {"dia chi goc", "dia chi bai goc", "duong dan", "link", "url"},
    "section": {"chuyen muc", "muc", "section", "category"},
    "views": {"luot xem", "so luot xem", "views", "view count"},
}


def read_files(files) -> list[dict]:
    """The raw rows of all files, each with the place it stands at."""
    found = [row for file in files for row in read_file(file)]
    if not found:
        raise ValidationError(_("No articles were found in it."))
    if len(found) > MOST_ROWS:
        raise ValidationError(
            _("There are more than %(most)d articles. Split them.")
            % {"most": MOST_ROWS}
        )
    return found


def read_file(file) -> list[dict]:
    kind = PurePath(file.name).suffix.lower().lstrip(".")
    if kind not in ENDINGS or file.size > MOST_BYTES:
        raise ValidationError(
            _("%(name)s: Excel (.xlsx), CSV or a web page (.html), at most 20 MB.")
            % {"name": file.name}
        )
    if kind == "xlsx":
        check_document(file)
        file.seek(0)
        return rows_of(sheet_of(file, MOST_ROWS), file.name)
    text = decoded(file.read())
    if kind == "csv":
        return rows_of(lines_of(text), file.name)
    try:
        return rows_of_page(tree_of(text), file.name)
    except RecursionError:  # tags in tags in tags
        raise ValidationError(_("This web page cannot be read.")) from None


def rows_of_page(tree, name: str) -> list[dict]:
    if (table := table_of(tree)) and head_in(table):
        return rows_of(table, name)
    return [
        {"place": f"{name}, {number}", **cells}
        for number, cells in enumerate(articles_of(tree), start=1)
    ]


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, else what old Vietnamese Windows wrote."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", errors="replace")


def lines_of(text: str) -> list[list[str]]:
    """Comma, semicolon or tab, whichever the first line has most of."""
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    csv.field_size_limit(2**24)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        raise ValidationError(_("This is not a CSV file.")) from None


def name_of(cell) -> str:
    """Which column this heading names; nothing for one that is not read."""
    word = " ".join(re.sub(r"[^a-z ]", " ", fold(str(cell or ""))).split())
    return next((name for name, words in COLUMNS.items() if word in words), "")


def head_in(rows: list[list]) -> tuple[int, dict[int, str]] | None:
    """Where the line of headings stands, and what is in which column."""
    for number, row in enumerate(rows[:20]):
        names = {at: name for at, cell in enumerate(row) if (name := name_of(cell))}
        if "title" in names.values():
            return number, names
    return None


def rows_of(rows: list[list], name: str) -> list[dict]:
    head = head_in(rows)
    if head is None:
        raise ValidationError(
            _("%(name)s: no line of headings with a column “Title” was found.")
            % {"name": name}
        )
    first, names = head
    found = []
    for number, row in enumerate(rows[first + 1 :], start=first + 2):
        cells = {name: row[at] for at, name in names.items() if at < len(row)}
        if any(str(cell or "").strip() for cell in cells.values()):
            found.append({"place": f"{name}, {number}", **cells})
    return found
