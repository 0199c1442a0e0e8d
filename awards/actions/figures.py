"""Statistics: who was commended how often, and who never."""

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from awards.models import Award, CommendationRound
from federation.models import Organization
from federation.sortkey import fold
from federation.written import written

COUNTED = {
    "collectives": Count("pk", filter=Q(kind=Award.Kind.COLLECTIVE)),
    "individuals": Count("pk", filter=Q(kind=Award.Kind.INDIVIDUAL)),
    "total": Count("pk"),
}


def line(name, row) -> dict:
    total = row["total"]
    share = round(100 * row["collectives"] / total, 1) if total else None
    return {
        "name": str(name),
        "collectives": row["collectives"],
        "individuals": row["individuals"],
        "total": total,
        "share": f"{written(share)} %" if share is not None else "–",
        "percent": share,
    }


def valid(since=None, until=None):
    rows = Award.objects.filter(status=Award.Status.VALID).order_by()
    if since:
        rows = rows.filter(register_year__gte=since)
    if until:
        rows = rows.filter(register_year__lte=until)
    return rows


def by(rows, *names, word=None) -> list[dict]:
    """One line for each value of the first name; the last one is what it is called."""
    found = rows.values(*names).annotate(**COUNTED).order_by(*names)
    word = word or (lambda row: row[names[-1]])
    return [line(word(row) or "–", row) for row in found]


def by_association(rows) -> list[dict]:
    """Own awards, those of branches, and those nominated, each once."""
    whose = {
        "own": F("organization"),
        "parent": F("organization__parent"),
        "kind_of": F("organization__kind"),
        "nominated": F("nomination__association"),
    }
    names = {
        row.pk: str(row)
        for row in Organization.objects.filter(kind=Organization.Kind.ASSOCIATION)
    }
    sums: dict = {}
    for row in rows.annotate(**whose).values(*whose).annotate(**COUNTED):
        own = row["parent"] if row["kind_of"] == "branch" else row["own"]
        pk = own if own in names else row["nominated"]
        into = sums.setdefault(pk if pk in names else None, dict.fromkeys(COUNTED, 0))
        for name in COUNTED:
            into[name] += row[name]
    found = [line(names[pk], row) for pk, row in sums.items() if pk]
    found.sort(key=lambda row: -row["total"])
    if rest := sums.get(None):
        found.append(line(_("no association"), rest))
    return found


def never(rows) -> list:
    """Living associations without any award in the time, under their name either.

    An old register has names alone: a collective of an association's name is it.
    """
    own = rows.filter(organization__isnull=False)
    known = set(own.values_list("organization", flat=True))
    known |= set(own.values_list("organization__parent", flat=True))
    nominated = rows.filter(nomination__isnull=False)
    known |= set(nominated.values_list("nomination__association", flat=True))
    living = Organization.objects.filter(kind=Organization.Kind.ASSOCIATION).living()
    alone = rows.filter(organization=None, kind=Award.Kind.COLLECTIVE)
    names = {fold(name) for name in alone.values_list("recipient_vi", flat=True)}
    rest = living.exclude(pk__in=[pk for pk in known if pk]).in_order()
    return [row for row in rest if fold(row.name_vi) not in names]


def parts(rows) -> list[dict]:
    """The tables, one below the other."""
    return [
        {
            "title": _("By form"),
            "rows": by(rows, "form__display_order", "form__name"),
        },
        {
            "title": _("By kind of round"),
            "rows": by(rows, "round__type__display_order", "round__type__name"),
        },
        {
            "title": pgettext("of a list", "By association"),
            "rows": by_association(rows),
        },
        {
            "title": _("By year of the register"),
            "rows": by(rows, "register_year"),
        },
        {
            "title": _("From Viet Nam and from abroad"),
            "rows": by(
                rows,
                "is_foreign",
                word=lambda row: (
                    _("from abroad") if row["is_foreign"] else _("from Viet Nam")
                ),
            ),
        },
    ]


def figures(since=None, until=None) -> dict:
    """All tables of the statistics, and the reported numbers beside them."""
    rows = valid(since, until)
    reported = CommendationRound.objects.exclude(declared_collectives=None)
    if since:
        reported = reported.filter(period_to__year__gte=since)
    if until:
        reported = reported.filter(period_to__year__lte=until)
    return {
        "all": line(_("Together"), rows.aggregate(**COUNTED)),
        "parts": parts(rows),
        "never": never(rows),
        "reported": reported.counted().order_by("-period_to", "-pk"),
    }
