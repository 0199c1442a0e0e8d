"""The year's plan and the letters: pages of the union's office and its leaders."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import slugify
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
from events.forms import (
    CalendarQuestion,
    GreetingForm,
    PlanItemForm,
    RemarkForm,
    SentForm,
    plan_form,
)
from events.models import AnnualPlan, Greeting, GreetingTemplate, Occurrence, PlanItem
from federation.access import MoveView, OfficeMixin
from federation.lifecycle import MoveRefused
from federation.models import Role, Union


class PlanMixin(OfficeMixin):
    """For the union's office and leaders; for others these pages do not exist."""

    roles = (Role.UNION_OFFICER, Role.UNION_LEADER)


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
        language = get_language()
        return super().get_context_data(
            items=items,
            months=months_of(items, self.object.year),
            may_approve=self.object.submitted_by_id != self.request.user.pk,
            remark_form=RemarkForm(),
            language=language,
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
        context["rows"] = list(zip(self.days, context["form"]["days"], strict=True))
        return context

    def form_valid(self, form):
        chosen = {int(pk) for pk in form.cleaned_data["days"]}
        days = [day for day in self.days if day.pk in chosen]
        plan, number = actions.draw_up_plan(year=self.year, occurrences=days)
        text = ngettext("%(n)s day added.", "%(n)s days added.", number)
        messages.success(self.request, text % {"n": number})
        return redirect(plan)


class PlanMove(Plans, MoveView):
    """Submitting, approving, closing: a POST each."""

    done_message = gettext_lazy("Done.")


class PlanReturn(PlanMove):
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
        name = f"{slugify(str(plan))}.docx"
        return documents.give_out(documents.word("plan", data), name)


class YearSheet(PlanMixin, View):
    """The year's days on one A4 page."""

    def get(self, request, *args, **kwargs):
        question = CalendarQuestion({"nam": kwargs["year"]})
        if not question.is_valid() or question.year not in Occurrence.objects.years():
            raise Http404(_("The calendar does not reach that year."))
        days = Occurrence.objects.of_year(question.year)
        days = days.exclude(anniversary__kind="national_day")
        data = documents.year_data(question.year, days, Union.objects.root())
        body = documents.pdf("year", data)
        return documents.give_out(body, f"{slugify(data['title'])}.pdf")


# --- the items of a plan --------------------------------------------------------


class Items(PlanMixin):
    """The items of plans that are not closed."""

    context_object_name = "item"

    def get_queryset(self):
        return PlanItem.objects.exclude(plan__status="closed").for_rows()


class ItemAdd(PlanMixin, CreateView):
    """Something of the plan's own, without a day to remember."""

    form_class = PlanItemForm
    template_name = "events/desk/item_form.html"

    def dispatch(self, request, *args, **kwargs):
        self.plan = AnnualPlan.objects.filter(year=kwargs["year"]).first()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        if self.plan is None or not self.plan.is_open:
            raise Http404
        return super().get_form_kwargs() | {"instance": PlanItem(plan=self.plan)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(plan=self.plan, **kwargs)


class ItemEdit(Items, UpdateView):
    form_class = PlanItemForm
    template_name = "events/desk/item_form.html"

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


# --- letters of congratulation ----------------------------------------------------


class Letters(PlanMixin):
    context_object_name = "letter"

    def get_queryset(self):
        return Greeting.objects.for_rows()


class LetterList(Letters, ListView):
    """The letters, and the days ahead that may want one."""

    template_name = "events/desk/letter_list.html"
    context_object_name = "letters"
    paginate_by = 25

    def get_context_data(self, **kwargs):
        days = Occurrence.objects.facts().upcoming().filter(greetings=None).open()
        return super().get_context_data(days=days.for_cards()[:12], **kwargs)


class LetterNew(PlanMixin, CreateView):
    """A draft from the template that fits the day best."""

    form_class = GreetingForm
    template_name = "events/desk/letter_form.html"

    @cached_property
    def day(self) -> Occurrence:
        days = Occurrence.objects.facts().for_cards()
        return get_object_or_404(days, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        letter = Greeting(occurrence=self.day, written_by=self.request.user)
        return super().get_form_kwargs() | {"instance": letter}

    def get_initial(self):
        template = GreetingTemplate.objects.best_for(self.day)
        return template.written_for(self.day, "") if template else {}

    def get_context_data(self, **kwargs):
        return super().get_context_data(day=self.day, **kwargs)


class LetterDetail(Letters, DetailView):
    """The letter as it reads, and its next step."""

    template_name = "events/desk/letter_detail.html"

    def get_context_data(self, **kwargs):
        may_approve = self.object.written_by_id != self.request.user.pk
        return super().get_context_data(
            texts=[
                {"language": code, "text": getattr(self.object, f"text_{code}")}
                for code in self.object.languages
            ],
            may_approve=may_approve,
            sent_form=SentForm(initial={"sent_on": timezone.localdate()}),
            **kwargs,
        )


class LetterEdit(Letters, UpdateView):
    """Only a draft is rewritten."""

    form_class = GreetingForm
    template_name = "events/desk/letter_form.html"

    def get_queryset(self):
        return super().get_queryset().filter(status=Greeting.Status.DRAFT)

    def get_context_data(self, **kwargs):
        return super().get_context_data(day=self.object.occurrence, **kwargs)


class LetterMove(Letters, MoveView):
    done_message = gettext_lazy("Done.")


class LetterReturn(LetterMove):
    transition = "return_to_draft"
    done_message = gettext_lazy("Returned with your remark.")

    def get_arguments(self):
        return {"reason": self.request.POST.get("remark", "")}


class LetterSent(LetterMove):
    transition = "send"
    done_message = gettext_lazy("Written down: the letter was sent.")

    def get_arguments(self):
        form = SentForm(self.request.POST)
        form.is_valid()
        chosen = form.cleaned_data
        return {
            "means": chosen.get("means", ""),
            "sent_on": chosen.get("sent_on"),
        }


class LetterFile(Letters, SingleObjectMixin, View):
    """The letter in one language, as PDF or Word."""

    def get(self, request, *args, **kwargs):
        letter = self.get_object()
        language, kind = kwargs["language"], kwargs["kind"]
        if language not in letter.languages:
            raise Http404
        data = documents.letter_data(letter, Union.objects.root(), language)
        make = documents.pdf if kind == "pdf" else documents.word
        stem = slugify(_("Letter of congratulation"))
        name = f"{stem}-{letter.pk}-{language}.{kind}"
        return documents.give_out(make("letter", data), name)
