"""Why somebody can (not) see a page, and who can see somebody: by the rules themselves.

The verdict is the page's own answer to that person; the reasons are read off what made
it: the offices held today, the rights of the roles, the rows their QuerySets give.
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _

from accounts.admin import in_words, role_name
from accounts.asking import page_at
from accounts.middleware import ADMIN, is_protected
from accounts.models import User
from federation.access import groups_at_work
from federation.models import Office, Role
from portal.actions import viewers
from portal.actions.addresses import Address

HOUSE = {"accounts", "federation", "members", "events", "bulletin", "awards", "outbox"}


@dataclass
class Verdict:
    """Whether the page opens, and the rules that decide it, in plain words."""

    opens: bool
    reasons: list[str] = field(default_factory=list)


def why(user, address: str) -> Verdict:
    """Whether this person can open that page today, and why."""
    path = urlsplit(address.strip()).path or "/"
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Resolver404:
            match = None
    if match is None:
        return Verdict(False, [_("There is no page at this address.")])
    opens = answers(user, path)
    if path.startswith(ADMIN):
        return Verdict(opens, reasons_of_desk(user, match))
    if is_protected(path):
        return Verdict(opens, reasons_of_offices(user, match, opens))
    if answers(AnonymousUser(), path):
        return Verdict(opens, [_("Everybody can read this page, without logging in.")])
    return Verdict(opens, [_("What stands here is not public: a draft, or gone.")])


def answers(user, path: str) -> bool:
    """What the page says when this person asks for it."""
    page = page_at(path, user)
    if page is None:
        return False
    login = page.status_code == 302 and "next=" in page.url
    return page.status_code < 400 and not login


def reasons_of_desk(user, match) -> list[str]:
    """Staff and the rights of their roles, kind of record by kind of record."""
    if not user.is_staff:
        return [_("The administration is for staff; this account is not staff.")]
    desk = desk_of(match.url_name or "")
    if desk is None:
        return [_("Every member of staff can open this page.")]
    opts = desk.opts
    kind = {"kind": opts.verbose_name_plural}
    mine = [
        right
        for group in groups_at_work(user).prefetch_related("permissions__content_type")
        for right in group.permissions.all()
        if right.content_type.model_class() is desk.model
    ]
    if user.is_superuser:
        return [_("This account may do everything.")]
    if mine:
        found = {right.pk: right for right in mine}.values()
        return [f"{name}: {verbs}" for name, verbs in in_words(found)]
    roles = Group.objects.filter(
        permissions__codename=f"view_{opts.model_name}",
        permissions__content_type__app_label=opts.app_label,
    ).distinct()
    names = get_text_list([role_name(group) for group in roles], _("or"))
    return [_("No role of this account may see: %(kind)s.") % kind] + (
        [_("Who may: %(roles)s.") % {"roles": names}] if names else []
    )


def desk_of(name: str):
    for model, desk in admin.site._registry.items():
        opts = model._meta
        if name.startswith(f"{opts.app_label}_{opts.model_name}_"):
            return desk
    return None


def reasons_of_offices(user, match, opens: bool) -> list[str]:
    """Which offices open the page, which are held today, and whose row it is."""
    view = getattr(match.func, "view_class", None)
    roles = tuple(getattr(view, "roles", ()))
    said = []
    if roles:
        names = get_text_list([str(Role(role).label) for role in roles], _("or"))
        said.append(_("This page asks for an office: %(roles)s.") % {"roles": names})
    offices = Office.objects.filter(user=user).select_related("organization")
    held = list(Office.objects.held_by(user, *roles).select_related("organization"))
    said += [told(office) for office in held]
    if not held:
        said.append(_("No such office is held today."))
        said += [ended(office) for office in offices if office.until]
    elif not opens and match.kwargs:
        said.append(belonging(view, match))
    return said


def told(office) -> str:
    return _("Held today: %(role)s for %(organization)s, since %(day)s.") % {
        "role": office.get_role_display(),
        "organization": office.organization,
        "day": date_format(office.since, "SHORT_DATE_FORMAT"),
    }


def ended(office) -> str:
    return _("Ended on %(day)s: %(role)s for %(organization)s.") % {
        "role": office.get_role_display(),
        "organization": office.organization,
        "day": date_format(office.until, "SHORT_DATE_FORMAT"),
    }


def belonging(view, match) -> str:
    """Another's row, at another stage, or none at all: one answer for all three."""
    model = Address(match.view_name, "", view, tuple(match.kwargs)).model()
    kind = model._meta.verbose_name if model else _("page")
    return _(
        "These offices do not open this %(kind)s: it belongs to somebody else, is at "
        "another stage, or does not exist."
    ) % {"kind": kind}


def who_sees(user) -> list[dict]:
    """Each kind of record about this person: how many, and who else can see them."""
    found = [row_about(user, model, names) for model, names in kinds().items()]
    return sorted(filter(None, found), key=lambda row: row["kind"])


def kinds() -> dict[type, list[str]]:
    """Each kind of record of ours that names accounts, and in which fields."""
    about = {User: ["pk"]}
    for link in User._meta.get_fields(include_hidden=True):
        model = link.related_model
        if link.auto_created and link.one_to_many and is_of_house(model):
            about.setdefault(model, []).append(link.field.name)
    return about


def is_of_house(model) -> bool:
    """A kind of record of ours: no history of one, no link between two."""
    opts = model._meta
    is_history = any(name.name == "pgh_id" for name in opts.fields)
    return opts.app_label in HOUSE and not (is_history or opts.auto_created)


def row_about(user, model, names: list[str]) -> dict | None:
    """Who may open these rows: by right in the administration, by rule at the desk."""
    mine = reduce(or_, (Q(**{name: user.pk}) for name in names))
    rows = model._default_manager.filter(mine)
    if not (number := rows.count()):
        return None
    people = set(staff_who_see(model)) | set(viewers.of(rows))
    kind = str(model._meta.verbose_name_plural)
    return {
        "kind": kind,
        "number": number,
        "people": sorted(map(str, people - {user})),
    }


def staff_who_see(model):
    """Staff with the right to see this kind of record in the administration."""
    if model not in admin.site._registry:
        return []
    right = f"{model._meta.app_label}.view_{model._meta.model_name}"
    return ModelBackend().with_perm(right, is_active=True).filter(is_staff=True)
