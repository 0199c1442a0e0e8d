"""The one way into the workspace, and the one shape of its buttons."""

from django.contrib import admin, messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from federation.lifecycle import MoveRefused
from federation.models import Office


class SecretaryMixin(LoginRequiredMixin):
    """Logged in and holding an office today; `roles` narrows which."""

    roles: tuple[str, ...] = ()

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not Office.objects.held_by(request.user, *self.roles).exists():
            raise PermissionDenied(_("You hold no office that opens this page."))
        return super().dispatch(request, *args, **kwargs)


class OfficeMixin(SecretaryMixin):
    """For holders of the roles named; for everybody else the page does not exist."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            raise Http404 from None


class MoveView(SecretaryMixin, SingleObjectMixin, View):
    """POST a status change: call the object's `transition`, then go back to it."""

    http_method_names = ["post"]
    transition = ""
    done_message = _("Done.")

    def post(self, request, *args, **kwargs):
        obj = self.get_object()
        try:
            getattr(obj, self.transition)(by=request.user, **self.get_arguments())
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done_message)
        return redirect(self.get_success_url(obj))

    def get_arguments(self) -> dict:
        """What the transition needs beyond who asks."""
        return {}

    def get_success_url(self, obj) -> str:
        return obj.get_absolute_url()


def move_action(transition: str, label, *, permission: str = "change"):
    """An admin action that asks once, then calls `transition(by=…)` on each row.

    Each row succeeds or is refused on its own, and staff read which and why.
    """

    @admin.action(description=label, permissions=[permission])
    def move(modeladmin, request, queryset):
        if "confirmed" not in request.POST:
            context = {
                **modeladmin.admin_site.each_context(request),
                "title": label,
                "rows": queryset,
                "action": move.__name__,
                "opts": modeladmin.model._meta,
            }
            return TemplateResponse(request, "admin/confirm_move.html", context)
        for row in queryset:
            try:
                getattr(row, transition)(by=request.user)
            except MoveRefused as refusal:
                modeladmin.message_user(request, f"{row}: {refusal}", messages.ERROR)
            else:
                modeladmin.message_user(request, f"{row}: {label}", messages.SUCCESS)
        return None

    move.__name__ = transition
    return move
