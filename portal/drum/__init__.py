"""The half drum of the home page, from what the portal knows today."""

import logging

from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Anniversary, Occurrence
from federation.models import Figure
from federation.sortkey import SortKey
from members.models.associations import Association, WorldRegion
from portal.drum.draw import draw

logger = logging.getLogger(__name__)
# How long a drawing may be older than the data, in seconds.
FRESH = 5


def of_today(language: str):
    """The drawing and its key, safe, drawn anew at most every few seconds per language.

    Without a cache it is drawn for every reader: slower, never broken. Returns an
    empty text while there is no association.
    """
    key = f"drum-{language}-{timezone.localdate():%Y%m%d}"
    try:
        drawn = cache.get(key)
    except Exception:  # noqa: BLE001 - a cache that is away breaks no page
        logger.warning("The drum is drawn without a cache")
        drawn = None
    if drawn is None:
        drawn = made()
        remember(key, drawn)
    return mark_safe(drawn)  # noqa: S308 - draw() and the template escape


def remember(key, drawn):
    try:
        cache.set(key, drawn, FRESH)
    except Exception:  # noqa: BLE001 - see of_today
        logger.warning("The drum was not kept")


def made() -> str:
    regions = by_region()
    if not regions:
        return ""
    today, known = timezone.localdate(), growth()
    count = sum(len(region["associations"]) for region in regions)
    drawn = draw(
        {
            "unit": unit(count, known),
            "regions": regions,
            "year": today.year,
            "today": today,
            "months": [str(MONTHS_3[n]) for n in range(1, 13)],
            "marks": marks(today.year),
            "growth": known,
        }
    )
    return drawn + render_to_string("components/regions.html", {"regions": regions})


def unit(count: int, known: list[dict]) -> str:
    """What the number in the core counts; if more are reported, of how many."""
    reported = known[-1]["count"] if known else 0
    if reported > count:
        return _("of %(n)s members") % {"n": reported}
    return ngettext("member association", "member associations", count)


def by_region() -> list[dict]:
    """Living associations with their branches, in the groups of the index."""
    living = Q(branches__ended_on__isnull=True, branches__is_listed=True)
    facts = Q(
        countries__anniversaries__kind=Anniversary.Kind.DIPLOMATIC,
        countries__anniversaries__is_verified=True,
    )
    rows = (
        Association.objects.readable()
        .living()
        .annotate(
            living_branches=Count("branches", filter=living, distinct=True),
            since=Min("countries__anniversaries__base_date__year", filter=facts),
        )
        .order_by(SortKey("name"), "pk")
        .prefetch_related("countries")
    )
    seats: dict[WorldRegion, list] = {region: [] for region in WorldRegion}
    for row in rows:
        seats[row.world_region].append(seat(row))
    return [
        {
            "name": str(region.label),
            "href": f"#region-{region.value}",
            "associations": found,
        }
        for region, found in seats.items()
        if found
    ]


def seat(row) -> dict:
    countries = list(row.countries.all())
    name = countries[0].name if len(countries) == 1 else row.short_name
    branches = ngettext("%(n)s branch", "%(n)s branches", row.living_branches)
    return {
        "name": name or row.name,
        "title": f"{row.name}: {branches % {'n': row.living_branches}}",
        "href": row.get_absolute_url(),
        "branches": row.living_branches,
        "since": row.since,
    }


def marks(year: int) -> list[dict]:
    """Verified anniversaries: those our associations keep, and every decade year."""
    ours = Q(lead__isnull=False) | Q(milestone="decade")
    rows = Occurrence.objects.of_year(year).filter(ours)
    return [
        {"date": row.date, "title": row.anniversary.title, "milestone": row.milestone}
        for row in rows.exclude(anniversary__kind=Anniversary.Kind.NATIONAL_DAY)
    ]


def growth() -> list[dict]:
    """Reported numbers of associations, one per year."""
    known: dict[int, int] = {}
    figures = Figure.objects.filter(
        owner__kind="union", metric=Figure.Metric.ASSOCIATIONS
    )
    for figure in figures.order_by("year", "basis"):
        known[figure.year] = int(figure.value)
    return [
        {"year": year, "count": count, "text": f"{year} · {count}"}
        for year, count in sorted(known.items())
    ]
