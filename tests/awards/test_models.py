"""Rounds, awards, their codes and their rules."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from awards.models import (
    ALPHABET,
    Award,
    AwardCheck,
    CommendationRound,
    ExternalAward,
    clean_token,
    new_token,
)
from federation.lifecycle import MoveRefused
from tests.accounts.factories import UserFactory
from tests.awards.factories import (
    AwardFactory,
    CommendationRoundFactory,
    DocumentFactory,
    ExternalAwardFactory,
)

pytestmark = pytest.mark.django_db
Status = CommendationRound.Status


def test_a_code_cannot_be_guessed():
    codes = {new_token() for _number in range(200)}

    assert len(codes) == 200
    assert all(len(code) == 28 and set(code) <= set(ALPHABET) for code in codes)
    assert len(ALPHABET) ** 28 > 2**128


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0123456789ABCDEFGHJKMNPQRSTV", "0123456789ABCDEFGHJKMNPQRSTV"),
        ("0123-4567-89ab-cdef-ghjk-mnpq-rstv", "0123456789ABCDEFGHJKMNPQRSTV"),
        ("o123 4567 89AB CDEF GHJK MNPQ RSTV", "0123456789ABCDEFGHJKMNPQRSTV"),
        ("OI23456789ABCDEFGHJKMNPQRSTU", "0123456789ABCDEFGHJKMNPQRSTV"),
        ("", ""),
        ("0123", ""),
        ("0123456789ABCDEFGHJKMNPQRST!", ""),
        ("0" * 29, ""),
        ("ư" * 28, ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, stored):
    assert clean_token(typed) == stored


def test_the_code_stands_on_paper_in_groups_of_four():
    award = Award(token="0123456789ABCDEFGHJKMNPQRSTV")

    assert award.token_groups == "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV"


@pytest.mark.parametrize(
    ("declared", "listed", "agreement"),
    [
        ((29, 40), (0, 0), "none"),
        ((1, 2), (1, 2), "equal"),
        ((19, 29), (1, 2), "partial"),
        ((None, None), (1, 2), "computed"),
    ],
)
def test_reported_and_counted_numbers_stand_side_by_side(declared, listed, agreement):
    round_ = CommendationRoundFactory(
        published=True,
        declared_collectives=declared[0],
        declared_individuals=declared[1],
    )
    AwardFactory.create_batch(listed[0], round=round_)
    AwardFactory.create_batch(listed[1], round=round_, individual=True)

    found = CommendationRound.objects.for_rows().get()

    assert (found.collectives, found.individuals) == listed
    assert found.agreement == agreement


def test_the_historic_rounds_of_the_sources_add_up():
    assert (
        CommendationRound(
            declared_collectives=29, declared_individuals=40
        ).declared_total
        == 69
    )
    assert (
        CommendationRound(
            declared_collectives=19, declared_individuals=29
        ).declared_total
        == 48
    )


def test_a_revoked_award_is_not_counted():
    award = AwardFactory()
    AwardFactory(round=award.round)
    Award.objects.filter(pk=award.pk).update(
        status="revoked",
        revoked_on=dt.date(2022, 3, 3),
        ground="false_dossier",
        revocation=DocumentFactory(),
    )

    assert CommendationRound.objects.counted().get().listed == 1


def test_publish_makes_a_round_public_and_says_who():
    round_, officer = CommendationRoundFactory(declared_collectives=1), UserFactory()
    round_.declared_individuals = 2
    round_.save()

    round_.publish(by=officer)

    assert list(CommendationRound.objects.published()) == [round_]
    assert round_.published_at


def test_a_round_without_any_number_is_not_published():
    round_ = CommendationRoundFactory()

    with pytest.raises(MoveRefused):
        round_.publish(by=UserFactory())

    round_.refresh_from_db()
    assert round_.status == Status.PRESENTED


@pytest.mark.parametrize("status", ["planned", "open", "closed", "reviewed", "decided"])
def test_only_a_presented_round_is_published(status):
    round_ = CommendationRoundFactory(
        historic=False, status=status, declared_collectives=1, declared_individuals=1
    )

    with pytest.raises(MoveRefused):
        round_.publish(by=UserFactory())


def test_publishing_twice_is_refused():
    round_ = CommendationRoundFactory(declared_collectives=1, declared_individuals=1)
    stale = CommendationRound.objects.get()
    round_.publish(by=UserFactory())

    with pytest.raises(MoveRefused):
        stale.publish(by=UserFactory())


def test_take_down_hides_a_round_and_only_a_published_one():
    round_, officer = CommendationRoundFactory(published=True), UserFactory()

    round_.take_down(by=officer)

    assert not CommendationRound.objects.published().exists()
    with pytest.raises(MoveRefused):
        round_.take_down(by=officer)


def test_a_cancellation_keeps_its_reason():
    round_ = CommendationRoundFactory()

    with pytest.raises(MoveRefused):
        round_.cancel(by=UserFactory(), reason="  ")
    round_.cancel(by=UserFactory(), reason="Gộp với đợt sau.")

    round_.refresh_from_db()
    assert (round_.status, round_.cancel_reason) == ("cancelled", "Gộp với đợt sau.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"period_from": dt.date(2020, 1, 2), "period_to": dt.date(2020, 1, 1)},
        {"status": "planned"},
        {"status": "published", "published_at": None},
        {"status": "cancelled", "cancel_reason": ""},
        {"opens_on": dt.date(2020, 1, 2), "closes_on": dt.date(2020, 1, 1)},
    ],
)
def test_the_database_refuses_a_round_that_cannot_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        CommendationRoundFactory(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "revoked"},
        {"ground": "procedure"},
        {"revoked_on": dt.date(2022, 1, 1)},
    ],
)
def test_an_award_is_revoked_with_ground_day_and_decision_or_not_at_all(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardFactory(**wrong)


def test_a_number_stands_in_the_register_once():
    award = AwardFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        AwardFactory(form=award.form, register_no=award.register_no)


def test_an_award_received_names_who_received_it():
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalAwardFactory(organization=None)

    assert not ExternalAward.objects.exists()


def test_checks_are_counted_by_the_day():
    award = AwardFactory()

    AwardCheck.add(award)
    AwardCheck.add(award)

    assert AwardCheck.objects.get().count == 2


def test_a_round_without_english_is_not_readable_in_english():
    CommendationRoundFactory(published=True, title_en="")

    with translation.override("en"):
        assert not CommendationRound.objects.published().readable().exists()
    with translation.override("vi"):
        assert CommendationRound.objects.published().readable().exists()
