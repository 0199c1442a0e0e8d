"""What has run out is cleared away, twice without harm."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from accounts.models import KeptForm, LoginEvent
from accounts.tasks import clear_outworn
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_only_what_has_run_out_is_cleared():
    user, now = UserFactory(), timezone.now()
    ages = [timedelta(days=370), timedelta(days=300)]
    _old, young = (
        LoginEvent.objects.create(kind="logged_in", identity="x", at=now - age)
        for age in ages
    )
    for handle, age in (("a", 31), ("b", 29)):
        kept_at = now - timedelta(minutes=age)
        KeptForm.objects.create(handle=handle, user=user, sealed=b"", kept_at=kept_at)

    for _ in range(2):
        clear_outworn()

    assert list(LoginEvent.objects.all()) == [young]
    assert [kept.handle for kept in KeptForm.objects.all()] == ["b"]


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_record_of_log_ins_is_append_only(how):
    LoginEvent.objects.create(kind="logged_in", identity="x")
    rows = LoginEvent.objects.all()

    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.update(agent="other") if how == "update" else rows.delete()


def test_a_deleted_account_leaves_its_record():
    user = UserFactory()
    LoginEvent.objects.create(kind="logged_in", identity="x", user=user)

    user.delete()

    assert LoginEvent.objects.get().user is None
