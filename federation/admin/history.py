"""The record of a row as staff read it: who, when, what, and why."""

import re
from collections import defaultdict

import pghistory
from django.conf import settings
from django.contrib.admin.utils import display_for_value, unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import DecimalField
from django.template.response import TemplateResponse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from federation.richtext import RichTextField, plain
from federation.written import written

# Columns that follow from others and say nothing to a reader.
MADE = {"folded", "width", "height"}


class HistoryMixin:
    """The history button shows the append-only record: who, when, what, and why."""

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(
                request, self.opts, str(object_id)
            )
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % obj,
            "entries": history_of(obj),
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "federation/admin/history.html", context)


def history_of(obj, limit: int = 200) -> list[dict]:
    """The newest entries about a row, with each changed field before and after."""
    entries = []
    for model in [type(obj), *obj._meta.get_parent_list()]:
        for events in pghistory.core.event_models(tracks_model=model):
            rows = events.objects.filter(pgh_obj_id=obj.pk).order_by("-pgh_id")
            rows = list(rows.select_related("pgh_context")[: limit + 1])
            older = [*rows[1:], None]
            entries += [
                {"row": row, "changes": changes_between(old, row)}
                for row, old in zip(rows[:limit], older, strict=False)
            ]
    entries.sort(key=lambda entry: entry["row"].pgh_created_at, reverse=True)
    entries = entries[:limit]
    put_into_words(entries)
    say_who(entries)
    return entries


def say_who(entries: list[dict]) -> None:
    """Who did it and why, as the context of the change tells."""
    told = [entry for entry in entries if entry["row"].pgh_context]
    people = {entry["row"].pgh_context.metadata.get("user") for entry in told}
    users = get_user_model().objects.in_bulk([pk for pk in people if pk])
    for entry in told:
        metadata = entry["row"].pgh_context.metadata
        entry["user"] = users.get(metadata.get("user"))
        entry["why"] = metadata.get("reason") or metadata.get("url", "")


def changes_between(old, new) -> list[tuple]:
    """Field, before and after of all that differs; no keys, no doubled languages."""
    tracked = {
        field.name for field in new.pgh_tracked_model._meta.fields if field.primary_key
    }
    changes = []
    for field in new._meta.concrete_fields:
        hidden = field.name.startswith("pgh_") or field.name in tracked | MADE
        if hidden or field.primary_key or f"{field.name}_vi" in vars(type(new)):
            continue
        before = getattr(old, field.attname) if old else None
        after = getattr(new, field.attname)
        if before != after and (before or after):
            changes.append((field, before, after))
    return changes


def put_into_words(entries: list[dict]) -> None:
    """Fields and values as staff call them; other rows by name, not by number."""
    found = defaultdict(set)
    for entry in entries:
        for field, *values in entry["changes"]:
            if field.is_relation:
                found[points_to(field)] |= {value for value in values if value}
    names = {target: names_of(*target, keys) for target, keys in found.items()}
    for entry in entries:
        entry["changes"] = [
            (label(field), *(shown(field, value, names) for value in (before, after)))
            for field, before, after in entry["changes"]
        ]


def points_to(field) -> tuple:
    """The model and the column of it that a relation keeps: a number or a code."""
    return field.related_model, field.target_field.name


def names_of(model, column: str, keys: set) -> dict:
    """What rows are called, in one query."""
    rows = model._base_manager.select_related(
        *(
            field.name
            for field in model._meta.fields
            if field.many_to_one and not field.null
        )
    )
    return {pk: str(row) for pk, row in rows.in_bulk(keys, field_name=column).items()}


def label(field) -> str:
    """`title_en` is “title (English)”."""
    name = re.sub(r" \[\w+\]$", "", str(field.verbose_name))
    base, _line, code = field.name.rpartition("_")
    own = {own.name for own in field.model._meta.get_fields()}
    if base in own and code in dict(settings.LANGUAGES):
        words = {
            "vi": pgettext("language of a text", "Vietnamese"),
            "en": pgettext("language of a text", "English"),
        }
        return f"{name} ({words[code]})"
    return name


def shown(field, value, names: dict):
    """A value as staff read it: the words of a choice, a day in their language."""
    if value in (None, ""):
        return ""
    if field.is_relation:
        return names[points_to(field)].get(value) or _("no longer there")
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return "…"
    if isinstance(field, DecimalField):
        return written(value)
    if isinstance(field, RichTextField):
        return plain(value)
    return display_for_value(value, "–")
