"""Everything public is found, with and without diacritics, and nothing else."""

from datetime import UTC, datetime
from math import inf

import pytest
from django.urls import reverse
from django.utils.translation import override

from awards.models import Award
from bulletin.models import Article
from federation.models import Union
from members.models import Association
from portal.models import Entry
from portal.search import find, index
from portal.search.page import marked
from tests.awards.factories import AwardFactory
from tests.bulletin.factories import ArticleFactory
from tests.events.factories import EventFactory
from tests.federation.factories import (
    AppointmentFactory,
    BodyFactory,
    CountryFactory,
    DocumentFactory,
    PageFactory,
    UnionFactory,
)
from tests.members.factories import AssociationFactory, BranchFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def union():
    return UnionFactory()


@pytest.fixture
def ask(client):
    """The page of a search, after the worker has been round."""

    def ask(words, language="vi", **narrowed):
        index.refresh()
        with override(language):
            url = reverse("portal:search")
        return client.get(url, {"q": words, **narrowed})

    return ask


def titles(answer):
    return [row["plain"] for row in answer.context["rows"]]


@pytest.mark.parametrize(
    "words",
    ["Hữu nghị", "huu nghi", "HUU NGHI", "hữu nghi", "huunghi", "  huu   nghi "],
)
def test_words_are_found_whatever_their_marks_case_and_spaces(ask, words):
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào", name_en="")

    answer = ask(words)

    assert titles(answer) == ["Hội hữu nghị Việt Nam – Lào"]
    assert not answer.context["found"].alike


def test_decomposed_letters_are_the_same(ask):
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào", name_en="")

    assert len(titles(ask("Hu\u031b\u0303u nghi\u0323"))) == 1


@pytest.mark.parametrize("words", ["dong da", "Đống Đa", "đong đa"])
def test_d_with_and_without_a_bar_are_the_same(ask, words):
    BranchFactory(name_vi="Chi hội phường Đống Đa", name_en="")

    assert titles(ask(words)) == ["Chi hội phường Đống Đa"]


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("đường", "Đường sắt", "Dương liễu"),
        ("dương", "Dương liễu", "Đường sắt"),
        ("Hà Nội", "Gặp ở Hà Nội", "Gặp ở Hanoi"),
        ("lào", "Nước Lào", "Lao xao"),
    ],
)
def test_the_marks_as_typed_come_first(ask, words, first, second):
    for title in (second, first, second):
        ArticleFactory(
            published=True, title_vi=title, body_vi="<p>Tin ngắn</p>", lead_vi=""
        )

    assert titles(ask(words)) == [first, second, second]


def test_a_title_comes_before_a_text(ask):
    ArticleFactory(published=True, title_vi="Tre Việt", body_vi="<p>Cây đàn bầu</p>")
    ArticleFactory(published=True, title_vi="Đàn bầu", body_vi="<p>Tre</p>")
    ArticleFactory(published=True, title_vi="Tre", body_vi="<p>Đàn bầu</p>")

    assert titles(ask("đàn bầu"))[0] == "Đàn bầu"
    assert len(titles(ask("đàn bầu"))) == 3


@pytest.mark.parametrize(
    "words", ["hưu ngi", "huu nghj", "huunghivietnam", "hữu nghịi"]
)
def test_a_slip_of_the_finger_is_forgiven_when_nothing_has_the_words(ask, words):
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào", name_en="")

    answer = ask(words)

    assert titles(answer) == ["Hội hữu nghị Việt Nam – Lào"]
    assert answer.context["found"].alike


@pytest.mark.parametrize(
    "words", ["huu nghj", "huu ngi", "hữu nnghị", "huu nhgi", "nghịe hữu"]
)
def test_among_many_entries_a_slip_is_forgiven_wherever_the_title_stands(
    ask, monkeypatch, words
):
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào", name_en="")
    floors = {("", deep): 9_999_999 for deep in find.DEPTHS}
    known = find.Statistics(1_000_000, {"huu": 0.5, "nghi": 0.4}, floors)
    monkeypatch.setattr(find, "statistics", lambda language: known)

    answer = ask(words)

    assert titles(answer) == ["Hội hữu nghị Việt Nam – Lào"]
    assert answer.context["found"].alike


def test_words_run_together_in_a_text_are_found(ask):
    ArticleFactory(
        published=True, title_vi="Thực hiệnChỉ thị", body_vi="<p>Thông tri05-TT/TU</p>"
    )

    assert len(titles(ask("chỉ thị"))) == 1
    assert len(titles(ask("thông tri 05-TT/TU"))) == 1


def test_every_word_must_occur(ask):
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào")
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Cuba")

    assert titles(ask("huu nghi Cuba")) == ["Hội hữu nghị Việt Nam – Cuba"]


def test_words_in_quotes_stand_side_by_side_and_a_minus_leaves_out(ask):
    for name in ("Hội hữu nghị Lào", "Nghị lực hữu ích", "Hội hữu nghị Cuba"):
        ArticleFactory(
            published=True, title_vi=name, body_vi="<p>Tin ngắn</p>", lead_vi=""
        )

    assert len(titles(ask("hữu nghị"))) == 3
    assert len(titles(ask('"hữu nghị"'))) == 2
    assert titles(ask('"hữu nghị" -cuba')) == ["Hội hữu nghị Lào"]
    assert titles(ask('hữu -"hữu nghị"')) == ["Nghị lực hữu ích"]


def test_each_language_finds_only_what_it_has(ask):
    PageFactory(title_vi="Lịch sử", title_en="History", is_published=True)
    PageFactory(title_vi="Lịch sử riêng", title_en="", body_en="", is_published=True)

    assert len(ask("lich su", "en").context["found"]) == 0
    assert titles(ask("history", "en")) == ["History"]


def test_what_is_not_public_is_not_found(ask):
    DocumentFactory(title_vi="Văn bản nội bộ", access="internal")
    EventFactory(title_vi="Bản nháp nội bộ", publish_state="draft")

    assert len(ask("noi bo").context["found"]) == 0


def test_what_was_taken_back_is_not_shown_though_the_index_still_has_it(client):
    article = ArticleFactory(published=True, title_vi="Tin đã gỡ")
    index.refresh()
    Article.objects.filter(pk=article.pk).update(status="draft")

    answer = client.get(reverse("portal:search"), {"q": "tin da go"})
    hints = client.get(reverse("portal:suggestions"), {"q": "tin da"})

    assert Entry.objects.filter(kind="articles", object_id=article.pk).exists()
    assert "Tin đã gỡ" not in answer.text
    assert hints.json() == {"suggestions": []}


def test_a_changed_title_is_found_and_the_old_one_is_not(ask):
    article = ArticleFactory(
        published=True, title_vi="Tên cũ", body_vi="<p>Tin ngắn</p>", lead_vi=""
    )
    assert len(titles(ask("tên cũ"))) == 1

    article.title_vi = "Danh xưng mới"
    article.save()

    assert len(titles(ask("danh xưng"))) == 1
    assert len(ask("tên cũ").context["found"]) == 0


def test_what_is_deleted_leaves_the_index(ask):
    association = AssociationFactory(name_vi="Hội tạm")
    assert len(titles(ask("hội tạm"))) == 1

    Association.objects.get(pk=association.pk).delete()
    index.refresh()

    assert not Entry.objects.filter(kind="associations").exists()


def test_hits_are_narrowed_by_kind_year_country_and_association(ask):
    laos = CountryFactory(iso2="LA", name_vi="Lào", name_en="Laos")
    association = AssociationFactory(slug="viet-lao", name_vi="Hội hữu nghị Lào")
    association.countries.add(laos)
    branch = BranchFactory(
        association=association, name_vi="Chi hội hữu nghị", founded_on="2023-05-01"
    )
    PageFactory(title_vi="Về hữu nghị", is_published=True)

    everything = ask("hữu nghị")
    assert set(titles(everything)) == {"Hội hữu nghị Lào", branch.name, "Về hữu nghị"}
    for key, value in (("loai", "branches"), ("nam", "2023")):
        assert titles(ask("hữu nghị", **{key: value})) == [branch.name]
    for key, value in (("nuoc", "LA"), ("hoi", "viet-lao")):
        assert len(titles(ask("hữu nghị", **{key: value}))) == 2
    both = ask("hữu nghị", hoi="viet-lao", loai="associations")
    assert titles(both) == ["Hội hữu nghị Lào"]
    assert "?q=h%E1%BB%AFu+ngh%E1%BB%8B&amp;hoi=viet-lao" in both.text
    assert "khong-co" not in str(ask("hữu nghị", hoi="khong-co").context["rows"])


@pytest.mark.parametrize(
    "narrowed",
    [
        {"loai": "x'"},
        {"nam": "²⁰²⁴"},
        {"nam": "9" * 40},
    ],
)
def test_a_choice_that_is_none_is_no_choice(ask, narrowed):
    AssociationFactory(name_vi="Hội hữu nghị")

    assert len(titles(ask("hữu nghị", **narrowed))) == 1


@pytest.mark.parametrize("narrowed", [{"nuoc": "'); drop"}, {"hoi": "\\"}])
def test_a_choice_that_does_not_exist_finds_nothing(ask, narrowed):
    AssociationFactory(name_vi="Hội hữu nghị")

    answer = ask("hữu nghị", **narrowed)

    assert titles(answer) == []
    assert 'href="?q=h%E1%BB%AFu%20ngh%E1%BB%8B"' in answer.text


def test_hits_are_paged(ask):
    for number in range(21):
        AssociationFactory(name_vi=f"Hội hữu nghị {number}")

    assert len(titles(ask("huu nghi"))) == 20
    assert len(titles(ask("huu nghi", page=2))) == 1


@pytest.mark.parametrize("page", ["0", "2", "9999", "abc", "-1", "1e3", "٢", "9" * 40])
def test_a_page_that_does_not_exist_is_not_found(ask, page):
    AssociationFactory(name_vi="Hội hữu nghị")

    assert ask("huu", page=page).status_code == 404


@pytest.mark.parametrize(
    "words",
    [
        *("", "a", "   ", "%", "'", '"><script>alert(1)', "_" * 5000, '"', "-", "--a"),
        *("!", "&|!", "a & b | c", "(", ":*", "\\", "'':*A", "<->", '-"', "😀 😀"),
    ],
)
def test_empty_short_and_strange_words_are_answered(ask, client, words):
    answer = ask(words)
    hints = client.get(reverse("portal:suggestions"), {"q": words})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert hints.status_code == 200


def test_markup_in_a_title_stays_text():
    assert marked("<b>Hữu</b>", "huu") == "&lt;b&gt;<mark>Hữu</mark>&lt;/b&gt;"


@pytest.mark.parametrize("marked", [False, True])
def test_of_many_hits_the_best_come_first_however_old(ask, monkeypatch, marked):
    """A common word is looked for from the top of the index, among those marked as
    first if they are; the marks as typed and the title are looked for as well."""
    for year, title in ((2001, "Đường sắt"), (2024, "Dương liễu"), (2026, "Ánh dương")):
        day = datetime(year, 5, 1, tzinfo=UTC)
        ArticleFactory(published=True, title_vi=title, published_at=day)
    assert titles(ask("đường")) == ["Đường sắt", "Ánh dương", "Dương liễu"]
    rows = Entry.objects.filter(language="vi", kind="articles")
    _newest, second, _oldest = rows.order_by("-standing").values_list(
        "standing", flat=True
    )
    shares = {"duong": 0.5, "^duong": 0.3}
    rows.filter(standing__gte=second).update(is_first=marked)
    deep = find.DEPTHS[-1 if marked else 0]
    monkeypatch.setattr(find, "DEPTHS", (deep,))
    known = find.Statistics(1_000_000, shares, {("", deep): second})
    known.marked = second if marked else inf
    monkeypatch.setattr(find, "statistics", lambda language: known)
    monkeypatch.setattr(find, "ENOUGH", 1)

    answer = ask("đường")

    assert titles(answer) == ["Đường sắt", "Ánh dương", "Dương liễu"]
    assert answer.context["found"].is_more


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_however_much_is_found(
    ask, client, count, django_assert_num_queries
):
    for number in range(count):
        AssociationFactory(name_vi=f"Hội hữu nghị {number}")
    ask("huu nghi")

    # union; the hits here and their order; the other language's; rows of the one kind
    # that has hits; the associations to narrow by
    with django_assert_num_queries(6):
        client.get(reverse("portal:search"), {"q": "huu nghi"})


def test_what_only_the_other_language_has_is_shown_there(ask):
    AssociationFactory(name_vi="Hội hữu nghị Việt Nam – Lào", name_en="")

    page = ask("huu nghi", "en")

    assert page.context["rows"] == []
    [vietnamese] = page.context["elsewhere"]
    assert (vietnamese["code"], len(vietnamese["found"])) == ("vi", 1)
    assert vietnamese["rows"][0]["url"].startswith("/hoi-thanh-vien/")
    assert 'lang="vi"' in page.text


def test_hits_of_the_other_language_are_offered_beside_ones_own(ask):
    AssociationFactory(name_vi="Hội Lào", name_en="Laos Association")
    AssociationFactory(name_vi="Hội Lào khác", name_en="Laos again")

    page = ask("lao", "en")

    assert titles(page) == []
    assert page.context["elsewhere"][0]["url"] == "/tim-kiem/?q=lao"


def test_who_was_commended_is_found_as_on_the_honour_roll_and_no_code_is(ask):
    shown = AwardFactory(recipient_vi="Lò Thị Ban", recipient_en="Lo Thi Ban")
    AwardFactory(recipient_vi="Lò Thị Huệ", round__status="presented")
    revoked = AwardFactory(recipient_vi="Lò Thị Cúc")
    Award.objects.filter(pk=revoked.pk).update(
        status="revoked",
        revoked_on="2022-03-03",
        ground="procedure",
        revocation=DocumentFactory(code="05/QĐ"),
    )

    answer = ask("lo thi", loai="awards")

    assert titles(answer) == ["Lò Thị Ban"]
    [row] = answer.context["rows"]
    assert row["url"].startswith("/khen-thuong/so-vang/?q=L%C3%B2+Th%E1%BB%8B+Ban&dot=")
    assert shown.token not in answer.text
    assert titles(ask("lo thi", "en", loai="awards")) == ["Lo Thi Ban"]


def test_who_holds_a_title_today_is_found_by_it(ask):
    union = Union.objects.get()
    body = BodyFactory(owner=union.organization_ptr, term=None, kind="standing")
    now = AppointmentFactory(body=body, person__full_name="Lê An", title_vi="Thủ quỹ")
    AppointmentFactory(
        body=body, person__full_name="Lê Bình", title_vi="Thủ quỹ", until="2020-01-01"
    )

    answer = ask("thủ quỹ")

    assert titles(answer) == ["Lê An"]
    [row] = answer.context["rows"]
    assert "<mark>Thủ</mark> <mark>quỹ</mark>" in row["note"]
    assert row["url"] == now.person.get_absolute_url()
    assert len(titles(ask("lê"))) == 2
