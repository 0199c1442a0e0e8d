"""Charts drawn on the server: one metric over time, reported and computed."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.models import Figure
from federation.written import written

register = template.Library()
register.filter(written)

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 820, 96, 780, 44, 250
APART = 46  # letters nearer than this would touch


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


def spaced(marks: list[dict]) -> None:
    """Letters that would touch their right neighbour are left out of the drawing."""
    free = WIDTH + APART
    for mark in reversed(marks):
        mark["labelled"] = free - mark["x"] >= APART
        if mark["labelled"]:
            free = mark["x"]


def marks_of(rows, top: float) -> list[dict]:
    """Where each figure stands in the drawing, from left to right."""
    times = [time_of(row) for row in rows]
    first, span = min(times), (max(times) - min(times)) or 1
    room = RIGHT - LEFT if len(set(times)) > 1 else 0
    marks = []
    for row, time in zip(rows, times, strict=True):
        height = float(row.value) / top * (BOTTOM - TOP)
        marks.append(
            {
                "x": round(LEFT + (time - first) / span * room) if room else WIDTH // 2,
                "y": round(BOTTOM - height),
                "height": round(height),
                "year": row.year,
                "value": written(row.value),
                "computed": row.basis == Figure.Basis.COMPUTED,
            }
        )
    return sorted(marks, key=lambda mark: mark["x"])


def finding(rows) -> str:
    """What the drawing shows, in one sentence: its heading."""
    first, last = rows[0], rows[-1]
    if first.metric not in Figure.STOCK:
        most = max(rows, key=lambda row: row.value)
        return _("Most in %(year)s: %(value)s") % {
            "year": most.year,
            "value": value_of(most),
        }
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


def bars(marks: list[dict]) -> None:
    """Each mark as a bar; the tallest is the one the heading speaks of."""
    years = {mark["x"] for mark in marks}
    width = max(10, min(64, round((RIGHT - LEFT) / (len(years) + 1) * 0.5)))
    tallest = max(marks, key=lambda mark: mark["height"])
    for mark in marks:
        mark |= {
            "width": width,
            "left": mark["x"] - width // 2,
            "lit": mark is tallest,
            "value_y": mark["y"] - 8,
        }


@register.inclusion_tag("federation/chart.html")
def figure_chart(rows, number):
    """One metric: heading, drawing, source and the table behind it."""
    rows = sorted(rows, key=lambda row: (time_of(row), row.basis))
    reported = [row for row in rows if row.basis == Figure.Basis.REPORTED] or rows
    top = ceiling(max(float(row.value) for row in rows) or 1)
    marks = marks_of(rows, top)
    spaced(marks)
    stock = rows[0].metric in Figure.STOCK
    if not stock:
        bars(marks)
    line = [mark for mark in marks if not mark["computed"]]
    return {
        "id": f"chart-{number}",
        "metric": rows[0].get_metric_display(),
        "finding": finding(reported),
        "stock": stock,
        "marks": marks,
        "line": " ".join(f"{mark['x']},{mark['y']}" for mark in line),
        "grid": [
            {
                "y": round(BOTTOM - share * (BOTTOM - TOP)),
                "value": written_int(top, share),
            }
            for share in (0, 0.5, 1)
        ],
        "has_computed": any(mark["computed"] for mark in marks),
        "rows": [{"row": row, "value": value_of(row)} for row in rows],
        "sources": dict.fromkeys(str(r.document or r.source) for r in reported),
        "box": {"left": LEFT - 36, "right": RIGHT + 36, "bottom": BOTTOM},
    }


def written_int(top: float, share: float) -> str:
    return number_format(top * share, decimal_pos=0, force_grouping=True)
