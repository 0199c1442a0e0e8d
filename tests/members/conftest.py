"""People around one dossier: a secretary, an officer, two leaders."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from accounts.models import User
from federation.models import Office, Role
from members import actions
from members.models import Association, BranchRequest, DossierItem
from tests.accounts.factories import UserFactory
from tests.federation.test_uploads import pdf
from tests.members.factories import (
    AssociationFactory,
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
