"""Consent by purpose, pictures that follow it, requests about data and their limits."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.db import Error, IntegrityError, transaction
from django.urls import reverse

from federation.admin import ConsentAdmin
from federation.lifecycle import MoveRefused
from federation.models import (
    Channel,
    Consent,
    Erasure,
    Person,
    Purpose,
    is_shown,
)
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory
from tests.events.factories import EventFactory
from tests.federation.factories import (
    ConsentTextFactory,
    DataRequestFactory,
    PersonFactory,
    PhotoFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits")]
MONDAY = datetime.date(2026, 11, 2)


def answer(person, said="given", *, purpose=Purpose.PHOTO):
    consent = Consent(
        person=person,
        text=ConsentTextFactory(purpose=purpose),
        language="vi",
        answer=said,
        channel=Channel.PAPER,
        note="Tủ hồ sơ 3",
    )
    consent.record(by=UserFactory())
    return consent


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def photo(person):
    photo = PhotoFactory()
    photo.people.add(person)
    return photo


def test_nothing_is_chosen_before_the_person_answers(staff_client):
    form = staff_client.get(reverse("admin:federation_consent_add")).context[
        "adminform"
    ]

    fields = form.form.fields
    for name in ("text", "language", "answer", "channel"):
        assert fields[name].initial is None
        assert form.form.initial.get(name) is None


def test_an_answer_keeps_which_words_were_answered(person):
    consent = answer(person)

    assert consent.text_hash == consent.text.fingerprint("vi")
    assert len(consent.text_hash) == 64
    assert list(Consent.objects.given()) == [consent]


def test_the_desk_records_an_answer_in_one_step(staff_client, person):
    text = ConsentTextFactory()

    staff_client.post(
        reverse("admin:federation_consent_add"),
        {
            "person": person.pk,
            "text": text.pk,
            "language": "vi",
            "answer": "given",
            "channel": "paper",
            "note": "Tủ hồ sơ 3",
            "given_at_0": "02/11/2026",
            "given_at_1": "09:00:00",
        },
    )

    consent = Consent.objects.get()
    assert (consent.person, consent.purpose) == (person, Purpose.PHOTO)
    assert consent.recorded_by is not None


def test_an_answer_without_proof_is_refused(person):
    consent = Consent(
        person=person,
        text=ConsentTextFactory(),
        language="vi",
        answer="given",
        channel=Channel.PAPER,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        consent.record(by=UserFactory())


def test_withdrawing_ends_the_use_and_keeps_the_proof(person):
    consent = answer(person)

    consent.withdraw(by=consent.recorded_by)

    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert not Consent.objects.given().exists()
    with pytest.raises(MoveRefused):
        consent.withdraw(by=consent.recorded_by)


@pytest.mark.parametrize("change", [{"answer": "refused"}, {"channel": "mail"}, None])
def test_proof_is_neither_changed_nor_deleted(person, change):
    rows = Consent.objects.filter(pk=answer(person).pk)

    with pytest.raises(Error), transaction.atomic():
        rows.update(**change) if change else rows.delete()

    assert rows.get().answer == "given"


def test_a_later_answer_ends_the_earlier_one(person):
    first = answer(person, "refused")
    second = answer(person, "given")

    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert list(Consent.objects.standing()) == [second]


def test_a_wording_that_was_answered_stays(person):
    text = answer(person).text
    text.wording_vi = "Khác"

    with pytest.raises(Error), transaction.atomic():
        text.save()


def test_the_desk_does_not_delete_answers(staff_client, person):
    consent = answer(person)

    path = reverse("admin:federation_consent_delete", args=[consent.pk])

    assert staff_client.post(path).status_code == 403
    assert "withdraw" in str([action.__name__ for action in ConsentAdmin.actions])


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ([], False),
        (["given"], False),
        (["refused"], True),
        (["given", "withdraw"], True),
        (["given", "withdraw", "given"], False),
        (["refused", "given"], False),
    ],
)
def test_pictures_follow_the_answers(person, photo, said, hidden):
    consent = None
    for word in said:
        if word == "withdraw":
            consent.withdraw(by=consent.recorded_by)
        else:
            consent = answer(person, word)

    photo.refresh_from_db()
    person.refresh_from_db()
    assert (photo.is_withheld, person.hides_photos) == (hidden, hidden)
    assert is_shown(photo.file.name) is not hidden


def test_other_purposes_leave_pictures_alone(person, photo):
    answer(person, "refused", purpose=Purpose.GREETINGS)

    photo.refresh_from_db()
    assert not photo.is_withheld


def test_a_picture_is_shown_again_when_the_person_is_not_on_it(person, photo):
    answer(person, "refused")

    photo.people.remove(person)

    photo.refresh_from_db()
    assert not photo.is_withheld


def test_no_page_shows_a_withheld_picture(client, person, photo):
    article = ArticleFactory(published=True, cover=photo)
    event = EventFactory(publish_state="published")
    event.event_photos.create(photo=photo)
    pages = [
        *(article.get_absolute_url(), event.get_absolute_url(), "/", "/ban-tin/"),
        *(reverse("bulletin:rss"), reverse("events:list")),
    ]
    shown = [path for path in pages if photo.file.name in client.get(path).text]
    assert shown[:2] == pages[:2]
    given_out = client.get(photo.file.url)
    assert (given_out.status_code, bool(given_out.getvalue())) == (200, True)
    client.get(f"{photo.file.url}?w=320").getvalue()
    copies = [f"{photo.file.url}?w=320"]
    copies += [
        photo.file.url.replace("/public/", f"/public{way}").replace(".", "-320.")
        for way in ("/sizes/", "//sizes/", "/./sizes/")
    ]

    answer(person, "refused")

    assert [path for path in pages if photo.file.name in client.get(path).text] == []
    assert client.get(photo.file.url).status_code == 404
    assert {client.get(path).status_code for path in copies} == {404}
    assert default_storage.exists(photo.file.name)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", ["consent", "datarequest", "consenttext"])
def test_lists_cost_the_same(staff_client, model, count, django_assert_num_queries):
    for _number in range(count):
        answer(PersonFactory())
        DataRequestFactory(person=PersonFactory())
    path = reverse(f"admin:federation_{model}_changelist")
    staff_client.get(path)

    with django_assert_num_queries(COSTS[model]):
        assert staff_client.get(path).status_code == 200


# Session, account, rights and the frame of the desk (5), two counts, the rows; a list
# with days above it asks for their first and last, and for the days.
COSTS = {"consent": 10, "datarequest": 10, "consenttext": 8}


def test_a_quarantine_hides_and_an_undone_one_shows_again(person, photo):
    user = UserFactory()
    answer(person)
    erasure = Erasure.objects.create(person=person)
    erasure.quarantine(by=user)

    photo.refresh_from_db()
    assert photo.is_withheld
    assert not Consent.objects.given().exists()

    erasure.undo(by=user)

    photo.refresh_from_db()
    assert not photo.is_withheld
    assert list(Person.objects.filter(hides_photos=True)) == []
