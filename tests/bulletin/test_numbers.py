"""Numbers are read as people write them; a speed of nothing is none."""

import pytest
from django.core.exceptions import ValidationError

from bulletin.models import Mailing
from federation.forms import WholeNumberField
from tests.bulletin.factories import IssueFactory, mailing
from tests.bulletin.test_nothing_lost import of_issue, of_mailing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1500", 1500),
        ("1.500", 1500),
        ("1,500", 1500),
        ("1 500", 1500),
        ("1.000", 1000),
        ("1.234.567", 1234567),
        (" 7 ", 7),
        ("", None),
    ],
)
def test_whole_numbers_are_read_as_they_are_written(typed, number):
    assert WholeNumberField(required=False).clean(typed) == number


@pytest.mark.parametrize("typed", ["1.5", "1.50", "1.0", "1.5000", "1.000,500", "x"])
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(ValidationError):
        WholeNumberField().clean(typed)


def test_the_desk_takes_a_thousand_for_a_thousand(staff_client):
    issue = IssueFactory()
    url = f"/admin/bulletin/issue/{issue.pk}/change/"

    staff_client.post(url, of_issue(issue, copies="1.500", pages="68"))

    issue.refresh_from_db()
    assert (issue.copies, issue.pages) == (1500, 68)
    assert 'value="1500"' in staff_client.get(url).text


def test_a_newsletter_goes_out_at_some_speed(staff_client):
    row = mailing()
    url = f"/admin/bulletin/mailing/{row.pk}/change/"

    page = staff_client.post(url, of_mailing(row, per_minute="0"))

    assert set(page.context["adminform"].form.errors) == {"per_minute"}
    assert Mailing.objects.get().per_minute == 600
