"""Stacked marks keep clear of the line above, and the first page fits one screen.

Pages come from Django's test client, style sheets and fonts from their folders: no
server is needed to look at letters.
"""

from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.bulletin.factories import ArticleFactory, PublicationFactory
from tests.events.factories import EventFactory
from tests.federation.factories import CountryFactory, FigureFactory, UnionFactory
from tests.members.factories import AssociationFactory, BranchFactory

pytestmark = pytest.mark.browser

# How far what hangs below a line and what stands on the next reach into each other;
# ink as the browser measures it, in the font and line height the style sheets give.
OVERLAPS = """async () => {
  await document.fonts.ready;
  const pen = document.createElement('canvas').getContext('2d'), found = {};
  for (const line of document.querySelectorAll('[data-letters]')) {
    const style = getComputedStyle(line);
    const size = parseFloat(style.fontSize);  // a canvas measures in whole pixels
    const face = `${style.fontStyle} ${style.fontWeight} 1000px `;
    await document.fonts.load(face + style.fontFamily, 'gịợ ỄẴỘ');
    pen.font = face + style.fontFamily;
    const below = pen.measureText('gịợẬ').actualBoundingBoxDescent;
    const above = pen.measureText('ỄẴỘỮ').actualBoundingBoxAscent;
    const room = parseFloat(style.lineHeight);
    const ink = (below + above) * size / 1000;
    found[line.dataset.letters] = [ink, room, style.fontFamily];
  }
  return found;
}"""
CLASSES = (
    *("type--display", "type--title", "mast__lead", "rows__title", "horizon__title"),
    *("chart__title", "empty__title", "cert__name", "person__name"),
    *("duty__title", "prose", "band__note", "field__label", "button", "tag", "state"),
)
LINES = {f"h{n}": f"<h{n} data-letters='h{n}'>gịợ<br>ỄẴỘ</h{n}>" for n in range(1, 5)}
LINES |= {n: f"<p class='{n}' data-letters='{n}'>gịợ<br>ỄẴỘ</p>" for n in CLASSES}
SHEETS = ("tokens", "base", "components", "pages", "bulletin")
LINK = "<link rel='stylesheet' href='/static/css/{}.css'>"
FRAME = "<!doctype html><html lang='vi'>" + "".join(map(LINK.format, SHEETS))


@pytest.fixture(autouse=True)
def drawn_anew():
    """The drum is kept for a while; here each test has associations of its own."""
    cache.clear()


def opened(chromium, width: int, text: str):
    """This page in the browser, with what is static from its folders."""

    def give(route):
        path = route.request.url.partition("portal.test")[2]
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/").partition("?")[0])
            route.fulfill(path=file)
        else:
            route.fulfill(body=text, content_type="text/html; charset=utf-8")

    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.route("**/*", give)
    page.goto("http://portal.test/")
    return page


@pytest.mark.parametrize("width", [390, 1440])
def test_stacked_marks_clear_the_line_above(chromium, width):
    page = opened(chromium, width, FRAME + "".join(LINES.values()))

    found = page.evaluate(OVERLAPS)

    assert found.keys() == LINES.keys()
    touching = {
        name: (round(ink, 1), round(room, 1))
        for name, (ink, room, _family) in found.items()
        if ink > room
    }
    assert touching == {}
    assert "Newsreader" in found["h1"][2]
    loaded = "[...document.fonts].filter(f => f.status == 'loaded').length"
    assert page.evaluate(loaded) >= 4
    page.context.close()


LONG_NAMES = (
    "Liên hiệp các tổ chức hữu nghị Thành phố Hồ Chí Minh",
    "Hội hữu nghị Việt Nam – Bosna và Hercegovina thành phố Nam Định",
)


@pytest.mark.django_db
def test_long_names_take_three_lines_of_a_telephone(chromium):
    union = UnionFactory(name_vi=LONG_NAMES[0], short_name_vi=LONG_NAMES[0])
    association = AssociationFactory(name_vi=LONG_NAMES[1], parent=union)
    BranchFactory(association=association)
    lines = """() => [...document.querySelectorAll(
      "h1, .head__title, .rows__title, .index__link, .regions__link")]
      .map(e => [e.textContent.trim(), Math.round(
        e.clientHeight / parseFloat(getComputedStyle(e).lineHeight))])
      .filter(([, lines]) => lines > 3)"""

    for path in ("/", "/gioi-thieu/", "/hoi-thanh-vien/", association.slug):
        path = path if "/" in path else f"/hoi-thanh-vien/{path}/"
        page = opened(chromium, 390, Client().get(path).text)
        assert page.locator("h1").count() == 1
        assert page.evaluate(lines) == [], path
        page.context.close()


@pytest.mark.django_db
def test_on_a_telephone_the_regions_of_the_drum_are_targets(chromium):
    UnionFactory()
    for region in ("dong-nam-a", "dong-bac-a", "tay-au", "chau-phi"):
        association = AssociationFactory()
        association.countries.set([CountryFactory(region=region)])
    page = opened(chromium, 390, Client().get("/").text)

    targets = page.locator(".drum__wedge").all()

    for target in targets:
        box = target.bounding_box()
        assert max(box["width"], box["height"]) >= 44
        assert min(box["width"], box["height"]) >= 24
    page.locator(".drum__numeral").last.click()
    page.locator("#region-chau-phi:target").wait_for(state="attached")
    assert len(targets) == page.locator(".regions__link").count() == 4
    assert page.locator(".regions__link").first.bounding_box()["height"] >= 44
    page.context.close()


PARTS = (
    "h1",
    ".hero__lead",
    ".hero__sums",
    ".drum",
    ".horizon__title",
    ".horizon__note",
)
BOXES = """names => names.flatMap(name =>
  [...document.querySelectorAll(`main ${name}`)].map(part => {
    const box = part.getBoundingClientRect();
    return [name, Math.round(box.top), Math.round(box.bottom)];
  }))"""


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "en/"])
def test_the_first_page_answers_in_one_screen(chromium, language):
    """Who we are, what was achieved, who belongs, what is next, what is new."""
    UnionFactory(
        name_vi="Liên hiệp các tổ chức hữu nghị thành phố",
        name_en="Union of Friendship Organizations of the City",
        tagline_vi="Nơi gặp nhau của những người làm đối ngoại nhân dân của thành phố.",
        tagline_en="Where the people of the city who make friends abroad meet.",
    )
    PublicationFactory()
    for number in range(6):
        association = AssociationFactory(slug=f"hoi-rieng-{number}")
        BranchFactory(association=association)
    for metric, value in (("associations", 26), ("members", 33_400), ("events", 120)):
        FigureFactory(metric=metric, value=value, year=2024)
    EventFactory(host=association, starts_at=timezone.now() + timedelta(days=3))
    ArticleFactory(published=True, english=True)
    page = opened(chromium, 1440, Client().get(f"/{language}").text)

    boxes = page.evaluate(BOXES, PARTS)

    assert {name for name, _top, _bottom in boxes} == set(PARTS)
    assert [box for box in boxes if box[1] < 0 or box[2] > 900] == []
    page.context.close()
