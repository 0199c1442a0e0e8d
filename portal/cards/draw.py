"""Draw the picture of a shared page: its title, the half drum rising at the right.

The same words give the same bytes. Twice the size is drawn and made half, so that
lines are smooth. A long title is set smaller, and its lines end where the drum begins.
"""

import math
from functools import cache
from io import BytesIO
from pathlib import Path

import fontpkg_be_vietnam_pro
import fontpkg_newsreader
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
SCALE = 2
# The light theme of `static/css/tokens.css`, by the names of the tokens.
COLOURS = {
    "paper": "#f7f3ea",
    "paper-2": "#eee7d8",
    "ink": "#211915",
    "ink-2": "#5b4d42",
    "line-strong": "#857459",
    "bronze": "#785110",
    "ochre": "#a67923",
    "deep": "#231814",
    "on-deep": "#f6ead3",
    "deep-gold": "#e0b568",
}
EDGE, BOARD = 72, 552
CENTRE, RIM = (1010, BOARD), 400
RINGS = [(150, 3), (158, 1), (262, 1), (318, 1), (326, 1), (384, 1), (RIM, 3)]
CORE, FOOT, TIP = 74, 82, 142
COMB, DAYS, YEARS = 210, 290, 355
FIRST_LINE, LAST_LINE = 116, 508
SIZES = (68, 62, 56, 50, 46, 42, 38, 34)
LEADING = 1.2
AWAY = 28  # between letters and the drum
FOLDER = Path(fontpkg_newsreader.ROOT) / "files"
SANS = Path(fontpkg_be_vietnam_pro.ROOT) / "files" / "BeVietnamPro-Medium.ttf"


@cache
def serif(size: int):
    font = ImageFont.truetype(str(FOLDER / "Newsreader[opsz,wght].ttf"), size)
    wanted = {b"Weight": 500, b"Optical Size": min(size / SCALE, 72)}
    names = [axis["name"] for axis in font.get_variation_axes()]
    font.set_variation_by_axes([wanted[name] for name in names])
    return font


@cache
def sans(size: int):
    return ImageFont.truetype(str(SANS), size)


def card(*, title: str, kind: str, house: str, place: str, rays: int) -> bytes:
    """The picture as PNG: kind over title, the house and its place on the board."""
    picture = ground(rays).copy()
    pen = ImageDraw.Draw(picture)
    if kind:
        write(pen, (EDGE, 62), fitted(kind, sans, 24, 600), "bronze")
    size, lines = set_title(title)
    for number, line in enumerate(lines):
        at = (EDGE, FIRST_LINE + round(number * size * LEADING))
        write(pen, at, (line, serif(size * SCALE)), "ink")
    named = fitted(house, sans, 24, 780)
    write(pen, (EDGE, BOARD + 39), named, "on-deep", anchor="lm")
    there = fitted(place, sans, 20, 240)
    write(pen, (WIDTH - EDGE, BOARD + 39), there, "deep-gold", anchor="rm")
    picture = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def write(pen, at, text_in_font, colour, anchor="la"):
    text, font = text_in_font
    where = (at[0] * SCALE, at[1] * SCALE)
    pen.text(where, text, COLOURS[colour], font, anchor=anchor)


def fitted(text: str, face, size: int, room: int):
    """One line with its font: smaller, then cut, until it fits its room."""
    for smaller in range(size, size * 2 // 3, -2):
        font = face(smaller * SCALE)
        if font.getlength(text) <= room * SCALE:
            return text, font
    return cut(text, font, room), font


def cut(text: str, font, room: float) -> str:
    while text and font.getlength(f"{text}…") > room * SCALE:
        text = text[:-1].rstrip()
    return f"{text}…"


def set_title(title: str) -> tuple[int, list[str]]:
    """The greatest size in which the whole title stands, else the smallest, cut."""
    for size in SIZES:
        lines, rest = broken(title, size)
        if not rest:
            break
    if rest:
        font, last = serif(size * SCALE), len(lines) - 1
        lines[last] = cut(f"{lines[last]} {rest[0]}", font, room_at(last, size))
    return size, lines


def broken(title: str, size: int) -> tuple[list[str], list[str]]:
    """Lines that each fit their place, and the words for which there is none."""
    font, words, lines = serif(size * SCALE), title.split(" "), []
    most = int((LAST_LINE - FIRST_LINE) / (size * LEADING))
    while words and len(lines) < most:
        room, line = room_at(len(lines), size) * SCALE, ""
        while words and font.getlength(f"{line} {words[0]}".strip()) <= room:
            line = f"{line} {words.pop(0)}".strip()
        if not line:
            return lines or [""], words
        lines.append(line)
    if not words and len(lines) > 1 and " " not in lines[-1] and " " in lines[-2]:
        lines[-2], _space, word = lines[-2].rpartition(" ")
        lines[-1] = f"{word} {lines[-1]}"
    return lines, words


def room_at(number: int, size: int) -> float:
    """How wide a line may be: to the margin, or to where the drum begins."""
    low = FIRST_LINE + (number + 1) * size * LEADING
    x, y = CENTRE
    above, reach = y - low, RIM + AWAY
    if above >= reach:
        return WIDTH - 2 * EDGE
    return x - math.sqrt(reach**2 - max(above, 0) ** 2) - EDGE


@cache
def ground(rays: int):
    """Paper, drum and board: what all pictures of a house have in common."""
    picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), COLOURS["paper"])
    pen = ImageDraw.Draw(picture)
    ring(pen, RIM, 0, fill="paper-2")
    for radius, width in RINGS:
        ring(pen, radius, width)
    dashes(pen, COMB, 44, 110, 0.34, "bronze")
    dashes(pen, DAYS, 14, 120, 0.25, "bronze")
    dashes(pen, YEARS, 34, 60, 0.16, "ochre")
    for number in range(rays):
        ray(pen, (number + 0.5) / rays, min(0.36 / rays, 0.03))
    ring(pen, CORE, 0, fill="ochre")
    board = (0, BOARD * SCALE, WIDTH * SCALE, HEIGHT * SCALE)
    pen.rectangle(board, COLOURS["deep"])
    pen.rectangle((*board[:3], (BOARD + 4) * SCALE), COLOURS["ochre"])
    return picture


def ring(pen, radius, width, fill=""):
    x, y = CENTRE
    box = [(x - radius) * SCALE, (y - radius) * SCALE]
    box += [(x + radius) * SCALE, (y + radius) * SCALE]
    line = COLOURS["line-strong"] if width else None
    pen.ellipse(box, COLOURS[fill] if fill else None, line, width * SCALE)


def point(radius, at):
    """On the arch, from the left shore (0) to the right (1)."""
    turn = math.pi * (1 - at)
    x, y = CENTRE
    return (
        (x + radius * math.cos(turn)) * SCALE,
        (y - radius * math.sin(turn)) * SCALE,
    )


def dashes(pen, radius, height, count, share, colour):
    """Strokes across a ring, `share` of the way filled."""
    half = share / count / 2
    for number in range(count):
        middle = (number + 0.5) / count
        low, high = radius - height / 2, radius + height / 2
        corners = [point(low, middle - half), point(high, middle - half)]
        corners += [point(high, middle + half), point(low, middle + half)]
        pen.polygon(corners, COLOURS[colour])


def ray(pen, middle, half):
    corners = [
        point(FOOT, middle - half),
        point(TIP, middle),
        point(FOOT, middle + half),
    ]
    pen.polygon(corners, COLOURS["ochre"])
