"""An issue's way: a licence valid on the day of printing, something to read online."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.utils import timezone

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


def test_a_scan_of_a_past_year_goes_online_without_a_licence(staff_client):
    this_year = timezone.localdate().year
    old = IssueFactory(year=2006, number=3, pdf="issues/cu.pdf")
    new = IssueFactory(year=this_year, number=4, pdf="issues/moi.pdf")
    begun = IssueFactory(year=2006, number=4, pdf="issues/do.pdf", status=S.EDITING)
    bare = IssueFactory(year=2006, number=5)
    for issue in (new, begun, bare):
        with pytest.raises(MoveRefused):
            issue.put_scan_online(by=UserFactory())
    with pytest.raises(MoveRefused):
        old.put_online(by=UserFactory())
    for issue in (old, new, begun, bare):
        page = staff_client.get(f"/admin/bulletin/issue/{issue.pk}/change/")
        assert ("put_scan_online" in page.text) == (issue is old)

    old.put_scan_online(by=UserFactory())
    assert Issue.objects.online().get() == old


def test_the_database_wants_licence_and_day_of_what_is_printed():
    with pytest.raises(IntegrityError):
        IssueFactory(status=S.PRINTED)


def test_licences_that_end_soon_are_found():
    LicenseFactory()

    assert PublicationLicense.objects.ending(90, on=date(2026, 10, 2)).exists()
    assert not PublicationLicense.objects.ending(90, on=date(2026, 10, 1)).exists()
