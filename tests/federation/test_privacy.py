"""Consent by purpose, pictures that follow it, requests about data and their limits."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.db import Error, IntegrityError, transaction
from django.urls import reverse

from federation import notifications
from federation.admin import ConsentAdmin
from federation.lifecycle import MoveRefused
from federation.models import (
    Channel,
    Consent,
    DataRequest,
    Erasure,
    Person,
    PrivacyLimit,
    Purpose,
    is_shown,
)
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory
from tests.events.factories import EventFactory
from tests.federation.factories import (
    ConsentTextFactory,
    DataRequestFactory,
    OfficeFactory,
    PersonFactory,
    PhotoFactory,
    UnionFactory,
)
from tests.members.factories import AssociationFactory

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


def test_limits_are_those_of_the_law():
    request = DataRequestFactory(received_on=MONDAY)
    deletion = DataRequestFactory(
        kind="delete", via_third_party=True, received_on=MONDAY
    )

    assert request.acknowledge_by == datetime.date(2026, 11, 4)
    assert request.due_on == datetime.date(2026, 11, 12)
    assert deletion.due_on == datetime.date(2026, 12, 2)


def test_a_changed_limit_counts_from_the_next_request():
    old = DataRequestFactory()
    PrivacyLimit.objects.filter(key="view").update(days=5)

    assert DataRequestFactory().due_on == datetime.date(2026, 11, 7)
    old.refresh_from_db()
    assert old.due_on == datetime.date(2026, 11, 12)


def test_a_request_goes_its_way():
    user, request = UserFactory(), DataRequestFactory()

    request.acknowledge(by=user)
    request.extended_to = datetime.date(2026, 11, 20)
    request.extension_reason = "Hồ sơ giấy nằm ở kho."
    request.save()
    request.extend(by=user)
    with pytest.raises(MoveRefused):
        request.extend(by=user)
    with pytest.raises(MoveRefused):
        request.settle(by=user)
    request.outcome = "Đã gửi bản sao."
    request.save()
    request.settle(by=user)

    request.refresh_from_db()
    assert (request.status, request.settled_at is not None) == ("done", True)


def test_what_was_extended_is_not_extended_again_at_the_desk(staff_client):
    user, request = UserFactory(), DataRequestFactory()
    path = reverse("admin:federation_datarequest_change", args=[request.pk])
    typed = {"name": request.name, "contact": request.contact, "channel": "mail"}
    extension = {"extended_to": "20/11/2026", "extension_reason": "Ở kho."}
    request.acknowledge(by=user)

    staff_client.post(path, typed | extension)
    request.refresh_from_db()
    request.extend(by=user)
    answered = staff_client.post(
        path, typed | {"extended_to": "", "extension_reason": "", "outcome": "Xong."}
    )

    request.refresh_from_db()
    assert answered.status_code == 302
    assert request.extended_to == datetime.date(2026, 11, 20)
    assert (request.extension_reason, request.outcome) == ("Ở kho.", "Xong.")


def test_a_request_without_its_limits_is_told_and_no_fault(staff_client):
    PrivacyLimit.objects.all().delete()

    response = staff_client.post(
        reverse("admin:federation_datarequest_add"),
        {
            "kind": "view",
            "name": "Lê An",
            "contact": "a@example.org",
            "channel": "mail",
            "received_on": "02/11/2026",
        },
    )

    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert not DataRequest.objects.exists()


@pytest.mark.parametrize("move", ["extend", "settle", "refuse"])
def test_nothing_is_settled_before_the_first_reply(move):
    request = DataRequestFactory(
        outcome="Không có dữ liệu.",
        extended_to=datetime.date(2026, 12, 1),
        extension_reason="Lý do",
    )

    with pytest.raises(MoveRefused):
        getattr(request, move)(by=UserFactory())


def test_the_officer_is_reminded_once_before_and_once_on_the_day():
    officer = OfficeFactory(organization=UnionFactory(), role="dpo").user
    request = DataRequestFactory(received_on=MONDAY)
    request.acknowledge(by=officer)

    for day in (9, 10, 10, 11, 12, 13):
        DataRequest.objects.remind(datetime.date(2026, 11, day))

    keys = Message.objects.filter(to=officer.email).values_list("key", flat=True)
    mine = sorted(key for key in keys if key.startswith("data-request"))
    stem = f"data-request-{request.pk}-20261112"
    assert mine == [f"{stem}-due-{officer.pk}", f"{stem}-soon-{officer.pk}"]


def test_officers_elsewhere_are_not_told():
    OfficeFactory(organization=AssociationFactory(), role="dpo")
    DataRequestFactory(received_on=MONDAY)

    DataRequest.objects.remind(datetime.date(2026, 11, 12))

    assert not Message.objects.filter(key__startswith="data-request").exists()


def test_one_request_that_fails_stops_no_other(monkeypatch, caplog):
    OfficeFactory(organization=UnionFactory(), role="dpo")
    broken, whole = DataRequestFactory(), DataRequestFactory()
    tell = notifications.data_request_due

    def fails(row, **kwargs):
        if row.pk == broken.pk:
            raise RuntimeError("this row is broken")
        tell(row, **kwargs)

    monkeypatch.setattr(notifications, "data_request_due", fails)
    DataRequest.objects.remind(datetime.date(2026, 11, 12))

    keys = Message.objects.values_list("key", flat=True)
    assert [key.startswith(f"data-request-{whole.pk}-") for key in keys] == [True]
    assert f"request {broken.pk}" in caplog.text


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


# Session, account, rights and the frame of the desk (6), two counts, the rows; a list
# with days above it asks for their first and last, and for the days.
COSTS = {"consent": 11, "datarequest": 11, "consenttext": 9}


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


def test_a_later_day_counts_once_the_request_is_extended():
    user, request = UserFactory(), DataRequestFactory(received_on=MONDAY)
    request.acknowledge(by=user)
    DataRequest.objects.update(
        extended_to=datetime.date(2029, 1, 1), extension_reason="Ở kho."
    )

    assert DataRequest.objects.for_rows().get().next_limit == request.due_on
    request.refresh_from_db()
    request.extend(by=user)
    later = DataRequest.objects.for_rows().get().next_limit
    assert later == datetime.date(2029, 1, 1)


def test_a_limit_is_not_extended_to_an_earlier_day():
    request = DataRequestFactory(received_on=MONDAY)

    with pytest.raises(IntegrityError):
        DataRequest.objects.update(extended_to=request.due_on)


def test_without_an_officer_the_leaders_are_reminded():
    leader = OfficeFactory(organization=UnionFactory(), role="union_leader").user
    request = DataRequestFactory(received_on=MONDAY)
    request.acknowledge(by=leader)

    DataRequest.objects.remind(request.due_on)

    assert Message.objects.filter(to=leader.email).count() == 1
