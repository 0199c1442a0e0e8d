"""Branches, and how their number grows."""

from dataclasses import dataclass
from datetime import date

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Func, Q, Value
from django.db.models.functions import Coalesce, Concat, ExtractYear, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.models import Body, Document, Organization, OrganizationQuerySet
from federation.sortkey import Fold, SortKey
from members.models.associations import STATUS_TONES, Association, check_end
from members.models.rules import OPEN


class Normalized(Func):
    """Unicode NFC inside the database."""

    template = "normalize(%(expressions)s, NFC)"
    output_field = models.CharField()


NO_DOSSIER = _(
    "A new branch comes from an approved dossier; "
    "tick “taken over” for one founded before."
)


@dataclass(frozen=True)
class Growth:
    """New and ended branches of a year against those living at its beginning."""

    year: int
    base: int
    new: int
    ended: int

    @property
    def living(self) -> int:
        return self.base + self.new - self.ended

    @property
    def gross(self) -> float | None:
        """Per cent gained; None where nothing was to grow from."""
        return self.new * 100 / self.base if self.base else None

    @property
    def net(self) -> float | None:
        """Per cent gained less per cent ended."""
        return (self.new - self.ended) * 100 / self.base if self.base else None


class BranchQuerySet(OrganizationQuerySet):
    SEARCHED = ["name", "host_name", "place", "legacy_place"]

    def visible_to(self, user):
        """Staff: all. Secretaries: their own unlisted too. Others: listed, founded."""
        if user.is_staff:
            return self
        began = Q(founded_on__isnull=True) | Q(founded_on__lte=timezone.localdate())
        seen = Q(is_listed=True) & began
        if user.is_authenticated:
            seen |= Q(association__in=Association.objects.run_by(user))
        return self.filter(seen)

    def with_committee_by_hand(self):
        """Taken over, and no dossier has seated a committee since."""
        seating = ["reorganize", "new_term"]
        decided = self.model.objects.filter(
            changes__request__isnull=False, changes__kind__in=seating
        )
        return self.filter(request=None).exclude(pk__in=decided.values("pk"))

    def matching(self, words: str):
        """Name, host or place contains these folded words."""
        names = [Coalesce(F(name), Value("")) for name in self.SEARCHED]
        return self.annotate(
            folded=Fold(Concat(*names, output_field=models.TextField()))
        ).filter(folded__contains=words)

    def founded_in(self, year: int):
        return self.filter(
            founded_on__gte=date(year, 1, 1), founded_on__lte=date(year, 12, 31)
        )

    def for_rows(self):
        """Everything a list of branches prints, in one query."""
        rows = self.select_related("association", "committee__term")
        return rows.order_by(SortKey("name"), "pk")

    def for_secretary(self):
        """Everything her list prints: the living first, `open_count` dossiers each."""
        waiting = Q(requests__status__in=OPEN)
        return self.annotate(open_count=Count("requests", filter=waiting)).order_by(
            F("ended_on").desc(nulls_first=True), SortKey("name"), "pk"
        )

    def founding_years(self) -> list[int]:
        """The years in which branches were founded, newest first."""
        years = (
            self.filter(founded_on__isnull=False)
            .order_by()
            .annotate(year=ExtractYear("founded_on"))
            .values_list("year", flat=True)
            .distinct()
        )
        return sorted(years, reverse=True)

    def growth(self, year: int) -> Growth:
        """Growth of a year by domain rule N6: 300 branches and 21 more are 7 %."""
        return self.growth_over([year])[0]

    def growth_over(self, years) -> list[Growth]:
        """The growth of each of these years, in one query."""
        years = list(years)
        counts = {}
        for year in years:
            start, end = date(year, 1, 1), min(date(year, 12, 31), timezone.localdate())
            before = Q(founded_on__isnull=True) | Q(founded_on__lt=start)
            alive = Q(ended_on__isnull=True) | Q(ended_on__gte=start)
            counts[f"base_{year}"] = Count("pk", filter=before & alive)
            for name, field in (("new", "founded_on"), ("ended", "ended_on")):
                within = Q(**{f"{field}__gte": start, f"{field}__lte": end})
                counts[f"{name}_{year}"] = Count("pk", filter=within)
        found = self.order_by().aggregate(**counts)
        names = ("base", "new", "ended")
        return [Growth(y, *(found[f"{name}_{y}"] for name in names)) for y in years]


class Branch(Organization):
    """A branch (chi hội) of an association, without seal or account of its own."""

    class UnitType(models.TextChoices):
        BRANCH = "branch", _("branch")
        JOINT = "joint", _("joint branch")
        SUB = "sub", _("sub-association")
        GROUP = "group", _("group")

    class HostKind(models.TextChoices):
        SCHOOL = "school", _("university or school")
        WARD = "ward", _("ward or commune")
        AGENCY = "agency", _("public agency")
        COMPANY = "company", _("company")
        ALUMNI = "alumni", _("alumni group")
        CLUB = "club", _("club")
        DISTRICT = "district", _("district")
        OTHER = "other", _("other")

    class EndKind(models.TextChoices):
        DISSOLVED = "dissolved", _("dissolved")
        MERGED = "merged", _("merged")
        TRANSFERRED = "transferred", _("transferred")

    organization_ptr = models.OneToOneField(
        Organization,
        models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_branch",
    )
    association = models.ForeignKey(
        Association,
        models.PROTECT,
        related_name="branches",
        verbose_name=_("association"),
    )
    unit_type = models.CharField(
        _("type of unit"), max_length=6, choices=UnitType, default=UnitType.BRANCH
    )
    host_kind = models.CharField(
        _("kind of host"), max_length=8, choices=HostKind, default=HostKind.OTHER
    )
    host_name = models.CharField(_("seat of the branch"), max_length=200, blank=True)
    place = models.CharField(_("ward or commune"), max_length=120, blank=True)
    legacy_place = models.CharField(
        _("place by its former name"), max_length=120, blank=True
    )
    parent_branch = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="sub_branches",
        null=True,
        blank=True,
        verbose_name=_("within the branch"),
    )
    decision = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="branches",
        null=True,
        blank=True,
        verbose_name=_("decision"),
    )
    request = models.OneToOneField(
        "members.BranchRequest",
        models.PROTECT,
        related_name="founded_branch",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("request"),
    )
    is_legacy = models.BooleanField(
        _("taken over"),
        default=False,
        help_text=_("Founded before its dossiers were kept here."),
    )
    is_listed = models.BooleanField(_("shown to the public"), default=True)
    launched_on = models.DateField(_("launch ceremony"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(
        _("years of a branch's term"), default=5
    )
    committee = models.ForeignKey(
        Body,
        models.SET_NULL,
        related_name="committee_of",
        null=True,
        blank=True,
        verbose_name=_("branch committee"),
    )
    end_kind = models.CharField(
        _("how it ended"), max_length=11, choices=EndKind, blank=True
    )

    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        constraints = [
            models.CheckConstraint(
                name="branch_by_request_or_taken_over",
                condition=Q(is_legacy=True) | Q(request__isnull=False),
                violation_error_message=NO_DOSSIER,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="branch_belongs_to_its_association",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM federation_organization
                    WHERE id = NEW.organization_ptr_id AND kind = 'branch'
                    AND parent_id = NEW.association_id
                ) THEN
                    RAISE EXCEPTION 'a branch belongs to its association'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.request_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM members_branchrequest
                    WHERE id = NEW.request_id
                    AND status IN ('approved', 'acknowledged')
                ) THEN
                    RAISE EXCEPTION 'a branch comes from an approved request'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="branch_takes_its_members_along",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("association_id"),
                timing=pgtrigger.Deferred,
                func="""
                IF EXISTS (
                    SELECT FROM members_member m JOIN members_branch b
                        ON b.organization_ptr_id = m.branch_id
                    WHERE b.organization_ptr_id = NEW.organization_ptr_id
                    AND m.association_id <> b.association_id
                ) THEN
                    RAISE EXCEPTION 'a branch has no members of another association'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __init__(self, *args, **kwargs):
        if not args:
            kwargs.setdefault("kind", Organization.Kind.BRANCH)
            if kwargs.get("association") is not None:
                kwargs.setdefault("parent", kwargs["association"])
        super().__init__(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("members:branch", kwargs={"slug": self.slug})

    def clean(self):
        """N1, N2 and N4 in words for a form; the database holds N1 and N2 as well."""
        super().clean()
        check_end(self)
        if not self.is_legacy and self.request_id is None:
            raise ValidationError(NO_DOSSIER)
        if not self.association_id:
            return
        if self.successor_id and self.successor.parent_id != self.association_id:
            raise ValidationError(
                {"successor": _("A branch merges into one of the same association.")}
            )
        if self.name and not self.ended_on and self.namesakes().exists():
            raise ValidationError(
                _("The association has a living branch of this name.")
            )

    def namesakes(self):
        """Living branches of the same association with the same Vietnamese name."""
        return (
            Branch.objects.filter(association=self.association_id, ended_on=None)
            .annotate(lower_name=Lower(Normalized("name_vi")))
            .filter(lower_name=(self.name_vi or "").lower())
            .exclude(pk=self.pk)
        )

    @property
    def tone(self) -> str:
        """How its state is marked on a page."""
        return STATUS_TONES[self.status]

    @property
    def term(self):
        """The committee's term, with its years; None where it is not known."""
        return self.committee.term if self.committee_id else None

    @property
    def term_expired(self) -> bool:
        """Derived, never stored: the committee's term has ended."""
        return bool(self.term and self.term.runs_out_on < timezone.localdate())
