"""What the demo has no row of: for each kind one of the secretary's, one of another's.

A walk without a row walks past; test_access_matrix says when a kind lacks one.
"""

from datetime import timedelta

import pgtrigger
from django.core.files.base import ContentFile
from django.utils import timezone

from awards.models import (
    Award,
    AwardList,
    Certificate,
    CertificateDesign,
    CertificateRun,
    CommendationRound,
    Nomination,
    Objection,
)
from events.models import Anniversary, Occurrence, Task
from federation.models import Office, Role
from members import actions
from members.models import (
    Association,
    BranchRequest,
    DecisionPaper,
    MemberImport,
    ProfileDraft,
    Remark,
)
from tests.accounts.factories import UserFactory
from tests.federation.factories import DocumentFactory
from tests.members.factories import BranchFactory, MemberFactory


def pdf(name="x.pdf"):
    return ContentFile(b"%PDF-1.7\n", name)


def furnish(mine: set[int]) -> None:
    """For an association of the secretary's, and for one that nobody here holds."""
    own = Association.objects.filter(pk__in=mine).order_by("pk").first()
    other = Association.objects.exclude(pk__in=mine).order_by("pk").first()
    for association, another in ((own, other), (other, own)):
        secretary = UserFactory()
        Office.objects.create(
            user=secretary,
            organization=association,
            role=Role.ASSOCIATION_SECRETARY,
            since="2020-01-01",
        )
        register(association, by=secretary)
        dossiers(association, another, by=secretary)
        preparations(association)
        commendations(association, by=secretary)
    certificates()
    for nominations in (
        Nomination.objects.filter(association__in=mine),
        Nomination.objects.exclude(association__in=mine),
    ):
        nomination = nominations.order_by("pk").first()
        Objection.objects.create(nomination=nomination, name="A", contact="B", text="C")


def register(association, *, by) -> None:
    """A list with a line that is wrong, a merge to undo, a draft of the profile."""
    week = timezone.localdate() + timedelta(days=7)
    importing = MemberImport.objects.create(
        association=association, state="ready", language="vi", forget_on=week
    )
    importing.rows.create(
        number=2, verdict="bad", values={}, problems=[{"column": "x", "text": "y"}]
    )
    kept, lost = (MemberFactory(association=association) for _number in range(2))
    actions.merge(kept, lost, by=by, taken=[])
    ProfileDraft.objects.filter(association=association).delete()
    ProfileDraft.objects.create(association=association, data={}, by=by)


def dossiers(association, receiver, *, by) -> None:
    """Offered to another, given back with a remark, decided; all with their papers."""
    now = timezone.now()
    branches = [BranchFactory(association=association) for _number in range(3)]
    common = {
        "association": association,
        "kind": "transfer",
        "submitted_at": now,
        "submitted_by": by,
        "created_by": by,
        "receiver": receiver,
    }
    BranchRequest.objects.create(
        branch=branches[0], status="submitted", number=f"W-{by.pk}", **common
    )
    returned = BranchRequest.objects.create(
        branch=branches[1], status="needs_changes", number=f"X-{by.pk}", **common
    )
    revision = returned.revisions.create(
        number=1, data=returned.snapshot(), submitted_at=now, submitted_by=by
    )
    with pgtrigger.ignore("members.Remark:remark_rests"):
        Remark.objects.create(
            request=returned, revision=revision, field="grounds", text="?", by=by
        )
    BranchRequest.objects.create(
        branch=branches[2],
        status="approved",
        number=f"Y-{by.pk}",
        decision=DocumentFactory(),
        decided_at=now,
        decided_by=UserFactory(),
        effective_on=timezone.localdate() + timedelta(days=30),
        **common,
    )
    for request in BranchRequest.objects.decided().filter(paper=None):
        DecisionPaper.objects.create(request=request, word=pdf("x.docx"), pdf=pdf())


def preparations(association) -> None:
    """A step before a day."""
    days = Occurrence.objects.order_by("-date", "pk")
    day = days.filter(anniversary__owner=association.organization_ptr).first()
    if day is None:
        day = days.filter(tasks=None).first()
        Anniversary.objects.filter(pk=day.anniversary_id).update(owner=association)
    Task.objects.create(occurrence=day, text="Thư")


def commendations(association, *, by) -> None:
    """A list of nominations."""
    AwardList.objects.create(
        purpose="nominations",
        round=CommendationRound.objects.order_by("pk").first(),
        association=association.organization_ptr,
        language="vi",
        state="ready",
        forget_on=timezone.localdate() + timedelta(days=7),
        created_by=by,
    )


def certificates() -> None:
    """Of every award; and the making of a round's."""
    found = CommendationRound.objects.order_by("pk").first()
    CertificateRun.objects.create(round=found, state="done", file=pdf())
    design = CertificateDesign.objects.first()
    for award in Award.objects.all():
        Certificate.objects.create(
            award=award, design=design, file=pdf(), sha256="0" * 64, size=9
        )
