"""The journeys of the portal's main job with Tab, Enter and the space bar alone."""

import re

import pytest
from django.utils import timezone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

# Who has the focus, how it is marked, and where it stands.
FOCUS = """() => {
  let e = document.activeElement;
  if (!e || e === document.body) return null;
  const s = getComputedStyle(e), box = e.getBoundingClientRect();
  return {
    place: [...document.querySelectorAll("*")].indexOf(e),
    href: e.getAttribute("href") || "", name: e.getAttribute("name") || "",
    text: (e.textContent || e.value || "").trim().slice(0, 60), tag: e.tagName,
    type: e.type || "",
    seen: (parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== "none")
      || e.tagName === "IFRAME", // the editor shows its own caret
    inside: box.bottom > 0 && box.top < innerHeight, isMain: e.id === "main",
  };
}"""
MOST = 400


class Keys:
    """Somebody without a mouse."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        # Held from here on: a dialog that opens at once is caught as well.
        self.page.on("filechooser", lambda _chooser: None)

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
                return stop | {"passed": len(passed)}
        raise AssertionError((wanted, [stop["text"] for stop in passed][:80]))

    def go(self, **wanted):
        """Follow what the focus is moved to."""
        self.tab_to(**wanted)
        before = self.page.url
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: url != before)
        self.page.wait_for_load_state("domcontentloaded")

    def send(self, **named):
        """The next button that sends a form; what was entered is accepted."""
        self.tab_to(tag="BUTTON", type="submit", **named)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.keyboard.press("Enter")
        refused = self.page.locator(".field__error, .notice--bad").all_inner_texts()
        assert refused == [], refused

    def choose(self, path):
        """Open the next field of a file with the space bar and name the file."""
        self.tab_to(type="file")
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Space")
        asked.value.set_files(path)

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
    passed = keys.tab_to(href="#associations")["passed"]
    assert passed < 30, "the drum stands in the way"
    keys.page.keyboard.press("Enter")
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


def test_a_reader_asks_for_the_newsletter(visit):
    keys = Keys(reader := visit())
    reader.open("/ban-tin/")
    keys.go(href="/ban-tin/nhan-thu/")
    keys.type("email", "ban.phim@reader.example")
    keys.send()
    assert reader.page.locator("main .notice__title").count() == 1


def test_a_reader_checks_a_certificate(visit, portal):
    token = portal.shell(
        "from awards.models import Award\n"
        "print(Award.objects.exclude(decision=None).first().token)"
    )
    keys = Keys(reader := visit())
    reader.open("/khen-thuong/")
    keys.go(href="/xac-minh/")
    keys.type("code", token)
    keys.send()
    assert reader.page.locator("main .cert--good").count() == 1


def test_a_secretary_registers_a_branch(visit, paper):
    keys = Keys(secretary := visit("association_secretary"))
    secretary.open("/lam-viec/")
    keys.go(href="/lam-viec/ho-so/")
    keys.go(href="/lam-viec/ho-so/moi/")
    keys.type("name", "Chi hội bàn phím")
    keys.type("english_name", "Keyboard Branch")
    keys.tab_to(name="host_kind")
    keys.page.keyboard.press("ArrowDown")
    keys.type("host_name", "Thư viện phường")
    keys.type("place", "Hồng Hà")
    keys.type("member_total", "31")
    keys.send()
    assert "Chi hội bàn phím" in secretary.page.content()
    keys.type("seats-0-name", "Nguyễn Minh Họa")
    keys.type("seats-1-name", "Trần Thí Dụ")
    keys.send()
    keys.type("pasted", "Lê Thí Dụ")
    keys.send()
    for number in range(secretary.page.locator("input[type=file]").count()):
        keys.choose(paper(f"giấy {number}.pdf"))
    keys.send()
    assert keys.page.url.endswith("/xem-lai/")
    keys.send(text="Nộp")
    assert re.search(r"HS-\d{4}-\d{4}", secretary.text())


def test_an_officer_examines(visit, portal):
    public_id = portal.shell(
        "from members.models import BranchRequest as B\n"
        "print(B.objects.filter(status='submitted').first().public_id)"
    )
    keys = Keys(officer := visit("union_officer"))
    officer.open(f"/lam-viec/xet-ho-so/{public_id}/")
    keys.send(text="Nhận")
    officer.open(f"/lam-viec/xet-ho-so/{public_id}/kiem-tra/")
    papers = officer.page.locator("main input[type=radio][value=ok]").count()
    for _paper in range(papers):
        keys.tab_to(type="radio")
        keys.page.keyboard.press("Space")
    keys.tab_to(name="ready")
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    assert officer.page.locator(".notice--bad").count() == 0


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
