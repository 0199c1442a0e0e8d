"""What every admin of the house is made of: folding search, marks, history."""

from functools import reduce

import pghistory
from django.apps import apps
from django.contrib.admin.utils import (
    display_for_value,
    lookup_spawns_duplicates,
    unquote,
)
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import F, TextField, URLField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.admin import ReadOnly
from federation.richtext import checked
from federation.sortkey import Fold, fold

__all__ = [
    "DemoMark",
    "Desk",
    "FoldSearchMixin",
    "HistoryMixin",
    "PlainDesk",
    "ReadOnly",
    "SecureAddresses",
]
LANGUAGES = ("vi", "en")


def in_every_language(model, path: str) -> list[str]:
    """`owner__name` → `owner__name_vi`, `owner__name_en`; others stay as they are."""
    *relations, last = path.split("__")
    for name in relations:
        model = model._meta.get_field(name).related_model
    try:
        translated = last in translator.get_options_for_model(model).get_field_names()
        model._meta.get_field(f"{last}_vi")
    except (NotRegistered, FieldDoesNotExist):
        translated = False
    if not translated:
        return [path]
    names = [build_localized_fieldname(last, language) for language in LANGUAGES]
    return ["__".join([*relations, name]) for name in names]


class FoldSearchMixin:
    """`huu nghi` finds “Hữu nghị”: every word, in any of `search_fields`, folded.

    Translated fields are searched in both languages. Put it before ModelAdmin.
    """

    def get_ordering(self, request):
        """Always some order: the pages of a choice must never overlap."""
        ordered = super().get_ordering(request) or self.model._meta.ordering
        return ordered or ["name" if hasattr(self.model, "name") else "pk"]

    def get_search_results(self, request, queryset, search_term):
        fields = [str(field).lstrip("^=@") for field in self.get_search_fields(request)]
        words = fold(search_term).replace('"', " ").split()
        if not fields or not words:
            return queryset, False
        paths = [
            path for name in fields for path in in_every_language(self.model, name)
        ]
        nothing, line = Value("", TextField()), Value("\n", TextField())
        texts = [Coalesce(Cast(F(path), TextField()), nothing) for path in paths]
        hay = reduce(lambda left, right: Concat(left, line, right), texts)
        queryset = queryset.alias(_hay=Fold(hay))
        for word in words:
            queryset = queryset.filter(_hay__contains=word)
        opts = self.model._meta
        return queryset, any(lookup_spawns_duplicates(opts, path) for path in paths)


class DemoMark:
    """Sample rows carry a mark in the list, and a filter finds them."""

    def get_list_display(self, request):
        return [*super().get_list_display(request), "demo_mark"]

    def get_list_filter(self, request):
        return [*super().get_list_filter(request), "is_demo"]

    @display(description=_("origin"), label={"demo": "warning"}, ordering="is_demo")
    def demo_mark(self, obj):
        return ("demo", _("sample data")) if obj.is_demo else ""


class HistoryMixin:
    """The history button shows the append-only record: who, when, what, and why."""

    def history_view(self, request, object_id, extra_context=None):
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
    people = {
        entry["row"].pgh_context.metadata.get("user") for entry in with_context(entries)
    }
    users = get_user_model().objects.in_bulk([pk for pk in people if pk])
    for entry in with_context(entries):
        metadata = entry["row"].pgh_context.metadata
        entry["user"] = users.get(metadata.get("user"))
        entry["why"] = metadata.get("reason") or metadata.get("url", "")
    return entries[:limit]


def with_context(entries) -> list[dict]:
    return [entry for entry in entries if entry["row"].pgh_context]


def changes_between(old, new) -> list[tuple]:
    """Name, before and after of every field that differs."""
    changes = []
    for field in new._meta.concrete_fields:
        hidden = field.name.startswith("pgh_") or field.primary_key
        if hidden or f"{field.name}_vi" in vars(type(new)):
            continue
        before = getattr(old, field.attname) if old else None
        after = getattr(new, field.attname)
        if before != after and (before or after):
            was = shown(field, before) if old else None
            changes.append((field.verbose_name, was, shown(field, after)))
    return changes


def shown(field, value):
    """A value as staff read it: the words of a choice, a day in their language."""
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return "…"
    return display_for_value(value, "–")


class PlainDeletion:
    """The page that asks before deleting names rows, not the links between rows."""

    def get_deleted_objects(self, objs, request):
        lines, counts, rights, protected = super().get_deleted_objects(objs, request)
        links = [m for m in apps.get_models(include_auto_created=True) if is_link(m)]
        starts = tuple(f"{capfirst(m._meta.verbose_name)}: " for m in links)
        names = {m._meta.verbose_name_plural for m in links}
        counts = {name: n for name, n in counts.items() if name not in names}
        return without(starts, lines), counts, rights, protected


def is_link(model) -> bool:
    return bool(model._meta.auto_created)


def without(starts: tuple[str, ...], lines: list) -> list:
    """The tree of lines, those beginning so left out."""
    kept = [
        without(starts, line) if isinstance(line, list) else line
        for line in lines
        if isinstance(line, list) or not line.startswith(starts)
    ]
    return [line for line in kept if line != []]


class SecureAddresses:
    """An address typed without its beginning is https; no identity numbers."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return checked(super().formfield_for_dbfield(db_field, request, **kwargs))


class Desk(
    SecureAddresses,
    PlainDeletion,
    FoldSearchMixin,
    HistoryMixin,
    ModelAdmin,
    TabbedTranslationAdmin,
):
    """A staff screen with text in two languages."""

    warn_unsaved_form = True
    list_per_page = 50


class PlainDesk(
    SecureAddresses,
    PlainDeletion,
    FoldSearchMixin,
    HistoryMixin,
    ModelAdmin,
):
    """A staff screen without translated fields."""

    warn_unsaved_form = True
    list_per_page = 50
