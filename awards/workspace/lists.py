"""Lists from Excel: sent, read by a worker, looked at, taken over whole."""

from django.contrib import messages
from django.core.files.base import ContentFile
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from awards import actions
from awards.exports import faulty_rows, list_template
from awards.forms import ListForm
from awards.models import AwardList, AwardListRow, CommendationRound
from federation.access import OfficeMixin, Private
from federation.lifecycle import MoveRefused
from federation.models import Organization, Role
from federation.uploads import give


class Sending(Private, OfficeMixin):
    """An association's nominations, or the union's old register of one round."""

    roles = (Role.ASSOCIATION_SECRETARY, Role.COUNCIL_SECRETARY)

    @cached_property
    def round(self):
        rounds = CommendationRound.objects.select_related("form")
        return get_object_or_404(rounds, slug=self.kwargs["slug"])

    @cached_property
    def association(self):
        """Whose nominations; None for an old register, which needs the right to run."""
        user, slug = self.request.user, self.kwargs.get("association")
        if slug is None:
            if not (user.has_perm("awards.run_round") and self.round.historic):
                raise Http404
            return None
        own = Organization.objects.run_by(user, Role.ASSOCIATION_SECRETARY)
        return get_object_or_404(own, slug=slug)

    @property
    def purpose(self) -> str:
        kinds = AwardList.Purpose
        return kinds.NOMINATIONS if self.association else kinds.REGISTER


class ListNew(Sending, FormView):
    """Send a file; those sent before and not yet deleted are below."""

    template_name = "awards/workspace/list_new.html"
    form_class = ListForm

    def get_form_kwargs(self):
        new = AwardList(
            purpose=self.purpose,
            round=self.round,
            association=self.association,
            language=get_language(),
        )
        return super().get_form_kwargs() | {"instance": new}

    def get(self, request, *args, **kwargs):
        if self.association and (why := self.round.why_closed(self.association)):
            messages.error(request, why)
            return redirect("awards:workspace-rounds")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        importing = form.save(commit=False)
        importing.begin(by=self.request.user)
        return redirect(importing)

    def get_context_data(self, **kwargs):
        mine = AwardList.objects.managed_by(self.request.user)
        return super().get_context_data(
            round=self.round,
            association=self.association,
            lists=mine.filter(round=self.round, association=self.association)[:20],
            **kwargs,
        )


class ListTemplate(Sending, View):
    """An empty list to fill in, with headings in the reader's language."""

    def get(self, request, *args, **kwargs):
        made = list_template(self.purpose)
        name = _("list to take over")
        return give(ContentFile(made), name=f"{name}.xlsx")


class MyLists(Private, OfficeMixin, SingleObjectMixin):
    """The lists this reader may see; any other is a 404."""

    roles = (Role.ASSOCIATION_SECRETARY, Role.COUNCIL_SECRETARY)
    model = AwardList
    slug_field = slug_url_kwarg = "public_id"

    def get_queryset(self):
        mine = AwardList.objects.managed_by(self.request.user)
        return mine.select_related("round", "association")


class ListDetail(MyLists, ListView):
    """How far it is; then what each row says and what is wrong with it."""

    template_name = "awards/workspace/list_detail.html"
    paginate_by = 50

    def get(self, request, *args, **kwargs):
        self.object = self.get_object(self.get_queryset())
        rows = self.object.rows.order_by().values_list("verdict")
        self.counts = dict(rows.annotate(Count("pk")))
        order = ["bad", "warned", "good"]
        wanted = request.GET.get("show")
        first = next((name for name in order if self.counts.get(name)), "good")
        self.shown = wanted if wanted in order else first
        self.object_list = self.object.rows.filter(verdict=self.shown)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        tabs = [
            (value, label, self.counts.get(value, 0))
            for value, label in AwardListRow.Verdict.choices
        ]
        return super().get_context_data(
            importing=self.object,
            tabs=tabs,
            shown=self.shown,
            counts=self.counts,
            total=sum(self.counts.values()),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        self.object = self.get_object(self.get_queryset())
        try:
            added = actions.take_over(self.object, by=request.user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(number)d rows taken over.")
            messages.success(request, words % {"number": added})
        return redirect(self.object)


class ListFaulty(MyLists, View):
    """The rows with faults and the reason, to be corrected."""

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        rows = self.object.rows.filter(verdict=AwardListRow.Verdict.BAD)
        made = faulty_rows(self.object, rows)
        name = _("rows to correct")
        return give(ContentFile(made), name=f"{name}.xlsx")


class ListDelete(MyLists, View):
    """Forget the list with its file; what was taken over stays."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        row = self.get_object()
        AwardList.objects.filter(pk=row.pk).forget()
        messages.success(request, _("The list is deleted."))
        home = "awards:workspace-rounds" if row.association_id else "awards:desk-rounds"
        return redirect(home)
