"""What is to be done, on the first page of the workspace."""

import re

import pytest

from tests.awards.conftest import *  # noqa: F403 - the people of a round
from tests.members.factories import RequestFactory

pytestmark = pytest.mark.django_db


def test_what_is_due_stands_above_what_has_no_limit(world, as_user):
    """Whatever it is about: a dossier without a limit does not hide a nomination."""
    RequestFactory(association=world.association, name="Chi hội không hạn")
    world.submitted(recipient_vi="Nhóm có hạn").give_back(
        by=world.officer, remark="Thiếu báo cáo."
    )

    page = as_user(world.secretary).get("/lam-viec/").text

    titles = re.findall(r'class="duty__title"><a [^>]*>([^<]+)<', page)
    assert len(titles) == 2
    assert "Nhóm có hạn" in titles[0]
    assert "Chi hội không hạn" in titles[1]
