"""Papers: typst and Word read data as data, with our own fonts and nothing else."""

import io

import pikepdf
import pytest
from docx import Document

from federation import papers
from members.documents import SAMPLE

PERSON = {
    "lang": "vi",
    "title": "Mọi dữ liệu", "issuer": "Liên hiệp", "person": "#eval(\"1\") *An*",
    "day": "1/1/2026", "intro": "", "records": [], "acted_head": "", "acted": [],
    "history_note": "",
}  # fmt: skip


def office_file(text: str) -> io.BytesIO:
    paper, out = Document(), io.BytesIO()
    paper.add_paragraph(text)
    paper.save(out)
    out.seek(0)
    return out


def words_of(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


def test_a_pdf_is_tagged_and_embeds_only_our_fonts():
    content = papers.pdf("documents/portal/person.typ", PERSON, standards=["ua-1"])

    with pikepdf.open(io.BytesIO(content)) as made:
        assert made.Root.MarkInfo.Marked
        fonts = {
            str(font.BaseFont).split("+")[-1]
            for page in made.pages
            for font in page.Resources.Font.values()
        }
    assert all(name.startswith(("Newsreader", "BeVietnam")) for name in fonts), fonts


def test_a_template_set_in_a_folder_reads_the_files_beside_it(tmp_path, monkeypatch):
    outside, inside = tmp_path / "templates", tmp_path / "folder"
    outside.mkdir()
    inside.mkdir()
    (outside / "a.typ").write_text('#read("beside.txt")')
    (inside / "beside.txt").write_text("chữ")
    monkeypatch.setattr(papers, "TEMPLATES", outside)

    assert papers.pdf("a.typ", folder=inside).startswith(b"%PDF-")


def test_marks_in_the_data_stay_text_in_a_word_file():
    content = papers.word(
        office_file("Kính gửi {{ name }}"), {"name": "<b>An</b> & {{ 7*7 }}"}
    )

    assert words_of(content) == "Kính gửi <b>An</b> & {{ 7*7 }}"


def test_a_path_of_ours_is_read_from_the_templates():
    assert papers.word("documents/members/decision.docx", SAMPLE)


@pytest.mark.parametrize(
    "text",
    [
        "{{ name",  # not closed
        "{% for row in rows %}",
        "{{ rows.first.name }}",  # of something that is not there
        "{{ nam }}",
        "{% if nam %}{{ name }}{% endif %}",
        "{{ nam|default('') }}",
        "{{ 1/0 }}",
        "{{ name.__class__.__mro__ }}",
    ],
)
def test_a_broken_file_of_the_offices_is_told_and_never_a_fault(text):
    with pytest.raises(papers.BrokenTemplate) as refusal:
        papers.word(office_file(text), {"name": "An"})

    assert str(refusal.value)


def test_an_unknown_name_is_told_with_those_that_exist():
    data = {"name": "An", "rows": [{"title": "A", "text": "B"}]}

    with pytest.raises(papers.BrokenTemplate, match=r"“nam, nome”.*: name, rows"):
        papers.word(office_file("{{ nam }} {{ name }} {{ nome }}"), data)
    with pytest.raises(papers.BrokenTemplate, match=r"“txt”.*: text, title"):
        papers.word(office_file("{{ rows[0].txt }}"), data)


def test_what_is_no_word_file_is_told():
    with pytest.raises(papers.BrokenTemplate):
        papers.word(io.BytesIO(b"PK\x03\x04 no"), {})
