"""People around one dossier: a secretary, an officer, two leaders."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from federation.models import Body, Office, Organization, Role, Term
from members import actions
from members.models import Association, BranchRequest, CommitteeSeat, DossierItem, Kind
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.federation.test_uploads import pdf
from tests.members.factories import (
    AssociationFactory,
    BranchFactory,
    MemberFactory,
    RequestFactory,
    RequirementFactory,
    SeatFactory,
    UnionFactory,
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def vietnamese():
    """A page read in English leaves the thread English; the next test begins anew."""
    with translation.override("vi"):
        yield


def holds(user, organization, role) -> User:
    """Give this person an office today."""
    Office.objects.create(
        user=user, organization=organization, role=role, since=date(2020, 1, 1)
    )
    return user


def upload(name="to-trinh.pdf", content=None) -> SimpleUploadedFile:
    """A file as a browser sends it: an honest PDF unless told otherwise."""
    return SimpleUploadedFile(name, pdf() if content is None else content)


@dataclass
class Scene:
    """One association with its secretary, the union's officer and leaders."""

    association: Association
    secretary: User
    officer: User
    leader: User
    association_leader: User
    request: BranchRequest

    def item(self, index=0) -> DossierItem:
        return list(self.request.items.all())[index]

    def fill(self, request=None) -> BranchRequest:
        """Attach a file to every paper."""
        request = request or self.request
        for item in request.items.all():
            actions.attach(
                item, ContentFile(b"%PDF-1.4 x", name="a.pdf"), by=self.secretary
            )
        return request

    def to_check(self) -> BranchRequest:
        self.fill()
        self.request.submit(by=self.secretary)
        self.request.start_check(by=self.officer)
        return self.request

    def to_ready(self) -> BranchRequest:
        self.to_check()
        verdicts = dict.fromkeys(self.request.items.values_list("pk", flat=True))
        self.request.check_items(by=self.officer, verdicts=verdicts)
        self.request.mark_ready(by=self.officer)
        return self.request


def make_scene(**association) -> Scene:
    union = UnionFactory()
    own = AssociationFactory(parent=union, **association)
    RequirementFactory(code="to-trinh", title_vi="Tờ trình", title_en="Letter")
    RequirementFactory(
        code="khac", title_vi="Văn bản khác", title_en="Other", is_required=False
    )
    secretary = holds(UserFactory(), own, Role.ASSOCIATION_SECRETARY)
    request = RequestFactory.build(association=own)
    actions.start_request(request, by=secretary)
    SeatFactory(request=request)
    return Scene(
        association=own,
        secretary=secretary,
        officer=holds(UserFactory(language="vi"), union, Role.UNION_OFFICER),
        leader=holds(UserFactory(language="en"), union, Role.UNION_LEADER),
        association_leader=holds(UserFactory(), own, Role.ASSOCIATION_LEADER),
        request=request,
    )


@pytest.fixture
def scene(db) -> Scene:
    return make_scene()


@pytest.fixture
def union():
    return UnionFactory()


def page(client, name, *args, **query):
    return client.get(reverse(f"members:{name}", args=args), query)


def step(dossier, name):
    return dossier.address(f"workspace-dossier-{name}")


def mails(occasion: str) -> list[Message]:
    return list(
        Message.objects.filter(template=f"members/branch_request_{occasion}").order_by(
            "to"
        )
    )


@pytest.fixture
def branch(scene):
    """A living branch of the scene's association with a committee of two."""
    branch = BranchFactory(
        association=scene.association,
        name_vi="Chi hội Đại học Mẫu",
        name_en="Sample University Branch",
        founded_on=date(2021, 3, 1),
    )
    term = Term.objects.create(owner=branch, ordinal=1, start_year=2021, end_year=2026)
    body = Body.objects.create(
        owner=branch, term=term, kind=Body.Kind.EXECUTIVE, name_vi="BCH", name_en="EC"
    )
    for role, name in (("head", "Lê Thị Mai"), ("deputy", "Vũ Văn Bình")):
        CommitteeSeat.objects.create(body=body, role=role, name=name)
    branch.committee = body
    branch.save()
    return branch


def filled(scene, branch, kind, **changes) -> BranchRequest:
    """A dossier of this kind with everything it asks for."""
    if kind == Kind.RESUME:
        branch.status = Organization.Status.SUSPENDED
        branch.save()
    RequirementFactory(kind=kind, title_vi="Tờ trình")
    request = actions.begin_request(branch, kind, by=scene.secretary)
    values = {"grounds": "Theo đề nghị của chi hội."}
    if kind == Kind.MERGE:
        values["successor"] = BranchFactory(association=scene.association)
    if kind == Kind.TRANSFER:
        values["receiver"] = AssociationFactory(parent=scene.association.parent)
    if kind == Kind.RENAME:
        values |= {"name": "Chi hội Đại học Mới", "english_name": "New Branch"}
    for name, value in (values | changes).items():
        setattr(request, name, value)
    request.save()
    return scene.fill(request)


def to_ready(scene, request) -> BranchRequest:
    request.submit(by=scene.secretary)
    request.start_check(by=scene.officer)
    verdicts = dict.fromkeys(request.items.values_list("pk", flat=True))
    request.check_items(by=scene.officer, verdicts=verdicts)
    if request.receiver_id:
        speaker = holds(UserFactory(), request.receiver, Role.ASSOCIATION_LEADER)
        request.agree_to_receive(by=speaker)
    request.mark_ready(by=scene.officer)
    return request


def decided(scene, branch, kind, *, effective_on=None, **changes):
    request = to_ready(scene, filled(scene, branch, kind, **changes))
    request.approve(by=scene.leader, effective_on=effective_on)
    branch.refresh_from_db()
    return request


@pytest.fixture
def member(scene):
    return MemberFactory(
        association=scene.association,
        full_name="Đặng Thị Hòa",
        birth_year=1960,
        phone="0912 345 678",
        email="hoa@example.org",
    )


@pytest.fixture
def secretary(as_user, scene):
    return as_user(scene.secretary)
