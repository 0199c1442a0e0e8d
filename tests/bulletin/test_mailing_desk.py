"""The desk of the newsletter: looked at, tried, sent; what became of every copy."""

import pytest
from django.conf import settings
from django.urls import reverse

from bulletin.documents import send_round
from bulletin.models import Delivery
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import mailing, reader

pytestmark = pytest.mark.django_db


def test_the_desk_shows_tries_and_counts(staff_client, as_user):
    reader()
    found = mailing()
    url = reverse("admin:bulletin_mailing_change", args=[found.pk])

    preview = staff_client.get(
        reverse("admin:bulletin_mailing_preview", args=[found.pk, "vi"])
    )
    staff_client.post(reverse("admin:bulletin_mailing_test", args=[found.pk]))
    assert "Tin tháng 11" in preview.text
    assert Message.objects.get().template == "bulletin/newsletter"
    assert not Delivery.objects.exists()

    found.send()
    send_round(60)
    assert ">1<" in staff_client.get(url).text
    stranger = as_user(UserFactory(staff=True))
    for name in ("subscription", "delivery"):
        listed = f"admin:bulletin_{name}_changelist"
        assert stranger.get(reverse(listed)).status_code in {302, 403}


def test_a_trial_is_sent_at_each_click_and_its_links_lead_somewhere(
    staff_client, time_machine
):
    time_machine.move_to("2026-11-22 10:00 +0700", tick=False)
    url = reverse("admin:bulletin_mailing_test", args=[mailing().pk])

    answers = [staff_client.post(url).status_code for _click in range(2)]

    assert answers == [302, 302]
    trials = list(Message.objects.all())
    assert len(trials) == 2
    for trial in trials:
        assert "leave.invalid" not in trial.text + trial.html
        assert settings.SITE_URL + reverse("bulletin:newsletter") in trial.text


@pytest.mark.parametrize("name", ["subscription", "delivery", "mailing"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same(
    staff_client, name, count, django_assert_max_num_queries
):
    for number in range(count):
        reader(f"{number}@a.example")
    mailing().send()
    url = reverse(f"admin:bulletin_{name}_changelist")
    staff_client.get(url)

    with django_assert_max_num_queries(10):
        assert staff_client.get(url).status_code == 200
