"""Checking and deciding: the desk of the union's office and of the leaders."""

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from federation.access import MoveView, OfficeMixin
from federation.lifecycle import MoveRefused
from federation.models import Office, Role
from federation.papers import BrokenTemplate
from federation.uploads import give
from members import actions, documents
from members.forms import (
    CheckForm,
    DecisionForm,
    DossierFilter,
    RejectForm,
    ScanForm,
)
from members.models import (
    BranchRequest,
    DecisionTemplate,
    ProfileDraft,
    proposed_number,
)


class DeskMixin(OfficeMixin):
    """The dossiers this person checks or decides on; anything else is a 404."""

    roles = (Role.UNION_OFFICER, Role.UNION_LEADER, Role.ASSOCIATION_LEADER)
    model = BranchRequest
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "dossier"

    def get_queryset(self):
        return BranchRequest.objects.at_desk_of(self.request.user).for_rows()


class DossierInbox(DeskMixin, ListView):
    """Every submitted dossier, what is due soonest first."""

    template_name = "members/desk/dossier_list.html"
    context_object_name = "dossiers"
    paginate_by = 25

    def get_queryset(self):
        self.filter = DossierFilter(self.request.GET)
        self.desk = super().get_queryset()
        rows = self.desk.most_urgent_first()
        chosen = self.filter.chosen()
        if chosen.pop("late", False):
            rows = rows.overdue()
        return rows.filter(**chosen)

    def get_context_data(self, **kwargs):
        officers = Office.objects.of_union(Role.UNION_OFFICER)
        waiting = ProfileDraft.objects.waiting()
        if not officers.filter(user=self.request.user).exists():
            waiting = waiting.none()
        return super().get_context_data(
            filter=self.filter, desk=self.desk, profiles=waiting.count(), **kwargs
        )


class DossierDesk(DeskMixin, DetailView):
    """One dossier with all its papers, and what the reader may do about it."""

    template_name = "members/desk/dossier_detail.html"

    def get_context_data(self, **kwargs):
        dossier, user = self.object, self.request.user
        officers = Office.objects.of_union(Role.UNION_OFFICER)
        return super().get_context_data(
            items=dossier.items.for_rows(),
            seats=dossier.seats.in_order(),
            people=dossier.proposed.in_order(),
            changes=dossier.resubmitted_changes(),
            answers=dossier.answers(),
            history=dossier.log(),
            may_check=officers.filter(user=user).exists(),
            may_decide=dossier.may_be_decided_by(user),
            branch=dossier.branch_concerned,
            **kwargs,
        )


class DeskMove(DeskMixin, MoveView):
    def get_success_url(self, obj):
        return obj.get_desk_url()


class DossierStart(DeskMove):
    transition = "start_check"
    done_message = gettext_lazy("You are checking this dossier now.")

    def get_success_url(self, obj):
        if obj.status == obj.Status.UNDER_CHECK:
            return obj.address("desk-check")
        return obj.get_desk_url()


class DossierTakeOver(DossierStart):
    """The check passes from a colleague to the reader."""

    transition = "take_over_check"
    roles = (Role.UNION_OFFICER,)


class DossierAcknowledge(DeskMove):
    transition = "acknowledge"
    done_message = gettext_lazy("Noted. The association has been told.")


class DeskForm(DeskMixin, SingleObjectMixin, FormView):
    """A form about one dossier that takes one step when it is good."""

    status = ""

    def get(self, request, *args, **kwargs):
        """Who comes back to a step that is over reads what came of it."""
        self.object = self.get_object()
        if self.object.status != self.status:
            words = _("This step is not open: the dossier is “%(status)s”.")
            status = self.object.get_status_display()
            messages.info(request, words % {"status": status})
            return redirect(self.object.get_desk_url())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.status != self.status:
            messages.error(
                request, _("This is no longer possible: the status has changed.")
            )
            return redirect(self.object.get_desk_url())
        return super().post(request, *args, **kwargs)

    def take(self, step, done: str):
        """Call the transition; a refusal is told on the dossier's page."""
        try:
            step()
        except MoveRefused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, done)
        return redirect(self.object.get_desk_url())


class DossierCheck(DeskForm):
    """Paper by paper, field by field: in order, or a remark; then back or on."""

    template_name = "members/desk/dossier_check.html"
    form_class = CheckForm
    roles = (Role.UNION_OFFICER,)
    status = BranchRequest.Status.UNDER_CHECK

    def get_form_kwargs(self):
        last = self.object.revisions.last()
        said = {row.field: row.text for row in last.remarks.filter(item=None)}
        return super().get_form_kwargs() | {
            "items": list(self.object.items.for_rows()),
            "places": self.object.places(),
            "said": said,
            "initial": {"note": said.get("", "")},
        }

    def get_context_data(self, **kwargs):
        dossier = self.object
        return super().get_context_data(
            seats=dossier.seats.in_order(),
            people=dossier.proposed.in_order(),
            changes=dossier.resubmitted_changes(),
            answers=dossier.answers(),
            **kwargs,
        )

    def form_valid(self, form):
        dossier, by = self.object, self.request.user
        found = {
            "verdicts": form.verdicts(),
            "note": form.cleaned_data["note"],
            "fields": form.on_fields(),
        }
        if "changes" in self.request.POST:
            return self.take(
                lambda: self.check_then(found, dossier.request_changes),
                _("Changes asked for. The association has been told."),
            )
        if "ready" in self.request.POST:
            return self.take(
                lambda: self.check_then(found, dossier.mark_ready),
                _("Complete. Whoever decides has been told."),
            )
        return self.take(lambda: dossier.check_items(by=by, **found), _("Saved."))

    def check_then(self, found, transition) -> None:
        """Keep the verdicts even when the step after them is refused."""
        self.object.check_items(by=self.request.user, **found)
        transition(by=self.request.user)


class DossierDecide(DeskForm):
    """Approve: decision, branch and committee come into being together."""

    template_name = "members/desk/dossier_decide.html"
    form_class = DecisionForm
    status = BranchRequest.Status.READY

    def get_object(self, queryset=None):
        dossier = super().get_object(queryset)
        if not dossier.may_be_decided_by(self.request.user):
            raise Http404
        return dossier

    def get_context_data(self, **kwargs):
        template = DecisionTemplate.objects.for_request(self.object)
        return super().get_context_data(template=template, **kwargs)

    def get_initial(self):
        today = timezone.localdate()
        return {"issued_on": today, "effective_on": today}

    def get_form_kwargs(self):
        """The next number of each year the decision may be dated in."""
        dossier, today = self.object, timezone.localdate()
        first = timezone.localdate(dossier.submitted_at).year
        years = range(first, today.year + 1)
        numbers = {year: proposed_number(dossier.issuer, year) for year in years}
        return super().get_form_kwargs() | {"proposed": numbers}

    def form_valid(self, form):
        data = dict(form.cleaned_data)
        del data["sure"]
        return self.take(
            lambda: self.object.approve(by=self.request.user, **data),
            _("Approved. The association has been told."),
        )


class DossierReject(DossierDecide):
    """Refuse, with the reason the association reads."""

    template_name = "members/desk/dossier_reject.html"
    form_class = RejectForm

    def get_initial(self):
        return {}

    def get_form_kwargs(self):
        return FormView.get_form_kwargs(self)

    def form_valid(self, form):
        reason = form.cleaned_data["reason"]
        return self.take(
            lambda: self.object.reject(by=self.request.user, reason=reason),
            _("Not approved. The association has been told."),
        )


class DecisionRetry(DeskMixin, SingleObjectMixin, View):
    """Do again what did not succeed with a decision."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        dossier = self.get_object()
        if actions.try_again(dossier):
            messages.success(request, _("Done: nothing is in the way any more."))
        else:
            messages.error(request, _("It did not succeed; the reason stands below."))
        return redirect(dossier.get_desk_url())


class DecisionPreview(DeskMixin, SingleObjectMixin, View):
    """The decision as it would be, marked as a draft; nothing is kept."""

    def get(self, request, *args, **kwargs):
        form = kwargs["form"]
        if form not in {"pdf", "docx"}:
            raise Http404
        dossier = self.get_object(self.get_queryset().filter(decision=None))
        try:
            made = documents.preview(dossier, form)
        except BrokenTemplate as broken:
            messages.error(request, str(broken))
            return redirect(dossier.get_desk_url())
        return give(ContentFile(made), name=f"{dossier.number}.{form}")


class DecisionScan(DeskMixin, SingleObjectMixin, FormView):
    """Put the signed scan under the decision, and publish it if wished."""

    template_name = "members/desk/decision_scan.html"
    form_class = ScanForm

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().filter(decision__isnull=False)

    def get_context_data(self, **kwargs):
        self.object = self.get_object()
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        dossier = self.get_object()
        actions.file_scan(dossier, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect(dossier.get_desk_url())
