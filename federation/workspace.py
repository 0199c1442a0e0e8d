"""Pages of everybody who works here."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView
from django.views.generic.detail import SingleObjectMixin

from federation import notifications
from federation.access import OfficeMixin, SecretaryMixin
from federation.forms import ProposeForm
from federation.models import Office, Role


def who_is_asked() -> tuple[list, bool]:
    """Who gives offices, and that they may; without anybody, the office and leaders."""
    if admins := Office.objects.of_union(Role.ADMIN).people():
        return admins, True
    users = get_user_model().objects.filter(is_superuser=True, is_active=True)
    if users:
        return list(users), True
    office = Office.objects.of_union(Role.UNION_OFFICER, Role.UNION_LEADER)
    return office.people(), False


class MyOffices(SecretaryMixin, ListView):
    """What I hold, until when, and what it opens; those that ended stay on record."""

    template_name = "federation/workspace/my_offices.html"

    def get_queryset(self):
        return Office.objects.filter(user=self.request.user).for_rows()

    def get_context_data(self, **kwargs):
        led = Office.objects.led_by(self.request.user).for_rows()
        return super().get_context_data(led=led, **kwargs)


class ProposeHandOver(OfficeMixin, SingleObjectMixin, FormView):
    """A leader names the next secretary; whoever gives offices is told, once."""

    roles = (Role.ASSOCIATION_LEADER,)
    template_name = "federation/workspace/propose_hand_over.html"
    form_class = ProposeForm
    context_object_name = "office"

    def get_queryset(self):
        return Office.objects.led_by(self.request.user).for_rows()

    @cached_property
    def object(self):
        return self.get_object()

    def get(self, request, *args, **kwargs):
        self.object  # noqa: B018 - a foreign one is not there
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object  # noqa: B018 - see above
        return super().post(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form):
        people, may_give = who_is_asked()
        for user in people:
            notifications.hand_over_proposed(
                self.object,
                to=user,
                by=self.request.user,
                may_give=may_give,
                **form.cleaned_data,
            )
        words = _("Proposed. Whoever gives offices at the union has been told.")
        if not people:
            words = _("Nobody works for the union here yet: call its office.")
        messages.success(self.request, words)
        return redirect("federation:my-offices")
