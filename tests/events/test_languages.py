"""In which languages an event has a page, and what has to be there before a review."""

import pytest
from django.urls import reverse
from django.utils import translation

from events.models import Event
from federation.lifecycle import MoveRefused
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory, UnionFactory

pytestmark = pytest.mark.django_db
WHOLE = {
    "place_vi": "Nhà hữu nghị",
    "place_en": "Friendship House",
    "lead_text_vi": "Một buổi gặp.",
    "lead_text_en": "A meeting.",
}


def page(client, event, language):
    with translation.override(language):
        return client.get(event.get_absolute_url())


@pytest.mark.parametrize(
    ("texts", "languages"),
    [
        ({}, ["vi", "en"]),
        ({"title_en": ""}, ["vi"]),
        ({"place_en": ""}, ["vi"]),
        ({"lead_text_en": None}, ["vi"]),
        ({"place_vi": "", "place_en": ""}, ["vi", "en"]),
        ({"summary_vi": "<p>Kể lại.</p>"}, ["vi", "en"]),
        ({"title_vi": ""}, ["en"]),
    ],
)
def test_an_event_has_a_page_where_all_it_needs_is_written(client, texts, languages):
    UnionFactory()
    event = EventFactory(**WHOLE | texts)

    for language in ("vi", "en"):
        there = language in languages
        with translation.override(language):
            assert Event.objects.readable().exists() == there
            assert event.is_readable == there
            listed = client.get(reverse("events:calendar")).content.decode()
        assert page(client, event, language).status_code == (200 if there else 404)
        assert (f"event-{event.pk}@" in listed) == there
    assert event.languages == languages


@pytest.mark.parametrize("name", ["title", "place", "lead_text"])
def test_there_is_nothing_to_review_before_it_is_written(name):
    event = EventFactory(publish_state="draft", **WHOLE | {f"{name}_vi": " "})

    field = str(Event._meta.get_field(name).verbose_name)
    with pytest.raises(MoveRefused, match=f"(?i){field}"):
        event.submit_for_review(by=UserFactory())

    setattr(event, f"{name}_vi", "Có")
    event.save()
    event.submit_for_review(by=UserFactory())
    event.refresh_from_db()
    assert event.publish_state == "in_review"
