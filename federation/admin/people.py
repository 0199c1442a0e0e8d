"""Terms with their congresses and bodies, people and the titles they held."""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline
from unfold.admin import StackedInline
from unfold.decorators import display

from federation.admin.desk import DemoMark, Desk, PlainDesk, ReadOnly
from federation.models import (
    Appointment,
    Body,
    Congress,
    CongressTarget,
    Person,
    Term,
    TermReminder,
    TermReminderRule,
)

# Of an ended appointment these stay as they were; a missing language may be added.
SNAPSHOTS = (
    *("title_vi", "title_en"),
    *("concurrent_title_vi", "concurrent_title_en"),
)


# Of an ended appointment these change with a reason alone.
CORRECTED = {
    *("person", "body", "is_chair", "is_acting"),
    *("since", "until", "duty_vi", "duty_en"),
}


class AppointmentForm(forms.ModelForm):
    """Who held a title and when is a record: a correction says why."""

    def clean(self):
        data, was = super().clean(), self.instance
        known = {name for name in CORRECTED if self.initial.get(name) not in (None, "")}
        wrong = known & set(self.changed_data)
        if was.pk and was.is_past and wrong and "correction" not in self.changed_data:
            self.add_error("correction", _("This title has ended: say why it changes."))
        return data


class CongressInline(StackedInline, TranslationStackedInline):
    """The targets of a congress are entered on its own page."""

    model = Congress
    extra = 0
    tab = True
    show_change_link = True


class CongressTargetInline(StackedInline, TranslationStackedInline):
    model = CongressTarget
    extra = 0
    tab = True


@admin.register(Congress)
class CongressAdmin(DemoMark, Desk):
    """A congress with the targets it set; its term is where it is usually reached."""

    list_display = ["__str__", "owner", "starts_on", "delegates", "method"]
    list_filter = ["kind", "method", "term__owner__kind"]
    list_select_related = ["term__owner"]
    search_fields = ["place", "term__owner__name", "term__start_year"]
    autocomplete_fields = ["term"]
    inlines = [CongressTargetInline]

    @display(description=_("organisation"), ordering="term__owner")
    def owner(self, obj):
        return obj.term.owner


class BodyInline(StackedInline, TranslationStackedInline):
    """The bodies of this term; their people are entered on the body's own page."""

    model = Body
    fields = ["kind", "name", "parent", "approved_size", "display_order"]
    autocomplete_fields = ["parent"]
    extra = 0
    tab = True
    show_change_link = True


class AppointmentInline(StackedInline, TranslationStackedInline):
    """New people are added here; a title already given is changed on its own page."""

    model = Appointment
    autocomplete_fields = ["person", "decision"]
    fields = [
        *("person", "title", "concurrent_title", "duty", "is_chair", "is_acting"),
        *("entry", "since", "until", "end_reason"),
        *("decision", "source", "display_order"),
    ]
    extra = 0
    tab = True
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).for_rows()

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Person)
class PersonAdmin(DemoMark, Desk):
    list_display = ["full_name", "honorific", "user"]
    list_select_related = ["user"]
    search_fields = ["full_name"]
    autocomplete_fields = ["user"]
    prepopulated_fields = {"slug": ["full_name"]}

    def get_readonly_fields(self, request, obj=None):
        """Whoever may not see accounts does not choose among them."""
        may = request.user.has_perm("accounts.view_user")
        return self.readonly_fields if may else [*self.readonly_fields, "user"]


class RunsOutFilter(admin.SimpleListFilter):
    """Which terms run today, and which of them this year or the next is the last."""

    title = _("running")
    parameter_name = "running"

    def lookups(self, request, model_admin):
        return [("now", _("today")), ("ends", _("ends this year or next"))]

    def queryset(self, request, queryset):
        if self.value() == "now":
            return queryset.current()
        if self.value() == "ends":
            last = timezone.localdate().year + 1
            return queryset.current().filter(end_year__lte=last)
        return queryset


@admin.register(TermReminderRule)
class TermReminderRuleAdmin(Desk):
    """How early secretaries and the office hear that a term runs out."""

    list_display = ["__str__", "months", "task", "is_active", "valid_from"]
    list_filter = ["is_active"]
    search_fields = ["task", "months"]


@admin.register(TermReminder)
class TermReminderAdmin(ReadOnly, PlainDesk):
    """What was told, when and to whom; written by the portal alone."""

    list_display = ["term", "owner", "ends_on", "months", "state", "settled_at", "who"]
    list_filter = ["state", "months"]
    search_fields = ["term__owner__name", "told__full_name"]
    date_hierarchy = "settled_at"

    def get_queryset(self, request):
        return super().get_queryset(request).for_rows()

    @display(description=_("organisation"))
    def owner(self, obj):
        return obj.term.owner

    @display(description=_("told"))
    def who(self, obj):
        return ", ".join(str(user) for user in obj.told.all())


@admin.register(Term)
class TermAdmin(DemoMark, Desk):
    list_display = ["__str__", "owner", "start_year", "end_year", "runs_out"]
    list_filter = [RunsOutFilter, "owner__kind"]
    list_select_related = ["owner"]
    search_fields = ["owner__name", "start_year", "end_year"]
    autocomplete_fields = ["owner", "resolution"]
    inlines = [CongressInline, BodyInline]

    @display(description=_("ends"))
    def runs_out(self, obj):
        return obj.runs_out_on

    def save_formset(self, request, form, formset, change):
        """A body of a term belongs to the term's organisation."""
        for body_form in formset.forms:
            if isinstance(body_form.instance, Body):
                body_form.instance.owner = form.instance.owner
        super().save_formset(request, form, formset, change)


@admin.register(Body)
class BodyAdmin(DemoMark, Desk):
    list_display = ["__str__", "kind", "owner", "term", "people", "approved_size"]
    list_filter = ["kind", "owner__kind"]
    list_select_related = ["owner", "term__owner"]
    search_fields = ["name", "owner__name", "term__start_year"]
    autocomplete_fields = ["owner", "term", "parent"]
    inlines = [AppointmentInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_held()

    def get_readonly_fields(self, request, obj=None):
        """A body belongs to its organisation for good."""
        return ["owner"] if obj else []

    @display(description=_("people today"), ordering="held_by")
    def people(self, obj):
        return obj.held_by

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for warning in form.instance.warnings():
            self.message_user(request, warning, messages.WARNING)


class HeldOnFilter(admin.SimpleListFilter):
    """Who holds a title today, and who held one."""

    title = _("in office")
    parameter_name = "held"

    def lookups(self, request, model_admin):
        return [("now", _("today")), ("past", _("ended"))]

    def queryset(self, request, queryset):
        if self.value() == "now":
            return queryset.on()
        if self.value() == "past":
            return queryset.over()
        return queryset


@admin.register(Appointment)
class AppointmentAdmin(DemoMark, Desk):
    """A title that has ended is a snapshot; holder and days change with a reason."""

    list_display = ["person", "title", "body", "term_of", "since", "until", "is_chair"]
    list_filter = [
        *(HeldOnFilter, "is_chair", "is_acting"),
        *("body__kind", "entry", "end_reason"),
    ]
    list_select_related = ["person", "body__owner", "body__term__owner"]
    search_fields = ["person__full_name", "title", "concurrent_title", "body__name"]
    autocomplete_fields = ["person", "body", "decision"]
    date_hierarchy = "since"
    form = AppointmentForm

    @display(description=_("term"))
    def term_of(self, obj):
        return obj.body.term or ""

    def get_form(self, request, obj=None, **kwargs):
        """A title that was held is a snapshot (A3): shown, not taken from a form."""
        form = super().get_form(request, obj, **kwargs)
        if obj is not None and obj.is_past:
            for name in SNAPSHOTS:
                form.base_fields[name].disabled = bool(getattr(obj, name))
        return form

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        for warning in obj.body.warnings():
            self.message_user(request, warning, messages.WARNING)
