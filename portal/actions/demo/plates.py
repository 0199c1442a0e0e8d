"""Plates: pictures drawn from the drum's rings, where no photograph may be had."""

import math
import random
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT, SCALE = 1200, 800, 2
LACQUERS = {
    "red": ("#9c2018", "#7b150f", "#e0b568", "#f6ead3"),
    "green": ("#24604f", "#173f34", "#e0b568", "#f6ead3"),
    "gold": ("#c4943f", "#a67923", "#331512", "#fff6e8"),
    "black": ("#231814", "#14100e", "#c4943f", "#b5342a"),
    "paper": ("#eee7d8", "#e3d9c4", "#785110", "#9c2018"),
}


def plate(name: str, lacquer: str) -> ContentFile:
    """The same name always gives the same picture, an abstract half drum."""
    chance = random.Random(name)  # noqa: S311 a drawing, not a secret
    ground, shade, line, light = LACQUERS[lacquer]
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
    draw = ImageDraw.Draw(image)
    centre = (chance.uniform(0.3, 0.7) * image.width, image.height * 0.94)
    water(draw, image, centre[1], shade, line)
    radius = image.width * 0.09
    sun(draw, centre, radius, chance.choice([12, 14, 16]), light)
    for _ring in range(6):
        radius += image.width * chance.uniform(0.018, 0.03)
        frieze = chance.choice([comb, circles, teeth])
        radius = frieze(draw, centre, radius, image.width * 0.035, line)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=86, optimize=True)
    return ContentFile(buffer.getvalue(), name=f"{name}.jpg")


def at(centre, radius: float, angle: float) -> tuple[float, float]:
    """A point of the upper half, from the left shore (0) to the right (π)."""
    return (
        centre[0] - radius * math.cos(angle),
        centre[1] - radius * math.sin(angle),
    )


def arc(draw, centre, radius: float, colour: str, width: int = 4) -> None:
    x, y = centre
    draw.arc((x - radius, y - radius, x + radius, y + radius), 180, 360, colour, width)


def water(draw, image, y: float, shade: str, line: str) -> None:
    draw.rectangle((0, y, image.width, image.height), fill=shade)
    draw.line((0, y, image.width, y), fill=line, width=6)


def sun(draw, centre, radius: float, rays: int, colour: str) -> None:
    for ray in range(rays):
        angle = math.pi * (ray + 0.5) / rays
        half = math.pi / rays * 0.32
        points = [
            at(centre, radius, angle),
            at(centre, radius * 0.42, angle - half),
            at(centre, radius * 0.42, angle + half),
        ]
        draw.polygon(points, fill=colour)
    x, y = centre
    core = radius * 0.34
    draw.pieslice((x - core, y - core, x + core, y + core), 180, 360, fill=colour)


def comb(draw, centre, radius: float, depth: float, colour: str) -> float:
    arc(draw, centre, radius, colour)
    count = int(radius / 9)
    for tooth in range(count):
        angle = math.pi * (tooth + 0.5) / count
        ends = [at(centre, radius, angle), at(centre, radius + depth, angle)]
        draw.line(ends, fill=colour, width=4)
    arc(draw, centre, radius + depth, colour)
    return radius + depth


def circles(draw, centre, radius: float, depth: float, colour: str) -> float:
    count = max(6, int(math.pi * radius / (depth * 1.9)))
    half = depth * 0.42
    for number in range(count):
        x, y = at(centre, radius + depth / 2, math.pi * (number + 0.5) / count)
        draw.ellipse((x - half, y - half, x + half, y + half), outline=colour, width=4)
        draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=colour)
    return radius + depth


def teeth(draw, centre, radius: float, depth: float, colour: str) -> float:
    arc(draw, centre, radius, colour)
    count = int(radius / 14)
    for tooth in range(count):
        angle, half = math.pi * (tooth + 0.5) / count, math.pi / count * 0.42
        points = [
            at(centre, radius + depth, angle),
            at(centre, radius, angle - half),
            at(centre, radius, angle + half),
        ]
        draw.polygon(points, fill=colour)
    return radius + depth
