"""Which answer counts: the newest one, whenever it is entered; never two at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from federation.models import Channel, Consent
from tests.accounts.factories import UserFactory
from tests.federation.factories import ConsentTextFactory, PersonFactory
from tests.federation.test_privacy import answer

pytestmark = pytest.mark.django_db


def paper(person, said, days_ago):
    consent = Consent(
        person=person,
        text=ConsentTextFactory(),
        language="vi",
        answer=said,
        channel=Channel.PAPER,
        note="Tủ hồ sơ 3",
        given_at=timezone.now() - timedelta(days=days_ago),
    )
    consent.record(by=UserFactory())
    return consent


def test_an_older_paper_does_not_replace_a_newer_answer():
    person = PersonFactory()
    refusal = paper(person, "refused", days_ago=1)

    late = paper(person, "given", days_ago=30)

    assert list(Consent.objects.standing()) == [refusal]
    assert late.withdrawn_at == refusal.given_at
    person.refresh_from_db()
    assert person.hides_photos


def test_an_older_paper_does_not_revive_what_was_withdrawn():
    person = PersonFactory()
    paper(person, "given", days_ago=9).withdraw(by=UserFactory())

    paper(person, "given", days_ago=3)

    assert not Consent.objects.standing().exists()
    person.refresh_from_db()
    assert person.hides_photos


def test_a_newer_paper_entered_later_counts():
    person = PersonFactory()
    paper(person, "refused", days_ago=9)

    newer = paper(person, "given", days_ago=3)

    assert list(Consent.objects.standing()) == [newer]


def test_two_at_once_wait_for_each_other():
    person = PersonFactory()

    with CaptureQueriesContext(connection) as done:
        answer(person)
    answer(person)

    asked = [query["sql"] for query in done if "federation_person" in query["sql"]]
    assert "FOR UPDATE" in asked[0]
    assert Consent.objects.standing().count() == 1


def test_nobody_answers_in_a_language_without_a_wording():
    text = ConsentTextFactory(wording_en="")
    consent = Consent(person=PersonFactory(), text=text, answer="given")

    consent.language = "en"
    with pytest.raises(ValidationError) as refusal:
        consent.clean()
    consent.language = "vi"
    consent.clean()

    assert "language" in refusal.value.message_dict


def test_the_desk_tells_that_the_wording_lacks_the_language(staff_client):
    text = ConsentTextFactory(wording_en="")

    response = staff_client.post(
        reverse("admin:federation_consent_add"),
        {
            "person": PersonFactory().pk,
            "text": text.pk,
            "language": "en",
            "answer": "given",
            "channel": "paper",
            "note": "Tủ hồ sơ 3",
            "given_at_0": "02/11/2026",
            "given_at_1": "09:00:00",
        },
    )

    assert response.status_code == 200
    assert "language" in response.context["adminform"].form.errors
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("answers", "people"),
    [(["given"], 1), (["refused"], 0), (["given", "refused"], 0), ([], 0)],
)
def test_the_desk_lists_whose_consent_counts_today(staff_client, answers, people):
    person = PersonFactory()
    for said in answers:
        answer(person, said)

    page = staff_client.get(
        reverse("admin:federation_consent_changelist"), {"counts": "given"}
    )

    assert page.context["cl"].result_count == people
