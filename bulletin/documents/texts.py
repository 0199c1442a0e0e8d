"""An issue as clean XML, which typst reads itself: no text becomes markup."""

from html.parser import HTMLParser
from pathlib import Path, PurePath
from xml.etree import ElementTree as ET

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import formats, translation
from django.utils.translation import gettext

from federation.models import is_shown
from federation.richtext import clean

EMPTY = {"br", "hr", "img"}
# Letters, marks included, of a text that is set in one column.
SHORT = 1600
HEADS = {"h2": 2, "h3": 3, "h4": 4}


class ToXml(HTMLParser):
    """Clean rich text as a tree; headings below `level` never leave one out."""

    def __init__(self, level: int, picture):
        super().__init__(convert_charrefs=True)
        self.builder, self.open = ET.TreeBuilder(), []
        self.last, self.floor, self.picture = level, level, picture

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag in HEADS:
            wanted = self.floor + HEADS[tag] - 1
            self.last = min(wanted, self.last + 1)
            tag, attrs = "head", attrs | {"level": str(self.last)}
        if tag == "img":
            attrs = self.picture(attrs)
            if not attrs:
                return
        self.builder.start(tag, attrs)
        if tag in EMPTY:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag):
        tag = "head" if tag in HEADS else tag
        if tag not in EMPTY and tag in self.open:
            while self.open:
                last = self.open.pop()
                self.builder.end(last)
                if last == tag:
                    return

    def handle_data(self, data):
        self.builder.data(data)


class Press:
    """Writes one edition's XML and pictures into a folder."""

    def __init__(self, folder: Path):
        self.folder, self.pictures = folder, {}

    def keep(self, name: str) -> str:
        """A picture readers may see, beside the XML; its name there, or nothing."""
        if not is_shown(name):
            return ""
        if name not in self.pictures:
            here = f"{len(self.pictures)}{PurePath(name).suffix.lower()}"
            try:
                with default_storage.open(name) as source:
                    (self.folder / here).write_bytes(source.read())
            except OSError:
                here = ""
            self.pictures[name] = here
        return self.pictures[name]

    def inline(self, attrs: dict) -> dict:
        """A picture in a text; one that is gone is left out."""
        name = attrs.get("src", "").removeprefix(settings.SITE_URL)
        here = self.keep(name.removeprefix(settings.MEDIA_URL))
        return {"src": here, "alt": attrs.get("alt", "")} if here else {}

    def rich(self, parent, tag: str, html: str, level: int) -> None:
        parser = ToXml(level, self.inline)
        parser.builder.start(tag, {})
        parser.feed(clean(html))
        parser.close()
        while parser.open:
            parser.builder.end(parser.open.pop())
        parser.builder.end(tag)
        parent.append(parser.builder.close())

    def photo(self, parent, tag: str, photo) -> None:
        shown = photo and not photo.is_withheld
        if shown and (here := self.keep(photo.file.name)):
            words = {"alt": photo.alt or photo.caption or "", "credit": photo.credit}
            attrs = {"src": here, "caption": photo.caption or ""} | words
            ET.SubElement(parent, tag, {n: t or "" for n, t in attrs.items()})

    def article(self, parent, article) -> None:
        """One article in the active language."""
        names = ("title", "lead", "authors", "photographers", "source")
        attrs = {name: getattr(article, name) or "" for name in names}
        attrs |= {
            "lang": translation.get_language(),
            "url": article.original_url,
            "short": "yes" if len(article.body or "") < SHORT else "no",
            "text": gettext("Text:"),
            "photos": gettext("Photographs:"),
            "from": gettext("Source:"),
        }
        node = ET.SubElement(parent, "article", attrs)
        self.photo(node, "cover", article.cover)
        self.rich(node, "body", article.body or "", 2)
        for place in article.gallery.all():
            self.photo(node, "photo", place.photo)

    def head(self, issue) -> ET.Element:
        """Title page and imprint in the active language."""
        publication, when = issue.publication, issue.printed_on
        root = ET.Element(
            "issue",
            {
                "lang": translation.get_language(),
                "kind": gettext("Bulletin") if publication.title else "",
                "title": publication.title or gettext("Bulletin"),
                "number": gettext("No. %(number)s/%(year)s")
                % {"number": issue.number, "year": issue.year},
                "period": issue.period_label or "",
                "owner": publication.owner.name or "",
                "date": formats.date_format(when, "DATE_FORMAT") if when else "",
                "lead": issue.lead or "",
                "contents": gettext("Contents"),
                "imprint": gettext("Behind the cover"),
                "editorial": gettext("Editorial"),
            },
        )
        self.photo(root, "front", issue.cover)
        for label, value in issue.masthead():
            ET.SubElement(root, "line", {"label": label, "value": str(value)})
        for line in (issue.imprint or "").splitlines():
            ET.SubElement(root, "line", {"label": "", "value": line})
        if issue.editorial:
            self.rich(root, "welcome", issue.editorial, 1)
        return root

    def write(self, root: ET.Element) -> None:
        ET.ElementTree(root).write(
            self.folder / "issue.xml", encoding="utf-8", xml_declaration=True
        )
