"""Lists of awards for one reader, as Excel."""

from django.utils.translation import gettext as _

from awards.forms.lists import COLUMNS, LABELS
from federation.exports import excel, workbook


def list_template(purpose: str) -> bytes:
    """The headings of a list, to be filled in."""
    return workbook(_("List"), [LABELS[name] for name in COLUMNS[purpose]], [])


def faulty_rows(importing, rows) -> bytes:
    """What was written in each row, and what is wrong with it; to be sent again."""
    names = COLUMNS[importing.purpose]
    lines = [
        [
            *(row.values.get(name, "") for name in names),
            "; ".join(f"{found['column']}: {found['text']}" for found in row.problems),
            row.number,
        ]
        for row in rows
    ]
    last = [_("What is wrong"), _("Row in the list sent")]
    return workbook(_("List"), [*(LABELS[name] for name in names), *last], lines)


def figures_workbook(name: str, rows):
    """The tables of the statistics below each other: part, name, numbers."""
    heads = [
        *(_("Part"), _("Name"), _("Collectives"), _("Individuals")),
        *(_("Together"), _("Share of collectives, per cent")),
    ]
    return excel(name, _("Statistics"), heads, rows)
