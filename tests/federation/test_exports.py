"""The one way out to Excel: what is written is read back as what it was."""

import datetime
from io import BytesIO

import openpyxl

from federation.exports import workbook

DAY = datetime.date(2026, 11, 22)
MOMENT = datetime.datetime(2026, 11, 22, 6, 30, tzinfo=datetime.UTC)  # 13:30 here


def read(title, head, rows):
    [sheet] = openpyxl.load_workbook(BytesIO(workbook(title, head, rows)))
    return sheet


def test_values_keep_their_kind():
    row = ["Hội <A> & “B”", 7, 2.5, True, DAY, MOMENT, None, ""]

    sheet = read("Bảng", list("abcdefgh"), [row])

    got = [cell.value for cell in sheet[2]]
    local = datetime.datetime(2026, 11, 22, 13, 30)  # noqa: DTZ001 - Excel has no zones
    day = datetime.datetime(2026, 11, 22)  # noqa: DTZ001
    assert got[:6] == ["Hội <A> & “B”", 7, 2.5, True, day, local]
    assert set(got[6:]) <= {None}
    assert (sheet["E2"].is_date, sheet["F2"].is_date) == (True, True)


def test_no_text_is_a_formula_and_none_breaks_the_file():
    row = ["=1+1", "#REF!", "a\x00\ud800\ufffe b", "x" * 40_000, float("nan"), " y\nz "]

    sheet = read("Bảng", [], [row])

    got = [cell.value for cell in sheet[2]]
    assert got[:3] == ["=1+1", "#REF!", "a b"]
    assert len(got[3]) == 32_000
    assert got[4:] == ["nan", " y\nz "]
    assert {cell.data_type for cell in sheet[2]} == {"s"}


def test_days_excel_does_not_know_are_words():
    first, before = datetime.date(1900, 3, 1), datetime.date(1890, 5, 19)
    long_ago = datetime.datetime(1890, 5, 19, 8, 0)  # noqa: DTZ001

    sheet = read("Bảng", [], [[first, before, long_ago]])

    assert sheet["A2"].value.date() == first
    assert (sheet["B2"].value, sheet["C2"].value) == ("1890-05-19", str(long_ago))


def test_the_head_stays_in_sight_and_any_title_is_taken():
    sheet = read('Gala 2026/2027: "Hà Nội" [nháp] rất dài', ["Tên"], [])

    assert sheet.freeze_panes == "A2"
    assert sheet.title == 'Gala 2026 2027  "Hà Nội"  nháp '
    assert sheet["A1"].value == "Tên"
    assert read("", ["a"], []).title == "1"
