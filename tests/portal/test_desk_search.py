"""Staff's search: every list they may open, only their rows, marks or not."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from federation.models import Person
from federation.sortkey import fold
from tests.accounts.factories import UserFactory
from tests.bulletin.factories import ArticleFactory
from tests.conftest import log_in
from tests.federation.factories import PersonFactory, UnionFactory
from tests.members.factories import AssociationFactory

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
def test_it_asks_each_list_once_however_much_is_found(
    ask, client, count, django_assert_num_queries
):
    for number in range(count):
        PersonFactory(full_name=f"Lê An {number}")
        ArticleFactory(title_vi=f"Lê An {number}")
        AssociationFactory(name_vi=f"Lê An {number}")
    ask("le an", "view_person", "view_article", "view_association")

    # session, user, their rights twice, union; one question to each of the three lists
    with django_assert_num_queries(8):
        client.get(reverse("desk-search"), {"q": "le an"})
