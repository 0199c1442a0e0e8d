"""The guided form: each step is saved by itself, works without scripts."""

from django.conf import settings
from django.contrib import messages
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, FormView, View
from django.views.generic.base import TemplateResponseMixin
from django.views.generic.detail import SingleObjectMixin

from federation.lifecycle import MoveRefused
from federation.uploads import give
from members import actions
from members.exports import people_sheet
from members.forms import PapersForm, PeopleForm, WhatForm, seats_formset
from members.models import Association, BranchRequest
from members.workspace.base import MyDossiers, next_step, steps_of


class DossierCreate(MyDossiers, FormView):
    """Step 1 of a dossier that is not there yet: saving it makes the draft."""

    template_name = "members/workspace/dossier_what.html"
    form_class = WhatForm

    def get_form_kwargs(self):
        own = Association.objects.run_by(self.request.user, *self.roles)
        return super().get_form_kwargs() | {"associations": own}

    def form_valid(self, form):
        try:
            dossier = actions.start_request(
                form.save(commit=False), by=self.request.user
            )
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Draft saved."))
        return redirect(next_step(self.request, dossier, "what"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            steps=steps_of(BranchRequest(), "what"), **kwargs
        )


class StepView(MyDossiers, SingleObjectMixin, TemplateResponseMixin, View):
    """One step of the guided form; writing holds the row, so that none is lost."""

    step = ""

    @property
    def template_name(self):
        return f"members/workspace/dossier_{self.step}.html"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.object.is_editable:
            return redirect(self.object.get_absolute_url())
        self._require_step()
        return self.show(self.get_form())

    def _require_step(self):
        """A step that this kind does not have is not there."""
        if self.step not in self.object.effect.steps:
            raise Http404

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            rows = self.get_queryset().select_for_update(of=["self"])
            self.object = self.get_object(rows)
            if not self.object.is_editable:
                messages.error(
                    request,
                    _("This dossier is no longer with you and cannot be changed."),
                )
                return redirect(self.object.get_absolute_url())
            self._require_step()
            form = self.get_form(request.POST, request.FILES)
            is_good = self.save(form)
        if is_good:
            messages.success(request, _("Saved."))
            return redirect(next_step(request, self.object, self.step))
        return self.show(form)

    def show(self, form):
        context = self.get_context_data(
            form=form,
            items=self.object.items.for_rows(),
            steps=steps_of(self.object, self.step),
            remarks=[
                row for row in self.object.field_remarks() if row.step == self.step
            ],
        )
        return self.render_to_response(context)

    def save(self, form) -> bool:
        """Keep what is good; whether the reader may go on."""
        if form.is_valid():
            form.save()
            return True
        return False


class DossierWhat(StepView):
    step = "what"

    def get_form(self, data=None, files=None):
        return WhatForm(data, instance=self.object, associations=[])

    def save(self, form) -> bool:
        if form.is_valid():
            try:
                actions.save_once(form.save(commit=False))
            except MoveRefused as refusal:
                form.add_error(None, str(refusal))
        return form.is_valid()


class DossierCommittee(StepView):
    step = "committee"

    def get_form(self, data=None, files=None):
        return seats_formset(self.object, data)


class DossierMembers(StepView):
    """The people it begins with: good rows are kept, the others are told."""

    step = "members"

    def get_form(self, data=None, files=None):
        return PeopleForm(data, files, request=self.object)

    def save(self, form) -> bool:
        if not form.is_valid():
            return False
        self.readings, added = {}, 0
        gone = self.request.POST.getlist("remove")
        ids = [int(pk) for pk in gone if pk.isdecimal() and len(pk) < 18]
        removed, _by_model = self.object.proposed.filter(pk__in=ids).delete()
        for way, reading in form.read():
            added += actions.add_people(self.object, reading.good)
            self.readings[way] = reading
        self.tell(added, removed)
        readings = self.readings.values()
        return not any(reading.problems or reading.unread for reading in readings)

    def tell(self, added: int, removed: int) -> None:
        if added:
            text = ngettext("%(n)d person added.", "%(n)d people added.", added)
            messages.success(self.request, text % {"n": added})
        if removed:
            text = ngettext("%(n)d person removed.", "%(n)d people removed.", removed)
            messages.success(self.request, text % {"n": removed})

    def show(self, form):
        if form.is_bound and form.is_valid():  # some rows were refused
            form = form.rest(self.readings)
        return super().show(form)

    def get_context_data(self, **kwargs):
        readings = getattr(self, "readings", {})
        lists = [reading for way, reading in readings.items() if way != "name"]
        return super().get_context_data(
            people=self.object.proposed.in_order(),
            problems=[problem for reading in lists for problem in reading.problems],
            unread=[column for reading in lists for column in reading.unread],
            **kwargs,
        )


class MembersTemplate(MyDossiers, SingleObjectMixin, View):
    """An Excel file to fill in, or the list as it stands."""

    def get(self, request, *args, **kwargs):
        dossier = self.get_object()
        name = _("members %(name)s") % {"name": dossier.name}
        sheet = people_sheet(dossier.proposed.in_order())
        return give(ContentFile(sheet), name=f"{get_valid_filename(name)[:100]}.xlsx")


class DossierDocuments(StepView):
    """Step papers: files are kept one by one, whatever is wrong with the next."""

    step = "documents"

    def get_form(self, data=None, files=None):
        return PapersForm(data, files, items=self.object.items.for_rows())

    def save(self, form) -> bool:
        for item, file in form.received():
            actions.attach(item, file, by=self.request.user)
        return form.is_valid()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["limit"] = settings.UPLOAD_DOCUMENT_BYTES
        context["rows"] = [
            (item, context["form"][f"file-{item.pk}"]) for item in context["items"]
        ]
        return context


class DossierReview(MyDossiers, DetailView):
    """Last step: read everything once more, see what is missing, submit."""

    template_name = "members/workspace/dossier_review.html"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.object.is_editable:
            return redirect(self.object.get_absolute_url())
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        dossier = self.object
        return super().get_context_data(
            steps=steps_of(dossier, "review"),
            items=dossier.items.for_rows(),
            seats=dossier.seats.in_order(),
            people=dossier.proposed.in_order(),
            gaps=dossier.gaps(),
            changes=dossier.changes(),
            remarks=dossier.field_remarks(),
            **kwargs,
        )
