"""An edition as a file: typst sets the PDF, a ZIP holds what a printer needs."""

import io
import tempfile
import zipfile
from itertools import groupby
from operator import attrgetter
from pathlib import Path, PurePath
from xml.etree import ElementTree as ET

import pikepdf
from django.core.files.storage import default_storage
from django.template.defaultfilters import slugify
from django.utils.translation import override

from bulletin.documents.texts import Press
from bulletin.models import Article, Issue, IssueEdition, Made
from federation import papers
from federation.richtext import plain
from federation.sortkey import fold

Form = IssueEdition.Form


def make_edition(edition: IssueEdition, tell) -> Made:
    """The file and what stands in it; `tell` hears how far it is."""
    issue = Issue.objects.for_page().get(pk=edition.issue_id)
    articles = articles_of(issue)
    if edition.form == Form.PRINTER:
        return printers_package(issue, articles, tell)
    return typeset(issue, articles, edition.form, tell)


def articles_of(issue) -> list:
    """What the issue prints: approved texts too, for it is printed before it is out."""
    rows = issue.in_order().filter(status__in=Article.PRINTED)
    rows = rows.select_related("section", "cover").prefetch_related("gallery__photo")
    return [row for row in rows if row.printed_languages()]


def typeset(issue, articles: list, form: str, tell) -> Made:
    """Tagged PDF/UA-1: title page, contents, editorial, articles by section."""
    if form == Form.ENGLISH:
        articles = [row for row in articles if "en" in row.printed_languages()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        press = Press(folder)
        root = compose(press, issue, articles, form, tell)
        root.set("parallel", "yes" if form == Form.PARALLEL else "no")
        press.write(root)
        tell(60)
        content = papers.pdf("bulletin/issue.typ", folder=folder, standards=["ua-1"])
        tell(95)
    with pikepdf.open(io.BytesIO(content)) as made:
        return Made(content, len(made.pages), articles, set(press.pictures))


def compose(press: Press, issue, articles: list, form: str, tell) -> ET.Element:
    """The XML of the edition: sections, their articles, each in its language(s)."""
    with override("en" if form == Form.ENGLISH else "vi"):
        root = press.head(issue)
        for section, rows in groupby(articles, attrgetter("section")):
            part = ET.SubElement(root, "section", {"title": section.title or ""})
            for article in rows:
                pair = ET.SubElement(part, "pair")
                press.article(pair, article)
                if form == Form.PARALLEL and "en" in article.printed_languages():
                    with override("en"):
                        press.article(pair, article)
                tell(5 + 55 * (articles.index(article) + 1) // len(articles))
    return root


def printers_package(issue, articles: list, tell) -> Made:
    """Both PDFs, every text by itself, every picture as it was stored, the imprint."""
    out, pictures = io.BytesIO(), set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for language in ("vi", "en"):
            made = typeset(issue, articles, language, lambda percent: None)
            name = f"{issue.year}-{issue.number}-{language}.pdf"
            package.writestr(name, made.content)
            pictures |= made.pictures
            tell(40 if language == "vi" else 80)
        for place, article in enumerate(articles, start=1):
            write_article(package, place, article)
        with override("vi"):
            lines = [f"{label}: {value}" for label, value in issue.masthead()]
        package.writestr("imprint.txt", "\n".join([*lines, issue.imprint_vi or ""]))
    return Made(out.getvalue(), None, articles, pictures)


def write_article(package, place: int, article) -> None:
    stem = f"{place:02}-{slugify(fold(article.title_vi or ''))[:50]}"
    for language in article.printed_languages():
        parts = [article.text(name, language) for name in ("title", "lead")]
        text = "\n\n".join([*parts, plain(article.text("body", language))])
        package.writestr(f"{stem}.{language}.txt", text)
    photos = [article.cover, *(place.photo for place in article.gallery.all())]
    shown = [photo for photo in photos if photo and not photo.is_withheld]
    for number, photo in enumerate(shown, start=1):
        ending = PurePath(photo.file.name).suffix
        try:
            with default_storage.open(photo.file.name) as source:
                package.writestr(f"{stem}-{number}{ending}", source.read())
        except OSError:
            continue
