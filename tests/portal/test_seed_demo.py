"""The demo: every fact of the sources under its city, samples marked and removable."""

import json
import stat
from decimal import Decimal
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from awards.models import (
    Award,
    CommendationRound,
    CouncilMeeting,
    ExternalAward,
)
from bulletin.models import Article, Publication
from events.models import Anniversary, Event, Guest
from federation.models import (
    Appointment,
    Breach,
    Congress,
    Consent,
    DataRequest,
    Document,
    Figure,
    FundDrive,
    Person,
    Role,
    Term,
    Union,
)
from members.models import Association, Branch, BranchRequest
from portal.actions import demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


def figure(metric, year):
    found = Figure.objects.get(
        metric=metric, year=year, owner__kind="union", basis="reported"
    )
    assert found.source
    return found


def test_the_congresses_and_terms_of_the_sources():
    terms = {
        term.roman: (term.start_year, term.end_year)
        for term in Term.objects.filter(owner__kind="union")
    }
    days = {
        congress.term.roman: (congress.starts_on, congress.delegates)
        for congress in Congress.objects.select_related("term")
    }

    assert terms == {"IV": (2012, 2017), "V": (2017, 2022), "VI": (2022, 2027)}
    assert str(days["IV"][0]) == "2012-10-12"
    assert str(days["V"][0]) == "2017-11-16"
    assert (days["IV"][1], days["V"][1]) == (400, 300)
    assert Term.objects.get(owner__kind="union", ordinal=6).resolution


def test_leaders_keep_the_title_they_had():
    ky = Appointment.objects.get(person__slug="nguyen-ngoc-ky")
    huong = Appointment.objects.get(person__slug="nguyen-lan-huong")

    assert (ky.title_vi, ky.body.term.roman) == ("Chủ tịch Liên hiệp", "VI")
    assert huong.concurrent_title_vi.startswith("Chủ tịch Ủy ban Mặt trận Tổ quốc")
    assert Person.objects.filter(slug="tran-thi-phuong").exists()
    assert not Appointment.objects.filter(source="", is_demo=False).exists()


def test_party_documents_are_public_by_their_own_codes():
    codes = dict(Document.objects.public().values_list("code", "issued_on"))

    assert str(codes["12-CT/TW"]) == "2022-01-05"
    assert str(codes["05-TT/TU"]) == "2022-05-23"
    assert "38-CT/TW" not in codes  # the other city's report cites it


def test_figures_are_reported_with_their_source():
    associations = [figure("associations", y).value for y in (2012, 2017, 2020, 2025)]

    assert associations == [23, 24, 25, 26]
    assert (figure("members", 2020).value, figure("members", 2020).at_least) == (
        Decimal(33400),
        True,
    )
    assert figure("branches_new", 2023).value == 21
    assert figure("branches_growth", 2023).value == 7
    assert Branch.objects.growth(2023).gross == pytest.approx(7, abs=1.5)


def test_the_traditional_day_and_its_ceremony_are_two_days():
    day = Anniversary.objects.get(kind="traditional")
    ceremony = Event.objects.get(slug="le-ky-niem-70-nam-ngay-truyen-thong")

    assert str(day.base_date) == "1950-11-17"
    assert timezone.localtime(ceremony.starts_at).date().isoformat() == "2020-11-12"
    assert ceremony.occurrence.date.isoformat() == "2020-11-17"
    assert (ceremony.occurrence.ordinal, ceremony.occurrence.milestone) == (
        70,
        "decade",
    )


def test_guests_are_named_with_the_titles_of_that_day():
    tuyen = Guest.objects.get(name="Nguyễn Thị Tuyến")

    assert tuyen.title_vi == "Phó Bí thư Thường trực Thành ủy"
    assert timezone.localtime(tuyen.event.starts_at).date().isoformat() == "2023-08-17"
    assert Guest.objects.filter(name="Nguyễn Doãn Toản").exists()


def test_the_historic_round_has_its_numbers():
    round_ = CommendationRound.objects.get(slug="giai-doan-2015-2020")

    assert (round_.declared_collectives, round_.declared_individuals) == (19, 29)
    assert (round_.period_from.year, round_.period_to.year) == (2015, 2020)
    assert round_.historic
    assert not round_.is_demo
    assert not CommendationRound.objects.filter(declared_collectives=29).exists()
    assert ExternalAward.objects.filter(year=2024, is_demo=False).exists()


def test_a_meeting_of_the_council_begins_with_everybody_in_their_seats():
    held = CouncilMeeting.objects.get()
    sat = [(seat.name, seat.has_vote, seat.is_chair) for seat in held.seats.all()]

    called = CouncilMeeting.objects.create(
        round=CommendationRound.objects.get(slug="cong-tac-nam-nay"),
        held_on=timezone.localdate(),
        called_by=held.called_by,
        **held.round.rules.voting(),
    )
    called.call_members()

    leader = User.objects.get(offices__role=Role.UNION_LEADER)
    assert sat[0] == (leader.full_name, True, True)
    assert [has_vote for _name, has_vote, _chair in sat] == [True, True, True, False]
    assert [(s.name, s.has_vote, s.is_chair) for s in called.seats.all()] == sat
    assert all(seat.person.user for seat in called.seats.all())


def test_the_article_of_the_bulletin_keeps_its_minute_and_views():
    article = Article.objects.get(slug="chi-thi-12-den-tung-chi-hoi")
    at = timezone.localtime(article.published_at)

    assert at.strftime("%d/%m/%Y %H:%M") == "15/09/2022 16:33"
    assert article.views == 902
    assert article.authors == "Phương Mai"
    assert article.languages == ["vi", "en"]
    assert {d.code for d in article.documents.all()} == {"12-CT/TW", "05-TT/TU"}


def test_the_fund_drive_the_bulletin_and_the_conference():
    drive = FundDrive.objects.get(year=2023)
    publication = Publication.objects.get()

    assert "biển, đảo" in drive.name_vi
    assert publication.title_vi == "Hữu nghị và Hợp tác"
    assert publication.alt_titles == "Hữu nghị Hợp tác"
    assert Event.objects.filter(slug="hoi-nghi-tong-ket-2023", is_demo=False).exists()


def test_some_texts_are_in_vietnamese_only():
    with translation.override("en"):
        english = Article.objects.published().readable().count()
    with translation.override("vi"):
        vietnamese = Article.objects.published().readable().count()

    assert vietnamese - english == 2


def test_what_is_invented_is_marked():
    assert not Award.objects.filter(is_demo=False).exists()
    assert not User.objects.filter(is_demo=False).exists()
    real = Branch.objects.filter(is_demo=False)
    assert set(real.values_list("association__slug", flat=True)) == {"viet-nam-hungary"}
    assert not Association.objects.filter(is_demo=True).exists()
    assert BranchRequest.objects.exists()
    assert not BranchRequest.objects.filter(is_demo=False).exists()


def test_dossiers_stand_in_every_state():
    states = set(BranchRequest.objects.values_list("status", flat=True))

    assert states == {
        *("draft", "submitted", "under_check", "needs_changes", "ready"),
        *("approved", "rejected", "withdrawn", "lapsed"),
    }


def test_every_role_can_log_in():
    path = Path(settings.DEMO_ACCOUNTS)
    accounts = json.loads(path.read_text("utf-8"))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(Role.values) <= set(accounts)
    for account in accounts.values():
        user = User.objects.get(email=account["email"])
        assert user.check_password(account["password"])
        assert len(account["password"]) >= 14
        assert account["totp_secret"]
        assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_a_second_run_changes_nothing():
    path = Path(settings.DEMO_ACCOUNTS)
    before, count = path.read_text("utf-8"), Branch.objects.count()

    made = demo.seed("ha-noi")

    assert sum(made.values()) == 0
    assert path.read_text("utf-8") == before
    assert Branch.objects.count() == count


def addresses(language):
    with translation.override(language):
        names = [
            *("portal:home", "federation:about", "federation:documents"),
            *("federation:cooperation", "federation:figures", "members:associations"),
            *("members:branches", "events:list", "events:anniversaries"),
            *("bulletin:home", "awards:list", "awards:verify-form"),
        ]
        yield from (reverse(name) for name in names)
        for model in (Event, Article, Association, CommendationRound):
            readable = model.objects.all()
            if hasattr(readable, "published"):
                readable = readable.published()
            for row in readable.readable()[:6]:
                yield row.get_absolute_url()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_main_page_opens_and_names_no_other_city(client, language):
    with translation.override(language):
        pages = list(addresses(language))

    for path in pages:
        response = client.get(path)
        assert response.status_code == 200, path
        for word in ("Hải Phòng", "Hai Phong"):
            assert word not in response.text, path


def test_the_data_protection_officer_finds_samples_of_everything():
    requests = DataRequest.objects.filter(is_demo=True)
    breaches = Breach.objects.filter(is_demo=True)

    assert (requests.open().count(), requests.filter(status="done").count()) == (1, 1)
    assert {row.status for row in breaches} == {"contained", "closed"}
    assert breaches.to_report().get().report_by > timezone.now()
    answers = set(Consent.objects.filter(is_demo=True).values_list("answer", flat=True))
    assert answers == {"given", "refused"}
    assert Consent.objects.exclude(withdrawn_at=None).count() == 1
    assert not Person.objects.public().filter(consents__is_demo=True).exists()


def test_removing_the_demo_leaves_the_facts():
    facts = {
        model: model.objects.filter(is_demo=False).count()
        for model in (Event, Article, Branch, Document, Figure, Person, Term)
    }
    accounts = Path(settings.DEMO_ACCOUNTS)

    removed = demo.remove()

    assert removed["accounts.User"] == 15
    for model in apps.get_models():
        if any(f.name == "is_demo" for f in model._meta.local_fields) and not hasattr(
            model, "pgh_tracked_model"
        ):
            assert not model._base_manager.filter(is_demo=True).exists(), model
    for model, count in facts.items():
        assert model.objects.count() == count, model
    assert Union.objects.exists()
    assert not accounts.exists()


def test_what_rests_on_the_demo_keeps_it():
    branch = Branch.objects.filter(is_demo=True).first()
    Event.objects.create(
        slug="that", title_vi="Thật", host_id=branch.pk, starts_at=timezone.now()
    )

    with pytest.raises(demo.Held, match=r"events\.Event"):
        demo.remove()

    assert Branch.objects.filter(is_demo=True).exists()
