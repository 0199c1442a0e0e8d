"""The signed decision: numbers, four eyes, what never changes, what may."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from docx import Document as Word

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
        {"is_demo": True},
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


def test_nobody_is_added_to_an_issued_decision_nor_taken_in_later(world):
    award = world.decided().awards.get()
    extra = {"round": award.round, "register_year": award.register_year}

    with pytest.raises(DatabaseError), transaction.atomic():
        AwardFactory(decision=award.decision, register_no=7, **extra)
    old = AwardFactory(register_no=8, **extra)
    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.filter(pk=old.pk).update(decision=award.decision)
    # An award that another decision says nothing of is neither revoked nor renamed.
    document = award.decision.document
    revoked = {"status": "revoked", "ground": "procedure", "revocation": document}
    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(revoked_on=world.today(), **revoked)
    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(
            recipient_vi="Ai đó", correction=award.decision
        )


@pytest.mark.django_db(transaction=True)
def test_of_signing_and_withdrawing_at_once_one_wins(world, monkeypatch):
    row, make, told = world.reviewed()[0], actions.deciding.make_awards, []

    def withdraw():
        try:
            row.withdraw(by=world.secretary)
        except MoveRefused as refusal:
            told.append(refusal)
        finally:
            connection.close()

    other = threading.Thread(target=withdraw)

    def while_signing(*args):
        other.start()
        other.join(0.5)
        assert other.is_alive(), "who withdraws waits for the signature"
        make(*args)

    monkeypatch.setattr(actions.deciding, "make_awards", while_signing)
    world.sign()
    other.join()

    assert len(told) == 1
    row.refresh_from_db()
    assert row.status == "awarded"


def test_a_round_is_not_cancelled_over_awards_that_hold(world):
    award = world.decided().awards.get()

    with pytest.raises(MoveRefused):
        world.round.cancel(by=world.council, reason="Nhầm.")

    actions.revoke(award, by=world.leader, ground="procedure", **signed(world))
    world.round.cancel(by=world.council, reason="Nhầm.")


def signed(world) -> dict:
    return {"issued_on": world.today(), "signer": "Nguyễn Văn Ký"}


def test_who_signs_is_not_among_the_recipients(world):
    award = world.reviewed(recipient_vi="Nguyễn Văn Ký")[0]
    with pytest.raises(MoveRefused, match="Nguyễn Văn Ký"):
        world.sign()
    assert not Award.objects.exists()

    actions.issue(
        world.round, by=world.leader, issued_on=world.today(), signer="Bà Khác"
    )
    award = Award.objects.get(nomination=award)
    with pytest.raises(MoveRefused):
        actions.revoke(award, by=world.leader, ground="procedure", **signed(world))


def test_a_later_decision_is_dated_between_the_first_and_today(world):
    award = world.decided().awards.get()

    for days in (-1, 1):
        day = world.today() + timedelta(days)
        with pytest.raises(MoveRefused):
            actions.revoke(
                award, by=world.leader, ground="procedure", issued_on=day, signer="Bà A"
            )
    award.refresh_from_db()
    assert award.status == "valid"


def test_a_recipient_of_an_old_register_is_revoked_by_a_decision(world, as_user):
    award = AwardFactory(form=world.round.form, register_year=2019, register_no=3)
    client = as_user(world.leader)
    path = reverse("awards:desk-revoke", args=[award.pk])
    assert path in client.get(award.get_desk_url()).text
    correct = reverse("awards:desk-correct", args=[award.pk])
    assert client.get(correct).status_code == 404

    said = {"issued_on": f"{world.today():%d/%m/%Y}", "signer": "Bà C", "sure": "on"}
    client.post(path, {**said, "ground": "false_dossier"})

    award.refresh_from_db()
    assert (award.status, award.ground) == ("revoked", "false_dossier")
    paper = documents.paper_of(CommendationDecision.objects.get(kind="revoke"))
    assert paper.pdf.size > 1000
    with pytest.raises(DatabaseError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(ground="procedure")


def test_the_first_decision_says_what_it_said_after_a_correction(world):
    decision = world.decided(recipient_vi="Lê Mnh An")
    names = {"recipient_vi": "Lê Minh An", "recipient_en": "Lê Minh An"}

    award = decision.awards.get()
    actions.correct(
        award, by=world.leader, mistake="name", values=names, **signed(world)
    )

    with documents.paper_of(decision).word.open("rb") as file:
        rows = [row for table in Word(file).tables for row in table.rows]
    text = " ".join(cell.text for row in rows for cell in row.cells)
    assert "Lê Mnh An" in text
    assert "Lê Minh An" not in text
    for rows in (AwardChange.objects, decision.paper.__class__.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AwardChange.objects.update(ground="title")


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
