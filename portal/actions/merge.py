"""Loading again without undoing what people corrected: the history decides.

A field is the loader's while the loader wrote its present value; once anybody else
changed it, it is theirs and stays.
"""

import pghistory
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from portal.actions.tables import Refused

LOADER = "load_reference"


def as_loader():
    """Writes within this context are known as the loader's."""
    return pghistory.context(source=LOADER)


def settle(row, values: dict, *, held: tuple[str, ...] = ()) -> tuple[str, list[str]]:
    """Write `values` on the row: (created | updated | unchanged, fields kept).

    `held` fields are staff's whatever the history says.
    """
    if row.pk is None:
        _write(row, values)
        return "created", []
    changed = {
        name: value for name, value in values.items() if getattr(row, name) != value
    }
    kept = [name for name in changed if name in held or _is_theirs(row, name)]
    ours = {name: value for name, value in changed.items() if name not in kept}
    if not ours:
        return "unchanged", kept
    _write(row, ours)
    return "updated", kept


def _write(row, values: dict) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.clean_fields()  # the constraints are the database's, see below
        row.clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        column, texts = next(iter(error.message_dict.items()))
        column = column if column in values else f"{column}_vi"
        column = column if column in values else ""
        raise Refused(column, " ".join(texts)) from None
    except DatabaseError as error:
        raise Refused("", str(error).splitlines()[0]) from None


def _is_theirs(row, name: str) -> bool:
    """Whether somebody other than the loader last changed this field."""
    field = row._meta.get_field(name)
    events = field.model.pgh_event_model.objects.filter(pgh_obj_id=row.pk)
    theirs, before = True, object()
    for value, context in events.order_by("pgh_id").values_list(
        field.attname, "pgh_context__metadata"
    ):
        if value != before:
            theirs = (context or {}).get("source") != LOADER
        before = value
    return theirs
