"""A list of members from Excel: sent, read, looked at, taken over."""

from django.contrib import messages
from django.core.files.base import ContentFile
from django.db.models import Count
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from federation.lifecycle import MoveRefused
from federation.uploads import give
from members import actions
from members.exports import faulty_rows, members_template
from members.forms import ImportForm
from members.models import WRITERS, ImportRow, MemberImport
from members.workspace.base import MyDossiers
from members.workspace.register import MyRegisters

SHOWN = [*ImportRow.Verdict.values]


class ImportNew(MyRegisters, FormView):
    """Send a file or lines; those sent before and not yet deleted are below."""

    roles = WRITERS
    template_name = "members/workspace/import_new.html"
    form_class = ImportForm

    def get_form_kwargs(self):
        new = MemberImport(association=self.association, language=get_language())
        return super().get_form_kwargs() | {"instance": new}

    def form_valid(self, form):
        importing = form.save(commit=False)
        try:
            importing.begin(by=self.request.user)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect(importing)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            imports=self.association.member_imports.all()[:20], **kwargs
        )


class MembersExcel(MyRegisters, View):
    """An empty list to fill in, with headings in the reader's language."""

    roles = WRITERS

    def get(self, request, *args, **kwargs):
        self.association  # noqa: B018 - a foreign one is not there
        name = _("members to take over")
        return give(ContentFile(members_template()), name=f"{name}.xlsx")


class MyImports(MyRegisters):
    """The lists of this secretary's associations; any other is a 404."""

    roles = WRITERS
    model = MemberImport
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "importing"

    def get_queryset(self):
        mine = MemberImport.objects.managed_by(self.request.user)
        return mine.select_related("association", "branch")

    @cached_property
    def association(self):
        return self.object.association


class ImportDetail(MyImports, SingleObjectMixin, ListView):
    """How far it is; then what each row is, and what is to become of it."""

    template_name = "members/workspace/import_detail.html"
    paginate_by = 50

    def get(self, request, *args, **kwargs):
        self.object = self.get_object(self.get_queryset())
        counts = (
            self.object.rows.order_by().values_list("verdict").annotate(Count("pk"))
        )
        self.counts = dict(counts)
        self.shown = self._shown(request.GET.get("show"))
        self.object_list = self.object.rows.filter(verdict=self.shown).for_rows()
        return self.render_to_response(self.get_context_data())

    def _shown(self, wanted) -> str:
        """What was asked for, else what needs the secretary most."""
        order = [ImportRow.Verdict.ALIKE, ImportRow.Verdict.BAD, *SHOWN]
        if wanted in SHOWN:
            return wanted
        return next((verdict for verdict in order if self.counts.get(verdict)), "new")

    def get_context_data(self, **kwargs):
        tabs = [
            (value, label, self.counts.get(value, 0))
            for value, label in ImportRow.Verdict.choices
        ]
        return super().get_context_data(
            importing=self.object,
            tabs=tabs,
            shown=self.shown,
            total=sum(self.counts.values()),
            counts=self.counts,
            choices=ImportRow.Choice.choices,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Keep the decisions of this page; then, if asked, take the list over."""
        self.object = self.get_object(self.get_queryset())
        choices = {
            int(name.removeprefix("row-")): value
            for name, value in request.POST.items()
            if name.startswith("row-") and name[4:].isdecimal() and len(name) < 14
        }
        actions.choose(self.object, choices, by=request.user)
        if "confirm" not in request.POST:
            messages.success(request, _("Your decisions are kept."))
            return redirect(f"{self.object.get_absolute_url()}{self._same_page()}")
        try:
            self.object.confirm(by=request.user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.object)

    def _same_page(self) -> str:
        query = self.request.GET.copy()
        return f"?{query.urlencode()}" if query else ""


class FoundersImport(MyDossiers, SingleObjectMixin, View):
    """The list that founded a branch, brought to the page where lists are looked at."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        dossier = self.get_object()
        try:
            return redirect(actions.begin_founders(dossier, by=request.user))
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(dossier)


class ImportFaulty(MyImports, SingleObjectMixin, View):
    """The rows that were not understood, with the reason, to be corrected."""

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        rows = self.object.rows.filter(verdict=ImportRow.Verdict.BAD).for_rows()
        name = _("rows to correct")
        return give(ContentFile(faulty_rows(rows)), name=f"{name}.xlsx")


class ImportDelete(MyImports, DetailView):
    """Asks once, then forgets the list with its file."""

    template_name = "members/workspace/import_delete.html"

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        slug = self.association.slug
        MemberImport.objects.filter(pk=self.object.pk).forget()
        messages.success(request, _("The list is deleted."))
        return redirect("members:workspace-import-new", slug=slug)
