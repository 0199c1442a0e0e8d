"""Nominations: who may be proposed when, what is refused, who may check."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from awards import actions, tasks
from awards.models import Award, Nomination, NominationRequirement
from federation.lifecycle import MoveRefused
from outbox.models import Message
from tests.awards.factories import AwardFactory, CommendationRoundFactory
from tests.federation.test_uploads import pdf
from tests.members.factories import AssociationFactory

Status = Nomination.Status


def test_submitting_tells_the_union_once_in_its_language(world):
    row = world.nomination()
    stale = Nomination.objects.get(pk=row.pk)

    row.submit(by=world.secretary)

    assert row.status == Status.SUBMITTED
    assert row.submitted_by == world.secretary
    assert Message.objects.filter(key__startswith="nomination-submitted").count() == 2
    with pytest.raises(MoveRefused):
        stale.submit(by=world.secretary)
    assert Message.objects.count() == 2


def test_a_late_nomination_is_refused_and_told_what_to_do(world):
    row = world.nomination()
    world.round.closes_on = dt.date(2026, 1, 31)
    world.round.opens_on = dt.date(2026, 1, 1)
    world.round.save()
    row = Nomination.objects.get(pk=row.pk)

    with pytest.raises(MoveRefused, match="31/01/2026"):
        row.submit(by=world.secretary)


def test_reopened_for_one_association_with_a_reason(world):
    late, other = world.nomination(), AssociationFactory()
    world.round.opens_on = world.today() - dt.timedelta(20)
    world.round.closes_on = world.today() - dt.timedelta(1)
    world.round.save()
    tasks.sweep()
    world.round.refresh_from_db()
    assert world.round.status == "closed"

    with pytest.raises(MoveRefused):
        world.round.reopen(by=world.council, until=world.today(), reason=" ")
    world.round.reopen(
        by=world.council,
        until=world.today() + dt.timedelta(3),
        reason="Bão lụt.",
        association=world.association,
    )

    late = Nomination.objects.get(pk=late.pk)
    late.submit(by=world.secretary)
    assert late.status == Status.SUBMITTED
    assert world.round.why_closed(other)
    assert Message.objects.filter(key__startswith="round-reopened").count() == 1
    tasks.sweep()
    world.round.refresh_from_db()
    assert world.round.status == "open"


def test_the_quota_of_an_association(world):
    world.round.quota = 1
    world.round.save()
    first, second = world.nomination(), world.nomination()
    first.submit(by=world.secretary)

    with pytest.raises(MoveRefused):
        second.submit(by=world.secretary)
    world.round.quotas.create(association=world.association, most=2)
    second.submit(by=world.secretary)

    assert second.status == Status.SUBMITTED


def test_the_same_recipient_once_in_a_round(world):
    world.nomination(recipient_vi="Lê Minh An")

    draft = Nomination(
        round=world.round,
        association=world.association,
        kind="individual",
        recipient_vi="  LÊ  minh an",
        recipient_title_vi="Hội viên",
        achievement="Khác hẳn",
        period_from=dt.date(2019, 1, 1),
        period_to=dt.date(2019, 2, 1),
    )

    with pytest.raises(MoveRefused):
        actions.begin_nomination(draft, by=world.secretary)


def test_the_same_achievement_is_never_commended_twice(world):
    row = world.nomination(override_reason="Vẫn xứng đáng.")
    AwardFactory(
        individual=True,
        subject_key=row.subject_key,
        achievement_key=row.achievement_key,
    )

    with pytest.raises(MoveRefused, match=r"hai lần|twice"):
        row.submit(by=world.secretary)


def test_an_overlapping_period_needs_a_written_reason(world):
    row = world.nomination()
    round_ = CommendationRoundFactory(
        published=True,
        period_from=dt.date(2015, 1, 1),
        period_to=dt.date(2019, 6, 30),
    )
    AwardFactory(individual=True, round=round_, subject_key=row.subject_key)
    assert list(row.overlapping()) == list(row.earlier())

    with pytest.raises(MoveRefused):
        row.submit(by=world.secretary)
    Nomination.objects.filter(pk=row.pk).update(override_reason="Việc khác.")
    row.refresh_from_db()
    row.submit(by=world.secretary)

    assert row.status == Status.SUBMITTED


def test_an_award_of_another_year_is_no_obstacle(world):
    row = world.nomination()
    round_ = CommendationRoundFactory(
        published=True,
        period_from=dt.date(2018, 1, 1),
        period_to=dt.date(2018, 12, 31),
    )
    AwardFactory(individual=True, round=round_, subject_key=row.subject_key)

    row.submit(by=world.secretary)

    assert row.status == Status.SUBMITTED


def test_a_missing_paper_stops_it_and_papers_rest_afterwards(world):
    NominationRequirement.objects.create(code="to-trinh", title_vi="Tờ trình")
    draft = Nomination(
        round=world.round,
        association=world.association,
        kind="individual",
        recipient_vi="Lê An",
        achievement="Giao lưu",
        period_from=dt.date(2019, 1, 1),
        period_to=dt.date(2019, 2, 1),
    )
    row = actions.begin_nomination(draft, by=world.secretary)
    with pytest.raises(MoveRefused, match="Tờ trình"):
        row.submit(by=world.secretary)

    paper = SimpleUploadedFile("tờ trình.pdf", pdf(), "application/pdf")
    actions.attach(row.items.get(), paper)
    row.submit(by=world.secretary)

    assert row.items.get().file_name == "tờ trình.pdf"
    with pytest.raises(MoveRefused):
        actions.attach(row.items.get(), paper)


def test_what_was_submitted_is_not_edited_behind_the_office(world):
    row = world.submitted()

    with pytest.raises(DatabaseError), transaction.atomic():
        Nomination.objects.filter(pk=row.pk).update(achievement="Khác")


def test_returned_with_a_remark_and_handed_in_again(world):
    row = world.submitted()
    with pytest.raises(MoveRefused):
        row.give_back(by=world.officer, remark=" ")

    row.give_back(by=world.officer, remark="Thiếu ngày.")
    row.submit(by=world.secretary)

    assert row.submissions == 2
    told = Message.objects.filter(key__startswith="nomination-returned")
    assert [message.to for message in told] == [world.secretary.email]
    assert "Thiếu ngày." in told.get().text
    assert Message.objects.filter(key__startswith="nomination-submitted").count() == 4


def test_withdrawn_and_nominated_anew(world):
    row = world.submitted(recipient_vi="Lê An")

    row.withdraw(by=world.secretary, reason="Nhầm người.")

    assert row.status == Status.WITHDRAWN
    assert Message.objects.filter(key__startswith="nomination-withdrawn").count() == 1
    world.submitted(recipient_vi="Lê An")
    with pytest.raises(MoveRefused):
        row.withdraw(by=world.secretary)


def test_nobody_checks_what_they_wrote_nor_themselves(world):
    row = world.submitted()
    with pytest.raises(MoveRefused):
        row.accept(by=world.secretary)

    about_her = world.submitted(recipient_vi=world.officer.full_name)
    with pytest.raises(MoveRefused):
        about_her.accept(by=world.officer)

    row.accept(by=world.officer)
    assert row.checked_by == world.officer


def test_the_database_holds_four_eyes(world):
    row = world.submitted()

    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.filter(pk=row.pk).update(checked_by=world.secretary)


def test_a_declared_conflict_takes_the_say_away(world):
    row = world.submitted()

    row.declare_conflict(by=world.officer, reason="Anh rể.")

    for step in (row.accept, lambda by: row.give_back(by=by, remark="Sửa")):
        with pytest.raises(MoveRefused):
            step(by=world.officer)


def test_a_branch_is_known_by_its_organisation(world):
    award = AwardFactory(organization=world.association.organization_ptr)
    row = Nomination(
        round=world.round,
        association=world.association,
        organization=world.association.organization_ptr,
        kind=Award.Kind.COLLECTIVE,
        recipient_vi="Tên khác",
        achievement="Giao lưu",
        period_from=dt.date(2019, 1, 1),
        period_to=dt.date(2019, 2, 1),
    )
    row = actions.begin_nomination(row, by=world.secretary)

    assert list(row.earlier()) == [award]
