"""Letters of congratulation: from the template to how they went out."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document as WordFile

from events import actions, documents
from events.models import Greeting, GreetingTemplate
from events.models.greetings import addressed
from federation import papers as papers_of
from federation.lifecycle import MoveRefused
from federation.models import Role
from tests.bulletin.factories import words
from tests.events.factories import (
    CountryFactory,
    OccurrenceFactory,
    OfficeFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2027-05-31 10:00 +0700")
    UnionFactory()


@pytest.fixture
def officer():
    return OfficeFactory(officer=True).user


@pytest.fixture
def leader():
    return OfficeFactory(officer=True, role=Role.UNION_LEADER).user


@pytest.fixture
def day():
    country = CountryFactory(iso2="KH", name_vi="Campuchia", name_en="Cambodia")
    return OccurrenceFactory(anniversary__country=country)


def letter_for(day, by, **values):
    texts = {"text_vi": "Kính gửi\nChúc mừng.", "text_en": "Dear friends"}
    return Greeting.objects.create(
        occurrence=day,
        addressee_vi="Đại sứ quán",
        addressee_en="The Embassy",
        signer="Nguyễn Ví Dụ",
        signer_title="Chủ tịch",
        written_by=by,
        **texts | values,
    )


def test_a_letter_begins_with_the_template_that_fits_best(as_user, officer, day):
    GreetingTemplate.objects.create(text_vi="Chung", text_en="Any")
    GreetingTemplate.objects.create(kind="national_day", text_vi="Quốc khánh")
    GreetingTemplate.objects.create(
        kind="diplomatic",
        milestone="decade",
        text_vi="{years} năm quan hệ với {country}, {date}.",
        text_en="{years} years with {country}, {date}. {unknown}",
    )

    page = as_user(officer).get(reverse("events:desk-letter-new", args=[day.pk]))

    form = page.context["form"]
    assert form["text_vi"].value() == "60 năm quan hệ với Campuchia, 24/06/2027."
    assert form["text_en"].value() == "60 years with Cambodia, 24 June 2027. {unknown}"


def test_the_shipped_wording_loads_once_and_fills_every_place(settings, day):
    path = settings.BASE_DIR / "portal" / "data" / "greeting_templates.csv"

    first = actions.load_greeting_templates(path)
    again = actions.load_greeting_templates(path)

    assert (first["created"], first["refused"], again["created"]) == (3, [], 0)
    written = GreetingTemplate.objects.best_for(day).written_for(day)
    assert "60 năm" in written["text_vi"]
    assert "Cambodia" in written["text_en"]
    assert not any("{" in addressed(text, "Embassy") for text in written.values())


def test_from_the_draft_to_the_embassy(as_user, officer, leader, day):
    writer, boss = as_user(officer), as_user(leader)
    data = {"addressee_vi": "Đại sứ quán", "text_vi": "Chúc mừng", "text_en": ""}
    data |= {"signer": "Nguyễn Ví Dụ", "signer_title_vi": "Chủ tịch"}

    writer.post(reverse("events:desk-letter-new", args=[day.pk]), data)
    letter = Greeting.objects.get()
    step = {
        name: reverse(f"events:desk-letter-{name}", args=[letter.pk])
        for name in ("submit", "approve", "return", "sent", "edit")
    }
    writer.post(step["submit"])
    writer.post(step["approve"])
    letter.refresh_from_db()
    assert letter.status == "submitted"
    assert writer.get(step["edit"]).status_code == 404
    boss.post(step["return"], {"remark": "Thêm tên Đại sứ"})
    letter.refresh_from_db()
    assert (letter.status, letter.remark) == ("draft", "Thêm tên Đại sứ")
    writer.post(step["submit"])
    boss.post(step["approve"])
    writer.post(step["sent"], {"means": "", "sent_on": ""})
    writer.post(step["sent"], {"means": "note", "sent_on": "2027-05-30"})

    letter.refresh_from_db()
    assert (letter.status, letter.means) == ("sent", "note")
    assert (letter.sent_on, letter.approved_by) == (date(2027, 5, 30), leader)


def test_a_letter_is_not_sent_tomorrow_nor_before_it_is_approved(officer, leader, day):
    letter = letter_for(day, officer)
    with pytest.raises(MoveRefused):
        letter.send(by=officer, means="post", sent_on=date(2027, 5, 30))
    letter.submit(by=officer)
    letter.approve(by=leader)

    with pytest.raises(MoveRefused):
        letter.send(by=officer, means="post", sent_on=date(2027, 6, 1))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pdf_and_word_carry_the_words(as_user, officer, day, language):
    letter = letter_for(day, officer, text_vi="Đường #link <b> *sao*", text_en="A #b")
    client, args = as_user(officer), [letter.pk, language]

    pdf = client.get(reverse("events:desk-letter-pdf", args=args)).getvalue()
    word = client.get(reverse("events:desk-letter-word", args=args)).getvalue()

    with pikepdf.open(BytesIO(pdf)) as paper:
        assert len(paper.pages) == 1
        assert str(paper.Root.Lang) == language
    texts = [part.text for part in WordFile(BytesIO(word)).paragraphs]
    assert getattr(letter, f"text_{language}") in texts
    assert {"vi": "Đại sứ quán", "en": "The Embassy"}[language] in texts


@pytest.mark.parametrize("is_approved", [False, True])
def test_only_an_approved_letter_is_no_draft(officer, leader, day, is_approved):
    letter = letter_for(day, officer)
    letter.submit(by=officer)
    if is_approved:
        letter.approve(by=leader)

    data = documents.letter_data(letter, None, "vi")

    papers = [
        words(papers_of.pdf("documents/events/letter.typ", data)),
        "\n".join(
            part.text
            for part in WordFile(
                BytesIO(papers_of.word("documents/events/letter.docx", data))
            ).paragraphs
        ),
    ]
    assert ["DỰ THẢO" in text for text in papers] == [not is_approved] * 2


def test_a_language_without_a_text_has_no_paper(as_user, officer, day):
    letter = letter_for(day, officer, text_en="")

    url = reverse("events:desk-letter-pdf", args=[letter.pk, "en"])

    assert as_user(officer).get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_letters_cost_the_same(
    as_user, officer, day, count, django_assert_num_queries
):
    for _number in range(count):
        letter_for(day, officer)
        OccurrenceFactory()
    client, url = as_user(officer), reverse("events:desk-letters")
    client.get(url)

    # session, user, union, may this one enter; count, letters, days; the menu's offices
    # and rights
    with django_assert_num_queries(10):
        client.get(url)


# --- four eyes ----------------------------------------------------------------------


@pytest.fixture
def colleague():
    return OfficeFactory(officer=True).user


WORDS = {
    "addressee_vi": "Đại sứ quán",
    "text_vi": "Kính gửi {addressee},",
    "text_en": "",
    "signer": "Nguyễn Ví Dụ",
    "signer_title_vi": "Chủ tịch",
}


def steps(letter) -> dict:
    names = ("submit", "approve", "return", "edit")
    return {
        name: reverse(f"events:desk-letter-{name}", args=[letter.pk]) for name in names
    }


def test_whoever_rewrites_a_letter_has_written_it(as_user, officer, leader, day):
    letter = letter_for(day, officer)
    step = steps(letter)

    as_user(leader).post(step["edit"], WORDS)
    as_user(officer).post(step["submit"])
    as_user(leader).post(step["approve"])

    letter.refresh_from_db()
    assert (letter.written_by, letter.submitted_by) == (leader, officer)
    assert letter.status == "submitted"
    with pytest.raises(IntegrityError), transaction.atomic():
        Greeting.objects.update(approved_by=leader)


def test_whoever_submits_a_letter_does_not_approve_it(officer, leader, day):
    letter = letter_for(day, officer)
    letter.submit(by=leader)

    with pytest.raises(MoveRefused):
        letter.approve(by=leader)

    with pytest.raises(IntegrityError), transaction.atomic():
        Greeting.objects.update(approved_by=leader)


def test_a_leader_decides_and_no_second_officer(
    as_user, officer, colleague, leader, day
):
    letter = letter_for(day, officer)
    letter.submit(by=officer)
    other, step = as_user(colleague), steps(letter)

    assert other.post(step["approve"]).status_code == 404
    assert other.post(step["return"], {"remark": "Sửa"}).status_code == 404
    page = other.get(letter.get_absolute_url()).text
    assert step["approve"] not in page
    assert step["return"] not in page
    assert step["approve"] in as_user(leader).get(letter.get_absolute_url()).text

    as_user(leader).post(step["approve"])
    letter.refresh_from_db()
    assert letter.status == "approved"


# --- the words that are filled in ---------------------------------------------------


def test_the_addressee_is_filled_in_when_the_letter_is_kept(as_user, officer, day):
    GreetingTemplate.objects.create(text_vi="Kính gửi {addressee},", text_en="")
    client, url = as_user(officer), reverse("events:desk-letter-new", args=[day.pk])
    begun = client.get(url).context["form"]["text_vi"].value()
    assert begun == "Kính gửi {addressee},"

    client.post(url, WORDS | {"text_vi": begun})

    assert Greeting.objects.get().text_vi == "Kính gửi Đại sứ quán,"


def test_each_language_names_its_own_addressee(as_user, officer, day):
    client, url = as_user(officer), reverse("events:desk-letter-new", args=[day.pk])
    both = WORDS | {"text_en": "Dear {addressee},", "signer_title_en": "President"}
    lacking = client.post(url, both)
    assert lacking.context["form"].errors.keys() == {"addressee_en"}

    client.post(url, both | {"addressee_en": "the Embassy"})

    letter = Greeting.objects.get()
    assert letter.text_vi == "Kính gửi Đại sứ quán,"
    assert letter.text_en == "Dear the Embassy,"
    printed = [documents.letter_data(letter, None, code) for code in ("vi", "en")]
    assert [one["addressee"] for one in printed] == ["Đại sứ quán", "the Embassy"]


def test_the_date_of_a_letter_is_the_day_here(officer, leader, day, time_machine):
    letter = letter_for(day, officer)
    letter.submit(by=officer)
    time_machine.move_to("2027-06-01 05:00 +0700")
    letter.approve(by=leader)

    data = documents.letter_data(letter, None, "vi")

    assert data["date"] == "01/06/2027"


def test_the_title_of_the_signer_is_in_the_language_of_the_letter(
    as_user, officer, day
):
    url = reverse("events:desk-letter-new", args=[day.pk])
    client = as_user(officer)
    texts = {"text_en": "Dear friends"}
    assert client.post(url, WORDS | texts).status_code == 200  # it lacks one

    client.post(
        url, WORDS | texts | {"signer_title_en": "President", "addressee_en": "Embassy"}
    )

    letter = Greeting.objects.get()
    titles = [
        documents.letter_data(letter, None, code)["signer_title"]
        for code in ("vi", "en")
    ]
    assert titles == ["Chủ tịch", "President"]
