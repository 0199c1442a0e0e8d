"""The index follows the rows: their history at once, the whole now and then.

What may be shown can also change without a change of the row (a day comes, a
translation is released), so the whole is read again when fifty times as long has
passed as it took the last time: it never costs more than two percent of a worker.
"""

import hashlib
import time
from collections import defaultdict
from datetime import date, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import override
from modeltranslation.manager import rewrite_lookup_key

from federation.search import Source
from federation.sortkey import fold
from portal.models import Entry, Survey
from portal.search import words
from portal.search.sources import SOURCES

BATCH = 500
# So many are marked at once, and in one round: one takes some milliseconds.
FEW, MARKED = 100, 2_000
SLACK = 50
# A transaction that began earlier may still write history of a lower number.
STILL_OPEN = timedelta(minutes=5)
WRITTEN = ["folded", "alike", "words", "year", "countries", "associations"]
WRITTEN += ["standing", "stamp"]


def refresh() -> None:
    """What changed since; kinds whose time has come are read whole."""
    for source in SOURCES:
        survey, _made = Survey.objects.get_or_create(kind=source.kind)
        now = timezone.now()
        rest = timedelta(seconds=SLACK * survey.took)
        if survey.ended_at is None or now - survey.ended_at >= rest:
            read_whole(source, survey)
        else:
            read_changes(source)
    for language, _name in settings.LANGUAGES:
        mark(Entry.objects.filter(language=language), MARKED)


def mark(rows, most: int | None = None) -> None:
    """Those that stand first, when there are many more; at most so many changes.

    They have an index of their own: there a common word is found in a tenth of the
    time.
    """
    ordered = rows.order_by("-standing", "-pk").values_list("standing", "pk")
    for standing, pk in ordered[words.HEAD : words.HEAD + 1]:
        risen = rows.filter(standing__gte=standing, is_first=False)
        risen = risen.exclude(standing=standing, pk__lte=pk)
        fallen = rows.filter(standing__lte=standing, is_first=True)
        fallen = fallen.exclude(standing=standing, pk__gt=pk)
        for changed, is_first in ((risen, True), (fallen, False)):
            for batch in batches(changed.values_list("pk", flat=True)[:most], FEW):
                rows.filter(pk__in=batch).update(is_first=is_first)


def read_whole(source: Source, survey: Survey) -> None:
    start = time.monotonic()
    for model in histories(source):
        follow(model)
    for language, _name in settings.LANGUAGES:
        with override(language):
            known = kept(source, language)
            found = set()
            for batch in batches(source.rows().values_list("pk", flat=True)):
                found |= set(batch)
                write(source, language, batch, known)
            drop(source, language, set(known) - found)
    survey.ended_at, survey.took = timezone.now(), time.monotonic() - start
    survey.save(update_fields=["ended_at", "took"])


def read_changes(source: Source) -> None:
    changed = {pk for model in histories(source) for pk in follow(model)}
    for batch in batches(sorted(changed)):
        for language, _name in settings.LANGUAGES:
            with override(language):
                known = kept(source, language, batch)
                here = source.rows().filter(pk__in=batch)
                found = list(here.values_list("pk", flat=True))
                write(source, language, found, known)
                drop(source, language, set(known) - set(found))


def histories(source: Source) -> list:
    """Where the changes of these rows are written down, those of parents included."""
    model = source.rows().model
    tracked = {model, *model._meta.get_parent_list()}
    return [
        history
        for history in apps.get_models()
        if getattr(history, "pgh_tracked_model", None) in tracked
    ]


def follow(history) -> set[int]:
    """The rows changed since the last time, some perhaps again."""
    survey, _made = Survey.objects.get_or_create(kind=history._meta.label)
    news = history.objects.filter(pgh_id__gt=survey.event)
    changed = set(news.values_list("pgh_obj_id", flat=True))
    settled = news.filter(pgh_created_at__lt=timezone.now() - STILL_OPEN)
    if last := settled.aggregate(last=Max("pgh_id"))["last"]:
        survey.event = last
        survey.save(update_fields=["event"])
    return changed


def batches(ids, size=BATCH):
    ids = list(ids)
    return (ids[at : at + size] for at in range(0, len(ids), size))


def kept(source: Source, language: str, ids=None) -> dict[int, str]:
    """The fingerprints of what the index has."""
    rows = Entry.objects.filter(kind=source.kind, language=language)
    if ids is not None:
        rows = rows.filter(object_id__in=ids)
    return dict(rows.values_list("object_id", "stamp"))


def drop(source: Source, language: str, ids: set[int]) -> None:
    for batch in batches(ids):
        rows = Entry.objects.filter(kind=source.kind, language=language)
        rows.filter(object_id__in=batch).delete()


def write(source: Source, language: str, ids: list[int], known: dict[int, str]):
    """Entries of these rows, those that say something new only."""
    entries = [
        entry
        for entry in entries_of(source, language, ids)
        if known.get(entry.object_id) != entry.stamp
    ]
    with transaction.atomic():
        Entry.objects.bulk_create(
            entries,
            update_conflicts=True,
            update_fields=WRITTEN,
            unique_fields=["kind", "object_id", "language"],
        )


def entries_of(source: Source, language: str, ids: list[int]):
    rows = source.rows().order_by().filter(pk__in=ids)
    fields = [rewrite_lookup_key(rows.model, name) for name in source.fields]
    countries = linked(rows, source.countries)
    associations = linked(rows, source.associations)
    day = [source.day] if source.day else []
    for pk, *texts in rows.values_list("pk", *day, *fields):
        when = texts.pop(0) if day else None
        yield entry(
            *(source, language, pk, [str(text or "") for text in texts], when),
            *(sorted(countries[pk]), sorted(associations[pk])),
        )


def linked(rows, paths: tuple[str, ...]) -> dict[int, set[int]]:
    """The rows of another kind each of these leads to."""
    found = defaultdict(set)
    for path in paths:
        for pair in rows.values_list("pk", path):  # one value when the path is "pk"
            if pair[-1] is not None:
                found[pair[0]].add(pair[-1])
    return found


def entry(source, language, pk, texts, when, countries, associations) -> Entry:
    title = " ".join(words.tokens(texts[0]))
    day = local_day(when)
    year = day.year if day else None
    facets = [f"kind={source.kind}"]
    facets += [f"year={year}"] if year else []
    facets += [f"country={number}" for number in countries]
    facets += [f"association={number}" for number in associations]
    vector = words.vector(texts, facets)
    folded = fold(title)
    standing = words.DAYS * source.standing + (day.toordinal() if day else 0)
    said = f"{title}|{vector}|{standing}"
    return Entry(
        kind=source.kind,
        object_id=pk,
        language=language,
        folded=folded,
        alike=f"{folded} {folded.replace(' ', '')}",
        words=vector,
        year=year,
        countries=countries,
        associations=associations,
        standing=standing,
        stamp=hashlib.blake2s(said.encode(), digest_size=16).hexdigest(),
    )


def local_day(when) -> date | None:
    return timezone.localdate(when) if isinstance(when, datetime) else when
