"""The data of a large federation can be made, measured and made again."""

import pytest

from federation.models import Organization
from members.models import Association, Branch
from portal.actions import benchmark
from tests.federation.factories import UnionFactory

pytestmark = pytest.mark.django_db


def test_it_grows_to_the_numbers_and_no_further():
    UnionFactory()

    first = benchmark.grow(3, 5, 40)
    second = benchmark.grow(3, 5, 40)

    assert first == second
    assert (Association.objects.count(), Branch.objects.count()) == (3, 5)
    assert not Organization.objects.filter(kind="branch", is_demo=False).exists()
