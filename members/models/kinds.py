"""What each kind of dossier asks for, checks and does: one class per kind."""

from abc import ABC, abstractmethod

from django.contrib.auth import get_user_model
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import plain_identity
from federation.lifecycle import MoveRefused
from federation.models import Organization
from members.models import closing, founding
from members.models.branches import Branch
from members.models.dossiers import DossierItem, Kind

Status = Organization.Status


def in_full(organization) -> str:
    """Its whole name, as a decision prints it; '' for none."""
    return (organization.name or str(organization)) if organization else ""


class Effect(ABC):
    """A kind of dossier. `fields` and `parts` shape the form, `carry_out` the world."""

    fields: tuple[str, ...] = ("grounds", "wished_on")
    needs: dict[str, str] = {}
    committee = members = False
    statuses = (Status.ACTIVE, Status.SUSPENDED)
    lead = ""
    title = ""

    def __init__(self, kind: str):
        self.kind = kind

    @property
    def label(self) -> str:
        return Kind(self.kind).label

    @property
    def steps(self) -> list[str]:
        """The names of the steps of the guided form, in order."""
        parts = [("committee", self.committee), ("members", self.members)]
        return ["what", *(n for n, wanted in parts if wanted), "documents", "review"]

    def begin(self, request) -> None:
        """Fill a new draft with what is known."""
        if request.branch_id:
            request.name = request.branch.name_vi
            request.english_name = request.branch.name_en or ""

    def names(self, request) -> dict:
        """What the decision's title is made of."""
        return {"branch": in_full(request.branch) or request.name}

    def gaps(self, request):
        """(field, sentence) for everything that is missing in the first step."""
        for name, text in self.needs.items():
            if not getattr(request, name):
                yield name, text

    def may_begin(self, branch) -> bool:
        """Whether this can be asked for a branch in this state."""
        return not branch.ended_on and branch.status in self.statuses

    def check(self, request, day=None) -> None:
        """Refuse what is no longer possible, in words."""
        branch = request.branch
        if day:
            self._hold(request)
        if branch and not self.may_begin(branch):
            raise MoveRefused(
                _("The state of the branch does not allow this any more.")
            )
        if branch and branch.association_id != request.association_id:
            raise MoveRefused(_("The branch belongs to another association by now."))

    def _hold(self, request) -> None:
        """Decisions about one branch come one after the other, without a deadlock."""
        branches = [row for row in (request.branch, request.successor) if row]
        rows = Branch.objects.select_for_update(of=["self"])
        list(rows.filter(pk__in=[row.pk for row in branches]).order_by("pk"))
        for branch in branches:
            branch.refresh_from_db()  # read after the lock: half of it lies elsewhere

    def check_ready(self, request) -> None:  # noqa: B027 (most need nothing more)
        """What must hold before the decision, beyond the papers."""

    @abstractmethod
    def carry_out(self, request) -> Branch:
        """Change the branch as decided; called once, in the deciding transaction."""


class Establish(Effect):
    fields = (
        *("name", "english_name", "unit_type", "host_kind", "host_name", "place"),
        *("member_total", "about", "launch_planned_on"),
        *("contact_name", "contact_email"),
    )
    needs = {
        "host_kind": _("Choose the kind of host."),
        "host_name": _("Say where the branch has its seat."),
    }
    committee = members = True
    lead = _("A new branch begins with a decision.")
    title = _("Founding of %(branch)s")

    def may_begin(self, branch) -> bool:
        return False

    def check(self, request, day=None) -> None:
        if request.association.ended_on:
            raise MoveRefused(_("An association that has ended founds no branches."))

    def gaps(self, request):
        yield from super().gaps(request)
        total, least = request.members_proposed, request.minimum_members
        if not total:
            yield (
                "member_total",
                _("Say how many members the branch has at the founding."),
            )
        elif total < least:
            text = _("Your association founds branches of at least %(number)d members.")
            yield "member_total", text % {"number": least}

    def check_ready(self, request) -> None:
        """Whoever closed the contact's account did not mean to give it an office."""
        users = get_user_model().objects.filter(is_active=False)
        email = plain_identity(request.contact_email)
        if email and users.filter(email__iexact=email).exists():
            raise MoveRefused(
                _("The contact’s account is closed: open it or have another named.")
            )

    def carry_out(self, request) -> Branch:
        branch = founding.found_branch(request)
        founding.note_change(request, branch)
        founding.count_members(request, branch)
        return branch


class Reorganize(Effect):
    needs = {"grounds": _("Say why the committee is reorganised.")}
    committee = True
    lead = _("The committee changes within its term.")
    title = _("Reorganisation of the committee of %(branch)s")

    def carry_out(self, request) -> Branch:
        branch = request.branch
        founding.seat_committee(request, branch, term=branch.term)
        founding.note_change(request, branch)
        return branch


class NewTerm(Effect):
    fields = ("term_end_year", "member_total", "wished_on")
    needs = {"term_end_year": _("Say until which year the new term lasts.")}
    committee = True
    lead = _("A new committee begins a new term.")
    title = _("Recognition of the committee of %(branch)s for a new term")

    def begin(self, request) -> None:
        super().begin(request)
        year = request.created_at.year + request.branch.term_years
        request.term_end_year = year

    def check(self, request, day=None) -> None:
        super().check(request, day)
        if day and request.term_end_year <= day.year:
            raise MoveRefused(_("The new term ends before it begins."))
        last = founding.last_term(request.branch)
        if day and last and day <= last.begins_on:
            raise MoveRefused(
                _("The new term begins after the last one, which began on %(day)s.")
                % {"day": date_format(last.begins_on, "SHORT_DATE_FORMAT")}
            )

    def carry_out(self, request) -> Branch:
        branch = request.branch
        founding.seat_committee(request, branch, term=founding.begin_term(request))
        founding.note_change(request, branch)
        founding.count_members(request, branch)
        return branch


class Rename(Effect):
    fields = ("name", "english_name", "grounds", "wished_on")
    needs = {"grounds": _("Say why the branch is renamed.")}
    lead = _("The branch goes on under a new name; its old one stays in its history.")
    title = _("Renaming of %(branch)s as %(name)s")

    def names(self, request) -> dict:
        return super().names(request) | {"name": request.name}

    def gaps(self, request):
        yield from super().gaps(request)
        if request.name == request.branch.name_vi and (
            request.english_name == (request.branch.name_en or "")
        ):
            yield "name", _("Write the new name: this is the one it has.")

    def carry_out(self, request) -> Branch:
        branch = request.branch
        founding.note_change(
            request,
            branch,
            former_name_vi=branch.name_vi,
            former_name_en=branch.name_en or "",
        )
        branch.name_vi, branch.name_en = request.name, request.english_name
        branch.short_name_vi = branch.short_name_en = ""
        branch.save(
            update_fields=["name_vi", "name_en", "short_name_vi", "short_name_en"]
        )
        return branch


class Ending(Effect):
    """A branch ends on the day: it counts no more from then on (N6)."""

    end_kind = status = ""

    def check(self, request, day=None) -> None:
        super().check(request, day)
        began = request.branch.founded_on
        if day and began and day <= began:
            raise MoveRefused(_("A branch ends after the day of its founding."))

    def carry_out(self, request) -> Branch:
        branch = request.branch
        branch.status, branch.end_kind = self.status, self.end_kind
        branch.ended_on, branch.successor = request.effective_on, request.successor
        branch.save(update_fields=["status", "end_kind", "ended_on", "successor"])
        founding.note_change(request, branch, other=request.successor)
        closing.close_pointless(branch.requests)
        return branch


class Merge(Ending):
    fields = ("successor", "grounds", "wished_on")
    needs = {
        "successor": _("Choose the branch that takes over the members."),
        "grounds": _("Say why the branches merge."),
    }
    end_kind, status = Branch.EndKind.MERGED, Status.MERGED
    lead = _("The branch ends; its members belong to another branch from then on.")
    title = _("Merger of %(branch)s into %(other)s")

    def names(self, request) -> dict:
        return super().names(request) | {"other": in_full(request.successor)}

    def check(self, request, day=None) -> None:
        super().check(request, day)
        into = request.successor
        if into and (into.ended_on or into.association_id != request.association_id):
            raise MoveRefused(
                _("A branch merges into a living one of its association.")
            )

    def carry_out(self, request) -> Branch:
        branch = super().carry_out(request)
        founding.note_change(request, request.successor, other=branch)
        branch.members.update(branch=request.successor)
        return branch


class Transfer(Effect):
    fields = ("receiver", "grounds", "wished_on")
    needs = {
        "receiver": _("Choose the association that receives the branch."),
        "grounds": _("Say why the branch is transferred."),
    }
    lead = _("The branch goes on in another association, which has to agree.")
    title = _("Transfer of %(branch)s to %(other)s")

    def names(self, request) -> dict:
        return super().names(request) | {"other": in_full(request.receiver)}

    def check(self, request, day=None) -> None:
        super().check(request, day)
        if request.receiver and request.receiver.ended_on:
            raise MoveRefused(_("The receiving association has ended."))

    def check_ready(self, request) -> None:
        paper = request.items.filter(is_consent=True, state=DossierItem.State.OK)
        if not (request.receiver_agreed_at or paper.exists()):
            raise MoveRefused(
                _("%(association)s has not agreed yet, here or on paper.")
                % {"association": request.receiver}
            )

    def carry_out(self, request) -> Branch:
        branch = request.branch
        founding.note_change(request, branch, former_association=branch.association)
        branch.association = request.receiver
        branch.parent = request.receiver.organization_ptr
        branch.parent_branch = None
        branch.save(update_fields=["association", "parent", "parent_branch"])
        branch.members.update(association=request.receiver)
        closing.close_pointless(branch.requests)
        return branch


class Pause(Effect):
    fields = ("grounds", "wished_on", "resume_planned_on")
    needs = {"grounds": _("Say why the branch is suspended.")}
    statuses = (Status.ACTIVE,)
    status = Status.SUSPENDED
    lead = _("The branch rests; it still counts as living.")
    title = _("Suspension of %(branch)s")

    def carry_out(self, request) -> Branch:
        branch = request.branch
        branch.status = self.status
        branch.save(update_fields=["status"])
        founding.note_change(request, branch)
        return branch


class Resume(Pause):
    fields = ("grounds", "wished_on")
    needs = {"grounds": _("Say why the branch can work again.")}
    statuses = (Status.SUSPENDED,)
    status = Status.ACTIVE
    lead = _("The suspended branch works again.")
    title = _("Resumption of the work of %(branch)s")


class Dissolve(Ending):
    needs = {"grounds": _("Say why the branch is dissolved.")}
    end_kind, status = Branch.EndKind.DISSOLVED, Status.DISSOLVED
    lead = _("The branch ends for good.")
    title = _("Dissolution of %(branch)s")

    def carry_out(self, request) -> Branch:
        """Its members stay the association's, in no branch until one is chosen."""
        branch = super().carry_out(request)
        branch.members.update(branch=None)
        return branch


EFFECTS = {
    kind: effect(kind)
    for kind, effect in {
        Kind.ESTABLISH: Establish,
        Kind.REORGANIZE: Reorganize,
        Kind.NEW_TERM: NewTerm,
        Kind.RENAME: Rename,
        Kind.MERGE: Merge,
        Kind.TRANSFER: Transfer,
        Kind.SUSPEND: Pause,
        Kind.RESUME: Resume,
        Kind.DISSOLVE: Dissolve,
    }.items()
}


def kinds_for(branch) -> list[Effect]:
    """What an association can ask for this branch now."""
    return [effect for effect in EFFECTS.values() if effect.may_begin(branch)]
