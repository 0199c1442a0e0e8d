"""Nominations of the reader's association, from draft to the council."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from awards import actions
from awards.forms import NominationForm, PapersForm, ReasonForm
from awards.models import CommendationRound, Nomination, NominationItem
from federation.access import MoveView, OfficeMixin, Private
from federation.lifecycle import MoveRefused
from federation.models import Organization, Role
from federation.uploads import give

READERS = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)


class MyNominations(Private, OfficeMixin):
    """Those of the reader's association; any other is a 404."""

    roles = (Role.ASSOCIATION_SECRETARY,)
    model = Nomination
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "nomination"

    def get_queryset(self):
        return Nomination.objects.managed_by(self.request.user).for_rows()


class MyRounds(Private, OfficeMixin, ListView):
    """Rounds that take nominations, and what became of those sent."""

    roles = READERS
    template_name = "awards/workspace/round_list.html"
    context_object_name = "nominations"
    paginate_by = 50

    def get_queryset(self):
        mine = Organization.objects.run_by(self.request.user, *READERS)
        rows = Nomination.objects.filter(association__in=mine).for_rows()
        return rows.order_by("-round__period_to", "-pk")

    def get_context_data(self, **kwargs):
        user = self.request.user
        mine = Organization.objects.run_by(user, Role.ASSOCIATION_SECRETARY)
        return super().get_context_data(
            rounds=CommendationRound.objects.filter(
                status__in=["open", "planned"]
            ).select_related("form", "type"),
            associations=mine.in_order(),
            **kwargs,
        )


class Writing(MyNominations, FormView):
    """The form of a nomination."""

    template_name = "awards/workspace/nomination_form.html"
    form_class = NominationForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.nomination}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                row = actions.begin_nomination(
                    form.save(commit=False), by=self.request.user
                )
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(row)

    def get_context_data(self, **kwargs):
        row = self.nomination
        return super().get_context_data(
            nomination=row, round=row.round, association=row.association, **kwargs
        )


class NominationNew(Writing):
    """For one association in one round; a round that is closed says why."""

    @cached_property
    def nomination(self):
        own = Organization.objects.run_by(self.request.user, Role.ASSOCIATION_SECRETARY)
        association = get_object_or_404(own, slug=self.kwargs["association"])
        rounds = CommendationRound.objects.exclude(status="cancelled")
        rounds = rounds.filter(historic=False).select_related("form")
        round_ = get_object_or_404(rounds, slug=self.kwargs["slug"])
        return Nomination(
            round=round_,
            association=association,
            period_from=round_.period_from,
            period_to=round_.period_to,
        )

    def get(self, request, *args, **kwargs):
        row = self.nomination
        if why := row.round.why_closed(row.association):
            messages.error(request, why)
            return redirect("awards:workspace-rounds")
        return super().get(request, *args, **kwargs)


class NominationEdit(Writing):
    @cached_property
    def nomination(self):
        rows = self.get_queryset().filter(status__in=Nomination.EDITABLE)
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])


class NominationDetail(MyNominations, DetailView):
    """One nomination: papers, earlier awards, what is missing, what the office said."""

    roles = READERS
    template_name = "awards/workspace/nomination_detail.html"

    def get_queryset(self):
        mine = Organization.objects.run_by(self.request.user, *READERS)
        return Nomination.objects.filter(association__in=mine).for_rows()

    def get_context_data(self, **kwargs):
        row = self.object
        may_write = (
            Nomination.objects.managed_by(self.request.user).filter(pk=row.pk).exists()
        )
        kwargs.setdefault("papers", PapersForm(items=row.items.all()))
        return super().get_context_data(
            may_write=may_write,
            may_edit=may_write and row.is_editable,
            gaps=row.gaps() if may_write and row.is_editable else [],
            earlier=row.earlier()[:10],
            may_withdraw=may_write and row.can_move(Nomination.Status.WITHDRAWN),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Keep the papers sent, one by one, whatever is wrong with the next."""
        self.object = get_object_or_404(
            Nomination.objects.managed_by(request.user).for_rows(),
            public_id=kwargs["public_id"],
        )
        papers = PapersForm(request.POST, request.FILES, items=self.object.items.all())
        is_good = papers.is_valid()
        try:
            for item, file in papers.received():
                actions.attach(item, file)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.object)
        if is_good:
            messages.success(request, _("Saved."))
            return redirect(self.object)
        return self.render_to_response(self.get_context_data(papers=papers))


class NominationSubmit(MyNominations, MoveView):
    """Hand in, the first time or again."""

    transition = "submit"
    done_message = gettext_lazy("Submitted. The union’s office checks it now.")


class NominationWithdraw(MyNominations, SingleObjectMixin, FormView):
    """Asks for the reason, then withdraws."""

    template_name = "awards/workspace/ask.html"
    form_class = ReasonForm

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        row = self.get_object()
        return super().get_context_data(
            nomination=row,
            title=_("Withdraw the nomination"),
            lead=_("The round goes on without it; it is not handed in again."),
            submit=_("Withdraw"),
            back=row.get_absolute_url(),
            **kwargs,
        )

    def form_valid(self, form):
        row = self.get_object()
        try:
            row.withdraw(by=self.request.user, reason=form.cleaned_data["reason"])
        except MoveRefused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("Withdrawn. The union has been told."))
        return redirect(row)


class NominationDelete(MyNominations, SingleObjectMixin, View):
    """Throw a draft away, papers and all."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        row = self.get_object()
        try:
            actions.delete_draft(row)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(row)
        messages.success(request, _("Draft deleted."))
        return redirect(reverse("awards:workspace-rounds"))


class PaperDownload(Private, OfficeMixin, SingleObjectMixin, View):
    """A paper, for those who may read its nomination."""

    slug_field = slug_url_kwarg = "public_id"

    def get_queryset(self):
        seen = Nomination.objects.visible_to(self.request.user)
        return NominationItem.objects.filter(nomination__in=seen).exclude(file="")

    def get(self, request, *args, **kwargs):
        item = self.get_object()
        return give(item.file, name=item.file_name)
