"""Reference tables: loaded once, corrected by staff, spoilt on purpose."""

import csv
import shutil
import time
from io import StringIO

import pghistory
import pytest
from django.core.management import CommandError, call_command

from awards.models import CommendationForm
from events.models import Anniversary
from federation.models import (
    Country,
    PrivacyLimit,
    TermReminderRule,
    TwinCity,
    Union,
)
from members.models import Association
from portal.actions import reference
from portal.actions.columns import ASKED_FOR
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def load(**options):
    """(what the command printed, why it failed or "")."""
    out = StringIO()
    try:
        call_command("load_reference", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def copy(tmp_path):
    """A directory with the three tables, short, to be spoilt."""
    for name in ASKED_FOR:
        shutil.copy(reference.DATA / name, tmp_path / name)
    with (reference.DATA / "member_associations.csv").open() as file:
        needed = {row["country_iso2"] for row in csv.DictReader(file)}
    needed |= {"AF", "AM", "BN", "KR", "SE"}

    def shorten(rows):
        rows[:] = [row for row in rows if row["iso2"] in needed]

    spoil(tmp_path / "diplomatic_relations.csv", shorten)
    return tmp_path


def spoil(path, change, *, encoding="utf-8"):
    """Rewrite a table's rows through `change(list of dicts)`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def row_of(rows, iso2):
    return next(row for row in rows if row["iso2"] == iso2)


def test_the_real_tables_load_whole_and_quickly():
    started = time.monotonic()
    text, error = load(city="ha-noi")

    assert error == ""
    assert time.monotonic() - started < 10  # about 2 s alone on two cores
    assert Country.objects.count() == 195
    assert Union.objects.get().city_short_en == "Hanoi"
    assert Association.objects.count() == 14
    assert TwinCity.objects.count() == 8
    assert CommendationForm.objects.get(code="giay-khen").own_issue
    assert "diplomatic_relations.csv: 195 created, 0 updated, 0 unchanged" in text


def test_another_city_gets_its_own_union_and_associations():
    load(city="hai-phong")

    assert Union.objects.get().city_short_vi == "Hải Phòng"
    assert Association.objects.count() == 6
    assert set(TwinCity.objects.values_list("name_en", flat=True)) == {"Kitakyushu"}


def test_loading_twice_changes_nothing():
    load(city="ha-noi")
    events = Country.pgh_event_model.objects.count()

    text, error = load()

    assert error == ""
    assert " 0 created, 0 updated" in text
    assert "1 created" not in text
    assert Country.pgh_event_model.objects.count() == events


def test_a_city_is_needed_and_cannot_be_changed(settings):
    settings.CITY = ""
    _text, missing = load()
    load(city="ha-noi")
    _text, other = load(city="hai-phong")

    assert "--city" in missing
    assert "a database of its own" in other


def test_what_is_not_verified_is_kept_apart_with_its_source():
    load(city="ha-noi")

    facts = Anniversary.objects.facts().filter(kind="diplomatic")
    laos = facts.get(country__iso2="LA")
    hungary = Anniversary.objects.get(kind="diplomatic", country__iso2="AF")

    assert facts.count() == 99
    assert laos.base_date.isoformat() == "1962-09-05"
    assert laos.verification_source
    assert not hungary.is_verified
    assert "Wikipedia" in hungary.sources
    assert hungary.verification_source == ""


def test_a_date_known_to_the_year_reminds_of_no_day():
    load(city="ha-noi")

    albania = Anniversary.objects.get(kind="diplomatic", country__iso2="AL")

    assert albania.precision == "year"
    assert albania.month_and_day is None
    assert not albania.is_verified


def test_december_has_the_national_days_an_article_counted():
    """Source article 003: twelve countries, ten of them named."""
    load(city="ha-noi")

    days = Anniversary.objects.facts().filter(kind="national_day", month=12)
    named = {"RO", "LA", "AE", "TH", "FI", "BF", "KE", "BT", "NE", "QA"}

    assert days.count() == 12
    assert named <= set(days.values_list("country__iso2", flat=True))


def test_a_questioned_national_day_waits_for_staff():
    load(city="ha-noi")

    denmark = Anniversary.objects.get(kind="national_day", country__iso2="DK")

    assert not denmark.is_verified
    assert "chưa đối chiếu" in denmark.source_note


def test_the_association_of_a_country_is_responsible_for_its_days():
    load(city="ha-noi")

    days = Anniversary.objects.filter(country__iso2="LA")

    assert {day.responsible.slug for day in days} == {"viet-nam-lao"}


def test_what_staff_corrected_stays(copy):
    load(city="ha-noi")
    with pghistory.context(source="admin"):
        Country.objects.filter(iso2="LA").update(name_vi="CHDCND Lào")

    def change(rows):
        row_of(rows, "LA").update(name_vi="Nước Lào", partnership_year="1977")

    spoil(copy / "diplomatic_relations.csv", change)
    text, error = load(path=copy)
    laos = Country.objects.get(iso2="LA")

    assert error == ""
    assert laos.name_vi == "CHDCND Lào"
    assert laos.partnership_year == 1977
    assert "kept as staff changed it: name_vi" in text


def test_what_staff_verified_stays_whatever_the_table_says(copy):
    load(city="ha-noi")
    day = Anniversary.objects.get(kind="diplomatic", country__iso2="AF")
    officer = UserFactory()
    with pghistory.context(source="admin"):
        day.verify(by=officer, source="Bộ Ngoại giao", base_date=day.base_date)

    def change(rows):
        row_of(rows, "AF")["established_on"] = "1974-09-17"

    spoil(copy / "diplomatic_relations.csv", change)
    text, _error = load(path=copy)
    day.refresh_from_db()

    assert day.base_date.isoformat() == "1974-09-16"
    assert day.is_verified
    assert day.verified_by == officer
    assert day.verification_source == "Bộ Ngoại giao"
    assert "diplomatic.base_date" in text


def test_what_nobody_touched_follows_the_table(copy):
    load(city="ha-noi")

    def change(rows):
        row_of(rows, "AF")["established_on"] = "1974-09-17"

    spoil(copy / "diplomatic_relations.csv", change)
    text, _error = load(path=copy)

    day = Anniversary.objects.get(kind="diplomatic", country__iso2="AF")
    assert day.base_date.isoformat() == "1974-09-17"
    assert "0 created, 1 updated" in text


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("established_on", "1973-02-30", "there is no day"),
        ("established_on", "12/4/1973", "is not YYYY-MM-DD"),
        ("established_on", "2999-01-01", "is in the future"),
        ("established_on", "1900-01-01", "is before 1945"),
        ("date_precision", "hour", "is not one of"),
        ("date_precision", "", "go together"),
        ("national_day", "13-01", "there is no day"),
        ("national_day", "7/14", "is not MM-DD"),
        ("region", "sao-hoa", "is not one of"),
        ("verified", "perhaps", "is not one of"),
        ("partnership", "best friends", "is not one of"),
        ("iso2", "f", "is not a code of two letters"),
        ("name_vi", "", "empty"),
        ("name_vi", "x" * 101, "100"),
        ("name_en", "a\x00b", "NUL"),
        ("iso2", "LA", "repeats row"),
    ],
)
def test_a_bad_row_is_refused_alone_by_row_and_column(copy, column, value, reason):
    table = copy / "diplomatic_relations.csv"
    line = 1 + [row[:3] for row in table.read_text().splitlines()].index("SE,")
    spoil(
        table,
        lambda rows: row_of(rows, "SE").update({column: value}),
    )

    text, error = load(path=copy, city="ha-noi")

    assert error.startswith("1 refused")
    assert f"row {line}, {column}: " in text
    assert reason in text
    assert not Country.objects.filter(iso2="SE").exists()
    assert Country.objects.exists()
    assert not Anniversary.objects.filter(country__iso2="SE").exists()
    assert Association.objects.count() == 14


def test_a_leap_day_is_a_day(copy):
    load(path=copy, city="ha-noi")

    brunei = Anniversary.objects.get(kind="diplomatic", country__iso2="BN")

    assert (brunei.base_date.month, brunei.base_date.day) == (2, 29)


@pytest.mark.parametrize(
    ("header", "column", "reason"),
    [
        ("iso2,colour", "colour", "unknown column"),
        ("iso2", "name_vi", "this column is missing"),
    ],
)
def test_a_table_with_other_columns_is_refused_whole(copy, header, column, reason):
    (copy / "diplomatic_relations.csv").write_text(f"{header}\nLA\n")

    text, error = load(path=copy, city="ha-noi")

    assert error
    assert f"{column}: {reason}" in text
    assert Country.objects.count() == 0


def test_a_missing_table_is_named_and_the_others_load(copy):
    (copy / "twin_cities.csv").unlink()

    text, error = load(path=copy, city="ha-noi")

    assert error.startswith("1 refused")
    assert "the file twin_cities.csv is missing" in text
    assert Country.objects.exists()
    assert Association.objects.count() == 14


def test_a_row_in_another_encoding_is_refused_alone(copy):
    table = copy / "diplomatic_relations.csv"
    table.write_bytes(table.read_bytes().replace("Thụy Điển,".encode(), b"Th\xf9y,"))

    text, error = load(path=copy, city="ha-noi")

    assert error.startswith("1 refused")
    assert "name_vi: the text is not UTF-8" in text
    assert not Country.objects.filter(iso2="SE").exists()
    assert Country.objects.exists()


def test_a_file_of_another_kind_is_no_crash(copy):
    (copy / "diplomatic_relations.csv").write_bytes(bytes(range(256)) * 8)

    _text, error = load(path=copy, city="ha-noi")

    assert error
    assert Country.objects.count() == 0


def test_names_are_stored_composed(copy):
    def change(rows):
        row_of(rows, "LA")["name_vi"] = "La\u0300o"

    spoil(copy / "diplomatic_relations.csv", change)
    load(path=copy, city="ha-noi")

    assert Country.objects.get(iso2="LA").name_vi == "Lào"


def test_an_unknown_directory_is_one_sentence(tmp_path):
    _text, error = load(path=tmp_path / "nowhere", city="ha-noi")

    assert error.startswith("There is no directory")


def test_limits_and_reminders_come_as_data_and_stay_as_staff_set_them(copy):
    load(city="ha-noi", path=copy)
    rules = TermReminderRule.objects.all()
    assert [rule.months for rule in rules] == [6, 3, 1]
    assert all(rule.task_vi and rule.task_en for rule in rules)
    assert {row.key for row in PrivacyLimit.objects.all()} == set(PrivacyLimit.Key)
    with pghistory.context(source="admin"):
        PrivacyLimit.objects.filter(key="view").update(days=5)

    text, _error = load(city="ha-noi", path=copy)

    assert PrivacyLimit.objects.get(key="view").days == 5
    assert "row 3: kept as staff changed it: days" in text
    assert "term_reminder_rules.csv: 0 created, 0 updated, 3 unchanged" in text
