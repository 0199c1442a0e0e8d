"""Private documents of the rows at any desk, for whoever may change the row there."""

from django.apps import apps
from django.contrib import admin
from django.http import Http404

from federation.uploads import DocumentField, ending, give


def give_file(request, label: str, pk: int, field: str):
    """One address for every desk; what a reader may not see is not there."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    names = {f.name for f in model._meta.fields if isinstance(f, DocumentField)}
    row = model._base_manager.filter(pk=pk).first() if field in names else None
    if row is None or not may_have(request, row):
        raise Http404
    file = getattr(row, field)
    name = f"{model._meta.model_name}-{row.pk}.{ending(file.name or '')}"
    return give(file, name=name)


def may_have(request, row) -> bool:
    """At its own desk, or as a part of another row at that one's desk.

    To look at a list of documents is less than to read them.
    """
    if desk := admin.site._registry.get(type(row)):
        return opens(desk, request, row.pk)
    return any(
        opens(desk, request, getattr(row, link.attname))
        and inline.has_change_permission(request)
        for desk in admin.site._registry.values()
        for inline in desk.get_inline_instances(request)
        if inline.model is type(row)
        for link in row._meta.fields
        if link.related_model is desk.model
    )


def opens(desk, request, pk) -> bool:
    row = desk.get_object(request, str(pk))
    return row is not None and desk.has_change_permission(request, row)
