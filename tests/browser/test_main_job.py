"""The main job, end to end: read, write, register, decide, remind, stop and go on."""

import http.client
import os
import re
import signal
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from portal.embedded.servers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("portal")]

VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I)


def today():
    return timezone.localdate()


def heading(page) -> str:
    return page.inner_text("h1").replace("\xa0", " ")


def chrome_text(page) -> str:
    """What the interface says around the content."""
    parts = ["header.head .nav", "footer.foot h2", "header.head .head__tools"]
    return " ".join(page.locator(part).first.inner_text() for part in parts)


def test_1_a_reader_goes_through_the_site_in_both_languages(visit):
    reader = visit()
    page = reader.page

    reader.open("/")
    assert "Liên hiệp các tổ chức hữu nghị" in heading(page)
    page.click(".head__tools .lang a[hreflang=en]")
    assert page.url.endswith("/en/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert not VIETNAMESE.search(chrome_text(page).replace("Tiếng Việt", ""))

    page.click("header .nav a[href='/en/associations/']")
    page.click("main .rows__title a >> nth=0")
    association = page.inner_text("h1")
    assert "Friendship" in association
    page.click("main a[href*='/en/branches/'] >> nth=0")
    assert page.locator("h1").count() == 1

    for path in (
        *("/en/anniversaries/", "/en/bulletin/", "/en/awards/", "/en/figures/"),
        *("/en/about/", "/en/documents/", "/en/cooperation/", "/en/countries/la/"),
    ):
        assert reader.open(path).status == 200, path
        assert page.locator("html").get_attribute("lang") == "en"
        assert not VIETNAMESE.search(chrome_text(page).replace("Tiếng Việt", "")), path

    reader.open("/en/awards/")
    page.click("main a[href^='/en/awards/'] >> nth=0")
    page.click(".head__tools .lang a[hreflang=vi]")
    assert "/khen-thuong/" in page.url

    reader.open("/ban-tin/")
    page.click("main a[href*='/ban-tin/bai-viet/'] >> nth=0")
    assert page.locator("article h1, main h1").count() >= 1

    reader.open("/tim-kiem/?q=huu+nghi")
    assert "hữu nghị" in reader.text().lower()


def test_2_an_editor_writes_publishes_and_translates(visit, tmp_path):
    title, address = "Ngày hội đọc sách của các chi hội", "ngay-hoi-doc-sach"
    picture = tmp_path / "plate.jpg"
    Image.new("RGB", (1200, 800), "#a67923").save(picture)
    editor = visit("editor")
    page = editor.page

    editor.open("/admin/bulletin/article/add/")
    write(page, "vi", title, "Các chi hội mang sách của mình đến trao đổi.")
    page.fill("[name=slug]", address)
    page.click("[name=section] + .select2")
    page.click(".select2-results__option >> nth=0")
    page.fill("[name=authors]", "Ban biên tập")
    page.set_input_files("[name=new_photo]", picture)
    page.fill("[name=new_photo_credit]", "Minh họa")
    page.fill("[name=new_photo_alt_vi]", "Một mảng màu đồng")
    page.fill("[name=new_photo_alt_en]", "A field of bronze")
    page.click("[name=_continue]")
    page.wait_for_url("**/article/*/change/**")
    article = page.url
    reader = visit()
    assert reader.open(f"/ban-tin/bai-viet/{address}/").status == 404
    press(page, "submit")
    press(page, "approve")

    publisher = visit("publisher").page
    publisher.goto(article)
    press(publisher, "publish")
    start = time.monotonic()
    assert reader.open(f"/ban-tin/bai-viet/{address}/").status == 200
    assert time.monotonic() - start < 5
    assert title in heading(reader.page)
    assert reader.page.locator("main img").count() >= 1
    assert reader.page.locator("link[hreflang=en]").count() == 0
    assert reader.open(f"/en/bulletin/articles/{address}/").status == 404

    page.goto(article)
    write(page, "en", "A reading day of the branches", "Each brought its books.")
    page.fill("[name=reason]", "Thêm bản tiếng Anh")
    page.click("[name=_continue]")
    page.wait_for_load_state("domcontentloaded")
    press(page, "review_english")
    publisher.goto(article)
    press(publisher, "publish_english")
    assert reader.open(f"/en/bulletin/articles/{address}/").status == 200
    assert heading(reader.page) == "A reading day of the branches"
    other = reader.page.locator("link[hreflang=vi]").get_attribute("href")
    assert other.endswith(f"/ban-tin/bai-viet/{address}/")
    reader.open(f"/ban-tin/bai-viet/{address}/")
    assert reader.page.locator("link[hreflang=en]").count() == 1


def write(page, language, title, text):
    """Title, lead and body in one language's tab."""
    if language == "en":
        for tab in page.locator(
            "[aria-controls$='_en'] a, a[href$='_en'], a:text-is('EN')"
        ).all():
            tab.click()
    page.fill(f"[name=title_{language}]", title)
    page.fill(f"[name=lead_{language}]", text)
    page.wait_for_function(f"CKEDITOR.instances.id_body_{language}?.status == 'ready'")
    page.evaluate(
        f"text => CKEDITOR.instances.id_body_{language}.setData('<p>' + text + '</p>')",
        text,
    )


def press(page, move):
    """One of the admin's buttons for the next step."""
    page.click(f"[name$=_{move}]")
    page.wait_for_load_state("domcontentloaded")


def test_3_a_branch_from_draft_to_decision(visit, portal, paper):
    name = "Chi hội Thư viện Sông Hồng"
    accounts = portal.accounts
    secretary, page = (one := visit("association_secretary")), one.page
    before = portal.shell(
        "from members.models import Branch; "
        "print(Branch.objects.growth(__import__('datetime').date.today().year).new)"
    )

    screens = []
    page.on("framenavigated", lambda frame: screens.append(frame.url.split("#")[0]))
    secretary.open("/lam-viec/ho-so/moi/")
    page.fill("[name=name]", name)
    page.fill("[name=english_name]", "Red River Library Branch")
    page.select_option("[name=host_kind]", "agency")
    page.fill("[name=host_name]", "Thư viện phường")
    page.fill("[name=place]", "Hồng Hà")
    page.fill("[name=member_total]", "31")
    page.click("main form .button >> nth=0")
    page.fill("[name=seats-0-name]", "Nguyễn Minh Họa")
    page.fill("[name=seats-1-name]", "Trần Thí Dụ")
    page.click("main form .button >> nth=0")
    page.fill("[name=pasted]", "Lê Thí Dụ\t1980\tthủ thư\nVũ Thí Dụ\t1991")
    page.click("main form >> text=Lưu và sang bước sau")
    page.wait_for_url("**/giay-to/")
    files = page.locator("input[type=file]")
    for number in range(files.count()):
        files.nth(number).set_input_files(paper(f"giấy {number}.pdf"))
    page.click("main form#papers >> text=Lưu và sang bước sau")
    page.click("main form[action$='/nop/'] .button")
    page.wait_for_url(re.compile(r"/ho-so/[0-9a-f-]{36}/$"))
    dossier = page.url
    assert len(dict.fromkeys(screens)) <= 6, screens  # the last says it is submitted
    number = re.search(r"HS-\d{4}-\d{4}", secretary.text()).group()
    public_id = re.search(r"[0-9a-f-]{36}", dossier).group()

    portal.wait_for_mail(accounts["union_officer"]["email"], number)
    stranger = visit("association_secretary_2")
    assert stranger.open(f"/lam-viec/ho-so/{public_id}/").status == 404

    officer = visit("union_officer")
    desk = officer.page
    officer.open(f"/lam-viec/xet-ho-so/{public_id}/")
    desk.click("main form .button >> nth=0")
    officer.open(f"/lam-viec/xet-ho-so/{public_id}/kiem-tra/")
    radios = desk.locator("input[type=radio][value=ok]")
    for n in range(1, radios.count()):
        radios.nth(n).check()
    desk.locator("input[type=radio][value=remark]").first.check()
    desk.locator("textarea[name^=remark-]").first.fill("Thiếu chữ ký ở trang cuối.")
    desk.click("[name=changes]")
    portal.wait_for_mail(accounts["association_secretary"]["email"], "Thiếu chữ ký")

    page.goto(dossier)
    assert "Thiếu chữ ký ở trang cuối." in secretary.text()
    secretary.open(f"/lam-viec/ho-so/{public_id}/giay-to/")
    page.locator("input[type=file]").first.set_input_files(paper("bản ký.pdf"))
    page.click("main form#papers >> text=Lưu và sang bước sau")
    page.wait_for_url("**/xem-lai/")
    assert page.locator("main form[action$='/nop/'] .button").count(), secretary.text()
    page.click("main form[action$='/nop/'] .button")

    officer.open(f"/lam-viec/xet-ho-so/{public_id}/")
    desk.click("main form .button >> nth=0")
    officer.open(f"/lam-viec/xet-ho-so/{public_id}/kiem-tra/")
    radios = desk.locator("input[type=radio][value=ok]")
    for n in range(radios.count()):
        radios.nth(n).check()
    desk.click("[name=ready]")
    assert officer.open(f"/lam-viec/xet-ho-so/{public_id}/quyet-dinh/").status in {
        403,
        404,
    }

    leader = visit(decider(portal, public_id))
    leader.open(f"/lam-viec/xet-ho-so/{public_id}/quyet-dinh/")
    day = today().isoformat()
    leader.page.fill("[name=issued_on]", day)
    leader.page.fill("[name=effective_on]", day)
    leader.page.check("[name=sure]")
    leader.page.click("main form .button >> nth=0")
    portal.wait_for_mail(accounts["association_secretary"]["email"], name)

    reader = visit()
    for _second in range(60):  # the worker writes the index twice a minute
        reader.open("/tim-kiem/?q=thu+vien+song+hong")
        if name in reader.text():
            break
        time.sleep(1)
    reader.page.click("main .rows__title a >> nth=0")
    assert heading(reader.page) == name
    after = portal.shell(
        "from members.models import Branch; "
        "print(Branch.objects.growth(__import__('datetime').date.today().year).new)"
    )
    assert int(after) == int(before) + 1


def decider(portal, public_id) -> str:
    """Who decides on this dossier: the union's leader or the association's."""
    itself = portal.shell(
        "from members.models import BranchRequest; "
        f"print(BranchRequest.objects.get(public_id='{public_id}')"
        ".association.decides_itself)"
    )
    return "association_leader" if itself == "True" else "union_leader"


def test_4_a_reminder_is_mailed_once_by_beat_and_worker(portal):
    secretary = portal.accounts["association_secretary"]["email"]
    day = today() + timedelta(days=30)
    portal.shell(
        "from events.models import Anniversary; from events.tasks import generate; "
        "from federation.models import Country, Office; "
        "from members.models import Association; import datetime; "
        f"office = Office.objects.get(user__email='{secretary}'); "
        "Anniversary.objects.create(kind='founding', title_vi='Ngày thử nhắc việc', "
        "title_en='Reminder trial day', base_date=datetime.date("
        f"{day.year - 20}, {day.month}, {day.day}), precision='day', "
        "is_verified=True, verification_source='test', "
        "owner_id=office.organization_id, "
        "responsible=Association.objects.get(pk=office.organization_id)); generate(); "
        # Reminders wait for the morning; the run may begin before it.
        "from django.utils import timezone; from events.models import Reminder; "
        "Reminder.objects.filter(state='scheduled', "
        "occurrence__anniversary__title_vi='Ngày thử nhắc việc', "
        "due_at__date=timezone.localdate()).update(due_at=timezone.now())"
    )

    mails = portal.wait_for_mail(secretary, "Ngày thử nhắc việc", seconds=180)
    portal.shell("from events.tasks import send_reminders as s; s(); s()")

    again = portal.wait_for_mail(secretary, "Ngày thử nhắc việc")
    assert len({mail["Message-ID"] for mail in again}) == len(mails) == len(again) == 1


def test_5_nothing_is_lost_by_stopping_and_starting(visit, portal):
    before = portal.shell(COUNT)
    mails = len(portal.mails())

    portal.stop()
    portal.start()

    assert portal.shell(COUNT) == before
    assert len(portal.mails()) >= mails
    reader = visit()
    reader.open("/tim-kiem/?q=thu+vien+song+hong")
    assert "Chi hội Thư viện Sông Hồng" in reader.text()


COUNT = (
    "from django.apps import apps; "
    "print([(m._meta.label, m.objects.count()) for m in apps.get_models() "
    "if m._meta.app_label in ('federation', 'members', 'events', 'bulletin', 'awards')"
    " and not m.__name__.endswith('Event') and m.__name__ != 'Reminder'])"
)


def test_a_database_that_dies_is_a_pause_not_a_fault(portal):
    server = (portal.folder / "postgres" / "postmaster.pid").read_text().split()[0]
    seen = {}

    def is_back() -> bool:
        status, seen[status] = ask(portal, "/en/")
        return status == 200 and 503 in seen

    os.kill(int(server), signal.SIGKILL)

    assert wait_until(is_back, 90, 0.05), seen
    assert set(seen) <= {200, 503}
    assert '<html lang="en">' in seen[503]
    assert "Back in a moment" in seen[503]


def ask(portal, path: str) -> tuple[int, str]:
    probe = http.client.HTTPConnection("localhost", portal.port, timeout=30)
    try:
        probe.request("GET", path)
        answer = probe.getresponse()
        return answer.status, answer.read().decode()
    finally:
        probe.close()
