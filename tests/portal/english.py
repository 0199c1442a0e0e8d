"""Vietnamese where English was asked for: found in pages, feeds, calendars and data."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from modeltranslation.translator import translator

from awards.models import Award, Nomination
from bulletin.models import Article, Publication, PublicationLicense
from events.models import Guest
from federation.models import (
    AidProject,
    Contribution,
    Document,
    Organization,
    Partner,
    Person,
    Photo,
)
from members.models import Branch

# A word with a letter of no other language that stands here.
WORD = re.compile(r"\w*[ăđơưĩũẠ-ỹ]\w*", re.IGNORECASE)
SPOKEN = {"alt", "aria-label", "content", "placeholder", "title", "value"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
VOID |= {"param", "source", "track", "wbr"}
# The money has no other name.
OURS = {"đồng"}


class Spoken(HTMLParser):
    """What a page says in its own language: words marked as another's are left out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.said = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        other = attrs.get("lang", "en") != "en" or tag == "style"
        other |= tag == "script" and "json" not in attrs.get("type", "")
        other |= any(is_other for _tag, is_other in self.open)
        if tag not in VOID:
            self.open.append((tag, other))
        if not other:
            self.said += [attrs[name] or "" for name in SPOKEN & set(attrs)]

    def handle_endtag(self, tag):
        while tag in [name for name, _other in self.open]:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data):
        tag, is_other = self.open[-1] if self.open else ("", False)
        if tag == "script" and not is_other:
            self.said += strings(json.loads(data))
        elif not is_other:
            self.said.append(data)


def strings(told):
    """Every text in data, keys left out."""
    if isinstance(told, dict):
        said = [told[key] for key in told if key not in told.get("in_vietnamese", ())]
        yield from strings(said)
    elif isinstance(told, list):
        for part in told:
            yield from strings(part)
    elif isinstance(told, str):
        yield from spoken(told) if "<" in told else [told]


def spoken(text: str) -> list[str]:
    """The texts of a page, of data, or of a feed or calendar line by line."""
    if text.startswith("{"):
        return list(strings(json.loads(text)))
    if text.startswith("<?xml"):
        return list(ElementTree.fromstring(text).itertext())  # noqa: S314 (our own)
    if text.startswith("BEGIN:"):
        return text.replace("\r\n ", "").splitlines()
    page = Spoken()
    page.feed(text)
    page.close()
    return page.said


def proper_names() -> tuple[list[str], set[str]]:
    """Names that are the same in English, and the names that our English texts say."""
    columns = {
        Person: ["full_name"],
        Guest: ["name"],
        Article: ["authors", "photographers"],
        Award: ["recipient_vi"],
        Nomination: ["recipient_vi"],
        Publication: ["title_vi"],
        PublicationLicense: ["number"],
        Document: ["code"],
        Branch: ["place"],
        Photo: ["credit"],
        Partner: ["name"],
        AidProject: ["donor"],
        Contribution: ["donor_name"],
    }
    rows = [
        row for m, names in columns.items() for row in m.objects.values_list(*names)
    ]
    rows += Organization.objects.filter(name_en=None).values_list("name_vi")
    names = {name for row in rows for name in row if name and WORD.search(name)}
    return sorted(names, key=len, reverse=True), OURS | english_words()


def english_words() -> set[str]:
    """Capitalised words with Vietnamese letters in what was written in English."""
    found = set()
    for model in translator.get_registered_models(abstract=False):
        fields = [
            f"{name}_en" for name in translator.get_options_for_model(model).fields
        ]
        for row in model._base_manager.values_list(*fields):
            found |= {word for text in row if text for word in WORD.findall(str(text))}
    return {word for word in found if word[0].isupper()}


def vietnamese(text: str, names, words) -> list[str]:
    """The texts in this answer that are Vietnamese and do not say so."""
    found = []
    for said in spoken(text):
        rest = " ".join(said.split())
        for name in names if WORD.search(said) else ():
            rest = rest.replace(name, "")
        if set(WORD.findall(rest)) - words:
            found.append(rest[:200])
    return found
