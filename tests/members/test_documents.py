"""Decisions as Word and PDF: the nine components, the office's own wording."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from docx import Document as Word

from federation.models import LegalBasis
from members import actions, documents, tasks
from members.models import (
    BranchRequest,
    DecisionPaper,
    DecisionTemplate,
    Kind,
)
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.members.conftest import decided, filled, upload
from tests.members.test_kinds import ABOUT_BRANCHES

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = (page.get_textpage().get_text_range() for page in document)
    return " ".join(" ".join(pages).split())


def word_text(content: bytes) -> str:
    document = Word(BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return " ".join([*(p.text for p in document.paragraphs), *cells])


@pytest.fixture
def wording(db):
    return DecisionTemplate.objects.create(
        bases="Căn cứ Điều lệ\nCăn cứ Quy chế",
        recipients="Như trên\nLưu",
        authority="TM. Ban Thường vụ",
        signer_title="Chủ tịch",
    )


def test_legal_texts_in_force_and_the_names_of_the_decision(scene, wording):
    for number, until in (("1/2020/NĐ-CP", "2021-01-01"), ("2/2022/NĐ-CP", None)):
        wording.statutes.create(
            code=number, title_vi="Nghị định về hội", effective_to=until
        )
    wording.bases = "Căn cứ Điều lệ {issuer}"
    wording.recipients = "{association};\n{branch}"
    wording.save()

    data = documents.decision_data(scene.to_ready())

    assert data["bases"][:2] == [
        "Căn cứ Nghị định về hội số 2/2022/NĐ-CP;",
        "Căn cứ Điều lệ Liên hiệp các tổ chức hữu nghị;",
    ]
    assert data["recipients"] == [scene.association.name_vi, scene.request.name]


def test_each_deciding_body_has_its_wording(scene, wording):
    union = DecisionTemplate.objects.create(deciding_body="union")
    own = DecisionTemplate.objects.create(deciding_body="association")

    find = DecisionTemplate.objects.for_request
    assert find(scene.request) == union
    scene.request.deciding_body = "association"
    assert find(scene.request) == own


def test_whoever_decides_reads_what_is_still_to_be_reviewed(as_user, scene, wording):
    url = scene.to_ready().address("desk-decide")
    client = as_user(scene.leader)
    assert "Soát thẩm quyền." not in client.get(url).text

    DecisionTemplate.objects.update(note="Soát thẩm quyền.")

    assert "Soát thẩm quyền." in client.get(url).text


def test_the_wording_that_comes_with_us(db):
    path = settings.BASE_DIR / "portal" / "data" / "decision_templates.csv"
    assert len(actions.load_templates(path)["refused"]) == 2  # no legal text yet
    LegalBasis.objects.create(code="126/2024/NĐ-CP", title_vi="Nghị định")

    first, again = actions.load_templates(path), actions.load_templates(path)

    assert len(first["created"]) == len(again["unchanged"]) == 2
    union = DecisionTemplate.objects.get(deciding_body="union")
    assert [row.code for row in union.statutes.all()] == ["126/2024/NĐ-CP"]
    assert union.note


@pytest.mark.parametrize("form", ["pdf", "word"])
def test_the_nine_components(scene, wording, form):
    scene.to_ready().approve(by=scene.leader)
    data = documents.decision_data(scene.request)

    text = (
        text_of(documents.pdf_of(data))
        if form == "pdf"
        else word_text(documents.word_of(data))
    )

    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ",
        "01/QĐ-LHHN",
        "QUYẾT ĐỊNH",
        scene.request.name,
        "Căn cứ Điều lệ;",
        "Điều 1.",
        "Bùi Đức Mạnh",
        "TM. BAN THƯỜNG VỤ",
        "CHỦ TỊCH",
        scene.leader.full_name,
        "Như trên",
    ):
        assert part in text, part


def test_a4_upright_with_our_own_faces(scene):
    data = documents.decision_data(scene.to_ready())

    with pikepdf.open(BytesIO(documents.pdf_of(data))) as pdf:
        width, height = (float(n) for n in pdf.pages[0].mediabox[2:])
        fonts = {
            str(font.BaseFont).split("+")[-1]
            for font in pdf.pages[0].Resources.Font.values()
        }

    assert (round(width), round(height)) == (595, 842)
    assert all(name.startswith(("Newsreader", "BeVietnam")) for name in fonts)


@pytest.mark.parametrize("kind", ABOUT_BRANCHES)
def test_every_kind_has_its_articles(scene, branch, kind):
    request = decided(scene, branch, kind)

    text = text_of(documents.pdf_of(documents.decision_data(request)))

    assert "Điều 2." in text
    assert "%(" not in text
    assert "None" not in text


def test_data_is_never_markup(scene):
    BranchRequest.objects.update(name="#panic() *x* {{ 7*7 }} {% if %} <b>&")
    request = BranchRequest.objects.get()

    data = documents.decision_data(request)

    assert "#panic() *x* {{ 7*7 }}" in text_of(documents.pdf_of(data))
    assert "#panic() *x* {{ 7*7 }} {% if %} <b>&" in word_text(documents.word_of(data))


def own_word(*lines) -> bytes:
    document, out = Word(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def test_the_office_brings_its_own_word(scene, wording):
    wording.word.save("mau.docx", ContentFile(own_word("Số {{ code }}: {{ title }}")))
    request = scene.to_ready()

    assert word_text(documents.preview(request, "docx")).startswith("Số ")


def test_a_template_is_no_program(scene, wording):
    evil = "{{ title.__class__.__mro__[1].__subclasses__() }}"
    wording.word.save("mau.docx", ContentFile(own_word(evil)))

    with pytest.raises(Exception, match="unsafe"):
        documents.preview(scene.to_ready(), "docx")


def test_the_closest_wording_counts(scene, branch, wording):
    own = DecisionTemplate.objects.create(association=scene.association)
    kinds = DecisionTemplate.objects.create(kind=Kind.RENAME)
    request = filled(scene, branch, Kind.RENAME)

    assert DecisionTemplate.objects.for_request(request) == own
    own.delete()
    assert DecisionTemplate.objects.for_request(request) == kinds
    assert DecisionTemplate.objects.for_request(scene.request) == wording


def test_a_worker_writes_it_once(scene):
    scene.to_ready().approve(by=scene.leader)

    tasks.make_decisions()
    tasks.make_decisions()

    paper = DecisionPaper.objects.get()
    with paper.pdf.open() as file:
        assert file.read().startswith(b"%PDF")
    assert paper.word.size


def test_a_preview_takes_no_number(as_user, scene):
    scene.to_ready()
    url = reverse("members:desk-preview", args=[scene.request.public_id, "pdf"])

    response = as_user(scene.leader).get(url)

    assert response["Content-Type"] == "application/pdf"
    assert "DỰ THẢO" in text_of(response.getvalue()).upper()
    assert BranchRequest.objects.get().decision is None
    for person in (scene.secretary, UserFactory(), UserFactory(superuser=True)):
        assert as_user(person).get(url).status_code == 404


def test_the_decision_is_for_those_who_may_read_the_dossier(as_user, scene):
    scene.to_ready().approve(by=scene.leader)
    tasks.make_decisions()
    public_id = scene.request.public_id

    for form, status in (("pdf", 200), ("docx", 200), ("scan", 404), ("exe", 404)):
        url = reverse("members:workspace-decision", args=[public_id, form])
        response = as_user(scene.secretary).get(url)
        assert response.status_code == status, form
        b"".join(getattr(response, "streaming_content", []))
        assert as_user(UserFactory()).get(url).status_code == 404


def test_the_signed_scan_becomes_the_file(as_user, client, scene):
    scene.to_ready().approve(by=scene.leader)
    url = reverse("members:desk-scan", args=[scene.request.public_id])
    assert as_user(scene.secretary).get(url).status_code == 404

    as_user(scene.officer).post(url, {"file": upload("qd.pdf"), "publish": "on"})

    decision = BranchRequest.objects.get().decision
    assert decision.access == "public"
    there = reverse(
        "members:workspace-decision", args=[scene.request.public_id, "scan"]
    )
    response = as_user(scene.secretary).get(there)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert client.get(decision.get_absolute_url()).status_code == 200


def test_a_renaming_says_both_names_after_it_is_carried_out(as_user, scene, branch):
    branch.short_name_vi, branch.short_name_en = "CH ĐH Mẫu", "Sample Br."
    branch.save()
    request = decided(scene, branch, Kind.RENAME)
    told = Message.objects.get(template="members/branch_request_approved")

    tasks.make_decisions()

    was, now = "Chi hội Đại học Mẫu", "Chi hội Đại học Mới"
    request.refresh_from_db()
    data = documents.decision_data(request)
    assert f"{was} thành {now}" in data["articles"][0]["text"]
    with request.paper.word.open("rb") as stored:
        assert was in word_text(stored.read())
    for text in (
        data["title"], told.text,
        as_user(scene.secretary).get(request.get_absolute_url()).text,
    ):  # fmt: skip
        assert f"{was} thành {now}" in text
    branch.refresh_from_db()
    assert (branch.short_name_vi, branch.short_name_en) == ("", "")


def test_a_name_given_up_in_english_is_gone(scene, branch):
    decided(scene, branch, Kind.RENAME, english_name="")

    assert (branch.name_vi, branch.name_en) == ("Chi hội Đại học Mới", "")


class TestTheOfficesOwnWord:
    """A slip in a template is told where it is made; decisions are written anyway."""

    def docx(self, *lines) -> bytes:
        document, out = Word(), BytesIO()
        for line in lines:
            document.add_paragraph(line)
        document.save(out)
        return out.getvalue()

    def stored(self, content) -> DecisionTemplate:
        template = DecisionTemplate(signer_title="Chủ tịch")
        template.word.save("mau.docx", ContentFile(content))
        return template

    def test_it_is_tried_when_staff_send_it(self, staff_client):
        url = reverse("admin:members_decisiontemplate_add")
        broken = upload("mau.docx", self.docx("{{ title", "{% for %}"))
        misspelt = upload("mau.docx", self.docx("{{ titel }}, {{ title }}"))
        deeper = "{% for row in articles %}{{ row.txt }}{% endfor %}"
        hidden = "{% if draft == 'never' %}{{ titel }}{% endif %}"
        good = upload("mau.docx", self.docx("{{ title }}", "{{ articles[0].text }}"))

        refused = staff_client.post(url, {"word": broken})
        kept = staff_client.post(url, {"word": good})

        assert refused.context["adminform"].errors["word"]
        assert kept.status_code == 302
        for file, wrong, known in (
            (misspelt, "“titel”", "code"),
            (upload("mau.docx", self.docx(hidden)), "“titel”", "place_and_day"),
            (upload("mau.docx", self.docx(deeper)), "“txt”", "name, text"),
        ):
            errors = staff_client.post(url, {"word": file}).context["errors"]
            assert wrong in str(errors)
            assert known in str(errors)
        with DecisionTemplate.objects.get().word.open("rb") as stored:
            assert "{{ title }}" in word_text(stored.read())

    def test_the_sample_has_every_name_of_a_decision(self, scene):
        data = documents.decision_data(scene.to_ready())

        assert set(documents.SAMPLE) == set(data)
        assert {k: type(v) for k, v in documents.SAMPLE.items()} == {
            k: type(v) for k, v in data.items()
        }

    def test_a_broken_one_is_told_in_the_preview(self, as_user, scene):
        self.stored(self.docx("{{ title.nothing.at.all() }}"))
        scene.to_ready()
        url = reverse("members:desk-preview", args=[scene.request.public_id, "docx"])

        response = as_user(scene.leader).get(url, follow=True)

        assert response.redirect_chain == [(scene.request.get_desk_url(), 302)]
        assert "Word" in str(next(iter(response.context["messages"])))

    def test_the_decision_is_written_with_ours_then(self, scene, caplog):
        self.stored(self.docx("{{ title.nothing.at.all() }}"))
        request = scene.to_ready()
        request.approve(by=scene.leader)

        tasks.make_decisions()

        with DecisionPaper.objects.get().word.open("rb") as stored:
            assert request.decision.code in word_text(stored.read())
        assert [record.levelname for record in caplog.records] == ["WARNING"]
