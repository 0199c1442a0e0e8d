"""Drums and charts of made-up data, for the page of components."""

import datetime

from django.utils.safestring import mark_safe

from federation.templatetags.charts import Mark, chart
from portal.drum.draw import draw

MONTHS = [str(number) for number in range(1, 13)]
NAMES = ["Lào", "Thái Lan", "Liên bang Nga", "Cộng hòa Nam Phi", "Pháp", "Cuba"]


def drums() -> list[dict]:
    """With few, some and many associations: names and combs must fit each."""
    return [drum(number) for number in (6, 14, 26)]


def drum(number: int) -> dict:
    rays = [ray(n) for n in range(number)]
    half, growth = number // 2, [(1992, 3), (2012, number), (2025, number + 1)]
    regions = [
        {"name": "Châu Á", "href": "#main", "associations": rays[:half]},
        {"name": "Châu Âu", "href": "#main", "associations": rays[half:]},
    ]
    marks = [
        {"date": datetime.date(2026, month, 5), "title": kind, "milestone": kind}
        for month, kind in ((2, "other"), (5, "five"), (8, "decade"))
    ]
    drawn = draw(
        {
            "unit": "hội",
            "regions": regions,
            "year": 2026,
            "today": datetime.date(2026, 6, 1),
            "months": MONTHS,
            "marks": marks,
            "growth": [
                {"year": y, "count": n, "text": f"{y} · {n}"} for y, n in growth
            ],
        }
    )
    # Several drums on one page: each with its own names for its arcs.
    own = f"drum{number}-"
    drawn = drawn.replace('id="drum-', f'id="{own}').replace('"#drum-', f'"#{own}')
    safe = mark_safe(drawn)  # noqa: S308 - draw() escapes every name
    return {"number": number, "drawing": safe, "regions": regions}


def ray(n: int) -> dict:
    name = NAMES[n % len(NAMES)]
    named = {"name": name, "title": name, "href": "#main"}
    return named | {"branches": n, "since": 1950 + n}


def charts() -> list[dict]:
    """A line, columns and bars; of each the one computed value is dashed."""
    years = [(1992, 3), (2012, 23), (2017, 24), (2020, 25), (2025, 26)]
    found = []
    for shape in ("line", "columns", "bars"):
        marks = [
            Mark(str(year), value, str(value), year, open=year == 2020)
            for year, value in years
        ]
        words = {"finding": f"26: {shape}", "table": "federation/chart_counts.html"}
        words |= {"caption": shape, "head": shape, "rows": marks, "method": shape}
        found.append(chart(f"specimen-{shape}", shape, marks, **words))
    return found
