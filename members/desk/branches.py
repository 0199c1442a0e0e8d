"""Branches as the office keeps them: taken over, corrected, their committees."""

from django.contrib import messages
from django.core.files.base import ContentFile
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, FormView, UpdateView, View

from federation.access import OfficeMixin
from federation.lifecycle import MoveRefused
from federation.models import Body, Role, Term
from federation.uploads import give
from members import actions
from members.exports import branches_template
from members.forms import (
    BranchesForm,
    ConfirmForm,
    CorrectForm,
    TenureForm,
    TermForm,
    seats_formset,
)
from members.models import Branch


class BranchOffice(OfficeMixin):
    """For officers of the union; for everybody else the page does not exist."""

    roles = (Role.UNION_OFFICER,)
    model = Branch
    context_object_name = "branch"

    def get_queryset(self):
        return Branch.objects.select_related("association", "committee__term")


class BranchCorrect(BranchOffice, UpdateView):
    """The record was wrong: what is right, and why."""

    template_name = "members/desk/branch_correct.html"
    form_class = CorrectForm

    def form_valid(self, form):
        branch, reason = form.save(commit=False), form.cleaned_data["reason"]
        try:
            actions.correct_branch(branch, reason=reason, by=self.request.user)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Corrected; its history says so."))
        return redirect(branch)


class BranchCommittee(BranchOffice, DetailView):
    """Who leads a branch taken over; of any other its dossiers decide."""

    template_name = "members/desk/branch_committee.html"

    def get_queryset(self):
        return super().get_queryset().with_committee_by_hand()

    def forms(self, data=None):
        body = self.object.committee or Body()
        term = body.term or Term(owner=self.object.organization_ptr)
        return TermForm(data, instance=term), seats_formset(body, data, TenureForm)

    def get_context_data(self, **kwargs):
        term, seats = kwargs.pop("forms", None) or self.forms()
        return super().get_context_data(term=term, form=seats, **kwargs)

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        self.object = self.get_object(
            self.get_queryset().select_for_update(of=["self"])
        )
        term, seats = forms = self.forms(request.POST)
        if term.is_valid() and seats.is_valid():
            row = term.save(commit=False) if term.is_filled else None
            try:
                actions.write_committee(
                    self.object, term=row, seats=seats, by=request.user
                )
            except MoveRefused as refusal:
                term.add_error(None, str(refusal))
            else:
                messages.success(request, _("Saved."))
                here = "more" in request.POST
                return redirect(request.path if here else self.object)
        return self.render_to_response(self.get_context_data(forms=forms))


class BranchesImport(BranchOffice, FormView):
    """A list of branches: sent, looked at, taken over."""

    template_name = "members/desk/branches_import.html"
    form_class = BranchesForm

    def post(self, request, *args, **kwargs):
        return self.take_over() if "rows" in request.POST else super().post(request)

    def form_valid(self, form):
        reading = form.reading
        values = [line.values for line in reading.of("new")]
        context = self.get_context_data(
            reading=reading,
            counts={name: len(reading.of(name)) for name in ("new", "same", "bad")},
            confirm=ConfirmForm(initial={"rows": ConfirmForm.sign(values)}),
        )
        return self.render_to_response(context)

    def take_over(self):
        form = ConfirmForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(
                self.get_context_data(form=self.form_class(), stale=form)
            )
        rows, by = form.cleaned_data["rows"], self.request.user
        made, refused = actions.take_over_branches(rows, by=by)
        text = ngettext(
            "%(n)d branch was taken over.", "%(n)d branches were taken over.", len(made)
        )
        messages.success(self.request, text % {"n": len(made)})
        for words in refused:
            messages.error(self.request, words)
        return redirect("members:desk-branches-import")


class BranchesExcel(BranchOffice, View):
    """An empty list to fill in, with headings in the reader's language."""

    def get(self, request, *args, **kwargs):
        name = _("branches to take over")
        return give(ContentFile(branches_template()), name=f"{name}.xlsx")
