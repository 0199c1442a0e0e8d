"""The one way out to Excel: typed cells, and no text is ever a formula.

The sheet is written as text of its own: of a register with thousands of lines a
library takes longer than the database.
"""

import math
import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from itertools import count
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.utils import timezone
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from federation.uploads import give

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Everything of the file but its one sheet; {title} is what the sheet is called.
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/'
    '2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
    'openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    f'ContentType="{TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" '
    f'ContentType="{TYPES}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    f'ContentType="{TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}"><Relationship '
    f'Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    # Looks: 0 plain, 1 a day, 2 a moment, each as the reader's Excel writes them.
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
    '</cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
SHEET = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane '
    'ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    "</sheetViews><sheetData>"
)
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NO_TITLE = re.compile(r"[\[\]:*?/\\]")
# Before that day Excel counts a day that never was.
FIRST_DAY = date(1900, 3, 1)


def cell(place: str, value) -> str:
    """Numbers and days as such; everything else is text, “=1+1” too."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)) and math.isfinite(value):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if isinstance(value, date):
        is_moment = isinstance(value, datetime)
        if is_moment and timezone.is_aware(value):
            value = timezone.localtime(value).replace(tzinfo=None)
        if (value.date() if is_moment else value) >= FIRST_DAY:
            return f'<c r="{place}" s="{1 + is_moment}"><v>{to_excel(value)}</v></c>'
    text = escape(UNWRITABLE.sub("", str(value))[:32_000])
    return (
        f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )


def lines(head: list, rows):
    """The rows of the sheet, one after the other."""
    letters: list[str] = []
    for number, line in zip(count(1), (map(str, head), *rows), strict=False):
        values = list(line)
        while len(letters) < len(values):
            letters.append(get_column_letter(len(letters) + 1))
        places = zip(letters, values, strict=False)
        cells = [cell(f"{letter}{number}", value) for letter, value in places]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def workbook(title: str, head: list, rows) -> bytes:
    """One sheet: a line of heads that stays in sight, then the rows."""
    out, name = BytesIO(), NO_TITLE.sub(" ", UNWRITABLE.sub("", title))[:31] or "1"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for path, part in PARTS.items():
            said = part.replace("{title}", escape(name, {'"': "&quot;"}))
            book.writestr(path, HEAD + said)
        sheet = "".join([HEAD, SHEET, *lines(head, rows), "</sheetData></worksheet>"])
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def excel(name: str, title: str, head: list, rows) -> HttpResponse:
    """The file as a download that nobody stores on the way."""
    return give(ContentFile(workbook(title, head, rows)), name=f"{name}.xlsx")
