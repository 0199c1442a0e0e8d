"""What the search proposes while somebody types."""

import pytest
from django.urls import reverse

from portal.search import index
from tests.federation.factories import UnionFactory
from tests.members.factories import AssociationFactory

pytestmark = pytest.mark.django_db


def test_suggestions_begin_with_the_words_or_have_them(client):
    UnionFactory()
    for name in ("Hội hữu nghị Lào", "Hội hữu nghị Cuba", "Câu lạc bộ hữu nghị"):
        AssociationFactory(name_vi=name)
    index.refresh()

    def hints(words):
        answer = client.get(reverse("portal:suggestions"), {"q": words})
        return [row["title"] for row in answer.json()["suggestions"]]

    assert hints("hoi huu ng") == ["Hội hữu nghị Cuba", "Hội hữu nghị Lào"]
    assert len(hints("hữu ngh")) == 3
    assert hints("xyz") == hints("h") == []
