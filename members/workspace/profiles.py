"""The page of one's association: drafted here, released by the union's office."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from federation.access import OfficeMixin
from members.forms import ProfileForm
from members.models import WRITERS, Association, ProfileDraft


class ProfileEdit(OfficeMixin, FormView):
    """Draft texts and contact; what waits already is shown and written on."""

    roles = WRITERS
    template_name = "members/workspace/profile_form.html"
    form_class = ProfileForm

    def get_queryset(self):
        return Association.objects.run_by(self.request.user, *self.roles)

    @cached_property
    def association(self):
        return get_object_or_404(self.get_queryset(), slug=self.kwargs["slug"])

    @cached_property
    def draft(self):
        return self.association.profile_drafts.waiting().first()

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"instance": self.association, "draft": self.draft}

    def form_valid(self, form):
        if form.changed_data:
            by = self.request.user
            ProfileDraft.propose(self.association, form.drafted(), by=by)
        messages.success(self.request, _("Kept. The union’s office releases it."))
        return redirect("members:workspace-associations")

    def get_context_data(self, **kwargs):
        last = self.association.profile_drafts.exclude(answer="").first()
        return super().get_context_data(
            association=self.association,
            draft=self.draft,
            last=None if self.draft else last,
            **kwargs,
        )
