"""Drafts of associations' pages: released, or given back with a word."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from federation.access import OfficeMixin
from federation.lifecycle import MoveRefused
from federation.models import Role
from members.forms import GiveBackForm
from members.models import ProfileDraft


class Profiles(OfficeMixin):
    """For officers of the union; for everybody else the page does not exist."""

    roles = (Role.UNION_OFFICER,)
    model = ProfileDraft
    context_object_name = "draft"

    def get_queryset(self):
        return ProfileDraft.objects.for_rows()


class ProfileList(Profiles, ListView):
    """What waits, the oldest first."""

    template_name = "members/desk/profile_list.html"
    context_object_name = "drafts"

    def get_queryset(self):
        return super().get_queryset().waiting()


class ProfileDesk(Profiles, DetailView):
    """As it is and as it would be, side by side; one of two buttons settles it."""

    template_name = "members/desk/profile_detail.html"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", GiveBackForm())
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        self.object = draft = self.get_object()
        form = GiveBackForm(request.POST)
        try:
            if "release" in request.POST:
                draft.release(by=request.user)
            elif form.is_valid():
                draft.give_back(by=request.user, answer=form.cleaned_data["answer"])
            else:
                return self.render_to_response(self.get_context_data(form=form))
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done. The association has been told."))
        return redirect("members:desk-profiles")
