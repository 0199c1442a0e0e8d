"""Draw the half drum as SVG from plain data; the same data gives the same bytes.

Along the arch every ring is read from the left shore (0) to the right (1). A ray is
an association, a tooth of the comb a branch, a circle an anniversary of the year, the
outer band the number of member associations over the years of the union.

It is drawn for the eye and the finger: the list beside it is for keys and for ears, so
no link of the drawing stops the Tab key. Where names cannot be read, a region is one
numbered target.
"""

import datetime
import math
from html import escape
from itertools import pairwise

# Radii of the rings, from the centre out.
CORE, RAY, TIP = 80, 86, 196
NAME = 219
COMB, ROW, STEP = 330, 9, 11.5
REGION = 384
NUMERAL = 411
MONTH, DAY, DATE = 414, 437, 457
YEARS, RIM = 485, 538
CENTRE = 550
# A name of more letters is set smaller; of still more, drawn together to fit.
LONG, TOO_LONG, ROOM = 11, 17, 104
SIZES = {"other": 3.4, "five": 6, "decade": 9}


def point(radius, at):
    turn = math.pi * (1 - at)
    x, y = CENTRE + radius * math.cos(turn), CENTRE - radius * math.sin(turn)
    return f"{x:.1f} {y:.1f}"


def arc(radius, start=0.0, end=1.0):
    large = int(abs(end - start) > 1)
    forward = int(end > start)
    return (
        f"M{point(radius, start)}A{radius} {radius} 0 {large} {forward} "
        f"{point(radius, end)}"
    )


def path(kind, d, **attributes):
    more = "".join(f' {k.replace("_", "-")}="{v}"' for k, v in attributes.items())
    return f'<path class="{kind}" d="{d}"{more}/>'


def along(ident, line, kind, text, start="50%", anchor="middle"):
    """Letters on an arc."""
    return (
        f'<path id="{ident}" d="{line}" fill="none"/><text class="{kind}">'
        f'<textPath href="#{ident}" startOffset="{start}" text-anchor="{anchor}">'
        f"{escape(text)}</textPath></text>"
    )


def seats(regions):
    """Each association with its place and room, a gap between the regions."""
    gap, placed, bounds = 0.75, [], []
    widths = [max(len(region["associations"]), 1.5) for region in regions]
    total = sum(widths) + gap * len(regions)
    at = gap / 2
    for region, width in zip(regions, widths, strict=True):
        start, end = at / total, (at + width) / total
        slot = (end - start) / len(region["associations"])
        for n, association in enumerate(region["associations"]):
            placed.append((association, start + slot * n, slot))
        bounds.append((region, start, end))
        at += width + gap
    return placed, bounds


def comb(branches, middle, slot):
    """One tooth is one branch: rows of ten, growing outward."""
    pitch, teeth = min(4.4, slot * math.pi * COMB * 0.094), []
    for done in range(0, branches, 10):
        count = min(10, branches - done)
        radius = COMB + STEP * (done // 10)
        here = pitch / (math.pi * radius)
        start = middle - here * count / 2
        line = arc(radius, start, start + here * count)
        dashes = {"stroke_dasharray": ".45 .55", "stroke_dashoffset": "-.27"}
        teeth.append(
            path("drum__comb", line, pathLength=count, stroke_width=ROW, **dashes)
        )
    return "".join(teeth)


def fitted(name):
    """Class of a name, and its length where it would reach into the comb."""
    if len(name) <= LONG:
        return 'drum__name"'
    squeezed = f' textLength="{ROOM}" lengthAdjust="spacingAndGlyphs"'
    return 'drum__name drum__name--long"' + (squeezed if len(name) > TOO_LONG else "")


def ray(association, start, slot):
    """One association: a link with its ray, its name and its comb."""
    middle, width = start + slot / 2, min(slot * 0.36, 0.05)
    foot = point(RAY, middle - width)
    body = (
        f"M{foot}L{point(TIP, middle)}L{point(RAY, middle + width)}"
        f"A{RAY} {RAY} 0 0 0 {foot}Z"
    )
    turn = 180 * (1 - middle)
    left = turn > 90
    x, y = point(NAME, middle).split()
    rotate = f"{180 - turn if left else -turn:.1f}"
    outer = arc(REGION - 6, start + slot, start).replace("M", "L", 1)
    hit = f"{arc(RAY - 2, start, start + slot)}{outer}Z"
    return (
        f'<a class="drum__ray" href="{escape(association["href"])}" tabindex="-1">'
        f"<title>{escape(association['title'])}</title>"
        f"{path('drum__hit', hit)}{path('drum__sun', body)}"
        f'<text class="{fitted(association["name"])} x="{x}" y="{y}" dy=".34em" '
        f'transform="rotate({rotate} {x} {y})" '
        f'text-anchor="{"end" if left else "start"}">{escape(association["name"])}'
        f"</text>{comb(association['branches'], middle, slot)}</a>"
    )


def chevrons(association, start, slot, year):
    """Beside a ray: one V for every ten years of diplomatic relations."""
    if not association.get("since"):
        return ""
    edge, half, marks = start + slot, min(slot * 0.36, 0.05), []
    for n in range((year - association["since"]) // 10):
        r = TIP - 7 - n * 11
        room = slot / 2 - half * RAY / r * (TIP - r - 6) / (TIP - RAY)
        arm = min(room * 0.74, 0.03)
        low = r + 7
        tip = point(r - 4, edge)
        marks.append(f"M{point(low, edge - arm)}L{tip}L{point(low, edge + arm)}")
    return "".join(marks)


def calendar(year, months, marks, today):
    """The ring of the year: days, months, anniversaries, the red line of today."""
    first = datetime.date(year, 1, 1)
    days = (datetime.date(year + 1, 1, 1) - first).days
    starts = [(datetime.date(year, n, 1) - first).days / days for n in range(1, 13)]
    dashes = {"stroke_width": 7, "stroke_dasharray": ".22 .78"}
    out = [path("drum__days", arc(DAY), pathLength=days, **dashes)]
    for n, (a, b) in enumerate(zip(starts, [*starts[1:], 1.0], strict=True)):
        out.append(along(f"drum-m{n + 1}", arc(MONTH, a, b), "drum__month", months[n]))
        if n:
            edge = f"M{point(MONTH - 6, a)}L{point(DAY + 4, a)}"
            out.append(path("drum__line", edge))

    def place(day):
        return ((day - first).days + 0.5) / days

    for mark in sorted(marks, key=lambda m: (SIZES[m["milestone"]], m["date"])):
        out.append(circle(mark, place(mark["date"])))
    if today.year == year:
        at = place(today)
        line = f"M{point(REGION + 22, at)}L{point(YEARS - 12, at)}"
        out.append(path("drum__today", line))
    return "".join(out)


def circle(mark, at):
    """An anniversary: small, double for a fifth year, filled for a decade."""
    x, y = point(DATE, at).split()
    name = {"other": "none", "five": "five", "decade": "round"}[mark["milestone"]]
    drawn = (
        f'<circle class="drum__date drum__date--{name}" cx="{x}" cy="{y}" '
        f'r="{SIZES[mark["milestone"]]}"><title>{escape(mark["title"])}</title></circle>'
    )
    if name != "none":
        kind = f"drum__dot drum__dot--{name}"
        drawn += f'<circle class="{kind}" cx="{x}" cy="{y}" r="2"/>'
    return drawn


def growth(marks):
    """A band that swells with the number of members, straight between known years."""
    if len(marks) < 2:
        return ""
    first, last = marks[0]["year"], marks[-1]["year"]
    top = max(mark["count"] for mark in marks)

    def at(year):
        return 0.004 + 0.992 * (year - first) / (last - first)

    def width(year):
        for a, b in pairwise(marks):
            if a["year"] <= year <= b["year"]:
                share = (year - a["year"]) / (b["year"] - a["year"])
                return 20 * (a["count"] + (b["count"] - a["count"]) * share) / top
        return 20.0

    steps = [first + i * (last - first) / 90 for i in range(91)]
    outer = "L".join(point(YEARS + width(step), at(step)) for step in steps)
    inner = "L".join(point(YEARS, at(step)) for step in reversed(steps))
    dashes = {"stroke_width": 6, "stroke_dasharray": ".06 .94"}
    out = [path("drum__growth", f"M{outer}L{inner}Z")]
    line = arc(YEARS, 0.004, 0.996)
    out.append(path("drum__years", line, pathLength=last - first, **dashes))
    for n, mark in enumerate(marks):
        out.append(year_mark(n, mark, at(mark["year"]), n in (0, len(marks) - 1)))
    return "".join(out)


def year_mark(n, mark, at, is_end):
    """A year whose number of associations is known."""
    a, b = max(at - 0.12, 0.004), min(at + 0.12, 0.996)
    where = ("50%", "middle")
    if a <= 0.0041:
        where = ("0%", "start")
    elif b >= 0.9959:
        where = ("100%", "end")
    kind = "drum__year drum__year--end" if is_end else "drum__year"
    text = along(f"drum-y{n}", arc(RIM - 22, a, b), kind, mark["text"], *where)
    return text + path("drum__line", f"M{point(YEARS - 4, at)}L{point(RIM - 26, at)}")


def region_names(bounds):
    """Where each region begins and ends, its name if there is room for it."""
    out = []
    for n, (region, a, b) in enumerate(bounds):
        name = region["name"]
        out.append(path("drum__region", arc(REGION - 2, a, b)))
        if len(name) * 6.7 < (b - a) * math.pi * REGION:
            line = arc(REGION + 4, a, b)
            out.append(along(f"drum-r{n}", line, "drum__place", name))
    return "".join(out)


def wedges(bounds):
    """On small screens: each region a target with its number in the list below."""
    out = []
    for n, (region, a, b) in enumerate(bounds, 1):
        hit = f"{arc(CORE, a, b)}{arc(RIM, b, a).replace('M', 'L', 1)}Z"
        x, y = point(NUMERAL, (a + b) / 2).split()
        out.append(
            f'<a class="drum__wedge" href="{escape(region["href"])}" tabindex="-1">'
            f'{path("drum__hit", hit)}<text class="drum__numeral" x="{x}" y="{y}" '
            f'dy=".35em" text-anchor="middle">{n}</text></a>'
        )
    return "".join(out)


def draw(data: dict) -> str:
    """The whole half drum; `data` is described in `portal/drum/__init__.py`."""
    placed, bounds = seats(data["regions"])
    year, count = data["year"], len(placed)
    size = "many" if count > 20 else "some" if count > 9 else "few"
    rings = [(r, "drum__line drum__line--sun") for r in (TIP + 8, TIP + 13)]
    rings += [(r, "drum__line") for r in (REGION - 6, REGION + 20, DATE + 15)]
    rings += [(r, "drum__line") for r in (DATE + 20, RIM)]
    lines = "".join(path(kind, arc(r)) for r, kind in rings)
    disc = path("drum__disc", f"{arc(RIM)}L{point(RIM, 0)}Z")
    vees = "".join(chevrons(a, s, w, year) for a, s, w in placed)
    rays = "".join(ray(*seat) for seat in placed)
    dates = calendar(year, data["months"], data["marks"], data["today"])
    middle = CENTRE - 26
    return (
        f'<svg class="drum drum--half drum--{size}" viewBox="0 0 1100 552" '
        f'aria-hidden="true">{disc}{lines}{region_names(bounds)}'
        f'<g class="drum__star">{path("drum__vee", vees)}{rays}'
        f"{path('drum__core', arc(CORE) + 'Z')}"
        f'<text class="drum__number" x="{CENTRE}" y="{middle}" text-anchor="middle">'
        f'{count}</text><text class="drum__unit" x="{CENTRE}" y="{middle + 17}" '
        f'text-anchor="middle">{escape(data["unit"])}</text></g>'
        f"{dates}{growth(data['growth'])}{wedges(bounds)}"
        f"{path('drum__shore', f'M0 {CENTRE + 1}H1100')}</svg>"
    )
