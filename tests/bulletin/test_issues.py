"""An issue's way: a licence valid on the day of printing, something to read online."""

from datetime import date

import pytest
from django.db import IntegrityError

from bulletin.models import Issue, PublicationLicense
from federation.lifecycle import MoveRefused
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory, IssueFactory, LicenseFactory

pytestmark = pytest.mark.django_db
S = Issue.Status
STEPS = [S.COLLECTING, S.EDITING, S.TRANSLATING, S.APPROVED, S.LICENSED_CHECK]


@pytest.fixture
def checked():
    license_ = LicenseFactory()
    return IssueFactory(
        publication=license_.publication,
        status=S.LICENSED_CHECK,
        printed_on=date(2026, 12, 31),
    )


def test_an_issue_goes_step_by_step():
    issue = IssueFactory()

    for step in STEPS:
        issue.advance(step, by=UserFactory())

    with pytest.raises(MoveRefused):
        issue.advance(S.PRINTED, by=UserFactory())
    with pytest.raises(MoveRefused):
        IssueFactory().advance(S.APPROVED, by=UserFactory())


def test_printed_takes_the_licence_valid_that_day(checked):
    checked.mark_printed(by=UserFactory())

    checked.refresh_from_db()
    assert checked.status == S.PRINTED
    assert checked.license == PublicationLicense.objects.get()


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1), None])
def test_printed_without_a_licence_of_that_day_is_refused(checked, day):
    checked.printed_on = day

    with pytest.raises(MoveRefused):
        checked.mark_printed(by=UserFactory())


def test_another_publications_licence_does_not_count(checked):
    checked.license = LicenseFactory()

    with pytest.raises(MoveRefused):
        checked.mark_printed(by=UserFactory())


def test_the_limits_of_the_licence_hold(checked):
    PublicationLicense.objects.update(max_pages=64)
    checked.pages = 68

    with pytest.raises(MoveRefused, match="64"):
        checked.mark_printed(by=UserFactory())


def test_online_needs_something_to_read(checked):
    checked.mark_printed(by=UserFactory())
    with pytest.raises(MoveRefused):
        checked.put_online(by=UserFactory())

    ArticleFactory(published=True, issue=checked)
    checked.put_online(by=UserFactory())

    assert Issue.objects.online().get() == checked


def test_the_database_wants_licence_and_day_of_what_is_printed():
    with pytest.raises(IntegrityError):
        IssueFactory(status=S.PRINTED)


def test_licences_that_end_soon_are_found():
    LicenseFactory()

    assert PublicationLicense.objects.ending(90, on=date(2026, 10, 2)).exists()
    assert not PublicationLicense.objects.ending(90, on=date(2026, 10, 1)).exists()
