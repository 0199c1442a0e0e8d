"""A secretary's associations, branches and dossiers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from federation.access import MoveView, OfficeMixin
from federation.lifecycle import MoveRefused
from federation.models import Role
from members import actions
from members.models import (
    EFFECTS,
    WRITERS,
    Association,
    Branch,
    BranchChange,
    BranchRequest,
    Kind,
    MembershipCount,
    kinds_for,
)
from members.workspace.base import MyDossiers, steps_of


class MyAssociations(OfficeMixin, ListView):
    """What the portal knows about the reader's own association."""

    roles = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)
    template_name = "members/workspace/association_list.html"

    def get_queryset(self):
        own = Association.objects.run_by(self.request.user, *self.roles)
        return own.for_rows()

    def get_context_data(self, **kwargs):
        mine = Association.objects.run_by(self.request.user, *WRITERS)
        drafts_by = set(mine.values_list("pk", flat=True))
        return super().get_context_data(drafts_by=drafts_by, **kwargs)


class DossierList(MyDossiers, ListView):
    template_name = "members/workspace/dossier_list.html"
    context_object_name = "dossiers"
    paginate_by = 25

    def get_queryset(self):
        return super().get_queryset().most_urgent_first()


class DossierDetail(MyDossiers, DetailView):
    """Where a dossier stands, who holds it, and what is to be done."""

    template_name = "members/workspace/dossier_detail.html"

    def get_context_data(self, **kwargs):
        dossier = self.object
        return super().get_context_data(
            steps=steps_of(dossier),
            items=dossier.items.for_rows(),
            seats=dossier.seats.in_order(),
            people=dossier.proposed.in_order(),
            gaps=dossier.gaps() if dossier.is_editable else [],
            history=dossier.log(),
            branch=dossier.branch_concerned,
            remarks=dossier.field_remarks(),
            founders=self.get_queryset().founding_lists().filter(pk=dossier.pk),
            **kwargs,
        )


class MyBranches(OfficeMixin):
    """The branches of this secretary's associations; anything else is a 404."""

    roles = (Role.ASSOCIATION_SECRETARY,)
    model = Branch
    context_object_name = "branch"

    def get_queryset(self):
        own = Association.objects.run_by(self.request.user, *self.roles)
        rows = Branch.objects.filter(association__in=own)
        return rows.select_related("association", "committee__term")


class BranchList(MyBranches, ListView):
    """Every branch with its term and what is under way about it."""

    template_name = "members/workspace/branch_list.html"
    context_object_name = "branches"
    paginate_by = 50

    def get_queryset(self):
        return super().get_queryset().for_secretary()


class BranchWork(MyBranches, DetailView):
    """One branch: what can be asked for it, what is under way, what was decided."""

    template_name = "members/workspace/branch_detail.html"

    def get_context_data(self, **kwargs):
        branch = self.object
        return super().get_context_data(
            effects=kinds_for(branch),
            dossiers=branch.requests.for_rows().most_urgent_first(),
            changes=BranchChange.objects.filter(branch=branch).for_rows(),
            **kwargs,
        )


class MyBranch(OfficeMixin, ListView):
    """For whoever speaks for a branch: where it stands and what comes next.

    Dossiers are told by kind and state alone; names of members are not shown.
    """

    roles = (Role.ASSOCIATION_SECRETARY,)
    template_name = "members/workspace/my_branch.html"
    context_object_name = "branches"

    def get_queryset(self):
        own = Branch.objects.run_by(self.request.user, *self.roles)
        return own.select_related("association", "committee__term").in_order()

    def get_context_data(self, **kwargs):
        rows = [
            {
                "branch": branch,
                "seats": branch.committee.seats.in_order() if branch.committee else [],
                "count": MembershipCount.objects.latest_of(branch),
                "listed": branch.members.today().count(),
                "dossiers": branch.requests.open().submitted().for_rows(),
                "changes": BranchChange.objects.filter(branch=branch).for_rows(),
            }
            for branch in self.object_list
        ]
        return super().get_context_data(rows=rows, **kwargs)


class DossierBegin(MyBranches, SingleObjectMixin, View):
    """Begin a dossier of a kind about a branch; a second click finds the first."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        branch, kind = self.get_object(), kwargs["kind"]
        if kind not in EFFECTS or kind == Kind.ESTABLISH:
            raise Http404
        try:
            dossier = actions.begin_request(branch, kind, by=request.user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("members:workspace-branch", slug=branch.slug)
        if not dossier.is_editable:
            return redirect(dossier.get_absolute_url())
        return redirect(dossier.address("workspace-dossier-what"))


class Offered(OfficeMixin):
    """Branches that another association wants to transfer to the reader's own."""

    roles = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)
    model = BranchRequest
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "dossier"

    def get_queryset(self):
        return BranchRequest.objects.offered_to(self.request.user).for_rows()


class OfferDetail(Offered, DetailView):
    template_name = "members/workspace/offer_detail.html"

    def get_queryset(self):
        return BranchRequest.objects.received_by(self.request.user).for_rows()


class OfferAgree(Offered, MoveView):
    transition = "agree_to_receive"
    done_message = gettext_lazy("Agreed. The union’s office has been told.")

    def get_success_url(self, obj):
        return obj.address("workspace-offer")
