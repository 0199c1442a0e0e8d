"""Shelf: how much is translated, what waits for whom."""

from django import template

from federation.models import TranslationState

register = template.Library()


@register.inclusion_tag("federation/shelf_translations.html")
def translation_counts(user):
    """What is not translated, out of date or unread, for each part: one query."""
    rows = TranslationState.objects.visible_to(user).counts()
    for row in rows:
        row["missing"] = row["none"] + row["machine"]
    return {"rows": rows}
