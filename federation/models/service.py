"""Since when in total: consecutive appointments to the same title are one service."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from federation.sortkey import fold

FOREVER = date.max


def first_day(row) -> date:
    """The day it began; where none is written, the first of its term."""
    if row.since:
        return row.since
    return row.body.term.begins_on if row.body.term else date.min


def last_day(row) -> date:
    """The day it ended or will end at the latest; a standing body has no end."""
    if row.until:
        return row.until
    term = row.body.term
    if term is None:
        return FOREVER
    ended = term.ended_on - timedelta(days=1) if term.ended_on else None
    return ended or date(term.end_year, 12, 31)


@dataclass
class Service:
    """One title of one person in one organisation, without a break."""

    rows: list = field(default_factory=list)

    @property
    def title(self) -> str:
        """As it was called last."""
        return self.rows[-1].title

    @property
    def owner(self):
        return self.rows[-1].body.owner

    @property
    def first(self):
        """The appointment with which it began."""
        return self.rows[0]

    @property
    def last_day(self) -> date:
        return max(last_day(row) for row in self.rows)

    @property
    def is_of_many(self) -> bool:
        """More than one appointment, so that the total says something new."""
        return len(self.rows) > 1

    def years(self, on: date) -> int | None:
        """Whole years served by that day; None while only the first year is known."""
        if self.first.since is None:
            return None
        end, start = min(on, self.last_day), self.first.since
        early = (end.month, end.day) < (start.month, start.day)
        return max(0, end.year - start.year - early)

    def goes_on_with(self, row) -> bool:
        """The next one began before or on the day after the last ended."""
        return self.last_day == FOREVER or (
            first_day(row) <= self.last_day + timedelta(days=1)
        )


def same_title(row) -> tuple:
    """What makes two appointments the same: who chairs chairs, however it is called.

    To act is not to hold the title.
    """
    words = "" if row.is_chair else fold(row.title_vi or row.title)
    return row.person_id, row.owner_id, row.is_chair, row.is_acting, words


def services(appointments) -> list[Service]:
    """All services in these appointments (from `for_rows()`), the latest first."""
    found: dict[tuple, list[Service]] = {}
    for row in sorted(appointments, key=first_day):
        known = found.setdefault(same_title(row), [])
        if not known or not known[-1].goes_on_with(row):
            known.append(Service())
        known[-1].rows.append(row)
    every = [service for known in found.values() for service in known]
    return sorted(every, key=lambda service: service.last_day, reverse=True)
