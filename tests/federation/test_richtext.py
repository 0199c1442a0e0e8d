"""The fenced editor: what gets through, what does not, and that it stands still."""

import unicodedata
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.urls import Resolver404, resolve
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.richtext import (
    ATTRIBUTES,
    SCHEMES,
    TAGS,
    EditorWidget,
    RichTextField,
    RichTextFormField,
    clean,
    normal,
    plain,
    render,
)
from tests.federation.payloads import KNOWN_HOLES, PAYLOADS


class Watchman(HTMLParser):
    """Reads HTML as a browser would and notes whatever is not on the list."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.wrong = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.wrong.append(tag)
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"rel"}
        for name, value in attrs:
            if name not in allowed:
                self.wrong.append(f"{tag} {name}")
            if name in {"href", "src"}:
                self.check_address(tag, (value or "").strip())

    def check_address(self, tag, value):
        scheme, colon, _rest = value.partition(":")
        local = value[:1] in {"/", "#", "?"} and value[:2] not in {"//", "/\\"}
        if not local and not (colon and scheme.lower() in SCHEMES):
            self.wrong.append(f"{tag} → {value}")
        if tag == "img" and not value.startswith("/media/"):
            self.wrong.append(f"img → {value}")

    def handle_comment(self, data):
        self.wrong.append(f"comment {data}")

    def handle_decl(self, decl):
        self.wrong.append(f"declaration {decl}")

    def handle_pi(self, data):
        self.wrong.append(f"instruction {data}")

    def unknown_decl(self, data):
        self.wrong.append(f"CDATA {data}")


def test_there_are_at_least_a_hundred_payloads():
    assert len(set(PAYLOADS)) >= 100


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_runs_gets_through(payload):
    for text in (payload, f"<p>a{payload}b</p>", f"<table><tr><td>{payload}"):
        cleaned = clean(text)

        assert Watchman(cleaned).wrong == []
        assert clean(cleaned) == cleaned


@pytest.mark.parametrize("hole", KNOWN_HOLES)
def test_known_holes_of_the_editor_are_shut(hole):
    """The published vectors of CKEditor 4, which will not be repaired there."""
    assert Watchman(clean(KNOWN_HOLES[hole])).wrong == []


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<h1>", "<h2>", "</h2>", "<span>", "</span>"),
        *("<span lang=vi>", "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>"),
        *("<svg>", "<math>", "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>"),
        *("<a href=", '"', "'", ">", "<", "&nbsp;", "&amp;", "&lt;", "&#x301;", "\n"),
        *("<img src=/media/a.jpg>", "<img>", "<div>", "</div>", "<q>", "<br>", "hữu"),
        *("e\u0302\u0323", "<p>&nbsp;</p>", "</b", "<template>", "<noscript>", "\x00"),
        *("<a href=/x>", "</a>", "\u0338", "<caption>", "<blockquote>", "<option>"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
def test_cleaning_a_clean_text_changes_nothing(html):
    cleaned = clean(html)

    assert clean(cleaned) == cleaned
    assert Watchman(cleaned).wrong == []


@given(st.text())
def test_plain_text_is_stored_composed_and_without_control_characters(text):
    stored = normal(text)

    assert unicodedata.is_normalized("NFC", stored)
    assert normal(stored) == stored
    assert "\x00" not in stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<p>Hữu nghị</p>", "<p>Hữu nghị</p>"),
        (unicodedata.normalize("NFD", "<p>Hữu nghị</p>"), "<p>Hữu nghị</p>"),
        ("<p>Chúc mừng 🎉</p>", "<p>Chúc mừng 🎉</p>"),
        ("<h1>Tựa</h1>", "<h2>Tựa</h2>"),
        ("<b>đậm</b> <i>nghiêng</i>", "<strong>đậm</strong> <em>nghiêng</em>"),
        ("<p>a</p><p>&nbsp;</p><p>b</p>", "<p>a</p><p>b</p>"),
        ("a&nbsp;&nbsp; b", "a  b"),
        ("<p>7&nbsp;%</p>", "<p>7&nbsp;%</p>"),
        ("<section>một</section><section>hai</section>", "một hai "),
        ('<span style="x">một <span lang="fr">deux</span></span>',) * 1
        + ('một <span lang="fr">deux</span>',),
        ('<img src="https://evil.example/x.gif" alt="x">chữ', "chữ"),
        ('<img src="/media/photos/a.jpg" alt="cầu">',) * 2,
        ('<a href="//evil.example">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="/\\evil.example">x</a>', '<a rel="noopener noreferrer">x</a>'),
        (None, ""),
    ],
)
def test_what_is_stored(typed, stored):
    assert clean(typed) == stored


def test_a_link_keeps_its_address_and_says_nothing_of_us():
    link = clean('<a href="https://vi.example/x?a=1&amp;b=2" target="_blank">x</a>')

    assert 'href="https://vi.example/x?a=1&amp;b=2"' in link
    assert 'rel="noopener noreferrer"' in link
    assert "target" not in link


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
<!-- p.MsoNormal {margin:0cm} --></style><xml><o:OfficeDocumentSettings/></xml></head>
<body lang=VI style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-align:justify'><b><span style='font-size:14.0pt'>Chi
hội<o:p></o:p></span></b></p><p class=MsoListParagraph><!--[if !supportLists]--><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span><!--[endif]-->Chọn ngày</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>"""


def test_a_paste_from_word_leaves_words_and_structure():
    assert " ".join(clean(WORD).split()) == (
        "<p><strong>Chi hội</strong></p><p>– Chọn ngày</p>"
    )


def test_plain_gives_words_with_spaces_between_blocks():
    assert plain("<p>một&nbsp;&amp; hai</p><ul><li>ba</li><li>bốn</li></ul>") == (
        "một & hai ba bốn"
    )


def test_whatever_nests_without_end_still_stands_still():
    for tag in ("span", "b", "h2", "table><tr><td", "svg", "blockquote", "q"):
        cleaned = clean(f"<{tag}>" * 400 + "chữ")

        assert clean(cleaned) == cleaned
        assert Watchman(cleaned).wrong == []


def test_the_filter_cleans_what_the_database_should_not_hold():
    template = Template("{{ text|richtext }}")

    shown = template.render(Context({"text": "<p>a</p><script>alert(1)</script>"}))

    assert shown == "<p>a</p>"
    assert render(None) == ""


def test_the_field_cleans_on_every_way_into_the_database():
    field = RichTextField("text")
    field.set_attributes_from_name("body")

    class Row:
        body = "<p onclick=x>a</p>"

    assert field.pre_save(Row(), True) == "<p>a</p>"
    assert field.get_prep_value("<p onclick=x>a</p>") == "<p>a</p>"
    assert field.to_python("<p onclick=x>a</p>") == "<p>a</p>"
    assert field.get_prep_value(None) is None


def test_the_form_field_is_the_editor_and_hands_over_clean_text():
    form_field = RichTextField("text").formfield()

    assert isinstance(form_field, RichTextFormField)
    assert isinstance(form_field.widget, EditorWidget)
    assert form_field.clean("<p>a<script>alert(1)</script></p>") == "<p>a</p>"


def test_the_editor_is_set_up_inside_its_fence():
    with translation.override("vi"):
        widget = EditorWidget()
        widget.render("body", "<p>a</p>", {"id": "id_body"})

    assert widget.config["language"] == "vi"
    assert widget.config["versionCheck"] is False
    started = set(widget.config["plugins"].split(","))
    assert not started & {
        *("sourcearea", "iframe", "image", "forms", "uploadimage", "filebrowser"),
        *("scayt", "wsc", "exportpdf", "preview", "templates", "smiley", "about"),
    }
    assert not any(
        "filebrowser" in key.lower() for key in widget.config if "Upload" in key
    )


@pytest.mark.parametrize(
    "path",
    [
        "ckeditor/ckeditor/samples/index.html",
        "ckeditor/ckeditor/plugins/iframe/dialogs/iframe.js",
        "ckeditor/ckeditor/plugins/preview/preview.html",
        "ckeditor/ckeditor/plugins/exportpdf/tests/manual/integrations/easyimage.html",
        "ckeditor/ckeditor/README.md",
        "ckeditor/galleriffic/js/jquery.galleriffic.js",
    ],
)
def test_samples_and_unused_parts_are_neither_found_nor_collected(path):
    collected = {
        found
        for finder in finders.get_finders()
        for found, _storage in finder.list(["CVS", ".*", "*~"])
    }

    assert finders.find(path) is None
    assert path not in collected
    assert not any("samples" in found for found in collected)


@pytest.mark.parametrize(
    "path",
    [
        "ckeditor/ckeditor/ckeditor.js",
        "ckeditor/ckeditor/lang/vi.js",
        "ckeditor/ckeditor/contents.css",
        "ckeditor/ckeditor/plugins/link/dialogs/link.js",
        "ckeditor/ckeditor/skins/moono-lisa/editor.css",
        "ckeditor/ckeditor-init.js",
    ],
)
def test_what_the_editor_needs_is_served(path):
    assert finders.find(path)


@pytest.mark.parametrize("path", ["/ckeditor/upload/", "/ckeditor/browse/"])
def test_no_address_takes_uploads_from_the_editor(path):
    with pytest.raises(Resolver404):
        resolve(path)
