"""Who may do what, the one way into the workspace, and the shape of its buttons."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib import admin, messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from federation.lifecycle import MoveRefused
from federation.models import Office, Role
from federation.richtext import no_identity_number


def groups_at_work(user):
    """Groups whose rights count today: of a role, while its office is held."""
    held = Office.objects.held_by(user).at_its_place().values("role")
    return user.groups.exclude(Q(name__in=Role.values) & ~Q(name__in=held))


class OfficeBackend(AuthenticationBackend):
    """Who may do what at the desk: groups count while the office of that name lasts.

    A superuser may see and write everything, as Django means it, but decides nothing:
    a right to review, approve or publish must have been given by name.
    """

    PLAIN = ("view_", "add_", "change_", "delete_", "manage_")

    def has_perm(self, user_obj, perm, obj=None):
        if not (user_obj.is_active and user_obj.is_superuser):
            return super().has_perm(user_obj, perm, obj)
        is_plain = perm.partition(".")[2].startswith(self.PLAIN)
        return is_plain or perm in self.given_by_name(user_obj)

    def given_by_name(self, user) -> set[str]:
        """What a group or a person in charge gave, as if this were no superuser."""
        if not hasattr(user, "_given_by_name"):
            rows = self._get_group_permissions(user) | self._get_user_permissions(user)
            names = rows.order_by().values_list("content_type__app_label", "codename")
            user._given_by_name = {".".join(name) for name in names}
        return user._given_by_name

    def _get_group_permissions(self, user_obj):
        return Permission.objects.filter(group__in=groups_at_work(user_obj))


class SecretaryMixin(LoginRequiredMixin):
    """Logged in and holding an office today; `roles` narrows which.

    Who holds none is told so; of a single row not even that: it does not exist.
    """

    roles: tuple[str, ...] = ()

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not Office.objects.held_by(request.user, *self.roles).exists():
            if isinstance(self, SingleObjectMixin):
                raise Http404
            raise PermissionDenied(_("You hold no office that opens this page."))
        return super().dispatch(request, *args, **kwargs)


class OfficeMixin(SecretaryMixin):
    """For holders of the roles named; for everybody else the page does not exist."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            raise Http404 from None


class Private:
    """A page of one reader, or behind a secret address: put before the view's class.

    Nothing on the way keeps it, no search engine lists it and no other site learns its
    address. Our own does: without an origin a browser’s form would be refused.
    """

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        return response


class Move(SingleObjectMixin, View):
    """POST a status change: call the object's `transition`, then go back to it."""

    http_method_names = ["post"]
    transition = ""
    done_message = _("Done.")

    def post(self, request, *args, **kwargs):
        obj = self.get_object()
        try:
            arguments = checked_words(self.get_arguments())
            getattr(obj, self.transition)(by=request.user, **arguments)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done_message)
        return redirect(self.get_success_url(obj))

    def get_arguments(self) -> dict:
        """What the transition needs beyond who asks."""
        return {}

    def get_success_url(self, obj) -> str:
        return obj.get_absolute_url()


class MoveView(SecretaryMixin, Move):
    """By who holds an office."""


def checked_words(arguments: dict) -> dict:
    """What somebody typed beside a button holds no identity number either."""
    for words in arguments.values():
        if isinstance(words, str):
            try:
                no_identity_number(words)
            except ValidationError as error:
                raise MoveRefused(" ".join(error.messages)) from None
    return arguments


def move_action(transition: str, label, *, permission: str = "change"):
    """An admin action that asks once, then calls `transition(by=…)` on each row.

    Each row succeeds or is refused on its own, and staff read which and why.
    """

    @admin.action(description=label, permissions=[permission])
    def move(modeladmin, request, queryset):
        if "confirmed" not in request.POST:
            context = {
                **modeladmin.admin_site.each_context(request),
                "title": label,
                "rows": queryset,
                "action": move.__name__,
                "opts": modeladmin.model._meta,
            }
            return TemplateResponse(request, "admin/confirm_move.html", context)
        for row in queryset:
            try:
                getattr(row, transition)(by=request.user)
            except MoveRefused as refusal:
                modeladmin.message_user(request, f"{row}: {refusal}", messages.ERROR)
            else:
                modeladmin.message_user(request, f"{row}: {label}", messages.SUCCESS)
        return None

    move.__name__ = transition
    return move
