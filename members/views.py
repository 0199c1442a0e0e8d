"""What every reader sees of associations and branches."""

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, ListView

from federation.addresses import KeepsAddress
from federation.forms import HeldOnForm
from federation.models import Term
from federation.sortkey import fold
from members.forms import AssociationFilter, BranchFilter
from members.models import (
    Association,
    Branch,
    BranchChange,
    CommitteeSeat,
    MembershipCount,
    tenures,
)


def languages_of(organization) -> list[str]:
    """The languages in which it has a name, and therefore a page."""
    return [code for code in ("vi", "en") if getattr(organization, f"name_{code}")]


class AssociationList(ListView):
    """All of them, by region, with a search."""

    model = Association

    def get_queryset(self):
        self.filter = AssociationFilter(self.request.GET)
        chosen = self.filter.chosen()
        rows = Association.objects.visible_to(self.request.user).readable().living()
        if "q" in chosen:
            rows = rows.matching(chosen["q"])
        if "region" in chosen:
            rows = rows.in_world_region(chosen["region"])
        if "type" in chosen:
            rows = rows.filter(type=chosen["type"])
        return rows

    def get_context_data(self, **kwargs):
        groups = self.object_list.by_world_region()
        return super().get_context_data(
            filter=self.filter,
            is_filtered=bool(self.filter.chosen()),
            groups=groups,
            total=sum(len(rows) for _region, rows in groups),
            **kwargs,
        )


class AssociationDetail(KeepsAddress, DetailView):
    """One association: facts, country, branches, leaders, days and events."""

    def get_queryset(self):
        rows = Association.objects.visible_to(self.request.user).readable()
        return rows.with_branch_counts().prefetch_related("countries")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            languages=languages_of(self.object),
            members=MembershipCount.objects.latest_of(self.object),
            **kwargs,
        )


class BranchList(ListView):
    """The living branches, with filters."""

    paginate_by = 24

    def get_queryset(self):
        seen = Branch.objects.visible_to(self.request.user).readable().living()
        self.filter = BranchFilter(self.request.GET, years=seen.founding_years())
        chosen = self.filter.chosen()
        if "q" in chosen:
            seen = seen.matching(fold(chosen["q"]))
        if "association" in chosen:
            seen = seen.filter(association=chosen["association"])
        if "country" in chosen:
            seen = seen.filter(association__countries=chosen["country"])
        if "host" in chosen:
            seen = seen.filter(host_kind=chosen["host"])
        if "nam" in chosen:
            seen = seen.founded_in(chosen["nam"])
        return seen.for_rows()

    def get_context_data(self, **kwargs):
        """With a year chosen and nothing else, also how the number grew in it."""
        chosen = self.filter.chosen()
        seen = Branch.objects.visible_to(self.request.user)
        return super().get_context_data(
            filter=self.filter,
            is_filtered=bool(chosen),
            growth=seen.growth(chosen["nam"]) if set(chosen) == {"nam"} else None,
            **kwargs,
        )


class BranchDetail(KeepsAddress, DetailView):
    """One branch: its committee, its host, its decision."""

    def get_queryset(self):
        rows = Branch.objects.visible_to(self.request.user).readable()
        return rows.select_related(
            "association", "decision", "committee__term", "successor"
        )

    def get_context_data(self, **kwargs):
        branch, form = self.object, HeldOnForm(self.request.GET or None)
        every = list(CommitteeSeat.objects.of_branch(branch).in_order())
        held = tenures(every)
        day = form.cleaned_data["ngay"] if form.is_valid() else None
        on_day = CommitteeSeat.objects.of_branch(branch).on(day).in_order()
        return super().get_context_data(
            languages=languages_of(self.object),
            members=MembershipCount.objects.latest_of(self.object),
            seats=[
                row
                for row in every
                if row.body_id == branch.committee_id and not row.until
            ],
            heads=[row for row in held if row.first.role == CommitteeSeat.Role.HEAD],
            held_form=form,
            held_day=day,
            held=on_day if day else [],
            terms=Term.objects.of(self.object.organization_ptr),
            changes=BranchChange.objects.filter(branch=self.object)
            .happened()
            .for_rows(),
            **kwargs,
        )


class BranchTerm(BranchDetail):
    """One term of a branch: its committees, and what was decided in it."""

    template_name = "members/branch_term.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        terms = Term.objects.filter(owner=self.object.pk)
        term = get_object_or_404(terms.at(*self.kwargs["years"]))
        committees = term.bodies.filter(seats__isnull=False).distinct().order_by("-pk")
        years = term.start_year, term.end_year
        return context | {
            "term": term,
            "committees": [body.seats.in_order() for body in committees],
            "changes": context["changes"].filter(on__year__range=years),
        }
