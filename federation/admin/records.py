"""Documents and their registers, legal bases, pages, photographs, figures."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action, display

from federation.access import move_action
from federation.admin.desk import DemoMark, Desk, PlainDesk, ReadOnly
from federation.forms import CancelForm, DocumentForm
from federation.lifecycle import MoveRefused
from federation.models import (
    Document,
    DocumentRegister,
    Figure,
    LegalBasis,
    MovedDay,
    Page,
    Photo,
    PhotoPerson,
)
from federation.models.records import register_name


@admin.register(Document)
class DocumentAdmin(DemoMark, Desk):
    """Our own numbers are drawn from the register, those of others are written."""

    list_display = ["number", "kind", "title", "issuer", "issued_on", "access"]
    list_filter = ["kind", "access", "legal_status", "owner__kind"]
    list_select_related = ["owner"]
    search_fields = ["code", "title", "issuer", "signer"]
    autocomplete_fields = ["owner"]
    date_hierarchy = "issued_on"
    actions = [move_action("take_number", _("Draw a number"))]
    actions_detail = ["cancel"]
    form = DocumentForm
    fieldsets = [
        (
            _("Head"),
            {
                "fields": [
                    *("kind", "owner", "issuer", "issued_on", "signer"),
                    *("code", "title", "source"),
                ]
            },
        ),
        (
            _("File and access"),
            {"fields": ["file", "access", "legal_status", "cancel_reason"]},
        ),
    ]

    def get_queryset(self, request):
        """Confidential ones stand in no list of those who may not see them."""
        return super().get_queryset(request).visible_to(request.user)

    @display(description=_("number and symbol"), ordering="code")
    def number(self, obj):
        return obj.code or _("no number yet")

    def get_readonly_fields(self, request, obj=None):
        """A number drawn is not written over; what something rests on says the same."""
        fixed = ["cancel_reason"]
        if obj is None or not (obj.code and obj.owner_id):
            return fixed
        if obj.is_cancelled or obj.resting_on_it():
            every = [name for _head, part in self.fieldsets for name in part["fields"]]
            return [name for name in every if name not in ("file", "access")]
        return [*fixed, "code"]

    def has_delete_permission(self, request, obj=None):
        """A number once given stays, at most cancelled (R1)."""
        numbered = obj is not None and obj.code and obj.owner_id
        return not numbered and super().has_delete_permission(request, obj)

    def delete_queryset(self, request, queryset):
        queryset.filter(code="").delete()

    @action(
        description=_("Cancel the number"), url_path="cancel", permissions=["change"]
    )
    def cancel(self, request, object_id):
        """The number stays in the register, with the reason why it counts no more."""
        document = self.get_object(request, unquote(str(object_id)))
        if document is None:
            raise Http404
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        form = CancelForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                document.cancel(reason=form.cleaned_data["reason"])
            except MoveRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                self.log_change(request, document, gettext("The number was cancelled."))
                self.message_user(request, _("Done."), messages.SUCCESS)
                return redirect("admin:federation_document_change", document.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Cancel the number: %s") % document,
            "form": form,
            "document": document,
            "opts": self.opts,
        }
        return TemplateResponse(request, "federation/admin/cancel.html", context)


class RegisterFilter(admin.SimpleListFilter):
    """The registers there are, each in words."""

    title, parameter_name = _("register"), "register"

    def lookups(self, request, model_admin):
        codes = DocumentRegister.objects.order_by("kind").values_list("kind", flat=True)
        return [(code, register_name(code)) for code in codes.distinct()]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(DocumentRegister)
class DocumentRegisterAdmin(ReadOnly, PlainDesk):
    """Looks only: numbers are drawn by documents, never written."""

    list_display = ["year", "shown_kind", "owner", "last_number"]
    fields = ["year", "shown_kind", "owner", "last_number"]
    list_filter = ["year", RegisterFilter]
    list_select_related = ["owner"]
    search_fields = ["kind", "year", "owner__name"]
    readonly_fields = ["shown_kind"]

    @display(description=_("register"), ordering="kind")
    def shown_kind(self, obj):
        return register_name(obj.kind)


@admin.register(LegalBasis)
class LegalBasisAdmin(DemoMark, Desk):
    list_display = ["code", "title", "effective_from", "effective_to"]
    search_fields = ["code", "title", "note"]
    date_hierarchy = "effective_from"


@admin.register(Page)
class PageAdmin(DemoMark, Desk):
    list_display = ["title", "slug", "is_published", "display_order", "updated_at"]
    list_filter = ["is_published"]
    search_fields = ["title", "lead", "body"]
    prepopulated_fields = {"slug": ["title"]}


class PhotoPersonInline(TabularInline):
    """Who can be recognised; whoever does not want to be shown hides the picture."""

    model = PhotoPerson
    autocomplete_fields = ["person"]
    extra = 0


@admin.register(Photo)
class PhotoAdmin(DemoMark, Desk):
    list_display = ["__str__", "alt", "credit", "taken_on", "size", "is_withheld"]
    list_filter = ["is_withheld"]
    inlines = [PhotoPersonInline]
    search_fields = ["alt", "caption", "credit"]
    date_hierarchy = "taken_on"

    @display(description=_("size"))
    def size(self, obj):
        return f"{obj.width} × {obj.height}" if obj.width else ""


@admin.register(Figure)
class FigureAdmin(DemoMark, PlainDesk):
    """Reported values are entered here; computed ones come from the records."""

    list_display = ["metric", "year", "as_of", "value", "basis", "owner", "source"]
    list_filter = ["metric", "basis", "year", "owner__kind"]
    list_select_related = ["owner"]
    search_fields = ["source", "year", "owner__name", "document__code"]
    autocomplete_fields = ["owner", "document"]


@admin.register(MovedDay)
class MovedDayAdmin(PlainDesk):
    """Days off and made-up working days, as the Government announces them."""

    list_display = ["day", "is_working", "source"]
    list_filter = ["is_working"]
    search_fields = ["day", "source"]
    date_hierarchy = "day"
