"""Answers of people, and the members for whom they count."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from federation.admin import ConsentAdmin
from federation.models import Consent, Person
from portal.actions import privacy


class TiesFilter(admin.SimpleListFilter):
    """Whose answer may not count everywhere: a member of the name is not tied."""

    title = _("members of the name")
    parameter_name = "ties"

    def lookups(self, request, model_admin):
        return [("open", _("not all tied"))]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.filter(person__in=privacy.namesakes())
        return queryset


@admin.register(Consent)
class TiedConsentAdmin(ConsentAdmin):
    """An answer counts for the members tied to the person: certain ones at once."""

    list_filter = [*ConsentAdmin.list_filter, TiesFilter]
    change_form_outer_after_template = "portal/admin/ties.html"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        privacy.tie_certain()
        if self.namesakes(obj).exists():
            words = _("Members of this name are not tied: say below who they are.")
            self.message_user(request, words, messages.WARNING)

    def namesakes(self, obj):
        rows = privacy.untied(Person.objects.filter(pk=obj.person_id))
        return rows.select_related("association", "branch").order_by("pk")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        obj = self.get_object(request, object_id)
        extra = {"alike": self.namesakes(obj) if obj else [], **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def get_urls(self):
        tie = self.admin_site.admin_view(self.tie)
        name = "federation_consent_tie"
        return [path("<int:pk>/tie/", tie, name=name), *super().get_urls()]

    def tie(self, request, pk):
        """The rows ticked are this person."""
        obj = self.get_object(request, str(pk))
        if obj is None:
            raise Http404
        if request.method != "POST" or not self.has_change_permission(request, obj):
            raise PermissionDenied
        if count := privacy.tie(obj.person, request.POST.getlist("row")):
            self.log_change(request, obj, gettext("Members were tied to the person."))
        words = ngettext("%(n)d member is tied.", "%(n)d members are tied.", count)
        self.message_user(request, words % {"n": count}, messages.SUCCESS)
        return redirect("admin:federation_consent_change", obj.pk)
