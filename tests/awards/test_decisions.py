"""The signed decision: numbers, four eyes, what never changes, what may."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from awards import actions, documents
from awards.models import Award, AwardChange, AwardRegister, CommendationDecision
from federation.lifecycle import MoveRefused
from federation.models import Document
from outbox.models import Message
from tests.awards.factories import AwardFactory


def test_one_transaction_gives_number_awards_and_register_numbers(world):
    world.reviewed(3)

    decision = world.sign(signer_title="Chủ tịch")

    awards = decision.awards.order_by("register_no")
    assert [award.register_no for award in awards] == [1, 2, 3]
    assert {award.register_year for award in awards} == {world.today().year}
    assert decision.document.code.startswith("01/")
    assert decision.document.signer == "Nguyễn Văn Ký"
    assert world.round.status == "decided"
    assert set(world.round.nominations.values_list("status", flat=True)) == {"awarded"}
    mail = Message.objects.get(key__startswith="decision-issued")
    assert mail.to == world.secretary.email


def test_a_second_click_changes_nothing(world):
    world.decided()

    with pytest.raises(MoveRefused):
        world.sign()

    assert CommendationDecision.objects.count() == 1
    assert AwardRegister.objects.get().last_number == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_signing_at_once_one_wins(world):
    world.reviewed(2)
    found = []

    def sign():
        try:
            found.append(world.sign())
        except MoveRefused as refusal:
            found.append(refusal)
        finally:
            connection.close()

    both = [threading.Thread(target=sign) for _number in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert sorted(isinstance(row, MoveRefused) for row in found) == [False, True]
    assert Award.objects.count() == 2
    assert Document.objects.filter(kind="decision").count() == 1


def test_a_register_goes_on_after_the_last_number_on_paper(world):
    AwardFactory(
        form=world.round.form, register_year=world.today().year, register_no=41
    )

    decision = world.decided()

    assert decision.awards.get().register_no == 42


def test_nobody_signs_about_themselves(world):
    row = world.reviewed()[0]
    row.declare_conflict(by=world.leader, reason="Con gái.")

    with pytest.raises(MoveRefused):
        world.sign()

    assert not Award.objects.exists()
    assert not AwardRegister.objects.exists()


def test_a_form_of_a_higher_level_is_not_decided_here(world):
    world.reviewed()
    world.round.form.own_issue = False
    world.round.form.save()

    with pytest.raises(MoveRefused):
        world.sign()


@pytest.mark.parametrize(
    "change",
    [
        {"recipient_vi": "Khác"},
        {"register_no": 99},
        {"token": "0" * 28},
        {"kind": "collective"},
    ],
)
def test_an_issued_award_does_not_change(world, change):
    award = world.decided().awards.get()

    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.filter(pk=award.pk).delete()


def test_an_issued_decision_does_not_change(world):
    decision = world.decided()

    with pytest.raises(DatabaseError), transaction.atomic():
        CommendationDecision.objects.filter(pk=decision.pk).update(kind="revoke")


def signed(world) -> dict:
    return {"issued_on": world.today(), "signer": "Nguyễn Văn Ký"}


def test_a_misspelt_name_is_corrected_by_a_new_decision(world):
    award = world.decided(recipient_vi="Lê Mnh An").awards.get()
    names = {"recipient_vi": "Lê Minh An", "recipient_en": "Lê Minh An"}

    with pytest.raises(MoveRefused):
        actions.correct(
            award, by=world.leader, mistake="whim", values=names, **signed(world)
        )
    decision = actions.correct(
        award, by=world.leader, mistake="name", values=names, **signed(world)
    )

    award.refresh_from_db()
    assert award.recipient_vi == "Lê Minh An"
    assert award.correction == decision
    assert AwardChange.objects.get().before["recipient_vi"] == "Lê Mnh An"
    assert decision.document.code.startswith("02/")
    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(recipient_vi="Ai đó")


def test_a_revocation_has_one_of_the_stated_grounds_and_stays(world, client):
    award = world.decided().awards.get()
    with pytest.raises(MoveRefused):
        actions.revoke(award, by=world.leader, ground="whim", **signed(world))

    decision = actions.revoke(
        award, by=world.leader, ground="false_dossier", **signed(world)
    )

    award.refresh_from_db()
    assert (award.status, award.revocation) == ("revoked", decision.document)
    text = client.get(award.get_absolute_url()).text
    assert "cert--bad" in text
    assert decision.document.code in text
    with pytest.raises(MoveRefused):
        actions.revoke(award, by=world.leader, ground="procedure", **signed(world))
    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(
            status="valid", ground="", revoked_on=None, revocation=None
        )


def test_the_paper_has_the_nine_components_and_is_made_once(world):
    decision = world.decided(recipient_vi="Lê Minh An")
    world.union.refresh_from_db()

    data = documents.decision.decision_data(decision)
    paper = documents.paper_of(decision)

    assert data["code"] == decision.document.code
    assert data["signer"] == "Nguyễn Văn Ký"
    assert data["people"][0][1] == "Lê Minh An"
    for name in ("issuer", "place_and_day", "kind", "title", "articles", "recipients"):
        assert data[name], name
    with paper.pdf.open("rb") as file:
        assert file.read(5) == b"%PDF-"
    assert documents.paper_of(decision).pk == paper.pk
