"""What a secretary does to a dossier as a whole, and to its files."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from federation.access import MoveView, SecretaryMixin
from federation.lifecycle import MoveRefused
from federation.uploads import give
from members import actions
from members.forms import AnswerForm, WithdrawForm
from members.models import BranchRequest, DossierFile, DossierItem
from members.workspace.base import MyDossiers


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


class RemarkAnswer(MyDossiers, SingleObjectMixin, View):
    """Answer a remark on a field that stays as it is."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        dossier, form = self.get_object(), AnswerForm(request.POST)
        if not form.is_valid():
            for error in form.errors["text"]:
                messages.error(request, f"{form.fields['text'].label}: {error}")
            return redirect(dossier.address("workspace-dossier-review"))
        try:
            dossier.answer(
                by=request.user, remark=kwargs["remark"], **form.cleaned_data
            )
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
        return redirect(dossier.address("workspace-dossier-review"))


class DossierWithdraw(MyDossiers, SingleObjectMixin, FormView):
    """Asks once, then withdraws."""

    template_name = "members/workspace/dossier_withdraw.html"
    form_class = WithdrawForm

    def dispatch(self, request, *args, **kwargs):
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        dossier = self.get_object()
        if not dossier.can_move(dossier.Status.WITHDRAWN):
            messages.error(request, _("This dossier cannot be withdrawn any more."))
            return redirect(dossier.get_absolute_url())
        return super().get(request, *args, **kwargs)

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


class PaperRemove(SecretaryMixin, DetailView):
    """Asks once, then takes a file from a paper, while the association may write."""

    template_name = "members/workspace/paper_remove.html"
    context_object_name = "item"

    def get_queryset(self):
        mine = BranchRequest.objects.managed_by(self.request.user)
        mine = mine.filter(public_id=self.kwargs["public_id"])
        rows = DossierItem.objects.filter(request__in=mine)
        return rows.select_related("request", "file")

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not (self.object.request.is_editable and self.object.file):
            return self.back()
        return self.render_to_response(self.get_context_data())

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        rows = self.get_queryset().select_for_update(of=["request"])
        self.object = self.get_object(rows)
        if self.object.request.is_editable and self.object.file:
            actions.detach(self.object)
            messages.success(request, _("File removed."))
        return self.back()

    def back(self):
        """The papers; what is no longer with the association is only read."""
        return redirect(self.object.request.address("workspace-dossier-documents"))


class FileDownload(SecretaryMixin, SingleObjectMixin, View):
    """A dossier's file, for those who may read the dossier."""

    slug_field = slug_url_kwarg = "public_id"

    def get_queryset(self):
        return DossierFile.objects.visible_to(self.request.user)

    def get(self, request, *args, **kwargs):
        sent = self.get_object()
        return give(sent.file, name=sent.original_name)


class DecisionDownload(SecretaryMixin, SingleObjectMixin, View):
    """The decision for those who may read the dossier: Word, PDF or signed scan."""

    slug_field = slug_url_kwarg = "public_id"

    def get_queryset(self):
        return BranchRequest.objects.visible_to(self.request.user).select_related(
            "decision", "paper"
        )

    def get(self, request, *args, **kwargs):
        dossier, form = self.get_object(), kwargs["form"]
        paper, scan = getattr(dossier, "paper", None), dossier.decision
        found = {
            "pdf": paper and paper.pdf,
            "docx": paper and paper.word,
            "scan": scan and scan.file,
        }.get(form)
        if not found:
            raise Http404
        name = dossier.number if form != "scan" else scan.file_name
        return give(found, name=name if form == "scan" else f"{name}.{form}")
