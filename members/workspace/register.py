"""The register of members: whose it is, the list, one member, leaving and mistakes."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View
from django.views.generic.base import TemplateResponseMixin
from django.views.generic.detail import SingleObjectMixin

from federation.access import MoveView, OfficeMixin, Private
from federation.lifecycle import MoveRefused
from members import actions
from members.exports import register_workbook
from members.forms import LeaveForm, MemberFilter, MemberForm
from members.models import READERS, WRITERS, Association, Member, Numbers


class MyRegisters(Private, OfficeMixin):
    """The associations whose members the reader may see; any other is a 404."""

    roles = READERS
    model = Association

    def get_queryset(self):
        return Association.objects.run_by(self.request.user, *self.roles).in_order()

    @cached_property
    def association(self):
        return get_object_or_404(self.get_queryset(), slug=self.kwargs["slug"])

    @cached_property
    def may_write(self) -> bool:
        own = Association.objects.run_by(self.request.user, *WRITERS)
        return own.filter(pk=self.association.pk).exists()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            association=self.association, may_write=self.may_write, **kwargs
        )


class MyMembers(MyRegisters):
    """The members the reader may see; anybody else is a 404."""

    model = Member
    context_object_name = "member"

    def get_queryset(self):
        rows = Member.objects.visible_to(self.request.user)
        return rows.select_related("association", "branch", "person")

    @cached_property
    def association(self):
        return self.object.association


class WritesMembers(MyMembers):
    """Secretaries alone."""

    roles = WRITERS

    def get_queryset(self):
        rows = Member.objects.managed_by(self.request.user)
        return rows.select_related("association", "branch", "person")


class RegisterHome(Private, OfficeMixin, ListView):
    """The registers of the reader; the only one is opened at once."""

    roles = READERS
    template_name = "members/workspace/register_home.html"
    context_object_name = "associations"

    def get_queryset(self):
        today = Q(members__left_on__isnull=True)
        today |= Q(members__left_on__gt=timezone.localdate())
        own = Association.objects.run_by(self.request.user, *self.roles)
        return own.annotate(registered=Count("members", filter=today)).in_order()

    def get(self, request, *args, **kwargs):
        own = list(self.get_queryset()[:2])
        if len(own) == 1:
            return redirect("members:workspace-register", slug=own[0].slug)
        return super().get(request, *args, **kwargs)


class MemberList(MyRegisters, ListView):
    """Who is in the register, beside the number the association reports."""

    template_name = "members/workspace/member_list.html"
    context_object_name = "members"
    paginate_by = 50

    def get(self, request, *args, **kwargs):
        self.filter = MemberFilter(request.GET, association=self.association)
        self.object_list = self.filter.narrow(self.association.members).for_rows()
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filter,
            is_filtered=bool(self.filter.chosen()),
            registered=self.association.members.today().count(),
            numbers=Numbers(self.association),
            **kwargs,
        )


class MemberExcel(MyRegisters, View):
    """The list as it is filtered, as Excel."""

    def get(self, request, *args, **kwargs):
        chosen = MemberFilter(request.GET, association=self.association)
        rows = chosen.narrow(self.association.members).for_rows()
        return register_workbook(self.association, rows)


class MemberDetail(MyMembers, DetailView):
    template_name = "members/workspace/member_detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            alike=Member.objects.alike(self.object)[:5],
            merges=self.object.merges.fresh().for_rows(),
            **kwargs,
        )


class Entering(TemplateResponseMixin, View):
    """The form of a member; writing holds the register, so that nobody comes twice."""

    template_name = "members/workspace/member_form.html"

    def get(self, request, *args, **kwargs):
        return self.show(MemberForm(instance=self.get_member()))

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            member = self.get_member()
            actions.hold_register(self.association)
            form = MemberForm(request.POST, instance=member)
            if form.is_valid():
                actions.enter(form.save(commit=False), told_apart=form.is_told_apart)
                messages.success(request, _("Saved."))
                if "more" in request.POST:
                    add = "members:workspace-member-add"
                    return redirect(add, slug=self.association.slug)
                return redirect(member)
        return self.show(form)

    def show(self, form):
        return self.render_to_response(
            {
                "view": self,
                "form": form,
                "member": form.instance,
                "association": self.association,
            }
        )


class MemberAdd(Entering, MyRegisters):
    roles = WRITERS

    def get_member(self) -> Member:
        return Member(association=self.association)


class MemberEdit(Entering, WritesMembers, SingleObjectMixin):
    def get_member(self) -> Member:
        self.object = self.get_object()
        return self.object


class MemberLeave(WritesMembers, SingleObjectMixin, FormView):
    """Says when and why, then marks the member as left."""

    template_name = "members/workspace/member_leave.html"
    form_class = LeaveForm

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"member": self.object}

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            self.object.leave(
                by=self.request.user, on=data["left_on"], reason=data["left_reason"]
            )
        except MoveRefused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(
                self.request, _("Marked as left. You can undo it on this page.")
            )
        return redirect(self.object)


class MemberReturn(WritesMembers, MoveView):
    transition = "come_back"
    done_message = gettext_lazy("Is a member again.")


class MemberDelete(WritesMembers, DetailView):
    """Asks once, then takes out a row entered by mistake."""

    template_name = "members/workspace/member_delete.html"

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        try:
            actions.delete_mistake(self.object, by=request.user)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.object)
        messages.success(request, _("The row is deleted."))
        return redirect("members:workspace-register", slug=self.association.slug)
