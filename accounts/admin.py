"""The staff's desk for accounts, and the sidebar they find everything by."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts import actions, notifications
from accounts.models import (
    Invitation,
    LoginEvent,
    User,
    new_stamp,
    plain_identity,
)

# Accounts have one e-mail, on the account; factors are reset, not read.
for model in (EmailAddress, Authenticator, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

# Our words for the heads that Django writes itself.
admin.site.index_title = _("Today")

APPS = {
    "members": "diversity_3",
    "events": "event",
    "bulletin": "newspaper",
    "awards": "workspace_premium",
    "portal": "forum",
    "federation": "account_balance",
    "outbox": "outgoing_mail",
    "accounts": "key",
    "auth": "groups",
}


def sidebar(request) -> list[dict]:
    """Grouped by app in the order of daily work; only what this person may open."""
    found = {app["app_label"]: app for app in admin.site.get_app_list(request)}
    order = [*APPS, *sorted(set(found) - set(APPS))]
    home = {"title": _("Today"), "icon": "today", "link": "/admin/"}
    home["active"] = request.path == "/admin/"
    groups = [{"title": "", "items": [home]}]
    for label in order:
        if label not in found:
            continue
        items = [
            {
                "title": model["name"],
                "link": model["admin_url"],
            }
            for model in found[label]["models"]
            if model["admin_url"]
        ]
        groups.append(
            {
                "title": found[label]["name"],
                "separator": True,
                "collapsible": True,
                "items": items,
            }
        )
    return groups


def folded(expression) -> Func:
    """Without case and diacritics, by the database's own function."""
    return Func(expression, function="vi_fold", output_field=TextField())


def asked(label, permission: str):
    """An action that asks once, then does its work row by row, where it may."""

    def wrap(work):
        @admin.action(description=label, permissions=[permission])
        def action(modeladmin, request, queryset):
            rows = [user for user in queryset if may_touch(request.user, user)]
            left_out = queryset.count() - len(rows)
            if "confirmed" not in request.POST:
                context = {
                    **modeladmin.admin_site.each_context(request),
                    "title": label,
                    "rows": rows,
                    "action": action.__name__,
                    "opts": modeladmin.model._meta,
                }
                return TemplateResponse(request, "admin/confirm_move.html", context)
            for user in rows:
                work(modeladmin, request, user)
                modeladmin.log_change(request, user, str(label))
                modeladmin.message_user(request, f"{user}: {label}", messages.SUCCESS)
            if left_out:
                text = words_for_left_out(left_out)
                modeladmin.message_user(request, text, messages.WARNING)
            return None

        action.__name__ = work.__name__
        return action

    return wrap


def words_for_left_out(count: int) -> str:
    text = ngettext(
        "%(count)s account was left out: it may do more than you.",
        "%(count)s accounts were left out: they may do more than you.",
        count,
    )
    return text % {"count": count}


def may_touch(who, user) -> bool:
    """Another's account, and not that of someone who may do more."""
    return who != user and who.may_manage(user)


class UserForm(forms.ModelForm):
    """Roles that the person at the desk may give, and nothing beyond."""

    class Meta:
        model = User
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets narrow it

    def clean_email(self):
        return plain_identity(self.cleaned_data["email"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_staff") and "mail_code" not in self.fields:
            self.instance.mail_code = False
        return cleaned


class RoleFilter(admin.SimpleListFilter):
    """Accounts by role, each called as staff call it."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(group.name, role_name(group)) for group in Group.objects.all()]

    def queryset(self, request, accounts):
        return accounts.filter(groups__name=self.value()) if self.value() else accounts


@admin.register(User)
class UserAdmin(ModelAdmin):
    form = UserForm
    list_display = [
        *("full_name", "email", "is_active", "is_staff", "second_factor"),
        *("is_invited", "last_login"),
    ]
    list_filter = ["is_active", "is_staff", RoleFilter, "language"]
    search_fields = ["full_name", "email"]
    ordering = ["full_name", "email"]
    autocomplete_fields = ["groups"]
    readonly_fields = ["last_login", "date_joined", "second_factor", "is_invited"]
    actions = ["invite_again", "reset_second_factor", "close", "open_again"]

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(
            user=OuterRef("pk"), type__in=["totp", "webauthn"]
        )
        waiting = Invitation.objects.open().filter(user=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(has_factor=Exists(factors), waits=Exists(waiting))
        )

    def get_search_results(self, request, queryset, search_term):
        """With or without diacritics."""
        for word in search_term.split():
            found = folded(Value(word.replace("\x00", "")))
            queryset = queryset.alias(
                name_folded=folded(F("full_name")), mail_folded=folded(F("email"))
            ).filter(Q(name_folded__contains=found) | Q(mail_folded__contains=found))
        return queryset, False

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, user):
        return user.has_factor or (user.mail_code and not user.is_staff)

    @admin.display(description=_("invitation waits"), boolean=True)
    def is_invited(self, user):
        return user.waits

    # --- who may do what ---

    def get_fieldsets(self, request, obj=None):
        access = ["is_active", "is_staff", "groups"]
        if request.user.is_superuser:
            access += ["is_superuser"]
        sets = [
            (_("Person"), {"fields": ["full_name", "email", "language"]}),
            (_("Access"), {"fields": access if obj else access[1:]}),
        ]
        if obj:
            seen = ["second_factor", "is_invited", "last_login", "date_joined"]
            sets.append((_("Log-in"), {"fields": seen}))
        return sets

    def get_readonly_fields(self, request, obj=None):
        """Nobody gives themselves rights."""
        fixed = [*self.readonly_fields]
        if obj == request.user and not request.user.is_superuser:
            fixed += ["is_active", "is_staff", "groups", "email"]
        return fixed

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or request.user.may_manage(obj))

    def has_delete_permission(self, request, obj=None):
        """Accounts are closed, not deleted: the history names them."""
        return False

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = groups_to_give(request.user)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label_from_instance = role_name
            field.help_text = _(
                "The rights of a role count while its office is held; giving an "
                "office gives the role."
            )
        return field

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        if change and {"email", "is_active", "is_staff"} & set(form.changed_data):
            obj.stamp = new_stamp()
        super().save_model(request, obj, form, change)
        if not change:
            Invitation.send(obj, by=request.user)
            text = _("An invitation is on its way to %(email)s. It works for 7 days.")
            self.message_user(request, text % {"email": obj.email}, messages.SUCCESS)

    # --- actions ---

    @asked(_("Send the invitation again"), "change")
    def invite_again(self, request, user):
        if user.is_active:
            Invitation.send(user, by=request.user)

    @asked(_("Reset the second factor"), "change")
    def reset_second_factor(self, request, user):
        user.authenticator_set.all().delete()
        User.objects.filter(pk=user.pk).update(mail_code=False)
        user.end_sessions()
        event = actions.record(request, LoginEvent.Kind.FACTOR_REMOVED, user=user)
        notifications.second_factor_changed(user, event)

    @asked(_("Close the account"), "change")
    def close(self, request, user):
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.end_sessions()

    @asked(_("Open the account again"), "change")
    def open_again(self, request, user):
        User.objects.filter(pk=user.pk).update(is_active=True)


def role_name(group) -> str:
    """The role as staff call it: groups are named by the code of a role."""
    return gettext(group.name.replace("_", " ")) if group.name else ""


def groups_to_give(who):
    """Roles whose every right the giver has; all of them with the right to give any."""
    if who.is_superuser or who.has_perm("accounts.manage_every_account"):
        return Group.objects.all()
    own = who.get_all_permissions()
    wanted = [
        group.pk
        for group in Group.objects.prefetch_related("permissions__content_type")
        if {
            f"{right.content_type.app_label}.{right.codename}"
            for right in group.permissions.all()
        }
        <= own
    ]
    return Group.objects.filter(pk__in=wanted)


class ReadOnly:
    """Looked at, never changed here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def in_words(rights) -> list[tuple[str, str]]:
    """(kind of record, what may be done with it) of these permissions, in words."""
    verbs = {"view": _("see"), "add": _("add"), "change": _("change")}
    verbs["delete"] = _("delete")
    found = {}
    for right in rights:
        model = right.content_type.model_class()
        if model is not None:
            verb = right.codename.removesuffix(f"_{model._meta.model_name}")
            kind = str(model._meta.verbose_name_plural)
            found.setdefault(kind, []).append(str(verbs.get(verb, _(right.name))))
    return [(kind, ", ".join(verbs)) for kind, verbs in sorted(found.items())]


@admin.register(Group)
class GroupAdmin(ReadOnly, ModelAdmin):
    """Roles come from portal/data/roles.csv; here one sees what they may."""

    list_display = ["role"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = ["role", "rights"]
    readonly_fields = ["role", "rights"]

    def get_object(self, request, object_id, from_field=None):
        """Called by its role on its page; nothing of it is saved here."""
        group = super().get_object(request, object_id, from_field)
        if group is not None:
            group.name = role_name(group)
        return group

    @admin.display(description=_("role"), ordering="name")
    def role(self, group):
        return role_name(group)

    @admin.display(description=_("rights"))
    def rights(self, group):
        rows = group.permissions.select_related("content_type").order_by("pk")
        return "\n".join(f"{name}: {verbs}" for name, verbs in in_words(rows))


@admin.register(LoginEvent)
class LoginEventAdmin(ReadOnly, ModelAdmin):
    list_display = ["at", "kind", "user", "address", "agent"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["user__full_name", "user__email", "address"]
    date_hierarchy = "at"
    fields = ["at", "kind", "user", "address", "agent"]

    def get_queryset(self, request):
        return super().get_queryset(request).for_people()
