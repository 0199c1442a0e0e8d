"""The members of an association by name: private, and only what the work needs."""

import re
from collections import defaultdict
from itertools import combinations

import pgtrigger
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.lifecycle import MoveRefused
from federation.models import Demonstrable, Person, Purpose, Role
from federation.richtext import PlainCharField, PlainTextField, no_identity_number
from federation.sortkey import Fold, SortKey, fold
from members.models.associations import Association
from members.models.branches import Branch
from members.models.proposed import born_by_now
from members.models.wishes import WISHES, refused_by

READERS = (Role.ASSOCIATION_SECRETARY, Role.ASSOCIATION_LEADER)
WRITERS = (Role.ASSOCIATION_SECRETARY,)


class Digits(Func):
    """A telephone number as it is dialled inside the country: 0912345678."""

    template = (
        "regexp_replace(regexp_replace(%(expressions)s, '[^0-9]', '', 'g'), "
        "'^(00)?84(?=[0-9]{8,10}$)', '0')"
    )
    output_field = models.CharField()


def dialled(phone: str) -> str:
    """The same in Python, to compare thousands of rows at once."""
    return re.sub(r"^(00)?84(?=[0-9]{8,10}$)", "0", re.sub(r"[^0-9]", "", phone))


def groups_of(rows: list[tuple]) -> list[list[int]]:
    """Rows (pk, name, year, phone, told apart) that hang together by likeness."""
    group: dict[int, list[int]] = {row[0]: [row[0]] for row in rows}
    shared = defaultdict(list)
    for pk, name, year, phone, _apart in rows:
        shared["name", name].append((pk, year))
        if phone:
            shared["phone", phone].append((pk, None))
    for alike in shared.values():
        for (one, year), (other, others) in combinations(alike, 2):
            is_same = not (year and others) or year == others
            if is_same and group[one] is not group[other]:
                group[one].extend(group[other])
                for pk in group[other]:
                    group[pk] = group[one]
    apart = {row[0]: row[4] for row in rows}
    found = {id(pks): pks for pks in group.values()}
    return [
        sorted(pks)
        for pks in found.values()
        if len(pks) > 1 and not all(apart[pk] for pk in pks)
    ]


class MemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Secretaries and leaders read the members of their own association."""
        return self.filter(association__in=Association.objects.run_by(user, *READERS))

    def managed_by(self, user):
        """Secretaries alone write them."""
        return self.filter(association__in=Association.objects.run_by(user, *WRITERS))

    def today(self):
        """Those who have not left."""
        day = timezone.localdate()
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=day))

    def left(self):
        return self.filter(left_on__lte=timezone.localdate())

    def matching(self, words: str):
        """Name with or without its marks, or a part of the telephone or e-mail."""
        wanted = fold(words.strip())
        found = Q(folded__contains=wanted) | Q(email__icontains=words.strip())
        digits = "".join(letter for letter in words if letter.isdigit())
        if len(digits) > 2:
            found |= Q(dialled__contains=digits)
        return self.filter(found)

    def alike(self, member):
        """Others of its association who may be the same person.

        The same folded name, unless both birth years are known and differ; or the
        same telephone number.
        """
        same = Q(folded=fold(member.full_name))
        if member.birth_year:
            same &= Q(birth_year=member.birth_year) | Q(birth_year__isnull=True)
        if member.phone:
            same |= Q(dialled=Digits(Value(member.phone))) & ~Q(dialled="")
        others = self.filter(association=member.association_id).exclude(pk=member.pk)
        return others.filter(same).select_related("branch").order_by("pk")

    def possible_duplicates(self) -> list[list[int]]:
        """Groups of those who are alike and whom nobody has told apart, two queries."""
        names = self.order_by().values("folded").annotate(n=Count("pk")).filter(n__gt=1)
        phones = self.order_by().exclude(dialled="").values("dialled")
        phones = phones.annotate(n=Count("pk")).filter(n__gt=1)
        alike = Q(folded__in=names.values("folded"))
        alike |= Q(dialled__in=phones.values("dialled"))
        columns = ("pk", "folded", "birth_year", "dialled", "told_apart")
        return groups_of(list(self.filter(alike).order_by("pk").values_list(*columns)))

    def in_order(self):
        """The Vietnamese alphabet."""
        return self.order_by(SortKey("full_name"), "pk")

    def for_rows(self):
        """Everything a list of members prints, in one query."""
        return self.select_related("branch").with_wishes().in_order()

    def with_wishes(self):
        return self.annotate(refused=refused_by("person"))


class Member(Demonstrable, models.Model):
    """One person's membership of one association, in a branch or directly.

    Never here: day of birth, identity number, ethnicity, religion, party, health.
    """

    class Gender(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")
        OTHER = "other", _("other gender")

    class Left(models.TextChoices):
        ASKED = "asked", _("at their own wish")
        MOVED = "moved", _("moved away")
        DIED = "died", _("died")
        STRUCK = "struck", _("struck off")
        OTHER = "other", _("another reason")

    association = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="members",
        verbose_name=_("association"),
    )
    branch = models.ForeignKey(
        Branch,
        models.PROTECT,
        related_name="members",
        null=True,
        blank=True,
        verbose_name=_("branch"),
    )
    full_name = PlainCharField(
        _("full name"), max_length=150, validators=[no_identity_number]
    )
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200), born_by_now],
    )
    gender = models.CharField(_("gender"), max_length=6, choices=Gender, blank=True)
    position = PlainCharField(
        _("position"), max_length=150, blank=True, validators=[no_identity_number]
    )
    workplace = PlainCharField(
        _("workplace"), max_length=200, blank=True, validators=[no_identity_number]
    )
    phone = PlainCharField(
        _("telephone"), max_length=40, blank=True, validators=[no_identity_number]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.CharField(
        _("reason of leaving"), max_length=6, choices=Left, blank=True
    )
    note = PlainTextField(
        _("note"), max_length=1000, blank=True, validators=[no_identity_number]
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        related_name="memberships",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    told_apart = models.BooleanField(
        _("told apart"),
        default=False,
        help_text=_("Somebody checked that those who look alike are other people."),
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now)
    folded = models.GeneratedField(
        expression=Fold("full_name"),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )
    dialled = models.GeneratedField(
        expression=Digits("phone"),
        output_field=models.CharField(max_length=40),
        db_persist=True,
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["association", "pk"]
        indexes = [
            models.Index(
                "association", SortKey("full_name"), "id", name="member_in_order"
            ),
            models.Index(fields=["association", "folded"], name="member_by_name"),
            models.Index(fields=["association", "dialled"], name="member_by_phone"),
        ]
        constraints = [
            models.CheckConstraint(
                name="member_left_with_reason",
                condition=Q(left_on__isnull=True, left_reason="")
                | (Q(left_on__isnull=False) & ~Q(left_reason="")),
                violation_error_message=_("Leaving has a day and a reason."),
            ),
            models.CheckConstraint(
                name="member_left_after_joining",
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                violation_error_message=_("The day of leaving is before joining."),
            ),
            models.CheckConstraint(
                name="member_has_a_name",
                condition=Q(full_name__gt=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="member_branch_is_the_associations",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("branch_id", "association_id"),
                condition=pgtrigger.Q(new__branch__isnull=False),
                func="""
                IF NOT EXISTS (
                    SELECT FROM members_branch WHERE association_id = NEW.association_id
                    AND organization_ptr_id = NEW.branch_id
                ) THEN
                    RAISE EXCEPTION 'a member is in a branch of their association'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("members:workspace-member", args=[self.pk])

    @cached_property
    def refused(self) -> list[str]:
        """The purposes this person said no to; lists bring it along."""
        if self.person_id is None:
            return []
        return (
            Member.objects.with_wishes()
            .values_list("refused", flat=True)
            .get(pk=self.pk)
        )

    @property
    def wishes(self) -> list[str]:
        """In words, what is not to be done."""
        return [words for purpose, words in WISHES.items() if purpose in self.refused]

    @property
    def may_be_contacted(self) -> bool:
        return Purpose.CONTACT not in self.refused

    @property
    def is_listed(self) -> bool:
        """On lists that leave the register."""
        return Purpose.MEMBER_LIST not in self.refused

    @property
    def has_left(self) -> bool:
        return bool(self.left_on and self.left_on <= timezone.localdate())

    @property
    def may_be_deleted(self) -> bool:
        """A row entered by mistake has no past: nobody left, was merged or linked."""
        return not (self.left_on or self.person_id or self.merges.exists())

    def leave(self, *, by, on, reason: str) -> None:
        """From that day on they are no member; the row stays."""
        self._mark({"left_on": on, "left_reason": reason}, was_member=True)
        self._log(by, gettext("Marked as left."))

    def come_back(self, *, by) -> None:
        """Undo the leaving."""
        self._mark({"left_on": None, "left_reason": ""}, was_member=False)
        self._log(by, gettext("Is a member again."))

    def _mark(self, values: dict, *, was_member: bool) -> None:
        rows = Member.objects.filter(pk=self.pk, left_on__isnull=was_member)
        if not rows.update(**values):
            raise MoveRefused(_("This is no longer possible: the status has changed."))
        for name, value in values.items():
            setattr(self, name, value)

    def _log(self, by, words: str) -> None:
        LogEntry.objects.log_actions(by.pk, [self], CHANGE, words, single_object=True)
