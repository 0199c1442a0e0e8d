"""Checking nominations, conflicts of interest, objections."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from awards.desk.base import DeskAsk, DeskMove, RightMixin
from awards.forms import AnswerForm, ConflictForm, RemarkForm
from awards.models import Nomination, Objection


class NominationMixin(RightMixin):
    """Submitted nominations; a draft is its association's alone."""

    model = Nomination
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "nomination"

    def get_queryset(self):
        rows = Nomination.objects.at_desk().for_rows()
        return rows.select_related(
            *("round__form", "association", "country", "person", "organization"),
            *("submitted_by", "checked_by"),
        )


class NominationDesk(NominationMixin, DetailView):
    """One nomination with papers, earlier awards, results, and what to do."""

    template_name = "awards/desk/nomination_detail.html"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        return super().get_context_data(
            items=row.items.all(),
            earlier=row.earlier()[:10],
            overlapping=set(row.overlapping().values_list("pk", flat=True)),
            results=row.results.select_related("meeting"),
            conflicts=row.conflicts.select_related("user"),
            objections=row.objections.all()
            if user.has_perm("awards.view_objection")
            else [],
            bias=row.bias_of(user),
            may=self.rights(),
            **kwargs,
        )


class NominationAccept(NominationMixin, DeskMove):
    right = "check_nomination"
    transition = "accept"
    done_message = _("In order: the council votes on it.")


class NominationReturn(NominationMixin, DeskAsk):
    right = "check_nomination"
    form_class = RemarkForm
    title, submit = _("Return the nomination"), _("Return")
    lead = _("The association reads the remark and hands it in again.")
    done = _("Returned. The association has been told.")

    def take(self, form):
        self.object.give_back(by=self.request.user, **form.cleaned_data)


class NominationConflict(NominationMixin, DeskAsk):
    """Whoever has a say may give it up; it is not taken back."""

    form_class = ConflictForm
    title, submit = _("Declare a conflict of interest"), _("Declare")
    lead = _("Afterwards you neither check it nor vote or decide on it.")
    done = _("Declared. Somebody else decides.")

    def take(self, form):
        self.object.declare_conflict(by=self.request.user, **form.cleaned_data)


class ObjectionAnswer(DeskAsk):
    """What was found about an objection, and what follows."""

    right = "change_objection"
    model = Objection
    form_class = AnswerForm
    template_name = "awards/desk/objection.html"
    title, submit, done = _("Answer the objection"), _("Save"), _("Answered.")

    def get_queryset(self):
        return Objection.objects.select_related("nomination__round")

    def back(self) -> str:
        return self.object.nomination.get_desk_url()

    def take(self, form):
        self.object.settle(by=self.request.user, **form.cleaned_data)
