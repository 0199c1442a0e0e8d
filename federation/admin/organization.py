"""The union, the tree of organisations, and who acts for whom."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from accounts.actions import give_role
from federation import notifications
from federation.admin.desk import DemoMark, Desk, PlainDesk, ReadOnly
from federation.forms import HandOverForm, OfficeForm
from federation.lifecycle import MoveRefused
from federation.models import Office, Organization, Union
from federation.models.organization import OfficeQuerySet


@admin.register(Union)
class UnionAdmin(Desk):
    """The identity of the site: one row, never deleted."""

    list_display = ["name", "city", "document_symbol", "email"]
    fieldsets = [
        (
            _("Identity"),
            {
                "fields": [
                    *("name", "short_name", "abbreviation", "slug", "city"),
                    *("city_short", "tagline", "parent_name", "about", "logo"),
                    *("founded_on", "founded_precision"),
                ]
            },
        ),
        (_("Contact"), {"fields": ["address", "phone", "email", "website"]}),
        (
            _("Rules"),
            {
                "fields": [
                    *("document_symbol", "responsible"),
                    *("term_year", "nested_bodies"),
                ]
            },
        ),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Union.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.kind = Organization.Kind.UNION
        super().save_model(request, obj, form, change)


@admin.register(Organization)
class OrganizationAdmin(DemoMark, ReadOnly, Desk):
    """The whole tree, to look at and to choose from; each kind has its own desk."""

    list_display = ["name", "kind", "parent", "status", "founded_on", "ended_on"]
    list_filter = ["kind", "status"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "abbreviation"]
    ordering = ["kind", "name"]
    view_on_site = False  # each kind's own desk knows who may see it


class HeldFilter(admin.SimpleListFilter):
    """Held today, begins later, ended."""

    title = _("in office")
    parameter_name = "held"

    def lookups(self, request, model_admin):
        return [("now", _("today")), ("later", _("begins later")), ("past", _("ended"))]

    def queryset(self, request, queryset: OfficeQuerySet):
        today = timezone.localdate()
        if self.value() == "now":
            return queryset.current()
        if self.value() == "later":
            return queryset.filter(since__gt=today)
        if self.value() == "past":
            return queryset.filter(until__lt=today)
        return queryset


@admin.register(Office)
class OfficeAdmin(DemoMark, PlainDesk):
    """Who acts for whom, from when to when; access ends by itself with the last day."""

    list_display = ["user", "organization", "role", "since", "until", "held"]
    list_filter = [HeldFilter, "role"]
    list_select_related = ["user", "organization"]
    search_fields = ["user__full_name", "user__email", "organization__name"]
    autocomplete_fields = ["user", "organization"]
    date_hierarchy = "since"
    actions_detail = ["hand_over"]
    form = OfficeForm

    def get_readonly_fields(self, request, obj=None):
        """Once given, only its days change: another person means handing over."""
        return ["user", "organization", "role"] if obj else []

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.giver = request.user
        return form

    def save_model(self, request, obj, form, change):
        """Whoever gets an office is told."""
        super().save_model(request, obj, form, change)
        if not change:
            notifications.office_given(obj, by=request.user)
            self.let_in(request, obj)

    def let_in(self, request, office):
        """Whoever works at the desk joins the group of the role, and the staff."""
        if give_role(office.user, office.role):
            words = _("%(name)s may enter the administration from %(day)s.")
            note = {"name": office.user, "day": f"{office.since:%d/%m/%Y}"}
            self.message_user(request, words % note, messages.SUCCESS)

    @display(description=_("today"), boolean=True)
    def held(self, obj):
        return obj.is_current

    def has_delete_permission(self, request, obj=None):
        """An office ends; it is not wiped out."""
        return False

    @action(
        description=_("Hand over"),
        url_path="hand-over",
        permissions=["change"],
    )
    def hand_over(self, request, object_id):
        """One step: this office ends the day before, the successor's begins."""
        office = self.get_object(request, unquote(str(object_id)))
        if office is None:
            raise Http404
        if not self.has_change_permission(request, office):
            raise PermissionDenied
        form = HandOverForm(request.POST or None, office=office)
        if request.method == "POST" and form.is_valid():
            try:
                new = office.hand_over(**form.cleaned_data, by=request.user)
            except MoveRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                note = _("Handed over to %(name)s from %(since)s.")
                words = {"name": new.user, "since": f"{new.since:%d/%m/%Y}"}
                self.message_user(request, note % words, messages.SUCCESS)
                self.let_in(request, new)
                return redirect(reverse("admin:federation_office_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Hand over: %s") % office,
            "form": form,
            "office": office,
            "opts": self.opts,
        }
        return TemplateResponse(request, "federation/admin/hand_over.html", context)
