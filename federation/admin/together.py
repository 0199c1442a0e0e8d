"""Two people at one record: what the one writes, the other does not write over."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction

from federation.forms import NothingLost


class Together(admin.ModelAdmin):
    """Put it after unfold's ModelAdmin: a save writes what the form shows, no more.

    Status, counters and whatever else moves by itself is left as the database has it,
    so a form opened before a move cannot undo it; what someone else has typed
    meanwhile stays, or is shown. With `Seen` before unfold's ModelAdmin.
    """

    form = NothingLost

    moved_elsewhere: frozenset = frozenset()

    def save_model(self, request, obj, form, change):
        if not change:
            obj.save()
            return
        shown = set(form.changed_data)
        names = [
            column.name
            for column in obj._meta.concrete_fields
            if not (column.primary_key or column.generated)
            and (column.name not in self.moved_elsewhere or column.name in shown)
        ]
        obj.save(update_fields=names)

    def changeform_view(self, request, object_id=None, form_url="", extra=None):
        """Between looking what others wrote and writing, nobody else writes."""
        with transaction.atomic():
            if request.method == "POST" and object_id:
                self.hold(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra)

    def hold(self, request, object_id) -> None:
        if (obj := self.get_object(request, unquote(object_id))) is not None:
            rows = self.model._base_manager.select_for_update()
            rows.filter(pk=obj.pk).values_list("pk").first()


class Seen:
    """The form carries what it showed, for NothingLost."""

    change_form_before_template = "federation/admin/seen.html"
