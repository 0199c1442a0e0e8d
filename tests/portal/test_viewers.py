"""Asking a rule for everybody at once says what asking each person says."""

import pytest

from accounts.models import User
from federation.models import Office
from portal.actions import sight, viewers

pytestmark = pytest.mark.django_db

RULED = [
    (model, rule)
    for model in sight.kinds()
    for rule in viewers.RULES
    if hasattr(model._default_manager.all(), rule)
]


def one_by_one(rows, rule):
    holders = User.objects.filter(offices__in=Office.objects.current(), is_active=True)
    return {user for user in holders if getattr(rows, rule)(user).exists()}


@pytest.mark.parametrize(
    ("model", "rule"), RULED, ids=[f"{m._meta.label}-{r}" for m, r in RULED]
)
def test_all_at_once_is_each_in_turn(people, model, rule, monkeypatch):
    monkeypatch.setattr(viewers, "RULES", (rule,))
    """Of the whole table, of none, and of a few rows alone."""
    every = model._default_manager.all()
    few = [every.filter(pk=row.pk) for row in every[:4]]

    for rows in [every, every.none(), *few]:
        assert set(viewers.of(rows)) == one_by_one(rows, rule)
