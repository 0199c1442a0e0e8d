"""The year's plan: drawn up, approved, carried out, taken away as a file."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.generic import (
    CreateView,
    DetailView,
    FormView,
    ListView,
    UpdateView,
    View,
)
from django.views.generic.detail import SingleObjectMixin

from events import actions, documents, exports
from events.desk.office import DECIDING, PlanMixin
from events.forms import (
    CalendarQuestion,
    OutcomeForm,
    PlanItemForm,
    RemarkForm,
    plan_form,
)
from events.models import Anniversary, AnnualPlan, Occurrence, PlanItem
from federation.access import MoveView
from federation.lifecycle import MoveRefused
from federation.models import Union


class Plans(PlanMixin):
    """One plan, found by its year."""

    slug_field = slug_url_kwarg = "year"
    context_object_name = "plan"

    def get_queryset(self):
        return AnnualPlan.objects.for_rows()


class PlanList(Plans, ListView):
    """All plans, the newest first, and the year to plan next."""

    template_name = "events/desk/plan_list.html"
    paginate_by = 25

    def get_context_data(self, **kwargs):
        this = timezone.localdate().year
        return super().get_context_data(
            years=[this, this + 1, this + 2], this_year=this, **kwargs
        )


class PlanDetail(Plans, DetailView):
    """The plan month by month, how far it is, and what its reader may do."""

    template_name = "events/desk/plan_detail.html"

    def get_context_data(self, **kwargs):
        items = list(self.object.items.for_rows())
        return super().get_context_data(
            items=items,
            months=months_of(items, self.object.year),
            may_approve=self.object.submitted_by_id != self.request.user.pk,
            remark_form=RemarkForm(),
            language=get_language(),
            **kwargs,
        )


def months_of(items, year: int) -> list[dict]:
    """Those months that have something, by name."""
    found = {}
    for item in items:
        found.setdefault(item.month, []).append(item)
    return [
        {"name": month_of_year(year, month), "entries": found[month]}
        for month in sorted(found)
    ]


def month_of_year(year: int, month: int) -> str:
    return date_format(date(year, month, 1), pgettext("format", "F Y")).capitalize()


class PlanChoose(PlanMixin, FormView):
    """Next year's days; what is ticked goes into the plan."""

    template_name = "events/desk/plan_choose.html"

    def dispatch(self, request, *args, **kwargs):
        self.year = kwargs["year"]
        if self.year not in Occurrence.objects.years():
            raise Http404(_("The calendar does not reach that year."))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def days(self) -> list[Occurrence]:
        """What is not in the plan yet."""
        days = actions.candidates(self.year)
        if plan := AnnualPlan.objects.filter(year=self.year).first():
            days = days.exclude(plan_items__plan=plan)
        return list(days)

    def get_form(self, form_class=None):
        proposed = [day.pk for day in self.days if actions.is_proposed(day)]
        return plan_form(self.days, proposed, self.request.POST or None)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(year=self.year, days=self.days, **kwargs)
        rows = list(zip(self.days, context["form"]["days"], strict=True))
        national = Anniversary.Kind.NATIONAL_DAY
        for name, is_of_it in (("rows", False), ("national", True)):
            context[name] = [
                row for row in rows if (row[0].anniversary.kind == national) is is_of_it
            ]
        return context

    def form_valid(self, form):
        chosen = {int(pk) for pk in form.cleaned_data["days"]}
        days = [day for day in self.days if day.pk in chosen]
        try:
            plan, number = actions.draw_up_plan(year=self.year, occurrences=days)
        except MoveRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect("events:desk-plan", self.year)
        text = ngettext("%(n)s day added.", "%(n)s days added.", number)
        messages.success(self.request, text % {"n": number})
        return redirect(plan)


class PlanMove(Plans, MoveView):
    """Submitting, approving, closing: a POST each."""

    done_message = gettext_lazy("Done.")


class PlanReturn(PlanMove):
    roles = DECIDING
    transition = "return_to_draft"
    done_message = gettext_lazy("Returned with your remark.")

    def get_arguments(self):
        return {"reason": self.request.POST.get("remark", "")}


class PlanCarryOver(Plans, SingleObjectMixin, View):
    """Everything still open goes into next year's plan."""

    def post(self, request, *args, **kwargs):
        plan = self.get_object()
        number = 0
        for item in plan.items.open().select_related("plan"):
            try:
                item.carry_over(by=request.user)
            except MoveRefused as refusal:
                messages.error(request, f"{item}: {refusal}")
                break
            number += 1
        text = ngettext("%(n)s item carried over.", "%(n)s items carried over.", number)
        messages.success(request, text % {"n": number})
        return redirect(plan)


class PlanExport(Plans, SingleObjectMixin, View):
    """The plan as Word or Excel."""

    kind = ""

    def get(self, request, *args, **kwargs):
        plan = self.get_object()
        items = plan.items.for_rows()
        if self.kind == "xlsx":
            return exports.plan(plan, items)
        data = documents.plan_data(plan, items, Union.objects.root())
        return documents.give_out("docx", "plan", data, str(plan))


class YearSheet(PlanMixin, View):
    """The year's days on one A4 page."""

    def get(self, request, *args, **kwargs):
        question = CalendarQuestion({"nam": kwargs["year"]})
        if not question.is_valid() or question.year not in Occurrence.objects.years():
            raise Http404(_("The calendar does not reach that year."))
        days = Occurrence.objects.of_year(question.year)
        days = days.exclude(anniversary__kind="national_day")
        data = documents.year_data(question.year, days, Union.objects.root())
        return documents.give_out("pdf", "year", data, data["title"])


# --- the items of a plan --------------------------------------------------------


OPEN = (AnnualPlan.Status.DRAFT, AnnualPlan.Status.APPROVED)


class Items(PlanMixin):
    """The items of plans that are worked on: drawn up, or approved and carried out."""

    context_object_name = "item"

    def get_queryset(self):
        return PlanItem.objects.filter(
            plan__status__in=["draft", "approved"]
        ).for_rows()


class ItemAdd(PlanMixin, CreateView):
    """Something of the plan's own, without a day to remember."""

    form_class = PlanItemForm
    template_name = "events/desk/item_form.html"

    def dispatch(self, request, *args, **kwargs):
        self.plan = AnnualPlan.objects.filter(year=kwargs["year"]).first()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        if self.plan is None or not self.plan.is_draft:
            raise Http404
        return super().get_form_kwargs() | {"instance": PlanItem(plan=self.plan)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(plan=self.plan, **kwargs)


class ItemEdit(Items, UpdateView):
    """All of it while the plan is a draft; then only what came of it."""

    template_name = "events/desk/item_form.html"

    def get_form_class(self):
        return PlanItemForm if self.object.plan.is_draft else OutcomeForm

    def get_queryset(self):
        """Nobody submits the plan meanwhile."""
        rows = super().get_queryset()
        is_saving = self.request.method == "POST"
        return rows.select_for_update(of=["self", "plan"]) if is_saving else rows

    @transaction.atomic
    def post(self, *args, **kwargs):
        return super().post(*args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(plan=self.object.plan, **kwargs)


class ItemMove(Items, MoveView):
    """start, finish, drop, take_back, carry_over: named by the address."""

    TRANSITIONS = {"start", "finish", "drop", "take_back", "carry_over"}

    @property
    def transition(self):
        return self.kwargs["move"]

    def post(self, request, *args, **kwargs):
        if kwargs["move"] not in self.TRANSITIONS:
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_success_url(self, obj):
        return f"{reverse('events:desk-plan', args=[obj.plan.year])}#item-{obj.pk}"
