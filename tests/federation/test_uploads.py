"""Hostile files are refused with a reason, honest ones are taken."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile, FileField
from PIL import Image

from federation.uploads import (
    check_document,
    check_image,
    clean_image,
    forget_image,
    give,
    original_name,
)
from tests.federation.factories import PhotoFactory


def png(width=40, height=30, **info):
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#9c2018").save(stream, "PNG", **info)
    return stream.getvalue()


def jpeg(size=(40, 30), **options):
    stream = io.BytesIO()
    Image.new("RGB", size, "#9c2018").save(stream, "JPEG", **options)
    return stream.getvalue()


def huge_png(width, height):
    """A few bytes that claim to be an enormous picture."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data))
            + kind
            + data
            + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def pdf(change=None, **options):
    document = pikepdf.new()
    document.add_blank_page()
    if change:
        change(document)
    stream = io.BytesIO()
    document.save(stream, **options)
    return stream.getvalue()


def javascript_on_open(document):
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS="app.alert(1)"
    )


def javascript_by_name(document):
    action = document.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    )
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", action]))
    )


def launches(document):
    document.pages[0].obj.AA = pikepdf.Dictionary(
        O=document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))
    )


def carries_a_file(document):
    document.attachments["a.txt"] = b"hidden"


def docx(extra=None, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def told(content: bytes, offset: int, value: int) -> bytes:
    """The archive with two bytes of its word/document.xml's directory entry changed."""
    start = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    place = start + offset
    return content[:place] + value.to_bytes(2, "little") + content[place + 2 :]


def damaged(content: bytes) -> bytes:
    """The packed bytes of the last entry are not what they promise."""
    place = content.index(b"word/document.xml") + len("word/document.xml")
    return content[:place] + b"\xff\xff" + content[place + 2 :]


HOSTILE = {
    "program.pdf": (b"MZ\x90\x00" + b"\0" * 200, "other_type"),
    "program.exe": (b"MZ\x90\x00" + b"\0" * 200, "type"),
    "picture.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
    "page.html": (b"<script>alert(1)</script>", "type"),
    "page.pdf": (b"%PDF-1.7\n<script>alert(1)</script>", "broken"),
    "nothing.pdf": (b"", "empty"),
    "cut.pdf": (pdf()[:80], "broken"),
    "script.pdf": (pdf(javascript_on_open), "script"),
    "named-script.pdf": (pdf(javascript_by_name), "script"),
    "launch.pdf": (pdf(launches), "script"),
    "carrier.pdf": (pdf(carries_a_file), "carries_files"),
    "locked.pdf": (
        pdf(encryption=pikepdf.Encryption(user="x", owner="y")),
        "locked",
    ),
    "macro.docx": (docx({"word/vbaProject.bin": b"x"}), "script"),
    "archive.docx": (docx()[:-30], "broken"),
    "newer.docx": (told(docx(), 6, 99), "broken"),  # ZIP 9.9: no reader knows it
    "method.docx": (told(docx(), 10, 98), "broken"),  # packed in a way nobody knows
    "damaged.docx": (damaged(docx()), "broken"),
    "other.xlsx": (docx(), "other_type"),
    "bomb.docx": (docx({"word/a.xml": b"\0" * 80_000_000}), "too_complicated"),
    "huge.png": (huge_png(50_000, 50_000), "too_large_picture"),
    "large.png": (huge_png(13_000, 13_000), "too_large_picture"),
    "cut.png": (png()[:60], "other_type"),
    "text.jpg": (b"\xff\xd8\xffhello, no picture here", "other_type"),
    "tiff.jpg": (b"II*\x00" + b"\0" * 40, "other_type"),
    "postscript.png": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "other_type"),
    "double.pdf.exe": (pdf(), "type"),
    "noending": (pdf(), "type"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_with_its_reason(name):
    content, code = HOSTILE[name]

    with pytest.raises(ValidationError) as refusal:
        check_document(SimpleUploadedFile(name, content))

    assert refusal.value.code == code


HONEST = {
    "tờ trình.pdf": pdf(),
    "Đơn đề nghị (bản 2).PDF": pdf(),
    "danh sách.docx": docx(),
    "ảnh.jpg": jpeg(),
    "ảnh.JPEG": jpeg(),
    "bản chụp 📄.png": png(),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_document_is_taken_and_can_still_be_read(name):
    file = SimpleUploadedFile(name, HONEST[name])

    check_document(file)

    assert file.read() == HONEST[name]


def test_a_file_over_the_limit_is_refused_before_it_is_read(settings):
    settings.UPLOAD_DOCUMENT_BYTES = 2**20
    file = SimpleUploadedFile("scan.pdf", b"%PDF-" + b"0" * (3 * 2**20))

    with pytest.raises(ValidationError, match="3 MB"):
        check_document(file)


@pytest.mark.parametrize("name", ["script.pdf", "picture.svg", "huge.png", "page.html"])
def test_only_pictures_are_pictures(name):
    with pytest.raises(ValidationError):
        check_image(SimpleUploadedFile(name, HOSTILE[name][0]))


def test_a_picture_is_written_anew_upright_and_without_its_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "<script>where I live</script>"
    source = jpeg((200, 100), exif=exif) + b"<?php evil(); ?>"

    cleaned = clean_image(SimpleUploadedFile("ảnh chụp.jpg", source))

    picture = Image.open(cleaned)
    assert picture.size == (100, 200)
    assert not picture.getexif()
    assert b"script" not in cleaned.file.getvalue()
    assert b"php" not in cleaned.file.getvalue()
    assert cleaned.name == "ảnh chụp.jpg"


def test_a_large_picture_is_made_smaller():
    cleaned = clean_image(SimpleUploadedFile("a.png", png(5000, 100)), side=1000)

    assert Image.open(cleaned).size == (1000, 20)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a.pdf", "a.pdf"),
        ("C:\\Users\\me\\a.pdf", "a.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("tơ\u0300.pdf", "tờ.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("d" * 300 + ".pdf", "d" * 140 + ".pdf"),
    ],
)
def test_the_senders_name_is_kept_as_one_clean_line(sent, kept):
    file = SimpleUploadedFile("x.pdf", b"")
    file._name = sent

    assert original_name(file) == kept


@pytest.mark.django_db
def test_a_stored_file_is_given_out_so_that_no_browser_runs_it(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.pdf").write_bytes(pdf())
    field = FileField()
    field.attname = field.name = "file"
    response = give(FieldFile(None, field, "a.pdf"), name="tờ trình.pdf")

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    response.close()


@pytest.mark.django_db
class TestPublicImages:
    @pytest.fixture
    def stored(self, tmp_path, settings):
        settings.MEDIA_ROOT = tmp_path
        (tmp_path / "public/photos").mkdir(parents=True)
        (tmp_path / "private").mkdir()
        (tmp_path / "public/photos/a.png").write_bytes(png(900, 600))
        (tmp_path / "private/b.png").write_bytes(png())
        (tmp_path / "public/photos/taken-out.png").write_bytes(png())
        PhotoFactory(file="public/photos/a.png")

    def test_a_public_picture_is_served_in_a_listed_width(self, client, stored):
        whole = b"".join(client.get("/media/public/photos/a.png").streaming_content)
        small = b"".join(
            client.get("/media/public/photos/a.png?w=320").streaming_content
        )

        assert Image.open(io.BytesIO(whole)).size == (900, 600)
        assert Image.open(io.BytesIO(small)).width == 320

    @pytest.mark.parametrize("width", ["abc", "321", "-1", "99999999999999999999"])
    def test_another_width_gives_the_picture_as_it_is(self, client, stored, width):
        response = client.get(f"/media/public/photos/a.png?w={width}")

        picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))
        assert picture.size == (900, 600)

    @pytest.mark.parametrize(
        "path",
        [
            "/media/private/b.png",
            "/media/public/../private/b.png",
            "/media/public/%2e%2e/private/b.png",
            "/media/public/photos/none.png",
            "/media/public/photos/taken-out.png",
            "/media/public/photos/",
            "/media/public/sizes/photos/a-320.png",
            "/media/public//sizes/photos/a-320.png",
            "/media/public/./sizes/photos/a-320.png",
            "/media/public//photos/a.png",
            "/media/public/photos/../photos/a.png",
            "/media/",
        ],
    )
    def test_nothing_else_is_served(self, client, stored, path):
        client.get("/media/public/photos/a.png?w=320").getvalue()

        assert client.get(path).status_code == 404

    def test_a_picture_is_forgotten_in_every_size(self, client, stored, tmp_path):
        for width in (320, 640):
            client.get(f"/media/public/photos/a.png?w={width}").getvalue()
        (tmp_path / "public/sizes/photos/a-320_x7.png").write_bytes(png())
        (tmp_path / "public/sizes/photos/b-320.png").write_bytes(png())

        forget_image("public/photos/a.png")
        forget_image("public/photos/never-made-smaller.png")

        left = {path.name for path in (tmp_path / "public").rglob("*.png")}
        assert left == {"b-320.png", "taken-out.png"}
