"""The council: quorum, votes, ties, conflicts; the public notice and objections."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document as Word

from awards import actions
from awards.models import Barred, CouncilMeeting, Objection, Vote, Voting
from federation.lifecycle import MoveRefused
from federation.models import Role
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.awards.conftest import with_role
from tests.federation.factories import PersonFactory


@pytest.mark.parametrize(
    ("rules", "votes", "outcome"),
    [
        ({}, (5, 4, 0), "recommended"),
        ({}, (4, 4, 1), "recommended"),
        ({}, (3, 4, 2), "not_recommended"),
        ({"base": "cast"}, (4, 3, 2), "recommended"),
        ({"base": "all"}, (5, 0, 0), "not_recommended"),
        ({"majority_percent": 80}, (8, 1, 1), "not_recommended"),
        ({"majority_percent": 80, "reaching_suffices": True}, (8, 1, 1), "recommended"),
        ({"tie": "refused"}, (4, 4, 0), "not_recommended"),
        ({"tie": "again"}, (4, 4, 0), "again"),
        ({"tie": "chair"}, (4, 4, 0), "recommended"),
        ({"tie": "chair"}, (0, 0, 3), "not_recommended"),
    ],
)
def test_the_rules_turn_votes_into_a_result(rules, votes, outcome):
    meeting = CouncilMeeting(**{"tie": Voting.Tie.CHAIR, **rules})
    given = dict(zip(("yes", "no", "abstain"), votes, strict=True))

    found = meeting.outcome(given, present=sum(votes), members=12, chair="yes")

    assert found == outcome


@pytest.mark.parametrize(
    ("present", "members", "reached"), [(6, 9, False), (7, 9, True), (0, 0, False)]
)
def test_a_quorum_is_a_share_of_voting_members(present, members, reached):
    meeting = CouncilMeeting(quorum_percent=67)

    assert meeting.has_quorum(present=present, members=members) is reached


def test_members_by_office_count_neither_for_quorum_nor_result(world):
    row = world.valid()
    meeting = world.meeting()
    meeting.seats.create(name="Khách", has_vote=False, is_present=True)

    with pytest.raises(MoveRefused):
        actions.count_votes(meeting, row, yes=4, no=0, abstain=0)
    result = actions.count_votes(meeting, row, yes=2, no=0, abstain=1)

    assert result.outcome == "recommended"
    assert meeting.numbers() == {"members": 3, "present": 3, "ex_officio": 1}


def test_without_a_quorum_nothing_is_decided(world):
    row = world.valid()
    meeting = world.meeting()
    meeting.seats.filter(is_chair=False).update(is_present=False)

    with pytest.raises(MoveRefused):
        actions.count_votes(meeting, row, yes=1, no=0, abstain=0)
    with pytest.raises(MoveRefused):
        actions.close_meeting(meeting, by=world.council)


def test_a_tie_asks_the_chair_and_can_be_voted_again(world):
    row = world.valid()
    meeting = world.meeting(members=4)
    with pytest.raises(MoveRefused):
        actions.count_votes(meeting, row, yes=2, no=2, abstain=0)

    result = actions.count_votes(meeting, row, yes=2, no=2, abstain=0, chair="yes")
    assert result.outcome == "recommended"

    CouncilMeeting.objects.filter(pk=meeting.pk).update(tie="again")
    meeting.refresh_from_db()
    assert actions.count_votes(meeting, row, yes=2, no=2, abstain=0).outcome == "again"
    with pytest.raises(MoveRefused):
        actions.close_meeting(meeting, by=world.council)


def test_an_open_vote_is_by_name_and_everybody_speaks(world):
    row = world.valid()
    meeting = world.meeting(ballot="open")
    first, second, third = meeting.seats.order_by("pk").values_list("pk", flat=True)
    with pytest.raises(MoveRefused, match="Ủy viên 2"):
        actions.note_votes(meeting, row, {first: "yes", second: "no"})

    result = actions.note_votes(
        meeting, row, {first: "yes", second: "yes", third: "abstain"}
    )

    assert (result.yes, result.no, result.abstain, result.chair) == (2, 0, 1, "yes")
    assert Vote.objects.count() == 3


def test_who_is_too_near_has_no_vote_also_in_the_database(world):
    row = world.valid()
    meeting = world.meeting(ballot="open")
    seat = meeting.seats.last()
    Barred.objects.create(seat=seat, nomination=row, reason="Vợ.")

    with pytest.raises(MoveRefused):
        actions.note_votes(
            meeting,
            row,
            dict.fromkeys(meeting.seats.values_list("pk", flat=True), "yes"),
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Vote.objects.create(seat=seat, nomination=row, choice="yes")
    others = meeting.seats.exclude(pk=seat.pk).values_list("pk", flat=True)
    result = actions.note_votes(meeting, row, dict.fromkeys(others, "yes"))
    assert (result.yes, result.barred, result.outcome) == (2, 1, "recommended")


def test_a_nominee_at_the_table_is_barred_without_saying_so(world):
    person = PersonFactory()
    row = world.valid(person=person, subject_key=f"p:{person.pk}")
    meeting = world.meeting()
    meeting.seats.filter(pk=meeting.seats.last().pk).update(person=person)

    with pytest.raises(MoveRefused):
        actions.count_votes(meeting, row, yes=3, no=0, abstain=0)
    assert actions.count_votes(meeting, row, yes=2, no=0, abstain=0).barred == 1


def test_a_namesake_typed_at_the_table_is_barred(world):
    row = world.valid(recipient_vi="Lê Minh An")
    meeting = world.meeting()
    meeting.seats.create(name="LÊ MINH AN", is_present=True)

    may, barred = actions.voters(meeting, row)

    assert [seat.name for seat in barred] == ["LÊ MINH AN"]
    assert len(may) == 3


def test_a_conflict_declared_after_the_vote_takes_the_vote_back(world):
    row = world.valid()
    meeting = world.meeting(ballot="open")
    user = with_role(Role.COUNCIL_MEMBER, world.union.organization_ptr)
    seat = meeting.seats.last()
    seat.person = PersonFactory(user=user)
    seat.save()
    choices = {each.pk: "yes" for each in meeting.seats.all()}
    actions.note_votes(meeting, row, choices)

    row.declare_conflict(by=user, reason="Con gái.")

    assert not row.results.exists()
    assert not Vote.objects.filter(seat=seat).exists()
    with pytest.raises(MoveRefused):
        actions.close_meeting(meeting, by=world.council)
    del choices[seat.pk]
    actions.note_votes(meeting, row, choices)
    actions.close_meeting(meeting, by=world.council)
    result = row.results.get()
    assert (result.yes, result.barred) == (2, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        result.delete()


def test_numbers_counted_before_somebody_came_are_counted_again(world):
    row = world.valid()
    meeting = world.meeting()
    actions.count_votes(meeting, row, yes=3, no=0, abstain=0)
    meeting.seats.create(name="Đến muộn", is_present=True)

    with pytest.raises(MoveRefused, match=row.recipient_vi):
        actions.close_meeting(meeting, by=world.council)

    actions.count_votes(meeting, row, yes=3, no=1, abstain=0)
    actions.close_meeting(meeting, by=world.council)


def test_closing_gives_each_nomination_its_result_and_writes_the_minutes(world):
    good, bad = world.valid(recipient_vi="Lê An"), world.valid()
    meeting = world.meeting()
    actions.count_votes(meeting, good, yes=3, no=0, abstain=0)
    with pytest.raises(MoveRefused):
        actions.close_meeting(meeting, by=world.council)
    actions.count_votes(meeting, bad, yes=0, no=2, abstain=1)
    stale = CouncilMeeting.objects.get(pk=meeting.pk)

    actions.close_meeting(meeting, by=world.council)

    good.refresh_from_db(), bad.refresh_from_db(), world.round.refresh_from_db()
    assert (good.status, bad.status) == ("recommended", "not_recommended")
    assert world.round.status == "reviewed"
    with meeting.minutes.open("rb") as file:
        text = "\n".join(
            cell.text
            for table in Word(BytesIO(file.read())).tables
            for row in table.rows
            for cell in row.cells
        )
    assert "Lê An" in text
    assert "Ủy viên 0" in text
    with pytest.raises(MoveRefused):
        actions.close_meeting(stale, by=world.council)
    with pytest.raises(MoveRefused):
        actions.count_votes(meeting, good, yes=3, no=0, abstain=0)


def test_a_meeting_waits_until_every_nomination_is_checked(world):
    world.submitted()
    world.round.close(by=world.council)

    with pytest.raises(MoveRefused):
        actions.call_meeting(world.round, by=world.council, held_on=world.today())


def test_the_public_notice_takes_objections_and_holds_the_decision(world, client):
    row = world.reviewed(notice_days=5)[0]
    with pytest.raises(MoveRefused):
        world.sign()
    actions.open_notice(world.round, by=world.council)
    with pytest.raises(MoveRefused):
        actions.open_notice(world.round, by=world.council)
    page = reverse("awards:notice", args=[world.round.slug])
    assert row.recipient_vi in client.get(page).text

    said = {"nomination": row.pk, "name": "Trần B", "contact": "0912", "text": "Sai."}
    assert client.post(page, {**said, "text": ""}).status_code == 200
    assert client.post(page, said).status_code == 302

    objection = Objection.objects.get()
    mails = Message.objects.filter(key__startswith="objection-received")
    assert [mail.to for mail in mails] == [world.council.email]
    assert "Trần B" not in mails.get().text
    assert "Trần B" not in client.get(page).text
    yesterday = world.today() - dt.timedelta(1)
    type(world.round).objects.update(
        notice_from=yesterday - dt.timedelta(4), notice_until=yesterday
    )
    world.round.refresh_from_db()
    assert client.get(page).status_code == 404
    with pytest.raises(MoveRefused):
        world.sign()
    with pytest.raises(MoveRefused):
        objection.settle(by=world.council, upheld=False, answer="")
    objection.settle(by=world.council, upheld=False, answer="Không có căn cứ.")
    world.sign()
    row.refresh_from_db()
    assert row.status == "awarded"


def test_an_upheld_objection_takes_the_recommendation_away(world):
    row = world.reviewed(2, notice_days=5)[0]
    objection = Objection.objects.create(
        nomination=row, name="Trần B", contact="0912", text="Sai."
    )

    objection.settle(by=world.council, upheld=True, answer="Đúng vậy.")

    row.refresh_from_db()
    assert row.status == "not_recommended"
    with pytest.raises(MoveRefused):
        objection.settle(by=world.council, upheld=False, answer="Thôi.")


def test_a_member_votes_on_the_page_of_their_own(world, as_user):
    row = world.valid()
    meeting = world.meeting(ballot="open")
    user = with_role(Role.COUNCIL_MEMBER, world.union.organization_ptr)
    person = PersonFactory(user=user)
    meeting.seats.filter(pk=meeting.seats.last().pk).update(person=person)
    seat = meeting.seats.get(person=person)
    page, client = reverse("awards:desk-my-votes"), as_user(user)
    assert row.recipient_vi in client.get(page).text
    assert page in client.get(reverse("portal:workspace")).text

    client.post(page, {"seat": seat.pk, "nomination": row.pk, "choice": "no"})

    assert Vote.objects.get().choice == "no"
    foreign = meeting.seats.exclude(pk=seat.pk).first()
    said = {"seat": foreign.pk, "nomination": row.pk, "choice": "no"}
    assert client.post(page, said).status_code == 404
    assert as_user(UserFactory()).get(page).status_code == 404
