"""Letters of congratulation: written, approved, sent, kept."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import (
    CreateView,
    DetailView,
    ListView,
    UpdateView,
    View,
)
from django.views.generic.detail import SingleObjectMixin

from events import documents
from events.desk.office import DECIDING, PlanMixin
from events.forms import (
    GreetingForm,
    RemarkForm,
    SentForm,
)
from events.models import Greeting, GreetingTemplate, Occurrence
from federation.access import MoveView
from federation.models import Union


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
        return template.written_for(self.day) if template else {}

    def get_context_data(self, **kwargs):
        return super().get_context_data(day=self.day, **kwargs)


class LetterDetail(Letters, DetailView):
    """The letter as it reads, and its next step."""

    template_name = "events/desk/letter_detail.html"

    def get_context_data(self, **kwargs):
        seen_by = (self.object.written_by_id, self.object.submitted_by_id)
        return super().get_context_data(
            texts=[
                {"language": code, "text": getattr(self.object, f"text_{code}")}
                for code in self.object.languages
            ],
            may_approve=self.request.user.pk not in seen_by,
            remark_form=RemarkForm(),
            sent_form=SentForm(initial={"sent_on": timezone.localdate()}),
            **kwargs,
        )


class LetterEdit(Letters, UpdateView):
    """Only a draft is rewritten; its writer is who did so last."""

    form_class = GreetingForm
    template_name = "events/desk/letter_form.html"

    def get_queryset(self):
        """Nobody submits it meanwhile."""
        rows = super().get_queryset().filter(status=Greeting.Status.DRAFT)
        is_saving = self.request.method == "POST"
        return rows.select_for_update(of=["self"]) if is_saving else rows

    @transaction.atomic
    def post(self, *args, **kwargs):
        return super().post(*args, **kwargs)

    def form_valid(self, form):
        form.instance.written_by = self.request.user
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(day=self.object.occurrence, **kwargs)


class LetterMove(Letters, MoveView):
    done_message = gettext_lazy("Done.")


class LetterReturn(LetterMove):
    roles = DECIDING
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
        name = f"{_('Letter of congratulation')} {letter.pk} {language}"
        return documents.give_out(kind, "letter", data, name)
