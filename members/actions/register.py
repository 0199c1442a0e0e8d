"""One person entered twice: the merge of two members, and its undoing."""

from collections.abc import Collection

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from federation.lifecycle import MoveRefused
from federation.models import PrivacyLimit
from members.models import Association, Member, MemberMerge

# What is chosen on the left or on the right, and the columns it stands for.
CHOSEN = {
    "full_name": ["full_name"],
    "birth_year": ["birth_year"],
    "gender": ["gender"],
    "branch": ["branch_id"],
    "position": ["position"],
    "workplace": ["workplace"],
    "phone": ["phone"],
    "email": ["email"],
    "joined_on": ["joined_on"],
    "left_on": ["left_on", "left_reason"],
    "note": ["note"],
    "person": ["person_id"],
}


def hold_register(association) -> None:
    """Who writes into a register waits for whoever writes into it already."""
    Association.objects.select_for_update(of=["self"]).get(pk=association.pk)


@transaction.atomic
def enter(member: Member, *, told_apart: bool) -> None:
    """Keep a member somebody typed, and that others who look alike are others."""
    member.told_apart = told_apart
    member.save()
    if told_apart:
        Member.objects.alike(member).update(told_apart=True)


@transaction.atomic
def tell_apart(members, *, by) -> int:
    """All of these are different people; nobody is asked again."""
    rows = Member.objects.managed_by(by).filter(pk__in=[row.pk for row in members])
    return rows.update(told_apart=True)


@transaction.atomic
def delete_mistake(member: Member, *, by) -> None:
    """Take out a row that should never have been there."""
    rows = Member.objects.managed_by(by).select_for_update(of=["self"])
    member = rows.filter(pk=member.pk).first()
    if member is None:
        raise MoveRefused(_("This member is no longer in the register."))
    if not member.may_be_deleted:
        raise MoveRefused(
            _("Only a row entered by mistake is deleted; mark who goes as left.")
        )
    words = _("entered by mistake")
    LogEntry.objects.log_actions(by.pk, [member], DELETION, words, single_object=True)
    member.delete()


@transaction.atomic
def merge(kept: Member, lost: Member, *, by, taken: Collection[str]) -> MemberMerge:
    """One row of two: `kept` stays, with what is `taken` from the other.

    Whoever does it must be allowed to write both rows, read here under the lock.
    """
    kept, lost = _both(kept, lost, by)
    until = PrivacyLimit.objects.day("merge_undo", timezone.localdate())
    copy = {field.attname: _plain(lost, field) for field in _columns()}
    fields, changed = {field.attname: field for field in _columns()}, {}
    for name in [column for choice in taken for column in CHOSEN[choice]]:
        before, after = _plain(kept, fields[name]), copy[name]
        if before != after:
            changed[name] = [before, after]
            setattr(kept, name, getattr(lost, name))
    moved = _move_links(lost, kept)
    lost.delete()
    kept.save(update_fields=list(changed))
    LogEntry.objects.log_actions(
        by.pk, [kept], CHANGE, _("Merged with another row."), single_object=True
    )
    return MemberMerge.objects.create(
        kept=kept,
        lost_pk=copy["id"],
        lost=copy,
        changed=changed,
        moved=moved,
        by=by,
        undo_until=until,
        is_demo=kept.is_demo,
    )


def _both(kept: Member, lost: Member, by) -> tuple[Member, Member]:
    """Both rows, locked in one order, of one association that is theirs."""
    rows = Member.objects.managed_by(by).select_for_update(of=["self"]).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, lost.pk])}
    if len(found) < 2:
        raise MoveRefused(_("One of the two is no longer in your register."))
    kept, lost = found[kept.pk], found[lost.pk]
    if kept.association_id != lost.association_id:
        raise MoveRefused(
            _("They are members of two associations: each keeps its own row.")
        )
    return kept, lost


def _columns() -> list:
    return [field for field in Member._meta.concrete_fields if not field.generated]


def _plain(row, field):
    """The value as JSON keeps it, to the microsecond."""
    value = getattr(row, field.attname)
    return value.isoformat() if hasattr(value, "isoformat") else value


def links() -> list:
    """Every key that points to a member; their history is none."""
    return [
        found.field
        for found in Member._meta.get_fields(include_hidden=True)
        if found.auto_created
        and not found.concrete
        and not hasattr(found.related_model, "pgh_tracked_model")
    ]


def _move_links(lost: Member, kept: Member) -> dict[str, list]:
    moved = {}
    for field in links():
        rows = field.model._base_manager.filter(**{field.name: lost})
        pks = list(rows.values_list("pk", flat=True))
        if pks:
            rows.update(**{field.name: kept})
            moved[str(field)] = pks
    return moved


@transaction.atomic
def undo_merge(merge: MemberMerge, *, by) -> Member:
    """Both rows as they were; what was corrected since stays corrected."""
    rows = MemberMerge.objects.managed_by(by).select_for_update(of=["self"])
    merge = rows.filter(pk=merge.pk).first()
    _refuse_undoing(merge)
    kept = Member.objects.select_for_update(of=["self"]).get(pk=merge.kept_id)
    lost = _bring_back(merge, kept)
    fields = {field.attname: field for field in _columns()}
    for name, (before, after) in merge.changed.items():
        if _plain(kept, fields[name]) == after:
            setattr(kept, name, fields[name].to_python(before))
    kept.save(update_fields=list(merge.changed))
    for field in links():
        rows = field.model._base_manager.filter(pk__in=merge.moved.get(str(field), []))
        rows.filter(**{field.name: kept}).update(**{field.name: lost})
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    words = _("The merge was undone.")
    LogEntry.objects.log_actions(by.pk, [kept], CHANGE, words, single_object=True)
    return lost


def _refuse_undoing(merge: MemberMerge | None) -> None:
    if merge is None:
        raise MoveRefused(_("This merge is no longer there."))
    if merge.undone_at:
        raise MoveRefused(_("This merge has been undone already."))
    if merge.undo_until < timezone.localdate() or not merge.lost:
        raise MoveRefused(
            _("This merge could be undone until %(day)s; the copy is deleted.")
            % {"day": date_format(merge.undo_until, "SHORT_DATE_FORMAT")}
        )
    later = MemberMerge.objects.standing().filter(kept=merge.kept_id, pk__gt=merge.pk)
    if later.exists():
        raise MoveRefused(_("Undo the later merge of this member first."))


def _bring_back(merge: MemberMerge, kept: Member) -> Member:
    """The lost row under its old number; a branch may have moved with its members."""
    values = {
        field.attname: field.to_python(merge.lost.get(field.attname))
        for field in _columns()
    }
    lost = Member(**values | {"association_id": kept.association_id})
    if lost.branch_id and lost.branch.association_id != kept.association_id:
        lost.branch = kept.branch
    lost.save(force_insert=True)
    return lost
