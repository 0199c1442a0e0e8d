"""The data of a large federation can be made, measured and made again."""

from io import StringIO

import pytest
from django.core.management import call_command

from federation.models import Organization
from members.models import Association, Branch
from portal.actions import benchmark
from tests.federation.factories import UnionFactory
from tests.portal.seeded import seeded_portal

pytestmark = pytest.mark.django_db


def test_it_grows_to_the_numbers_and_no_further():
    UnionFactory()

    first = benchmark.grow(3, 5, 40)
    second = benchmark.grow(3, 5, 40)

    assert first == second
    assert (Association.objects.count(), Branch.objects.count()) == (3, 5)
    assert not Organization.objects.filter(kind="branch", is_demo=False).exists()


def test_every_page_is_measured(django_db_blocker, tmp_path):
    out = StringIO()
    with seeded_portal(django_db_blocker, tmp_path, "hai-phong"):
        call_command("bench", rounds=2, limit=60_000, only="members", stdout=out)

    assert "members:branches" in out.getvalue()
    assert "members.branch-changelist" in out.getvalue()
