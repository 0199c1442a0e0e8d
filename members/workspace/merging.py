"""Possible duplicates of a register, the merge of two, and its undoing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View
from django.views.generic.base import TemplateResponseMixin
from django.views.generic.detail import SingleObjectMixin

from federation.access import OfficeMixin, Private
from federation.lifecycle import MoveRefused
from members import actions
from members.forms import MergeForm
from members.models import WRITERS, Member, MemberMerge
from members.workspace.register import MyRegisters, WritesMembers

GROUPS = 20


class DuplicateList(MyRegisters, TemplateView):
    """Groups of members who may be one person, and the merges that can be undone."""

    roles = WRITERS
    template_name = "members/workspace/duplicate_list.html"

    def get_context_data(self, **kwargs):
        groups = self.association.members.possible_duplicates()
        page = Paginator(groups, GROUPS).get_page(self.request.GET.get("page"))
        pks = [pk for group in page for pk in group]
        members = Member.objects.select_related("branch").in_bulk(pks)
        merges = MemberMerge.objects.filter(kept__association=self.association)
        return super().get_context_data(
            page_obj=page,
            groups=[[members[pk] for pk in group] for group in page],
            merges=merges.fresh().for_rows()[:GROUPS],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """These are different people: nobody is asked again."""
        ids = [pk for pk in request.POST.getlist("apart") if pk.isdecimal()]
        ids = [int(pk) for pk in ids if len(pk) < 18]
        rows = self.association.members.filter(pk__in=ids)
        if number := actions.tell_apart(list(rows), by=request.user):
            text = ngettext(
                "%(n)d person told apart.", "%(n)d people told apart.", number
            )
            messages.success(request, text % {"n": number})
        return redirect("members:workspace-duplicates", slug=self.association.slug)


class MemberMerging(WritesMembers, SingleObjectMixin, TemplateResponseMixin, View):
    """Left stays; of each field that differs, left or right is chosen."""

    template_name = "members/workspace/member_merge.html"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        other = self.get_other(request.GET.get("with"))
        form = self.get_form(other) if other else None
        return self.show(other, form)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        wanted = request.POST.get("with", "")
        if wanted.isdecimal() and self.is_done(wanted):
            messages.success(request, _("The two rows are one now."))
            return redirect(self.object)
        other = self.get_other(wanted)
        if other is None:
            raise Http404
        form = self.get_form(other, request.POST)
        if not form.is_valid():
            return self.show(other, form)
        try:
            merge = actions.merge(
                self.object, other, by=request.user, taken=form.taken()
            )
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("The two rows are one now. This can be undone until %(day)s.")
            messages.success(request, words % {"day": f"{merge.undo_until:%d/%m/%Y}"})
        return redirect(self.object)

    def is_done(self, wanted: str) -> bool:
        """A second click: they have been merged already."""
        merges = self.object.merges.standing()
        return len(wanted) < 18 and merges.filter(lost_pk=int(wanted)).exists()

    def get_other(self, wanted: str | None) -> Member | None:
        """The right one, of the same register; none asked for: none."""
        if not wanted:
            return None
        rows = self.get_queryset().filter(association=self.object.association_id)
        found = wanted.isdecimal() and len(wanted) < 18
        other = found and rows.exclude(pk=self.object.pk).filter(pk=int(wanted)).first()
        if not other:
            raise Http404
        return other

    def get_form(self, other, data=None):
        return MergeForm(data, left=self.object, right=other, chosen=actions.CHOSEN)

    def show(self, other, form):
        alike = [] if other else Member.objects.alike(self.object)
        return self.render_to_response(
            self.get_context_data(other=other, form=form, alike=alike)
        )


class MergeUndo(Private, OfficeMixin, SingleObjectMixin, View):
    """Both rows as they were."""

    roles = WRITERS
    model = MemberMerge
    http_method_names = ["post"]

    def get_queryset(self):
        return MemberMerge.objects.managed_by(self.request.user).select_related("kept")

    def post(self, request, *args, **kwargs):
        merge = self.get_object()
        try:
            actions.undo_merge(merge, by=request.user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Both rows are as they were."))
        return redirect(merge.kept)
