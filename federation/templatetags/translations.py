"""Shelf: how much is translated, what waits for whom."""

from django import template
from django.apps import apps

from federation.models import TranslationState

register = template.Library()


@register.inclusion_tag("federation/shelf_translations.html")
def translation_counts():
    """What is not translated, out of date or unread, for each part: one query."""
    rows = TranslationState.objects.counts()
    for row in rows:
        config = apps.get_app_config(row["content_type__app_label"])
        row["name"] = config.verbose_name
        row["missing"] = row["none"] + row["machine"]
    return {"rows": rows}
