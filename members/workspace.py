"""A secretary's pages: her association, her dossiers, the guided form."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View
from django.views.generic.base import TemplateResponseMixin
from django.views.generic.detail import SingleObjectMixin

from federation.access import MoveView, OfficeMixin, SecretaryMixin
from federation.lifecycle import MoveRefused
from federation.models import Role
from federation.uploads import give
from members import actions
from members.forms import PapersForm, WhatForm, WithdrawForm, seats_formset
from members.models import Association, Branch, BranchRequest, DossierFile, DossierItem

STEPS = [
    ("what", gettext_lazy("The branch")),
    ("committee", gettext_lazy("Proposed committee")),
    ("documents", gettext_lazy("Papers")),
    ("review", gettext_lazy("Check and submit")),
]


class MyAssociations(OfficeMixin, ListView):
    """What the portal knows about the reader's own association."""

    roles = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)
    template_name = "members/workspace/association_list.html"

    def get_queryset(self):
        own = Association.objects.run_by(self.request.user, *self.roles)
        return own.for_rows()


class MyDossiers(OfficeMixin):
    """The dossiers this secretary may touch; anything else is a 404."""

    roles = (Role.ASSOCIATION_SECRETARY,)
    model = BranchRequest
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "dossier"

    def get_queryset(self):
        return BranchRequest.objects.managed_by(self.request.user).for_rows()


class DossierList(MyDossiers, ListView):
    template_name = "members/workspace/dossier_list.html"
    context_object_name = "dossiers"
    paginate_by = 25

    def get_queryset(self):
        return super().get_queryset().most_urgent_first()


class DossierDetail(MyDossiers, DetailView):
    """Where a dossier stands, who holds it, and what is to be done."""

    template_name = "members/workspace/dossier_detail.html"

    def get_context_data(self, **kwargs):
        dossier = self.object
        return super().get_context_data(
            steps=steps_of(dossier),
            items=dossier.items.for_rows(),
            seats=dossier.seats.in_order(),
            gaps=dossier.gaps() if dossier.is_editable else [],
            history=dossier.log(),
            branch=Branch.objects.filter(request=dossier).first(),
            **kwargs,
        )


def steps_of(dossier, current="") -> list[dict]:
    """The four steps: done, current or open, each with its address."""
    open_steps = {gap.step for gap in dossier.gaps()} if dossier else set()
    return [
        {
            "name": name,
            "label": label,
            "url": dossier.address(f"workspace-dossier-{name}") if dossier else "",
            "is_now": name == current,
            "is_done": bool(dossier)
            and name != "review"
            and name not in open_steps
            and name != current,
        }
        for name, label in STEPS
    ]


class DossierCreate(MyDossiers, FormView):
    """Step 1 of a dossier that is not there yet: saving it makes the draft."""

    template_name = "members/workspace/dossier_what.html"
    form_class = WhatForm

    def get_form_kwargs(self):
        own = Association.objects.run_by(self.request.user, *self.roles)
        return super().get_form_kwargs() | {"associations": own}

    def form_valid(self, form):
        dossier = actions.start_request(form.save(commit=False), by=self.request.user)
        messages.success(self.request, _("Draft saved."))
        return redirect(next_step(self.request, dossier, "committee"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(steps=steps_of(None, "what"), **kwargs)


def next_step(request, dossier, name: str) -> str:
    """After saving: the next step, or the dossier for whoever wants to stop here."""
    if "later" in request.POST:
        return dossier.get_absolute_url()
    return dossier.address(f"workspace-dossier-{name}")


class StepView(MyDossiers, SingleObjectMixin, TemplateResponseMixin, View):
    """One step of the guided form; writing holds the row, so that none is lost."""

    step = next_name = ""

    @property
    def template_name(self):
        return f"members/workspace/dossier_{self.step}.html"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.object.is_editable:
            return redirect(self.object.get_absolute_url())
        return self.show(self.get_form())

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
            form = self.get_form(request.POST, request.FILES)
            is_good = self.save(form)
        if is_good:
            messages.success(request, _("Saved."))
            return redirect(next_step(request, self.object, self.next_name))
        return self.show(form)

    def show(self, form):
        context = self.get_context_data(
            form=form,
            items=self.object.items.for_rows(),
            steps=steps_of(self.object, self.step),
        )
        return self.render_to_response(context)

    def save(self, form) -> bool:
        """Keep what is good; whether the reader may go on."""
        if form.is_valid():
            form.save()
            return True
        return False


class DossierWhat(StepView):
    step, next_name = "what", "committee"

    def get_form(self, data=None, files=None):
        return WhatForm(data, instance=self.object, associations=[])


class DossierCommittee(StepView):
    step, next_name = "committee", "documents"

    def get_form(self, data=None, files=None):
        return seats_formset(self.object, data)


class DossierDocuments(StepView):
    """Step 3: files are kept one by one, whatever is wrong with the next."""

    step, next_name = "documents", "review"

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
    """Step 4: read everything once more, see what is missing, submit."""

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
            gaps=dossier.gaps(),
            changes=dossier.changes(),
            **kwargs,
        )


class DossierSubmit(MyDossiers, MoveView):
    """Hand in, the first time or again; a second click changes nothing."""

    def post(self, request, *args, **kwargs):
        dossier = self.get_object()
        again = dossier.status == dossier.Status.NEEDS_CHANGES
        try:
            dossier.resubmit(by=request.user) if again else dossier.submit(
                by=request.user
            )
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            dossier.refresh_from_db()
            if dossier.is_editable:
                return redirect(dossier.address("workspace-dossier-review"))
        else:
            messages.success(
                request,
                _("Submitted as %(number)s. The office answers by %(day)s.")
                % {
                    "number": dossier.number,
                    "day": formats.date_format(dossier.due_on, "SHORT_DATE_FORMAT"),
                },
            )
        return redirect(dossier.get_absolute_url())


class DossierWithdraw(MyDossiers, SingleObjectMixin, FormView):
    """Asks once, then withdraws."""

    template_name = "members/workspace/dossier_withdraw.html"
    form_class = WithdrawForm

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        self.object = self.get_object()
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        dossier = self.get_object()
        try:
            dossier.withdraw(by=self.request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("Withdrawn. The office has been told."))
        return redirect(dossier.get_absolute_url())


class DossierDelete(MyDossiers, DetailView):
    """Asks once, then deletes a draft with its files."""

    template_name = "members/workspace/dossier_delete.html"

    def get_queryset(self):
        return super().get_queryset().filter(status=BranchRequest.Status.DRAFT)

    def post(self, request, *args, **kwargs):
        try:
            actions.delete_draft(self.get_object())
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Draft deleted."))
        return redirect("members:workspace-dossiers")


class DossierCopy(MyDossiers, MoveView):
    """A closed dossier begins anew as a draft."""

    def post(self, request, *args, **kwargs):
        dossier = self.get_object()
        try:
            draft = actions.copy_request(dossier, by=request.user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(dossier.get_absolute_url())
        messages.success(request, _("Copied to a new draft."))
        return redirect(draft.address("workspace-dossier-what"))


class PaperRemove(SecretaryMixin, SingleObjectMixin, View):
    """Take a file from a paper again, while the dossier is with the association."""

    http_method_names = ["post"]

    def get_queryset(self):
        mine = BranchRequest.objects.managed_by(self.request.user)
        return DossierItem.objects.filter(
            request__in=mine.filter(
                public_id=self.kwargs["public_id"],
                status__in=BranchRequest.EDITABLE,
            )
        ).select_related("request", "file")

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        item = self.get_object(self.get_queryset().select_for_update(of=["request"]))
        actions.detach(item)
        messages.success(request, _("File removed."))
        return redirect(item.request.address("workspace-dossier-documents"))


class FileDownload(SecretaryMixin, SingleObjectMixin, View):
    """A dossier's file, for those who may read the dossier."""

    slug_field = slug_url_kwarg = "public_id"

    def get_queryset(self):
        return DossierFile.objects.visible_to(self.request.user)

    def get(self, request, *args, **kwargs):
        sent = self.get_object()
        return give(sent.file, name=sent.original_name)
