"""What the open data says of each kind of row, and how a row is told."""

from datetime import date, datetime

from django.utils.html import strip_tags
from django.utils.translation import get_language
from ninja import Schema

from events.models.calendar import in_iso
from federation import richtext
from federation.templatetags.components import partial_iso
from portal.api.asking import languages_of, link


class Told(Schema):
    """`in_vietnamese` names the texts of this row that English readers get in
    Vietnamese, because there is no other: names without an English one, sources."""

    in_vietnamese: list[str] = []


class Named(Told):
    """Something by name; `url` is null where it has no page in this language."""

    slug: str
    name: str
    url: str | None


class CountryShape(Told):
    iso2: str
    name: str
    url: str | None


class AssociationShape(Named):
    """`founded_on` may be a year or a month alone."""

    short_name: str
    type: str
    status: str
    countries: list[CountryShape]
    founded_on: str
    ended_on: date | None
    branches: int
    languages: list[str]
    is_sample: bool


class BranchShape(Named):
    association: Named
    host_kind: str
    host_name: str
    place: str
    status: str
    founded_on: str
    ended_on: date | None
    languages: list[str]
    is_sample: bool


class EventShape(Told):
    """`starts_at` is a day alone where no hour is known."""

    slug: str
    title: str
    url: str
    kind: str
    status: str
    starts_at: str
    ends_at: str | None
    place: str
    host: str
    lead: str
    languages: list[str]
    is_sample: bool


class EventWhole(EventShape):
    summary: str
    status_note: str
    changed_at: datetime


class DayShape(Told):
    """The turn of an anniversary in one year; only verified ones are told."""

    id: int
    title: str
    url: str | None
    kind: str
    date: date
    since: int | None
    years: int | None
    milestone: str
    country: CountryShape | None
    led_by: str


class ArticleShape(Told):
    slug: str
    title: str
    url: str
    lead: str
    kind: str
    section: str
    authors: str
    source: str
    published_at: datetime
    languages: list[str]
    is_sample: bool


class ArticleWhole(ArticleShape):
    """`body` is HTML with our own few tags."""

    body: str


class RoundShape(Told):
    slug: str
    title: str
    url: str
    type: str
    form: str
    period_from: date
    period_to: date
    collectives: int
    individuals: int
    languages: list[str]
    is_sample: bool


class AwardShape(Schema):
    """Name and title as they were on the day of the decision."""

    kind: str
    recipient: str
    title: str


class RoundWhole(RoundShape):
    summary: str
    source: str
    awards: list[AwardShape]


class FigureShape(Told):
    """One value of one metric; `at_least`: more than this."""

    metric: str
    year: int
    as_of: date | None
    value: float
    at_least: bool
    basis: str
    source: str


def vietnamese(told: dict, **texts) -> dict:
    """`told` with these texts, which are Vietnamese whoever asks, named as such."""
    texts = {name: text or "" for name, text in texts.items()}
    foreign = [name for name in texts if texts[name] and get_language() != "vi"]
    return told | texts | {"in_vietnamese": told.get("in_vietnamese", []) + foreign}


def with_name(told: dict, key: str, row, field="name") -> dict:
    """`told` with the row's name in the reader's language, else the Vietnamese one."""
    if row is None or getattr(row, field):
        return told | {key: getattr(row, field, "")}
    return vietnamese(told, **{key: getattr(row, f"{field}_vi")})


def named(row) -> dict:
    return with_name({"slug": row.slug, "url": page_of(row)}, "name", row)


def page_of(row) -> str | None:
    """Its page, which exists where it has a name in the reader's language."""
    return link(row) if row.name else None


def country(row) -> dict:
    return with_name({"iso2": row.iso2, "url": page_of(row)}, "name", row)


def organization(row) -> dict:
    return {
        **named(row),
        "status": row.status,
        "founded_on": partial_iso(row.founded_on, row.founded_precision),
        "ended_on": row.ended_on,
        "languages": languages_of(row, "name"),
        "is_sample": row.is_demo,
    }


def association(row) -> dict:
    return {
        **organization(row),
        "short_name": row.short_name or "",
        "type": row.type,
        "countries": [country(one) for one in row.countries.all()],
        "branches": row.branch_count,
    }


def branch(row) -> dict:
    told = {
        **organization(row),
        "association": named(row.association),
        "host_kind": row.host_kind,
    }
    return vietnamese(told, host_name=row.host_name, place=row.place)


def event(row) -> dict:
    told = {
        "slug": row.slug,
        "title": row.title,
        "url": link(row),
        "kind": row.kind,
        "status": row.status,
        "starts_at": in_iso(row.starts_at),
        "ends_at": in_iso(row.ends_at) if row.ends_at else None,
        "place": row.place or "",
        "lead": row.lead_text or "",
        "languages": row.languages,
        "is_sample": row.is_demo,
    }
    return with_name(told, "host", row.host)


def event_whole(row) -> dict:
    return {
        **event(row),
        "summary": richtext.clean(row.summary or ""),
        "status_note": row.status_note or "",
        "changed_at": row.updated_at,
    }


def day(row) -> dict:
    known = row.anniversary
    told_by = known.country or known.owner
    told = {
        "id": row.pk,
        "title": row.title,
        "url": page_of(told_by) if told_by else link(row),
        "kind": known.kind,
        "date": row.date,
        "since": known.base_date.year if known.base_date else None,
        "years": row.ordinal,
        "milestone": row.mark,
        "country": country(known.country) if known.country else None,
    }
    return with_name(told, "led_by", row.lead)


def article(row) -> dict:
    told = {
        "slug": row.slug,
        "title": row.title,
        "url": link(row),
        "lead": strip_tags(row.lead or ""),
        "kind": row.kind,
        "section": row.section.title or "",
        "authors": row.authors or "",
        "published_at": row.published_at,
        "languages": languages_of(row, "is_readable"),
        "is_sample": row.is_demo,
    }
    return vietnamese(told, source=row.source)


def article_whole(row) -> dict:
    return {**article(row), "body": richtext.clean(row.body or "")}


def round_(row) -> dict:
    told = {
        "slug": row.slug,
        "title": row.title,
        "url": link(row),
        "period_from": row.period_from,
        "period_to": row.period_to,
        "collectives": row.shown_collectives,
        "individuals": row.shown_individuals,
        "languages": languages_of(row, "title"),
        "is_sample": row.is_demo,
    }
    return with_name(with_name(told, "type", row.type), "form", row.form)


def round_whole(row) -> dict:
    awards = [
        {
            "kind": award.kind,
            "recipient": award.recipient,
            "title": award.recipient_title or "",
        }
        for award in row.awards.published().readable().in_order()
    ]
    told = {**round_(row), "summary": row.summary or "", "awards": awards}
    return vietnamese(told, source=row.source)


def figure(row) -> dict:
    told = {
        "metric": row.metric,
        "year": row.year,
        "as_of": row.as_of,
        "value": row.value,
        "at_least": row.at_least,
        "basis": row.basis,
    }
    if row.document:
        return told | {"source": str(row.document)}
    return vietnamese(told, source=row.source)
