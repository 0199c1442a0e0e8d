"""Newsletters: written, looked at, tried, sent, and what became of every copy."""

import uuid

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from bulletin.admin.buttons import Button, ButtonsMixin, OfferedButtons, add_buttons
from bulletin.documents import leaving_at, newsletter_url, write
from bulletin.models import Delivery, Mailing, Subscription
from federation.admin import DemoMark, Desk, PlainDesk, ReadOnly
from outbox.post import post

SEND = "bulletin.send_mailing"
S, D = Mailing.Status, Delivery.State


class OfReaders:
    """Addresses of readers are for those who send the newsletter alone."""

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(SEND)

    has_module_permission = has_view_permission


@add_buttons
@admin.register(Mailing)
class MailingAdmin(DemoMark, OfferedButtons, Desk, ButtonsMixin):
    list_display = ["subject", "state", "send_at", "begun_at", "done_at"]
    list_filter = ["status"]
    search_fields = ["subject"]
    autocomplete_fields = ["issue", "articles", "topics"]
    readonly_fields = ["status", "begun_at", "done_at"]
    moved_elsewhere = frozenset({"status", "begun_at", "done_at"})
    change_form_outer_before_template = "bulletin/admin/mailing.html"
    fieldsets = [
        (None, {"fields": ["subject", "intro"]}),
        (_("Contents"), {"fields": ["issue", "articles", "topics"]}),
        (
            _("Sending"),
            {"fields": ["status", "send_at", "per_minute", "begun_at", "done_at"]},
        ),
    ]
    buttons = (
        Button("schedule", _("Schedule"), SEND, frozenset({S.DRAFT})),
        Button(
            "unschedule", _("Take off the schedule"), SEND, frozenset({S.SCHEDULED})
        ),
        Button("send", _("Send now"), SEND, frozenset({S.DRAFT, S.SCHEDULED})),
        Button("pause", _("Pause"), SEND, frozenset({S.SENDING})),
        Button("resume", _("Go on"), SEND, frozenset({S.PAUSED})),
    )

    @display(
        description=_("status"),
        ordering="status",
        label={S.SENDING: "warning", S.SENT: "success", S.SCHEDULED: "info"},
    )
    def state(self, obj):
        return obj.status, obj.get_status_display()

    def get_readonly_fields(self, request, obj=None):
        """What went out is not written anew; its speed may change. What is to go out
        at its hour is the senders'."""
        fixed = list(super().get_readonly_fields(request, obj))
        mine = {S.DRAFT, S.SCHEDULED} if request.user.has_perm(SEND) else {S.DRAFT}
        if obj is not None and obj.status not in mine:
            texts = [f"{n}_{c}" for n in ("subject", "intro") for c in ("vi", "en")]
            fixed += [*texts, "issue", "articles", "topics", "send_at"]
        return fixed

    def get_urls(self):
        view, test = (
            self.admin_site.admin_view(each) for each in (self.preview, self.test)
        )
        return [
            path("<int:pk>/preview/<str:code>/", view, name="bulletin_mailing_preview"),
            path("<int:pk>/test/", test, name="bulletin_mailing_test"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        mailing = self.get_object(request, object_id)
        extra = {}
        if mailing is not None:
            figures = mailing.figures()
            labels = [("all", _("recipients")), *D.choices]
            extra["figures"] = [(label, figures[key]) for key, label in labels]
            extra["mailing_languages"] = mailing.languages()
        return super().change_view(
            request, object_id, form_url, extra | (extra_context or {})
        )

    def mailing_or_404(self, request, pk, code="vi"):
        mailing = self.get_object(request, str(pk))
        if mailing is None or code not in {"vi", "en"}:
            raise Http404
        if not self.has_view_permission(request, mailing):
            raise PermissionDenied
        return mailing

    def preview(self, request, pk, code):
        """The mail as readers of this language get it."""
        words = write(self.mailing_or_404(request, pk, code), code)
        response = HttpResponse(words["html"])
        response["Content-Security-Policy"] = (
            "sandbox; default-src 'none'; style-src 'unsafe-inline'"
        )
        return response

    def test(self, request, pk):
        """To oneself, in every language it has; nobody else gets it."""
        mailing = self.mailing_or_404(request, pk)
        if request.method != "POST":
            raise Http404
        for code in mailing.languages():
            words = leaving_at(newsletter_url(code), write(mailing, code))
            words["subject"] = (gettext("Test: %s") % words["subject"])[:250]
            post(
                key=f"mailing-{mailing.pk}-test-{code}-{uuid.uuid4()}",
                to=request.user.email,
                language=code,
                template="bulletin/newsletter",
                words=words,
            )
        messages.success(request, gettext("A test is on its way to you alone."))
        return redirect("admin:bulletin_mailing_change", mailing.pk)


@admin.register(Subscription)
class SubscriptionAdmin(DemoMark, OfReaders, ReadOnly, PlainDesk):
    when_empty = _("Readers sign up themselves, on the page of the newsletter.")
    list_display = ["email", "language", "state", "asked_at", "confirmed_at", "left_at"]
    list_filter = ["state", "language", "topics"]
    search_fields = ["email"]
    show_full_result_count = False
    exclude = ["token"]


@admin.register(Delivery)
class DeliveryAdmin(OfReaders, ReadOnly, PlainDesk):
    list_display = ["address", "mailing", "shown_state", "attempts", "sent_at"]
    list_filter = ["state", "language", "mailing"]
    list_select_related = ["mailing"]
    search_fields = ["address"]
    show_full_result_count = False
    exclude = ["token", "lease_until"]
    actions = ["send_again"]

    @display(
        description=_("state"),
        ordering="state",
        label={D.SENT: "success", D.UNCERTAIN: "warning", D.FAILED: "danger"},
    )
    def shown_state(self, obj):
        return obj.state, obj.get_state_display()

    def has_send_permission(self, request):
        return request.user.has_perm(SEND)

    @admin.action(description=_("Send again"), permissions=["send"])
    def send_again(self, request, queryset):
        """Only what is uncertain or was refused; a person decides, row by row."""
        number = Delivery.objects.filter(pk__in=queryset.values("pk")).again(
            by=request.user
        )
        words = ngettext(
            "%(number)d copy is sent again.",
            "%(number)d copies are sent again.",
            number,
        )
        self.message_user(request, words % {"number": number}, messages.SUCCESS)
