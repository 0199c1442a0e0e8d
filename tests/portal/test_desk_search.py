"""Staff's search: every list they may open, only their rows, marks or not."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from federation.models import Person
from federation.sortkey import fold
from tests.accounts.factories import UserFactory
from tests.awards.factories import AwardFactory
from tests.bulletin.factories import ArticleFactory
from tests.conftest import log_in
from tests.federation.factories import PersonFactory, UnionFactory
from tests.members.factories import AssociationFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def union():
    return UnionFactory()


@pytest.fixture
def ask(client):
    """The page as this person sees it; by rights, or for who may do everything."""

    def ask(words, *rights, **kwargs):
        user = UserFactory(is_staff=True, is_superuser=not rights, **kwargs)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        log_in(client, user)
        return client.get(reverse("desk-search"), {"q": words})

    return ask


def found(answer) -> dict:
    return {
        str(group.label): [row["title"] for row in group.rows]
        for group in answer.context["found"]
    }


@pytest.mark.parametrize("words", ["hữu nghị", "huu nghi", "HUU  nghi", "nghi huu"])
def test_rows_of_every_list_are_found_drafts_included(ask, words):
    ArticleFactory(title_vi="Hữu nghị một đời")
    AssociationFactory(name_vi="Hội hữu nghị Lào")

    answer = ask(words)

    assert "<mark>Hữu</mark> <mark>nghị</mark> một đời" in str(found(answer))
    assert "Hội <mark>hữu</mark> <mark>nghị</mark> Lào" in str(found(answer))


def test_only_lists_that_may_be_opened_are_searched(ask):
    article = ArticleFactory(title_vi="Lê An viết")
    PersonFactory(full_name="Lê An")

    answer = ask("le an", "view_article")

    url = reverse("admin:bulletin_article_change", args=[article.pk])
    assert f'href="{url}"' in answer.text
    assert len(answer.context["found"]) == 1


def test_a_list_shows_only_the_rows_it_shows_this_person(ask, monkeypatch):
    seen = PersonFactory(full_name="Lê An Một")
    PersonFactory(full_name="Lê An Hai")
    desk = admin.site.get_model_admin(type(seen))
    rows = type(seen).objects.filter(pk=seen.pk)
    monkeypatch.setattr(desk, "get_queryset", lambda request: rows)

    assert "Hai" not in ask("le an").text


def test_a_list_is_found_by_its_own_name(ask):
    answer = ask(fold(str(Person._meta.verbose_name_plural)))

    assert "/admin/federation/person/" in [r["url"] for r in answer.context["lists"]]


def test_five_of_a_list_and_the_way_to_all(ask):
    for number in range(6):
        PersonFactory(full_name=f"Lê An {number}")

    answer = ask("lê an", "view_person")

    assert [len(group.rows) for group in answer.context["found"]] == [5]
    assert "/admin/federation/person/?q=l%C3%AA+an" in answer.text


def test_readers_have_no_such_page(client):
    assert client.get(reverse("desk-search"), {"q": "le"}).status_code == 302
    client.force_login(UserFactory())
    assert client.get(reverse("desk-search"), {"q": "le"}).status_code in {302, 403}


@pytest.mark.parametrize("words", ["", "a", "%", "'", '"><script>alert(1)', "_" * 900])
def test_empty_short_and_strange_words_are_answered(ask, words):
    answer = ask(words)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_every_page_of_the_desk_leads_to_it_without_javascript(ask, client):
    ask("le an")

    page = client.get("/admin/federation/person/").text

    assert f'action="{reverse("desk-search")}"' in page
    assert f'href="{reverse("desk-search")}"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_all_lists_at_once_and_those_that_have_some_again(
    ask, client, count, django_assert_num_queries
):
    for number in range(count):
        PersonFactory(full_name=f"Lê An {number}")
        ArticleFactory(title_vi=f"Lê An {number}")
        AssociationFactory(name_vi=f"Lê An {number}")
    ask("le an", "view_person", "view_article", "view_association")

    # session, user, their rights twice, union; all lists; the rows of each of the three
    with django_assert_num_queries(9):
        client.get(reverse("desk-search"), {"q": "le an"})


@pytest.mark.parametrize("count", [1, 3])
def test_whoever_may_open_every_list_costs_no_question_more(
    ask, client, count, django_assert_num_queries
):
    for number in range(count):
        PersonFactory(full_name=f"Lê An {number}")
    assert len(ask("le an").context["available_apps"]) > 5

    # session, user, union twice, rights by name; all lists; the rows of one
    with django_assert_num_queries(7):
        client.get(reverse("desk-search"), {"q": "le an"})
    with django_assert_num_queries(6):
        client.get(reverse("desk-search"), {"q": "khong co ai"})


def test_what_is_found_keeps_the_order_of_its_list(ask):
    for name in ("Lê An Chín", "Lê An Ba", "Lê An Đức", "Lê An Dũng"):
        PersonFactory(full_name=name)

    titles = found(ask("le an", "view_person")).popitem()[1]

    ends = [str(title).rpartition(" ")[2] for title in titles]
    page = ask("", "view_person").client.get("/admin/federation/person/?q=le+an").text
    assert ends == sorted(ends, key=lambda end: page.index(f"An {end}"))


@pytest.mark.parametrize("words", ["NGUYỄN hoa", "hoa nguyen", "ễn  h"])
def test_members_are_found_by_what_the_database_keeps_folded(ask, words):
    MemberFactory(full_name="Nguyễn Thị Hoa")
    MemberFactory(full_name="Trần Thị Hoa")

    (titles,) = found(ask(words, "view_member")).values()

    assert len(titles) == 1


def test_awards_are_found_by_name_english_title_and_number(ask):
    AwardFactory(recipient_vi="Lê An", recipient_title_en="Consul", register_no=1234)

    for words in ("le an", "consul", "1234", "consul an 12"):
        assert len(found(ask(words, "view_award"))) == 1, words
    assert not found(ask("consul binh", "view_award"))
