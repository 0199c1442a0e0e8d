"""On paper: black on white from the dark theme too, nothing to press, no table cut."""

import json

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

# An A4 sheet less its margins, in the pixels a browser lays it out with.
SHEET = {"width": 632, "height": 900}
TELL = (
    "import json; from accounts.models import User; from django.urls import reverse; "
    "from django.utils.translation import activate; "
    "from tests.browser.pages import key_of; "
    "from awards.models import Award, CouncilMeeting; "
    "from members.models import BranchRequest; activate('vi'); "
    "accounts = json.loads({accounts!r}); "
    "key = lambda role: key_of(User.objects.get(email=accounts[role]['email'])); "
    "award = Award.objects.exclude(decision=None).first(); "
    "meeting = CouncilMeeting.objects.first(); "
    "own = BranchRequest.objects.filter(status='needs_changes', "
    "submitted_by__email=accounts['association_secretary']['email']).first(); "
    "print(json.dumps([['', [reverse('portal:home'), reverse('federation:figures'), "
    "award.round.get_absolute_url(), award.get_absolute_url()]], "
    "[key('association_secretary'), [own.get_absolute_url()]], "
    "[key('council_secretary'), [reverse('awards:desk-meeting', "
    "args=[meeting.public_id])]]]))"
)
# What is on the sheet and should not be, or is too pale, too wide or taken apart.
WRONG = """() => {
  const shown = e => e.checkVisibility() && e.getBoundingClientRect().width > 1;
  const named = e => `${e.tagName} ${e.className}`;
  const out = [...document.querySelectorAll(
    "nav, button, .button, .rate, .searchbar, .demo, input, select, textarea")]
    .filter(shown).map(e => "to press: " + named(e));
  const light = c => {
    const [r, g, b] = c.match(/[\\d.]+/g).map(n => (n / 255) <= 0.04045
      ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const says = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  for (const e of document.body.querySelectorAll("*:not(svg *)")) {
    if (!shown(e)) continue;
    const style = getComputedStyle(e);
    if (says(e) && 1.05 / (light(style.color) + 0.05) < 4.5)
      out.push("pale: " + named(e));
    const ground = style.backgroundColor;
    if (!ground.endsWith(", 0)") && light(ground) < 0.8) out.push("dark: " + named(e));
    if (e.getBoundingClientRect().right > innerWidth + 1) out.push("cut: " + named(e));
  }
  out.push(...[...document.querySelectorAll("table thead:not(.month thead)")]
    .filter(e => getComputedStyle(e).display !== "table-header-group")
    .map(e => "no head: " + named(e.parentElement)));
  return [...new Set(out)].slice(0, 8);
}"""


def test_pages_print_black_on_white_with_nothing_to_press(visit, portal):
    said = portal.shell(TELL.format(accounts=json.dumps(portal.accounts)))
    found = {}

    for key, paths in json.loads(said.splitlines()[-1]):
        reader = visit(color_scheme="dark", viewport=SHEET)
        if key:
            cookie = {"name": "session", "value": key, "url": portal.url}
            reader.context.add_cookies([cookie])
        reader.page.emulate_media(media="print", color_scheme="dark")
        for path in paths:
            assert reader.open(path).status == 200, path
            found[path] = reader.page.evaluate(WRONG)

    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    assert len(found) == 6
