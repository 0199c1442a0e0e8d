"""Saved web pages: a table of articles, or one article after the other."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

VOID = {"br", "hr", "img", "input", "meta", "link", "wbr", "col", "source"}
SILENT = {"script", "style", "noscript", "template", "svg", "nav", "form", "footer"}
CLOSED_BY = {
    "p": {"p", "div", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote"},
    "li": {"li"},
    "td": {"td", "th", "tr"},
    "th": {"td", "th", "tr"},
    "tr": {"tr"},
}
TEXTS = {"p", "h2", "h3", "h4", "ul", "ol", "table", "blockquote", "figure"}
# “Ngày đăng 15/09/2022 | 4:33 PM | View count: 902”
WHEN = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:[\s|,–-]+\d{1,2}[:h]\d{2}(?:\s*[AP]M)?)?", re.I
)
VIEWS = re.compile(r"(?:view count|lượt xem|views?)\s*:?\s*([\d.,]+)", re.IGNORECASE)


class Tree(HTMLParser):
    """A forgiving reader: what is not closed is closed where it must be."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = ET.Element("root")
        self.open, self.silent = [self.root], 0

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.silent += 1
        last = self.open[-1].tag
        if tag in CLOSED_BY.get(last, ()):
            self.open.pop()
        kept = {
            name: value or "" for name, value in attrs if re.match(r"[\w-]+$", name)
        }
        node = ET.SubElement(self.open[-1], tag, kept)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        if tag in SILENT and self.silent:
            self.silent -= 1
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                continue

    def handle_data(self, data):
        if self.silent:
            return
        here = self.open[-1]
        if len(here):
            here[-1].tail = (here[-1].tail or "") + data
        else:
            here.text = (here.text or "") + data


def tree_of(text: str) -> ET.Element:
    reader = Tree()
    reader.feed(text)
    reader.close()
    return reader.root


def words(node) -> str:
    return " ".join("".join(node.itertext()).split())


def markup(node) -> str:
    """Its own text and marks, without the tag around it and what follows."""
    inner = "".join(ET.tostring(child, "unicode", "html") for child in node)
    return (node.text or "") + inner


def table_of(tree) -> list[list[str]]:
    """The cells of the first table; texts keep their marks, headings do not."""
    table = tree.find(".//table")
    rows = [] if table is None else table.iter("tr")
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    return [
        [
            markup(cell).strip() if any(c.tag in TEXTS for c in cell) else words(cell)
            for cell in row
        ]
        for row in cells
    ]


def articles_of(tree) -> list[dict]:
    """Each <article> of the page; a page without any is one."""
    parts = list(tree.iter("article"))
    title = tree.find(".//title")
    otherwise = "" if title is None else words(title)
    whole = tree.find(".//body")
    return [
        cells_of(part, otherwise)
        for part in parts or [whole if whole is not None else tree]
    ]


def named(part, *names: str):
    """The first node whose class says what it is."""
    for node in part.iter():
        classes = re.split(r"[\s_-]+", node.get("class", "").lower())
        if any(name in classes for name in names):
            return node
    return None


def cells_of(part, otherwise: str) -> dict:
    """Title, day, views, author and text of one article."""
    heading = next((n for tag in ("h1", "h2") for n in part.iter(tag)), None)
    cells = {"title": otherwise if heading is None else words(heading)}
    all_words = words(part)
    time = next((n.get("datetime") for n in part.iter("time") if n.get("datetime")), "")
    if found := time or getattr(WHEN.search(all_words), "group", str)():
        cells["published_at"] = found
    if found := VIEWS.search(all_words):
        cells["views"] = found[1]
    for name, classes in (
        ("authors", ("author", "byline", "tacgia")),
        ("lead", ("lead", "sapo", "summary")),
        ("section", ("section", "category", "chuyenmuc")),
    ):
        if (node := named(part, *classes)) is not None:
            cells[name] = words(node)
    blocks = text_blocks(part, heading, set(cells.values()))
    if "authors" not in cells and blocks and is_name(words(blocks[-1])):
        cells["authors"] = words(blocks.pop())
    cells["body"] = "".join(
        f"<{node.tag}>{markup(node).strip()}</{node.tag}>" for node in blocks
    )
    return cells


def text_blocks(part, heading, said: set[str]) -> list:
    """What is to be read, in its order, without what was taken already."""
    found, inside = [], set()
    for node in part.iter():
        if node.tag not in TEXTS or node is heading or id(node) in inside:
            continue
        inside |= {id(child) for child in node.iter()}
        text = words(node)
        is_line_of_facts = len(text) < 120 and (
            WHEN.search(text) and VIEWS.search(text)
        )
        if text and text not in said and not is_line_of_facts:
            found.append(node)
    return found


def is_name(text: str) -> bool:
    """The last line of many old pages: two to five words, each with a capital."""
    parts = text.split()
    return 2 <= len(parts) <= 5 and all(
        part[0].isupper() and part.isalpha() for part in parts
    )
