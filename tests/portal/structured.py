"""What the types of schema.org that we use must say, and whether a page says it.

Required by Google's documentation of rich results (Event, NewsArticle as recommended,
BreadcrumbList), and what schema.org expects each property to be.
"""

import json
import re
from datetime import date, datetime
from urllib.parse import urlsplit

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def text(value) -> bool:
    return isinstance(value, str) and bool(value.strip())


def url(value) -> bool:
    parts = urlsplit(value) if text(value) else urlsplit("")
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def day(value) -> bool:
    """A date, or a year or month alone, as ISO 8601 writes them."""
    if re.fullmatch(r"\d{4}(-\d\d)?", value):
        return True
    try:
        return bool(date.fromisoformat(value[:10]) and datetime.fromisoformat(value))
    except ValueError:
        return False


def moment(value) -> bool:
    """A day, or a time that says its distance from UTC."""
    return day(value) and (
        "T" not in value or bool(re.search(r"[+-]\d\d:\d\d$", value))
    )


def one_of(*kinds):
    return lambda value: isinstance(value, dict) and value.get("@type") in kinds


def many(check):
    return lambda value: (
        isinstance(value, list) and bool(value) and all(check(item) for item in value)
    )


def either(*checks):
    return lambda value: any(check(value) for check in checks)


# {type: ({what it must say: how}, {what it may say: how})}
TYPES = {
    "Organization": (
        {"name": text},
        {
            "url": url,
            "logo": url,
            "sameAs": url,
            "subjectOf": url,
            "alternateName": text,
            "address": text,
            "telephone": text,
            "email": text,
            "foundingDate": day,
            "member": many(one_of("OrganizationRole")),
        },
    ),
    "OrganizationRole": (
        {"roleName": text, "member": one_of("Person")},
        {"startDate": day, "endDate": day},
    ),
    "Person": (
        {"name": text},
        {
            "url": url,
            "jobTitle": many(text),
            "worksFor": many(one_of("Organization")),
        },
    ),
    "Event": (
        {"name": text, "startDate": moment, "location": one_of("Place")},
        {
            "endDate": moment,
            "description": text,
            "url": url,
            "eventStatus": lambda value: value.startswith("https://schema.org/Event"),
            "organizer": one_of("Organization"),
        },
    ),
    "Place": ({"name": text, "address": text}, {}),
    "NewsArticle": (
        {
            "headline": lambda value: text(value) and len(value) <= 110,
            "image": many(url),
            "datePublished": moment,
            "author": many(one_of("Person", "Organization")),
        },
        {
            "dateModified": moment,
            "mainEntityOfPage": url,
            "url": url,
            "description": text,
            "articleSection": text,
            "inLanguage": text,
            "isAccessibleForFree": lambda value: value is True,
            "publisher": one_of("Organization"),
            "isPartOf": one_of("PublicationIssue"),
        },
    ),
    "PublicationIssue": ({"issueNumber": text}, {"isPartOf": one_of("Periodical")}),
    "Periodical": ({"name": text}, {}),
    "BreadcrumbList": ({"itemListElement": many(one_of("ListItem"))}, {}),
    "ListItem": ({"position": lambda n: n > 0, "name": text}, {"item": url}),
    "ImageGallery": (
        {"name": text, "url": url},
        {
            "dateCreated": day,
            "author": one_of("Organization"),
            "image": many(one_of("ImageObject")),
        },
    ),
    "ImageObject": ({"contentUrl": url}, {"caption": text, "creditText": text}),
}


def blocks(page: str) -> list[dict]:
    return [json.loads(found) for found in BLOCK.findall(page)]


def faults(page: str) -> list[str]:
    """What a page's facts for search engines lack, say wrongly or say twice."""
    found = []
    for told in blocks(page):
        if told.pop("@context", "") != "https://schema.org":
            found.append("no @context")
        found += faults_of(told)
    return found


def faults_of(told) -> list[str]:
    if isinstance(told, list):
        return [fault for item in told for fault in faults_of(item)]
    if not isinstance(told, dict):
        return []
    kind = told.get("@type", "")
    if kind not in TYPES:
        return [f"unknown type {kind}"]
    must, may = TYPES[kind]
    values = {name: value for name, value in told.items() if name != "@type"}
    found = [f"{kind} lacks {name}" for name in must.keys() - values]
    for name, value in values.items():
        check = (must | may).get(name)
        if check is None:
            found.append(f"{kind} knows no {name}")
        elif not check(value):
            found.append(f"{kind}.{name} is {value!r}")
        found += faults_of(value)
    if kind == "BreadcrumbList":
        found += steps_of(told["itemListElement"])
    return found


def steps_of(steps) -> list[str]:
    """At least two, numbered from one, each but the last with its address."""
    numbers = [step["position"] for step in steps]
    is_whole = len(steps) > 1 and numbers == list(range(1, len(steps) + 1))
    lost = [step["name"] for step in steps[:-1] if "item" not in step]
    return ([] if is_whole else ["a path of no steps"]) + lost
