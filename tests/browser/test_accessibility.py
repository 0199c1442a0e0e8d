"""Pages in a real browser: no violation of axe-core, nothing the policy blocks."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PATHS = [
    *("/", "/en/", "/hoi-thanh-vien/viet-nam-lao/", "/chi-hoi/", "/ngay-ky-niem/"),
    *("/tim-kiem/?q=huu+nghi", "/khong-co/", "/tai-khoan/dang-nhap/"),
]


def complaints(visitor, path) -> list[str]:
    visitor.open(path)
    found = Axe().run(visitor.page).response["violations"]
    return [f"{path}: {each['id']} {each['nodes'][0]['target']}" for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages_have_no_barrier(visit, scheme):
    reader = visit(color_scheme=scheme)
    found = [each for path in PATHS for each in complaints(reader, path)]
    reader.open("/ban-tin/")
    article = reader.page.locator("main a[href*='/bai-viet/']").first
    found += complaints(reader, article.get_attribute("href"))

    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_and_a_dossiers_form_have_no_barrier(visit, scheme):
    secretary = visit("association_secretary", color_scheme=scheme)

    found = complaints(secretary, "/lam-viec/")
    found += complaints(secretary, "/lam-viec/ho-so/moi/")

    assert found == []
