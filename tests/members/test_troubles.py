"""What the clock cannot do with a decision is told once, seen, and tried again."""

import pytest
from django.core.files.base import ContentFile

from members import documents, tasks
from members.models import DecisionPaper, DecisionTemplate, DecisionTrouble
from members.templatetags.members_duties import duties
from tests.accounts.factories import UserFactory
from tests.federation.test_papers import office_file
from tests.members.test_documents import word_text

pytestmark = pytest.mark.django_db


def docx(text) -> bytes:
    return office_file(text).getvalue()


def kept(content) -> DecisionTemplate:
    template = DecisionTemplate(signer_title="Chủ tịch")
    template.word.save("mau.docx", ContentFile(content))
    return template


def test_that_it_was_ours_is_told_until_the_mended_one_is_used(as_user, scene):
    template = kept(docx("{{ titel }}"))
    request = scene.to_ready()
    request.approve(by=scene.leader)
    tasks.make_decisions()
    officer = as_user(scene.officer)
    retry = request.address("desk-retry")

    (row,) = [row for row in duties(scene.officer) if "“titel”" in row["note"]]
    assert row["url"] == request.get_desk_url()
    assert "“titel”" in officer.get(request.get_desk_url()).text
    before = DecisionPaper.objects.get().word.name
    officer.post(retry)
    assert DecisionTrouble.objects.exists()

    template.word.save("mau.docx", ContentFile(docx("Số {{ code }}")))
    officer.post(retry)

    assert not DecisionTrouble.objects.exists()
    paper = DecisionPaper.objects.get()
    assert paper.word.name != before
    with paper.word.open("rb") as stored:
        assert word_text(stored.read()).strip() == f"Số {request.decision.code}"


class TestStuck:
    """A paper that cannot be made: one warning, seen by staff, tried again."""

    @pytest.fixture
    def stuck(self, scene, monkeypatch):
        request = scene.to_ready()
        request.approve(by=scene.leader)
        monkeypatch.setattr(documents, "pdf_of", lambda data: 1 / 0)
        return request

    def test_it_is_logged_once_and_rests_between_the_tries(self, stuck, caplog):
        for _n in range(3):
            tasks.make_decisions()
        trouble = DecisionTrouble.objects.get()
        DecisionTrouble.objects.update(tried_at="2026-01-01T00:00Z")
        tasks.make_decisions()

        assert [record.levelname for record in caplog.records] == ["ERROR"]
        assert DecisionTrouble.objects.get().since == trouble.since
        assert DecisionTrouble.objects.get().tried_at >= trouble.tried_at
        assert not DecisionPaper.objects.exists()

    def test_staff_see_it_and_try_again(self, as_user, scene, stuck, monkeypatch):
        tasks.make_decisions()
        url = stuck.address("desk-retry")
        (row,) = [row for row in duties(scene.officer) if "ZeroDivision" not in row]
        page = as_user(scene.officer).get(stuck.get_desk_url()).text
        assert (row["url"], row["is_late"]) == (stuck.get_desk_url(), False)
        assert url in page
        assert "ZeroDivision" not in page
        assert as_user(scene.secretary).post(url).status_code == 404
        assert as_user(UserFactory()).post(url).status_code == 404
        assert url not in as_user(scene.secretary).get(stuck.get_absolute_url()).text
        as_user(scene.officer).post(url)
        assert DecisionTrouble.objects.exists()

        monkeypatch.undo()
        as_user(scene.officer).post(url)
        as_user(scene.officer).post(url)

        assert DecisionPaper.objects.get().pdf
        assert not DecisionTrouble.objects.exists()
        assert url not in as_user(scene.officer).get(stuck.get_desk_url()).text
