"""The staff's lists of associations and branches; dossiers are moved at their desk."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationTabularInline
from unfold.admin import TabularInline
from unfold.decorators import action, display

from federation.admin import DemoMark, Desk, PlainDesk, ReadOnly
from federation.models import Office, Organization, Role
from federation.papers import BrokenTemplate
from members import documents
from members.models import (
    CORRECTION,
    Association,
    Branch,
    BranchChange,
    BranchRequest,
    CommitteeSeat,
    DecisionTemplate,
    DossierItem,
    DossierRequirement,
    Kind,
    Member,
    MembershipCount,
    PastHost,
    Remark,
)

STATUS_LABELS = {
    Organization.Status.ACTIVE: "success",
    Organization.Status.SUSPENDED: "warning",
}
LINK = '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>'
IDENTITY = ["name", "short_name", "abbreviation", "slug"]
CONTACT = ["address", "phone", "email", "website", "logo"]
CORRECTED = [
    *("association", "name_vi", "is_legacy", "status", "ended_on", "end_kind"),
    *("successor", "founded_on", "founded_precision"),
]
LIFE = ["founded_on", "founded_precision", "status", "ended_on", "successor"]


class ByOrganization(DemoMark, Desk):
    """What the lists of associations and of branches have in common."""

    search_fields = ["name", "short_name", "abbreviation", "slug"]
    prepopulated_fields = {"slug": ["name_vi"]}

    @display(description=_("status"), label=STATUS_LABELS, ordering="status")
    def status_label(self, obj):
        return obj.status, obj.get_status_display()


class AssociationForm(forms.ModelForm):
    """M1: a bilateral association has exactly one country."""

    def clean(self):
        data = super().clean()
        countries = data.get("countries")
        is_bilateral = data.get("type") == Association.Type.BILATERAL
        if countries is not None and is_bilateral and len(countries) != 1:
            self.add_error(
                "countries", _("A bilateral association has exactly one country.")
            )
        return data


class OwnPapers(TabularInline, TranslationTabularInline):
    """Papers this association asks for besides or instead of the general ones."""

    model = DossierRequirement
    fields = ["kind", "code", "title", "help", "is_required", "is_consent", "is_active"]
    extra = 0
    tab = True
    verbose_name_plural = _("papers asked for by this association alone")


@admin.register(Association)
class AssociationAdmin(ByOrganization):
    form = AssociationForm
    inlines = [OwnPapers]
    list_display = ["name", "type", "status_label", "branch_deciding_body", "on_site"]
    list_filter = ["type", "status", "branch_deciding_body", "countries__region"]
    autocomplete_fields = ["successor", "countries"]
    fieldsets = [
        (None, {"fields": [*IDENTITY, "type", "countries", "about"]}),
        (_("Founding and end"), {"fields": [*LIFE, "joined_on"]}),
        (
            _("Branches"),
            {
                "fields": [
                    *("branch_deciding_body", "default_term_years", "response_days"),
                    *("supplement_days", "minimum_members", "minimum_committee"),
                    *("reminder_days", "effect_days"),
                ]
            },
        ),
        (_("Contact"), {"fields": CONTACT}),
    ]

    @display(description=_("public page"))
    def on_site(self, obj):
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), _("See"))

    def save_model(self, request, obj, form, change):
        obj.parent = obj.parent or Organization.objects.root()
        super().save_model(request, obj, form, change)


@admin.register(Branch)
class BranchAdmin(ByOrganization):
    """Branches taken over are entered here, or from a list.

    What happens to one is a dossier's; what was entered wrongly is corrected by a step
    of its own, with a reason.
    """

    actions_list = ["from_a_list"]

    list_display = ["name", "association", "host_kind", "founded_on", "status_label"]
    list_filter = ["association", "host_kind", "status", "is_legacy", "is_listed"]
    list_select_related = ["association"]
    date_hierarchy = "founded_on"
    search_fields = [*ByOrganization.search_fields, "host_name", "place"]
    autocomplete_fields = ["association", "parent_branch", "successor", "decision"]
    readonly_fields = ["origin", "steps", "committee"]
    fieldsets = [
        (None, {"fields": [*IDENTITY, "association", "unit_type", "about"]}),
        (
            _("Seat of the branch"),
            {
                "fields": [
                    *("host_kind", "host_name", "place", "legacy_place"),
                    "parent_branch",
                ]
            },
        ),
        (
            _("Founding and end"),
            {
                "fields": [
                    *("origin", "steps", "is_legacy", "decision", "launched_on"),
                    *(*LIFE, "end_kind", "term_years", "committee", "is_listed"),
                ]
            },
        ),
        (_("Contact"), {"fields": CONTACT}),
    ]

    @display(description=_("dossier"))
    def origin(self, obj):
        if obj.request_id is None:
            return "–"
        url = reverse("admin:members_branchrequest_change", args=[obj.request_id])
        return format_html(LINK, url, obj.request)

    @display(description=_("corrections"))
    def steps(self, obj):
        """Where the record is put right; a committee by hand only without dossiers."""
        if obj.pk is None:
            return "–"
        links = [(_("Correct the record"), "desk-branch-correct")]
        if Branch.objects.with_committee_by_hand().filter(pk=obj.pk).exists():
            links.append((_("Committee"), "desk-branch-committee"))
        rows = [
            (reverse(f"members:{name}", args=[obj.slug]), word) for word, name in links
        ]
        return format_html_join(" · ", LINK, rows)

    def has_from_a_list_permission(self, request):
        officers = Office.objects.of_union(Role.UNION_OFFICER)
        return officers.filter(user=request.user).exists()

    @action(
        description=_("Take branches over from a list"), permissions=["from_a_list"]
    )
    def from_a_list(self, request):
        return redirect("members:desk-branches-import")

    def get_changeform_initial_data(self, request):
        return {"is_legacy": True} | super().get_changeform_initial_data(request)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj)]
        if obj is None:
            return fields
        return [*fields, *CORRECTED, *(["decision"] if obj.request_id else [])]

    def save_model(self, request, obj, form, change):
        obj.parent = obj.association
        super().save_model(request, obj, form, change)


@admin.register(DossierRequirement)
class DossierRequirementAdmin(Desk):
    list_display = ["title", "kind", "association", "is_required", "is_active"]
    list_filter = ["kind", "is_required", "is_active", "association"]
    list_select_related = ["association"]
    search_fields = ["title", "code"]
    autocomplete_fields = ["association"]


class DecisionTemplateForm(forms.ModelForm):
    """The office's own Word file is tried before a decision depends on it."""

    def clean_word(self):
        word = self.cleaned_data["word"]
        if word and "word" in self.changed_data:
            try:
                documents.try_template(word)
            except BrokenTemplate as broken:
                raise ValidationError(str(broken)) from None
        return word


@admin.register(DecisionTemplate)
class DecisionTemplateAdmin(PlainDesk):
    form = DecisionTemplateForm
    list_display = [
        *("kind_label", "deciding_body", "association", "authority", "signer_title"),
        "is_reviewed",
    ]
    list_display_links = ["kind_label"]
    list_filter = ["kind", "deciding_body"]
    list_select_related = ["association"]
    search_fields = ["authority", "signer_title"]
    autocomplete_fields = ["association", "statutes"]

    @display(description=_("kind of dossier"), ordering="kind")
    def kind_label(self, obj):
        return obj.get_kind_display() or _("every decision")

    @display(description=_("wording reviewed"), boolean=True)
    def is_reviewed(self, obj):
        return not obj.note


@admin.register(BranchChange)
class BranchChangeAdmin(DemoMark, Desk):
    """What happened before dossiers were kept here is entered by hand.

    A line that a decision made is its record: it is looked at, not written over.
    """

    list_display = ["branch", "kind", "on", "decision"]
    list_filter = ["kind"]
    list_select_related = ["branch", "decision"]
    search_fields = ["branch__name", "former_name"]
    autocomplete_fields = ["branch", "decision", "former_association", "other"]
    date_hierarchy = "on"

    @staticmethod
    def is_by_hand(obj):
        return obj is None or (obj.request_id is None and obj.kind != CORRECTION)

    def get_exclude(self, request, obj=None):
        """Reasons are those of corrections, which are made elsewhere."""
        return ["reason"] if self.is_by_hand(obj) else []

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "kind":
            kwargs["choices"] = Kind.choices
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return self.is_by_hand(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.is_by_hand(obj) and super().has_delete_permission(request, obj)


@admin.register(PastHost)
class PastHostAdmin(PlainDesk):
    list_display = ["kind_label", "ended_on", "source"]
    list_display_links = ["kind_label"]
    search_fields = ["source"]

    @display(description=_("kind of host"), ordering="kind")
    def kind_label(self, obj):
        return obj.get_kind_display()


@admin.register(MembershipCount)
class MembershipCountAdmin(DemoMark, PlainDesk):
    list_display = ["organization", "as_of", "total", "basis", "source"]
    list_filter = ["basis", "organization__kind"]
    list_select_related = ["organization"]
    search_fields = ["organization__name", "source"]
    autocomplete_fields = ["organization"]
    date_hierarchy = "as_of"


@admin.register(Member)
class MemberAdmin(DemoMark, PlainDesk):
    """Whoever may is named row by row; telephones and e-mails stand in no list."""

    list_display = ["full_name", "birth_year", "association", "branch", "left_on"]
    list_filter = ["association", "gender", "left_reason"]
    list_select_related = ["association", "branch"]
    search_fields = ["folded"]
    autocomplete_fields = ["association", "branch", "person"]
    readonly_fields = ["created_at", "wishes"]

    def get_exclude(self, request, obj=None):
        """Telephone and e-mail of whoever wishes no contact are shown to nobody."""
        return [] if obj is None or obj.may_be_contacted else ["phone", "email"]

    @display(description=_("wishes"))
    def wishes(self, obj):
        return "; ".join(map(str, obj.wishes)) if obj.pk else "–"


class SeatInline(ReadOnly, TabularInline):
    model = CommitteeSeat
    fields = ["role", "name", "job_title", "workplace"]
    extra = 0
    tab = True


class ItemInline(ReadOnly, TabularInline):
    model = DossierItem
    fields = ["title", "is_required", "file", "state", "checked_by", "checked_at"]
    extra = 0
    tab = True


class RemarkInline(ReadOnly, TabularInline):
    model = Remark
    fields = ["at", "by", "item", "text"]
    extra = 0
    tab = True


@admin.register(BranchRequest)
class BranchRequestAdmin(ReadOnly, DemoMark, PlainDesk):
    list_display = ["number", "name", "association", "state", "due_on", "at_the_desk"]
    list_display_links = ["number", "name"]
    list_filter = ["status", "kind", "association"]
    list_select_related = ["association"]
    search_fields = ["number", "name", "association__name", "place", "host_name"]
    date_hierarchy = "created_at"
    inlines = [ItemInline, SeatInline, RemarkInline]
    exclude = ["contact_name", "contact_email"]  # for those who check and decide

    def get_queryset(self, request):
        """A draft belongs to its association alone."""
        return super().get_queryset(request).exclude(status="draft")

    @display(
        description=_("status"),
        label={"good": "success", "wait": "warning", "bad": "danger", "past": "info"},
        ordering="status",
    )
    def state(self, obj):
        return obj.tone, obj.get_status_display()

    @display(description=_("desk"))
    def at_the_desk(self, obj):
        if obj.status == obj.Status.DRAFT:
            return "–"
        return format_html('<a href="{}">{}</a>', obj.get_desk_url(), _("Open"))
