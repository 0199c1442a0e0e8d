"""Documents and their registers, legal bases, pages, photographs, figures."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from federation.access import move_action
from federation.admin.desk import DemoMark, Desk, PlainDesk, ReadOnly
from federation.models import (
    Document,
    DocumentRegister,
    Figure,
    LegalBasis,
    Page,
    Photo,
    PhotoPerson,
)

# Which numbers a register counts, in words: kinds of documents, and what else is drawn.
REGISTERS = {
    **dict(Document.Kind.choices),
    "branch-requests": _("requests to found a branch"),
}


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
        (_("File and access"), {"fields": ["file", "access", "legal_status"]}),
    ]

    @display(description=_("number and symbol"), ordering="code")
    def number(self, obj):
        return obj.code or _("no number yet")

    def get_readonly_fields(self, request, obj=None):
        """A number drawn from the register is not written over."""
        return ["code"] if obj and obj.code and obj.owner_id else []

    def has_delete_permission(self, request, obj=None):
        """A number once given stays, at most cancelled (R1)."""
        numbered = obj is not None and obj.code and obj.owner_id
        return not numbered and super().has_delete_permission(request, obj)

    def delete_queryset(self, request, queryset):
        queryset.filter(code="").delete()


class RegisterFilter(admin.SimpleListFilter):
    """The registers there are, each in words."""

    title, parameter_name = _("register"), "register"

    def lookups(self, request, model_admin):
        codes = DocumentRegister.objects.order_by("kind").values_list("kind", flat=True)
        return [(code, REGISTERS.get(code, code)) for code in codes.distinct()]

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
        return REGISTERS.get(obj.kind, obj.kind)


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
