"""Whatever word an address once had leads on to the page of today, and nowhere else."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.middleware import is_protected
from awards.models import CommendationRound
from bulletin.models import Article, ArticleFile, Section
from events.models import Album, Event, EventDocument
from federation.models import Organization, Page, Person, PublishState
from federation.models.translations import events_of
from tests.awards.factories import CommendationRoundFactory
from tests.bulletin.factories import ArticleFactory, SectionFactory
from tests.events.factories import AlbumFactory, EventFactory
from tests.federation.factories import (
    AppointmentFactory,
    PageFactory,
    PersonFactory,
    TermFactory,
)
from tests.members.factories import AssociationFactory, BranchFactory

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=2)
TEXTS = {
    "lead_text_vi": "Mở đầu.",
    "lead_text_en": "Lead.",
    "place_vi": "Hà Nội",
    "place_en": "Hanoi",
}


def file():
    return ContentFile(b"%PDF-1.4", name="a.pdf")


def person():
    return AppointmentFactory(person=PersonFactory(slug="cu")).person


def with_term(row):
    TermFactory(owner=row.organization_ptr, start_year=2020, end_year=2025)
    return row


def event(**kwargs):
    return EventFactory(slug="cu", **TEXTS, **kwargs)


def open_event():
    later = timezone.now() + timedelta(days=9)
    return event(starts_at=later, is_open=True, takes_registrations=True)


def paper():
    row = event()
    titles = {"title_vi": "Chương trình", "title_en": "Programme"}
    EventDocument.objects.create(pk=7, event=row, file=file(), is_public=True, **titles)
    return row


def article():
    return ArticleFactory(slug="cu", published=True, english=True)


def attachment():
    row = article()
    titles = {"title_vi": "Danh sách", "title_en": "List"}
    ArticleFile.objects.create(pk=7, article=row, file=file(), **titles)
    return row


def on_notice():
    days = {"notice_from": SOON - timedelta(9), "notice_until": SOON}
    return CommendationRoundFactory(
        slug="cu", status="reviewed", historic=False, **days
    )


YEARS = {"years": (2020, 2025, 1)}
KEPT = {
    "federation:page": (lambda: PageFactory(slug="cu"), {}),
    "federation:person": (person, {}),
    "federation:owners-term": (
        lambda: with_term(AssociationFactory(slug="cu")),
        YEARS,
    ),
    "members:association": (lambda: AssociationFactory(slug="cu"), {}),
    "members:branch": (lambda: BranchFactory(slug="cu"), {}),
    "members:branch-term": (lambda: with_term(BranchFactory(slug="cu")), YEARS),
    "events:detail": (event, {}),
    "events:event-calendar": (event, {}),
    "events:register": (open_event, {}),
    "events:paper": (paper, {"pk": 7}),
    "events:album": (lambda: AlbumFactory(slug="cu", photos=1), {}),
    "bulletin:article": (article, {}),
    "bulletin:attachment": (attachment, {"pk": 7}),
    "bulletin:section-rss": (lambda: SectionFactory(slug="cu"), {}),
    "bulletin:section-atom": (lambda: SectionFactory(slug="cu"), {}),
    "awards:detail": (
        lambda: CommendationRoundFactory(slug="cu", published=True),
        {},
    ),
    "awards:notice": (on_notice, {}),
}


def rename(row, word: str) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(slug=word)


def at(view, word, **others):
    name = "section" if view.startswith("bulletin:section") else "slug"
    return reverse(view, kwargs={name: word, **others})


def test_every_public_page_with_a_changeable_word_is_looked_at_here():
    """A page whose address has a slug is in KEPT, so the walk below knows it."""
    names = {
        ":".join([*spaces, entry])
        for path, spaces, entry in named()
        if "<slug:" in path and not is_protected("/" + path)
    }

    assert names == set(KEPT)


def named(resolver=None, prefix="", spaces=()):
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = spaces + ((entry.namespace,) if entry.namespace else ())
            yield from named(entry, path, inner)
        elif spaces and spaces[0] not in {"api", "admin"}:
            yield path, spaces, entry.name


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert b"".join(answer.streaming_content if answer.streaming else answer)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("view", KEPT)
def test_a_former_address_leads_on(client, settings, tmp_path, view, language):
    settings.MEDIA_ROOT = tmp_path
    make, others = KEPT[view]
    row = make()
    rename(row, "giua")
    rename(row, "moi")
    with override(language):
        old, older, new = (at(view, word, **others) for word in ("giua", "cu", "moi"))

    for path in (old, older):
        answer = client.get(f"{path}?ngay=2020-01-01&x=%C4%91")
        assert answer.status_code == 301, path
        assert answer.url == f"{new}?ngay=2020-01-01&x=%C4%91"
    assert client.get(old).url == new
    read(client, new)

    rename(row, "cu")
    read(client, older)
    assert client.get(new).url == older


@pytest.mark.parametrize("view", KEPT)
def test_a_word_nobody_ever_had_is_not_found(client, settings, tmp_path, view):
    settings.MEDIA_ROOT = tmp_path
    make, others = KEPT[view]
    row = make()
    rename(row, "moi")

    assert client.get(at(view, "khong-co", **others)).status_code == 404


HIDDEN = {
    "federation:page": {"is_published": False},
    "events:detail": {"publish_state": PublishState.DRAFT},
    "events:event-calendar": {"publish_state": PublishState.DRAFT},
    "events:paper": {"publish_state": PublishState.DRAFT},
    "events:register": {"publish_state": PublishState.DRAFT},
    "events:album": {"publish_state": PublishState.DRAFT},
    "bulletin:article": {"status": PublishState.UNPUBLISHED},
    "bulletin:attachment": {"status": PublishState.UNPUBLISHED},
    "awards:detail": {"status": "presented"},
    "awards:notice": {"status": "decided"},
    "members:branch": {"is_listed": False},
    "members:branch-term": {"is_listed": False},
    "bulletin:section-rss": {"title_vi": ""},
    "federation:owners-term": {"name_vi": "", "name_en": ""},
    "members:association": {"name_vi": "", "name_en": ""},
}


@pytest.mark.parametrize("view", HIDDEN)
def test_what_is_hidden_does_not_say_where_it_is(client, settings, tmp_path, view):
    settings.MEDIA_ROOT = tmp_path
    make, others = KEPT[view]
    row = make()
    rename(row, "moi")
    type(row)._base_manager.filter(pk=row.pk).update(**HIDDEN[view])

    answer = client.get(at(view, "cu", **others))

    assert answer.status_code == 404
    assert "/moi/" not in answer.text


def test_who_holds_no_title_any_more_is_not_named(client):
    row = person()
    rename(row, "moi")
    row.appointments.all().delete()

    assert client.get("/gioi-thieu/nhan-su/cu/").status_code == 404


def test_a_page_missing_in_a_language_is_led_to_in_the_other_alone(client):
    row = PageFactory(slug="cu", title_en="", body_en="")
    rename(row, "moi")

    assert client.get("/gioi-thieu/cu/").url == "/gioi-thieu/moi/"
    assert client.get("/en/about/cu/").status_code == 404


def test_a_new_row_at_an_old_word_wins(client):
    first = event()
    rename(first, "moi")
    second = event(title_vi="Cuộc khác")

    assert "Cuộc khác" in client.get("/su-kien/cu/").text
    # What the second does not have is not looked for at the first.
    assert client.get("/su-kien/cu/dang-ky/").status_code == 404
    rename(second, "di-noi-khac")
    assert client.get("/su-kien/cu/").url == "/su-kien/di-noi-khac/"
    Event.objects.filter(pk=second.pk).update(publish_state=PublishState.DRAFT)
    assert client.get("/su-kien/cu/").status_code == 404


def test_a_draft_takes_no_address_from_what_was_published(client):
    first = event()
    rename(first, "moi")
    draft = event(publish_state=PublishState.DRAFT)
    assert client.get("/su-kien/cu/").url == "/su-kien/moi/"

    rename(draft, "nhap")
    Event.objects.filter(pk=draft.pk).update(publish_state=PublishState.PUBLISHED)

    assert client.get("/su-kien/cu/").url == "/su-kien/moi/"


def test_what_was_deleted_leads_nowhere(client):
    row = PageFactory(slug="cu")
    rename(row, "moi")
    Page.objects.all().delete()

    assert client.get("/gioi-thieu/cu/").status_code == 404


def test_two_that_change_words_are_both_found(client):
    one, two = PageFactory(slug="a"), PageFactory(slug="b")
    rename(one, "tam")
    rename(two, "a")
    rename(one, "b")

    assert client.get("/gioi-thieu/tam/").url == "/gioi-thieu/b/"
    for row, word in ((one, "b"), (two, "a")):
        assert row.title_vi in client.get(f"/gioi-thieu/{word}/").text


def test_what_was_typed_at_a_former_address_arrives(client):
    rename(open_event(), "moi")

    answer = client.post("/su-kien/cu/dang-ky/", {"name": "An"})

    assert (answer.status_code, answer.url) == (308, "/su-kien/moi/dang-ky/")


def test_a_list_of_a_section_keeps_its_question(client):
    section = SectionFactory(slug="cu")
    ArticleFactory(published=True, section=section)
    rename(section, "moi")

    answer = client.get("/ban-tin/?muc=cu&page=1")
    assert (answer.status_code, answer.url) == (301, "/ban-tin/?muc=moi&page=1")
    assert client.get(answer.url).status_code == 200
    assert client.get("/ban-tin/?muc=khong-co").status_code == 404
    assert client.get("/ban-tin/?muc=moi&nam=1").status_code == 404


@pytest.mark.parametrize("times", [1, 3])
def test_a_former_address_costs_one_question_more(
    client, django_assert_num_queries, times
):
    row = article()
    for time in range(times):
        rename(row, f"lan-{time}")
        Article.objects.update(title_vi=f"Tựa {time}")

    with django_assert_num_queries(2):
        client.get("/ban-tin/bai-viet/cu/")


@pytest.mark.parametrize(
    "model",
    [
        *(Album, Article, CommendationRound, Event),
        *(Organization, Page, Person, Section),
    ],
)
def test_the_former_word_is_found_by_index(model):
    history = events_of(model)

    assert ["slug"] in [index.fields for index in history._meta.indexes]


def test_the_map_and_the_page_name_the_present_address_alone(client):
    row = event()
    rename(row, "moi")

    assert "/su-kien/cu/" not in client.get("/sitemap-events.xml").text
    page = client.get("/su-kien/moi/").text
    assert "/su-kien/cu/" not in page
    assert 'rel="canonical" href="http' in page
