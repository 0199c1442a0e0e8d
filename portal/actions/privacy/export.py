"""Everything about one person, as JSON and as a PDF to read, in one ZIP."""

import json
import zipfile
from io import BytesIO

import pghistory
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from federation import papers
from federation.models import Person, Union
from members.models import BranchRequest, DossierRevision
from portal.actions.privacy.dossiers import submissions
from portal.actions.privacy.relations import (
    marks_of,
    name_of,
    rows_of,
    values_of,
    words_for,
)


def everything_about(person: Person) -> dict:
    """What is kept about this person, in which table, in which words."""
    records, hands = [], []
    for relation in rows_of(person):
        if relation.is_own:
            records.append(table(relation.model, relation.rows, relation.name))
        else:
            hands.append(
                {
                    "table": name_of(relation.model),
                    "as": words_for(relation.model)[relation.name],
                    "rows": relation.rows.count(),
                }
            )
    sent = [
        {
            "request": str(revision.request),
            "data": ", ".join(str(word) for word in entry.values() if word),
        }
        for revision, _left, said in submissions(marks_of(person))
        for entry in said
    ]
    if sent:
        records.append(table(DossierRevision, []) | {"rows": sent})
    own = [table(Person, [person])]
    if person.user:
        own.append(table(type(person.user), [person.user]))
    return {
        "person": person.full_name,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "records": [*own, *(found for found in records if found["rows"])],
        "acted": hands,
        "history": [found for row in own_rows(person) if (found := history(row))],
    }


def own_rows(person) -> list:
    return [person, *([person.user] if person.user else [])]


def table(model, rows, relation: str = "") -> dict:
    return {
        "table": name_of(model),
        "model": model._meta.label,
        "relation": relation,
        "fields": words_for(model),
        "rows": [told(row) for row in rows],
    }


def told(row) -> dict[str, str]:
    """Of a dossier that names whom to call, only that: the rest is not about them."""
    values = values_of(row)
    if isinstance(row, BranchRequest):
        own = ("number", "name", "contact_name", "contact_email")
        return {name: values[name] for name in own if name in values}
    return values


def history(row) -> dict:
    """What the row said before, as the append-only record has it."""
    events = []
    for model in pghistory.core.event_models(tracks_model=type(row)):
        for event in model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id"):
            values = values_of(event)
            events.append(values | {"at": event.pgh_created_at.isoformat()})
    return {"table": name_of(type(row)), "rows": events}


def as_json(data: dict) -> bytes:
    text = json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    return text.encode()


def as_pdf(data: dict) -> bytes:
    """A4, for reading: each row as a list of names and values; nothing is markup."""
    union = Union.objects.root()
    printed = {
        "lang": get_language(),
        "title": _("Everything we keep about you"),
        "issuer": (union.name if union else "") or "",
        "person": data["person"],
        "day": date_format(timezone.localdate()),
        "intro": _("In the order of our tables; passwords and keys are left out."),
        "records": [
            {
                "title": found["table"],
                "rows": [
                    [[found["fields"][name], value] for name, value in row.items()]
                    for row in found["rows"]
                ],
            }
            for found in data["records"]
        ],
        "acted_head": _("Where you acted"),
        "acted": [
            f"{row['table']} – {row['as']}: {row['rows']}" for row in data["acted"]
        ],
        "history_note": _("Earlier values are in the JSON file."),
    }
    return papers.pdf("documents/portal/person.typ", printed, standards=["ua-1"])


def package_for(person: Person) -> bytes:
    """One ZIP with both forms."""
    data, out = everything_about(person), BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("data.json", as_json(data))
        package.writestr("data.pdf", as_pdf(data))
    return out.getvalue()
