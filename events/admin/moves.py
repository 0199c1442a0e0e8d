"""What the desks of this app are made of: moves that ask for a reason."""

from django.contrib import admin, messages
from django.template.response import TemplateResponse

from events.forms import ReasonForm
from federation.lifecycle import MoveRefused


def reason_action(transition: str, label, *, permission="change", argument="reason"):
    """Asks once for the reason, then calls `transition(by=…, reason=…)` on each row."""

    @admin.action(description=label, permissions=[permission])
    def move(modeladmin, request, queryset):
        asked = "confirmed" in request.POST
        form = ReasonForm(request.POST if asked else None)
        if not asked or not form.is_valid():
            context = {
                **modeladmin.admin_site.each_context(request),
                "title": label,
                "rows": queryset,
                "form": form,
                "action": move.__name__,
                "opts": modeladmin.model._meta,
            }
            return TemplateResponse(request, "events/admin/reason.html", context)
        said = {argument: form.cleaned_data["reason"]}
        for row in queryset:
            try:
                getattr(row, transition)(by=request.user, **said)
            except MoveRefused as refusal:
                modeladmin.message_user(request, f"{row}: {refusal}", messages.ERROR)
            else:
                modeladmin.message_user(request, f"{row}: {label}", messages.SUCCESS)
        return None

    move.__name__ = transition
    return move
