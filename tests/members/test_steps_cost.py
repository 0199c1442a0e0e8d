"""What each step of the guided form asks the database for, with few rows and many."""

import pytest
from django.core.files.base import ContentFile

from members import actions
from members.models import EFFECTS, CommitteeSeat, ProposedMember
from tests.members.conftest import step
from tests.members.factories import RequirementFactory, SeatFactory

pytestmark = pytest.mark.django_db
COSTS = {"what": 13, "committee": 13, "members": 12, "documents": 15, "review": 20}


def grow(request, count, by):
    """So many people on the committee and on the list, so many papers."""
    CommitteeSeat.objects.filter(request=request).delete()
    for number in range(count):
        role = "member" if number else "head"
        SeatFactory(request=request, role=role, name=f"Người {number}")
        name = f"Hội viên {number}"
        ProposedMember.objects.create(request=request, name=name, folded=name.lower())
    request.items.all().delete()
    RequirementFactory._meta.model.objects.all().delete()
    RequirementFactory.create_batch(count)
    request.take_items()
    for item in request.items.all():
        actions.attach(item, ContentFile(b"%PDF-1.4 x", name="a.pdf"), by=by)


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_step_costs_the_same(
    secretary, scene, name, count, django_assert_num_queries
):
    grow(scene.request, count, scene.secretary)
    url = step(scene.request, name)
    assert secretary.get(url).status_code == 200

    with django_assert_num_queries(COSTS[name]):
        secretary.get(url)


def test_no_kind_of_dossier_has_more_than_six_screens():
    """What, committee, members, papers, check: the way of the longest."""
    assert max(len(effect.steps) for effect in EFFECTS.values()) <= 6
