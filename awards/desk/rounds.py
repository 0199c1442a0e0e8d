"""Rounds at the desk: what stands where, and the steps from open to published."""

from django.core.files.base import ContentFile
from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from awards import actions, documents
from awards.desk.base import DeskAsk, DeskMove, RoundMixin
from awards.forms import MeetingForm, NoticeForm, PresentForm, ReasonForm, ReopenForm
from awards.models import CommendationRound, Objection
from federation.uploads import give

TABS = {
    "": ["submitted", "returned", "valid", "recommended", "not_recommended", "awarded"],
    "check": ["submitted"],
    "valid": ["valid"],
    "returned": ["returned"],
    "result": ["recommended", "not_recommended", "awarded"],
    "withdrawn": ["withdrawn"],
}
LABELS = {
    "": _("All"),
    "check": _("To be checked"),
    "valid": _("In order"),
    "returned": _("Returned"),
    "result": _("With a result"),
    "withdrawn": _("Withdrawn"),
}


class RoundInbox(RoundMixin, ListView):
    """Every round with the number of its nominations, the newest first."""

    template_name = "awards/desk/round_list.html"
    context_object_name = "rounds"
    paginate_by = 25

    def get_queryset(self):
        sent = ~Q(nominations__status__in=["draft", "withdrawn"])
        return (
            super()
            .get_queryset()
            .annotate(sent=Count("nominations", filter=sent))
            .order_by("-period_to", "-pk")
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(may=self.rights(), **kwargs)


class RoundDesk(RoundMixin, DetailView):
    """One round: what is in the way, the next step, its nominations."""

    template_name = "awards/desk/round_detail.html"
    paginate_by = 50

    def get_context_data(self, **kwargs):
        round_ = self.object
        shown = self.request.GET.get("show", "")
        shown = shown if shown in TABS else ""
        rows = round_.nominations.filter(status__in=TABS[shown])
        if words := self.request.GET.get("q", "").strip()[:100]:
            rows = rows.matching(words)
        counts = dict(
            round_.nominations.order_by().values_list("status").annotate(Count("pk"))
        )
        page = self.page_of(rows.for_rows().in_order())
        return super().get_context_data(
            may=self.rights(),
            page=page,
            nominations=page.object_list,
            shown=shown,
            words=words,
            tabs=[
                (name, LABELS[name], sum(counts.get(s, 0) for s in states))
                for name, states in TABS.items()
            ],
            meetings=round_.meetings.all(),
            decisions=round_.decisions.for_rows(),
            objections=Objection.objects.filter(nomination__round=round_)
            if self.request.user.has_perm("awards.view_objection")
            else [],
            extensions=round_.extensions.select_related("association", "given_by"),
            hurdles=actions.why_not_yet(round_)
            if round_.status == CommendationRound.Status.REVIEWED
            else [],
            runs=round_.runs.all()[:3],
            **kwargs,
        )

    def page_of(self, rows):
        view = ListView(request=self.request, kwargs={}, paginate_by=self.paginate_by)
        return view.paginate_queryset(rows, self.paginate_by)[1]


class RoundOpen(RoundMixin, DeskMove):
    right = "run_round"
    transition = "open"
    done_message = _("Open. The secretaries have been told.")


class RoundClose(RoundMixin, DeskMove):
    right = "run_round"
    transition = "close"
    done_message = _("Closed for nominations.")


class RoundPublish(RoundMixin, DeskMove):
    right = "publish_round"
    transition = "publish"
    done_message = _("Published.")


class RoundReopen(RoundMixin, DeskAsk):
    right = "run_round"
    form_class = ReopenForm
    title = _("Reopen for late nominations")
    lead = _("The reason stays on record. Those concerned are told.")
    submit, done = _("Reopen"), _("Reopened. Those concerned have been told.")

    def take(self, form):
        self.object.reopen(by=self.request.user, **form.cleaned_data)


class RoundCancel(RoundMixin, DeskAsk):
    right = "run_round"
    form_class = ReasonForm
    title, submit, done = _("Cancel the round"), _("Cancel the round"), _("Cancelled.")
    lead = _("Its numbers are kept; it cannot be taken up again.")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        del kwargs["about"]
        return kwargs

    def take(self, form):
        self.object.cancel(by=self.request.user, reason=form.cleaned_data["reason"])


class RoundNotice(RoundMixin, DeskAsk):
    right = "hold_council"
    form_class = NoticeForm
    title, submit = _("Begin the public notice"), _("Begin")
    lead = _("Everybody reads who is recommended and may object.")
    done = _("The public notice has its days.")

    def take(self, form):
        actions.open_notice(self.object, by=self.request.user, **form.cleaned_data)


class RoundPresent(RoundMixin, DeskAsk):
    right = "present_round"
    form_class = PresentForm
    title, submit = _("The awards were presented"), _("Save")
    lead = _("The day is written into the register.")
    done = _("Saved. The round can be published now.")

    def take(self, form):
        self.object.present(by=self.request.user, **form.cleaned_data)


class MeetingCall(RoundMixin, DeskAsk):
    right = "hold_council"
    form_class = MeetingForm
    title, submit = _("Call a meeting of the council"), _("Call")
    lead = _("The members of the council are taken from its body; the rules stay.")
    done = _("The meeting is prepared: say who is present.")

    def take(self, form):
        self.meeting = actions.call_meeting(
            self.object, by=self.request.user, **form.cleaned_data
        )

    def back(self) -> str:
        if hasattr(self, "meeting"):
            return self.meeting.get_absolute_url()
        return super().back()


class RoundSubmission(RoundMixin, SingleObjectMixin, View):
    """The letter to the level that confers this form, as Word."""

    def get(self, request, *args, **kwargs):
        round_ = self.get_object()
        reviewed = round_.status == CommendationRound.Status.REVIEWED
        if round_.form.own_issue or not reviewed:
            raise Http404
        made = ContentFile(documents.submission_of(round_))
        return give(made, name="{} {}.docx".format(_("submission"), round_.slug))
