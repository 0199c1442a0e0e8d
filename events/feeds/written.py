"""iCalendar as RFC 5545 writes it: escaped, folded, one property a line."""

from datetime import UTC, date, datetime

CRLF = "\r\n"
# Octets a line may have without its end.
WIDTH = 75
ESCAPES = {
    ord("\\"): "\\\\",
    ord(";"): "\\;",
    ord(","): "\\,",
    ord("\n"): "\\n",
    # Control characters have no place in a text.
    **dict.fromkeys((*range(10), *range(11, 32), 127)),
}


def text(value) -> str:
    """Plain text with what has a meaning here taken out of it."""
    return str(value).replace("\r\n", "\n").translate(ESCAPES)


def moment(value: date | datetime) -> str:
    """A day, or a moment in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return value.strftime("%Y%m%d")


def day_or_moment(name: str, value: date | datetime) -> str:
    """The property `name` with a day, which it then has to say, or a moment."""
    kind = "" if isinstance(value, datetime) else ";VALUE=DATE"
    return f"{name}{kind}:{moment(value)}"


def folded(line: str) -> str:
    """No line of more than 75 octets, and none that ends within a letter."""
    if len(line) * 4 <= WIDTH or len(line.encode()) <= WIDTH:
        return line
    parts, start, width = [], 0, 0
    for place, letter in enumerate(line):
        octets = len(letter.encode())
        # The space a continuation begins with counts as well.
        if width + octets > WIDTH - bool(parts):
            parts.append(line[start:place])
            start, width = place, 0
        width += octets
    return f"{CRLF} ".join([*parts, line[start:]])


def component(name: str, lines: list[str]) -> list[str]:
    return [f"BEGIN:{name}", *lines, f"END:{name}"]


def calendar(head: list[str], entries: list[list[str]]) -> bytes:
    """The whole file: properties, then entries."""
    lines = [*head]
    for entry in entries:
        lines += component("VEVENT", entry)
    whole = component("VCALENDAR", lines)
    return "".join(folded(line) + CRLF for line in whole).encode()
