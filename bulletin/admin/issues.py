"""Publications, their licences and their issues as the newsroom sees them."""

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from bulletin.admin.buttons import (
    Button,
    ButtonsMixin,
    OfferedButtons,
    add_buttons,
)
from bulletin.admin.composing import Composing
from bulletin.models import Issue, Publication, PublicationLicense
from federation.admin import DemoMark, Desk

S = Issue.Status
EDIT, PUBLISH = "bulletin.change_issue", "bulletin.publish_article"


def step(to, label, *sources, permission=EDIT):
    return Button("advance", label, permission, frozenset(sources), arguments=(to,))


@admin.register(Publication)
class PublicationAdmin(DemoMark, Desk):
    list_display = ["title", "owner", "periodicity", "display_order"]
    list_select_related = ["owner"]
    search_fields = ["title", "alt_titles"]
    autocomplete_fields = ["owner"]


@admin.register(PublicationLicense)
class LicenseAdmin(DemoMark, Desk):
    list_display = ["number", "publication", "issued_on", "valid_to", "validity"]
    list_filter = ["publication"]
    list_select_related = ["publication"]
    date_hierarchy = "valid_to"
    search_fields = ["number", "issuer", "printer"]
    autocomplete_fields = ["publication"]

    @display(description=_("validity"), label={"valid": "success", "ended": "danger"})
    def validity(self, obj):
        return ("valid", _("valid")) if obj.is_valid() else ("ended", _("not valid"))


@add_buttons
@admin.register(Issue)
class IssueAdmin(DemoMark, OfferedButtons, Composing, Desk, ButtonsMixin):
    list_display = ["name", "publication", "state", "printed_on", "pages", "copies"]
    list_filter = ["status", "publication", "year"]
    list_select_related = ["publication"]
    change_form_outer_before_template = "bulletin/admin/issue_links.html"
    search_fields = ["publication__title", "number", "year", "period_label"]
    autocomplete_fields = ["publication", "cover", "license"]
    readonly_fields = ["status", "online_at"]
    moved_elsewhere = frozenset(
        {
            *("status", "online_at", "license"),
            *("front", "pdf_read"),
        }
    )
    fieldsets = [
        (
            None,
            {"fields": ["publication", "number", "year", "total_number", "status"]},
        ),
        (_("Texts"), {"fields": ["period_label", "lead", "editorial", "imprint"]}),
        (_("Cover and file"), {"fields": ["cover", "pdf", "pages", "copies"]}),
        (_("Printing"), {"fields": ["printed_on", "license", "online_at"]}),
    ]
    buttons = (
        step(S.COLLECTING, _("Start collecting"), S.PLANNING),
        step(
            S.EDITING,
            _("Hand to the editors"),
            *(S.COLLECTING, S.TRANSLATING, S.APPROVED, S.LICENSED_CHECK),
        ),
        step(S.TRANSLATING, _("Hand to the translators"), S.EDITING),
        step(S.APPROVED, _("Approve"), S.TRANSLATING, permission=PUBLISH),
        step(S.LICENSED_CHECK, _("Licence is checked"), S.APPROVED, permission=PUBLISH),
        Button(
            *("mark_printed", _("It is printed"), PUBLISH),
            frozenset({S.LICENSED_CHECK}),
        ),
        Button(
            *("put_online", _("Put online"), PUBLISH),
            frozenset({S.PRINTED}),
        ),
        Button(
            *("put_scan_online", _("Put the old issue online"), PUBLISH),
            frozenset({S.PLANNING}),
            only_if=lambda issue: issue.is_old_scan,
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        """What was printed under which licence is not written anew."""
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or obj.status not in {S.PRINTED, S.ONLINE}:
            return fixed
        return [*fixed, "printed_on", "license", "pages", "copies"]

    @display(description=_("issue"), ordering=F("year") * 1000 + F("number"))
    def name(self, obj):
        return str(obj)

    @display(
        description=_("status"),
        ordering="status",
        label={S.PRINTED: "info", S.ONLINE: "success"},
    )
    def state(self, obj):
        return obj.status, obj.get_status_display()
