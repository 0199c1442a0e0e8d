"""Charts drawn on the server, wide and once more narrow, with the table behind them.

An app makes marks of its rows and calls `chart`; `federation/chart.html` prints it.
"""

from dataclasses import dataclass

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.models import Figure
from federation.written import written

register = template.Library()
register.filter(written)

TOP, BOTTOM = 44, 250
APART = 46  # letters nearer than this would touch
ROW, BAR, LETTER = 34, 18, 7.4


@dataclass(frozen=True)
class Mark:
    """One value: its word, how great, as written; its place on the axis of years.

    `open` ones are drawn dashed: computed where the others are reported.
    """

    label: str
    value: float
    text: str
    at: float = 0
    open: bool = False


@dataclass(frozen=True)
class Sheet:
    """What is drawn on: for wide screens, and for telephones at the size of letters."""

    name: str
    width: int
    left: int
    inside: int


WIDE = Sheet("wide", 820, 60, 38)
NARROW = Sheet("narrow", 340, 36, 18)


def value_of(row) -> str:
    """`33.400`, `hơn 33.400`, `7 %`."""
    text = written(row.value)
    if row.metric == Figure.Metric.BRANCHES_GROWTH:
        text = f"{text} %"
    return _("more than %(value)s") % {"value": text} if row.at_least else text


def time_of(row) -> float:
    """Where on the axis of years a figure stands."""
    return row.year + (row.as_of.timetuple().tm_yday / 366 if row.as_of else 0)


def ceiling(value: float) -> float:
    """A round number above it, of which half is whole as well."""
    power = 10 ** (len(str(int(value))) - 1)
    steps = [n * power for n in (1, 2, 3, 4, 5, 6, 8, 10, 20)]
    return next(n for n in steps if n >= value and n % 2 == 0)


def spaced(places: list[dict], width: int) -> None:
    """Letters that would touch their right neighbour are left out of the drawing."""
    longest = max(len(place["mark"].text) for place in places)
    apart = max(APART, longest * LETTER + 8)
    free = width + apart
    for place in reversed(places):
        place["labelled"] = free - place["x"] >= apart
        if place["labelled"]:
            free = place["x"]


def over_time(marks: list[Mark], sheet: Sheet, *, line: bool) -> dict:
    """Points on a line, or a column for each; missing years are gaps."""
    top = ceiling(max(mark.value for mark in marks) or 1)
    grid = [
        {
            "y": round(BOTTOM - share * (BOTTOM - TOP)),
            "value": number_format(top * share, 0, force_grouping=True),
        }
        for share in (0, 0.5, 1)
    ]
    left = max(sheet.left, round(len(grid[-1]["value"]) * LETTER) + 12)
    start, room = left + sheet.inside, sheet.width - left - 2 * sheet.inside
    first = min(mark.at for mark in marks)
    span = max(mark.at for mark in marks) - first
    places = []
    for mark in sorted(marks, key=lambda mark: mark.at):
        height = mark.value / top * (BOTTOM - TOP)
        share = (mark.at - first) / span if span else 0.5
        x, y = round(start + share * room), round(BOTTOM - height)
        half = len(mark.text) * LETTER / 2
        anchor = "end" if x + half > sheet.width else "middle"
        place = {"mark": mark, "x": x, "y": y, "height": round(height)}
        places.append(place | {"anchor": anchor})
    spaced(places, sheet.width)
    if not line:
        columns(places, room)
    points = [f"{p['x']},{p['y']}" for p in places if not p["mark"].open]
    box = {"left": left, "bottom": BOTTOM}
    return {
        "places": places,
        "line": " ".join(points),
        "grid": grid,
        "box": box,
        "height": 280,
    }


def columns(places: list[dict], room: int) -> None:
    """Each as a column; the tallest is the one the heading speaks of."""
    seats = len({place["x"] for place in places}) + 1
    width = max(6, min(64, round(room / seats * 0.5)))
    tallest = greatest([place["mark"] for place in places])
    for place in places:
        place |= {
            "width": width,
            "left": place["x"] - width // 2,
            "lit": place["mark"] is tallest,
            "value_y": place["y"] - 8,
        }


def greatest(marks: list[Mark]) -> Mark | None:
    """The one greatest; nothing when several are equally great."""
    first, *others = sorted(marks, key=lambda mark: -mark.value)
    return None if others and others[0].value == first.value else first


def by_word(marks: list[Mark], sheet: Sheet) -> dict:
    """A bar for each, one under the other: its word before it, or above if narrow."""
    above = 18 if sheet is NARROW else 0
    longest = max(len(mark.label) for mark in marks)
    left = 0 if above else min(300, round(longest * LETTER) + 16)
    room = sheet.width - left - 16 - max(len(mark.text) for mark in marks) * LETTER
    top, step = max(mark.value for mark in marks) or 1, ROW + above
    tallest, places = greatest(marks), []
    for number, mark in enumerate(marks):
        y = number * step + above + (ROW - BAR) // 2
        width = round(mark.value / top * room)
        places.append(
            {
                "mark": mark,
                "x": left,
                "y": y,
                "width": width,
                "height": BAR,
                "lit": mark is tallest,
                "end": left + width + 8,
                "middle": y + BAR // 2,
                "word_x": left - 12 if left else 0,
                "word_y": y - 10 if above else y + BAR // 2,
            }
        )
    return {"places": places, "height": step * len(marks), "is_narrow": bool(above)}


DRAWN = {
    "line": lambda marks, sheet: over_time(marks, sheet, line=True),
    "columns": lambda marks, sheet: over_time(marks, sheet, line=False),
    "bars": by_word,
}


def chart(name: str, shape: str, marks: list[Mark], **words) -> dict:
    """What `federation/chart.html` prints; no drawing where there is nothing to see.

    `words`: finding (the heading), method (one sentence), table (its template), rows
    and what else that needs, sources.
    """
    if not any(mark.value for mark in marks):
        return words
    if shape != "bars" and len(marks) < 2:
        return {"id": f"chart-{name}"} | words  # one number is no drawing
    drawings = [
        {"sheet": sheet} | DRAWN[shape](marks, sheet) for sheet in (WIDE, NARROW)
    ]
    has_open = any(mark.open for mark in marks) and shape != "bars"
    shared = {"id": f"chart-{name}", "shape": shape, "has_open": has_open}
    return shared | {"drawings": drawings} | words


def most(marks: list[Mark]) -> str:
    tallest = max(marks, key=lambda mark: mark.value)
    words = {"year": tallest.label, "value": tallest.text}
    return _("Most in %(year)s: %(value)s") % words


def finding(rows) -> str:
    """What the drawing shows, in one sentence: its heading."""
    first, last = rows[0], rows[-1]
    if first.metric not in Figure.STOCK and len(rows) > 1:
        return most([mark_of(row) for row in rows])
    if first.year == last.year:
        return _("%(value)s in %(year)s") % {"value": value_of(last), "year": last.year}
    years = last.year - first.year
    words = {"first": written(first.value), "last": written(last.value), "years": years}
    if last.value < first.value:
        return (
            ngettext(
                "Down from %(first)s to %(last)s in %(years)s year",
                "Down from %(first)s to %(last)s in %(years)s years",
                years,
            )
            % words
        )
    return (
        ngettext(
            "From %(first)s to %(last)s in %(years)s year",
            "From %(first)s to %(last)s in %(years)s years",
            years,
        )
        % words
    )


def mark_of(row) -> Mark:
    """A figure on the axis of years."""
    computed = row.basis == Figure.Basis.COMPUTED
    at, value = time_of(row), float(row.value)
    return Mark(str(row.year), value, value_of(row), at, computed)


@register.inclusion_tag("federation/chart.html")
def figure_chart(rows, number):
    """One metric: heading, drawing, source and the table behind it."""
    rows = sorted(rows, key=lambda row: (time_of(row), row.basis))
    reported = [row for row in rows if row.basis == Figure.Basis.REPORTED] or rows
    stock = rows[0].metric in Figure.STOCK
    told = chart(
        str(number),
        "line" if stock else "columns",
        [mark_of(row) for row in rows],
        finding=finding(reported),
        method=_("Points are reported values; between them the line is straight.")
        if stock
        else _("The red bar is the highest year."),
        table="federation/chart_figures.html",
        caption=rows[0].get_metric_display(),
        sources=dict.fromkeys(str(r.document or r.source) for r in reported),
    )
    return told | {"rows": [{"row": row, "value": value_of(row)} for row in rows]}
