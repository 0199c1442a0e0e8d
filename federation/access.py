"""The one way into the workspace, and the one shape of its buttons."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
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
