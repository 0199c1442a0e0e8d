"""When what an entry prints was changed last, in its own row or in one it names."""

from datetime import datetime

import pghistory
from django.db.models import Max


def with_last_changes(rows, own: str, *named: str) -> list:
    """The rows with `last_change`: the moment in the field `own`, or later, when what
    they name (an anniversary's title, the name of an association) was changed."""
    rows = list(rows)
    for name in named:
        found = {getattr(row, f"{name}_id") for row in rows} - {None}
        changes = last_changes(rows[0]._meta.get_field(name), found) if found else {}
        for row in rows:
            known = getattr(row, "last_change", getattr(row, own))
            changed = changes.get(getattr(row, f"{name}_id"))
            row.last_change = max(known, changed) if changed else known
    return rows


def last_changes(field, ids) -> dict[int, datetime]:
    """From the history: of each row when it was last changed, not when it was made."""
    model = field.related_model
    for parent in model._meta.get_parent_list():
        model = parent  # the name of an association is its organisation's
    (history,) = pghistory.core.event_models(tracks_model=model)
    changes = history.objects.filter(pgh_obj__in=ids, pgh_label="update").order_by()
    return dict(changes.values_list("pgh_obj").annotate(Max("pgh_created_at")))
