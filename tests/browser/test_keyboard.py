"""The journeys of the portal's main job with Tab, Enter and the space bar alone."""

import pytest
from django.utils import timezone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

# Who has the focus, how it is marked, and where it stands.
FOCUS = """() => {
  let e = document.activeElement;
  if (!e || e === document.body) return null;
  const s = getComputedStyle(e), box = e.getBoundingClientRect();
  const drawn = e.querySelector(".drum__hit");
  const mark = drawn ? getComputedStyle(drawn).strokeWidth : s.outlineWidth;
  const style = drawn ? getComputedStyle(drawn).stroke : s.outlineStyle;
  return {
    place: [...document.querySelectorAll("*")].indexOf(e),
    href: e.getAttribute("href") || "", name: e.getAttribute("name") || "",
    text: (e.textContent || e.value || "").trim().slice(0, 60), tag: e.tagName,
    type: e.type || "", seen: (parseFloat(mark) >= 2 && style !== "none")
      || e.tagName === "IFRAME", // the editor shows its own caret
    inside: box.bottom > 0 && box.top < innerHeight, isMain: e.id === "main",
  };
}"""
MOST = 400


class Keys:
    """Somebody without a mouse."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page

    def tab_to(self, **wanted):
        """Forward until the focus is there; each stop on the way is seen."""
        passed = []
        for _step in range(MOST):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(FOCUS)
            if stop is None:
                continue
            marks = (stop["seen"], stop["inside"])
            assert marks == (True, True), (self.page.url, stop)
            places = [each["place"] for each in passed[-3:]]
            assert stop["place"] not in places, ("a trap", stop)
            passed.append(stop)
            if all(value in stop[key] for key, value in wanted.items()):
                return stop
        raise AssertionError((wanted, [stop["text"] for stop in passed][:80]))

    def go(self, **wanted):
        """Follow what the focus is moved to."""
        self.tab_to(**wanted)
        before = self.page.url
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: url != before)
        self.page.wait_for_load_state("domcontentloaded")

    def type(self, name, text):
        self.tab_to(name=name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)


def test_a_reader_finds_a_branch_an_article_and_searches(visit):
    keys = Keys(reader := visit())
    reader.open("/")
    keys.tab_to(href="#main")
    keys.page.keyboard.press("Enter")
    assert keys.page.evaluate("document.activeElement.id") == "main"

    reader.open("/")
    keys.go(href="/hoi-thanh-vien/")
    keys.go(href="/hoi-thanh-vien/viet-nam-lao/")
    keys.go(href="/chi-hoi/")
    assert keys.page.locator("h1").count() == 1

    reader.open("/")
    keys.go(href="/ban-tin/")
    keys.go(href="/bai-viet/")
    assert keys.page.locator("article h1, main h1").count() >= 1

    reader.open("/")
    keys.page.keyboard.press("/")
    assert keys.page.evaluate(FOCUS)["name"] == "q"
    keys.page.keyboard.type("huu nghi")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**/tim-kiem/?q=**")
    assert "hữu nghị" in reader.text().lower()


def test_keys_can_be_put_away(visit):
    reader = visit()
    reader.open("/phim-tat/")
    box = reader.page.locator("[data-keys-switch]")
    box.focus()
    reader.page.keyboard.press("Space")
    assert not box.is_checked()

    reader.open("/")
    reader.page.keyboard.press("/")

    assert reader.page.evaluate(FOCUS) is None


def test_a_telephone_opens_its_menu_and_closes_it(visit):
    keys = Keys(reader := visit(viewport={"width": 390, "height": 844}))
    reader.open("/")
    keys.tab_to(tag="SUMMARY")
    keys.page.keyboard.press("Space")
    assert keys.page.locator(".menu").evaluate("menu => menu.open")
    keys.page.keyboard.press("Escape")
    assert not keys.page.locator(".menu").evaluate("menu => menu.open")
    assert keys.page.evaluate(FOCUS)["tag"] == "SUMMARY"


def test_a_secretary_begins_a_dossier(visit):
    keys = Keys(secretary := visit("association_secretary"))
    secretary.open("/lam-viec/")
    keys.go(href="/lam-viec/ho-so/")
    keys.go(href="/lam-viec/ho-so/moi/")
    keys.type("name", "Chi hội bàn phím")
    keys.tab_to(name="host_kind")
    keys.page.keyboard.press("ArrowDown")
    keys.type("host_name", "Thư viện phường")
    keys.type("place", "Hồng Hà")
    before = keys.page.url
    keys.tab_to(tag="BUTTON", type="submit")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url(lambda url: url != before)
    assert "Chi hội bàn phím" in secretary.page.content()


def test_a_leader_decides(visit, portal):
    found = portal.shell(
        "from members.models import BranchRequest as B\n"
        "from django.urls import reverse\n"
        "d = B.objects.filter(status='ready').first()\n"
        "own = d.association.decides_itself\n"
        "print('association_leader' if own else 'union_leader', d.public_id)"
    )
    role, public_id = found.split()
    keys = Keys(leader := visit(role))
    leader.open(f"/lam-viec/xet-ho-so/{public_id}/quyet-dinh/")
    day = f"{timezone.localdate():%d/%m/%Y}"
    keys.type("issued_on", day)
    keys.type("effective_on", day)
    keys.tab_to(name="sure")
    keys.page.keyboard.press("Space")
    keys.tab_to(tag="BUTTON", type="submit")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url(lambda url: "/quyet-dinh/" not in url)

    assert portal.shell(
        "from members.models import BranchRequest as B\n"
        f"print(B.objects.get(public_id='{public_id}').status)"
    ).endswith("approved")


def test_a_secretary_nominates(visit):
    keys = Keys(secretary := visit("association_secretary"))
    secretary.open("/lam-viec/")
    keys.go(href="/lam-viec/khen-thuong/")
    keys.go(href="/de-nghi/")
    keys.tab_to(name="kind")
    keys.page.keyboard.press("ArrowDown")
    keys.type("recipient_vi", "Nguyễn Bàn Phím")
    keys.type("achievement", "Mười năm dịch sách của bạn bè.")
    keys.type("period_from", "01/01/2024")
    keys.type("period_to", "31/12/2025")
    before = keys.page.url
    keys.tab_to(tag="BUTTON", type="submit")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url(lambda url: url != before)
    assert "Nguyễn Bàn Phím" in secretary.text()


def test_at_the_desk_every_stop_is_seen_and_there_is_no_trap(visit):
    keys = Keys(officer := visit("union_officer"))
    officer.open("/admin/events/event/")
    officer.page.wait_for_load_state("networkidle")
    keys.tab_to(href="#main")
    keys.tab_to(name="q")
    keys.go(href="/change/")
    officer.page.wait_for_load_state("networkidle")
    keys.tab_to(name="_save")
