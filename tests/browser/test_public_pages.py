"""Every public page in a real browser: fits a telephone, is usable with assistive technology, runs clean."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ru", "uz", "kaa", "zh")
PAGES = (
    "",
    "projects/",
    "projects/?view=map",
    "compare?ref=ARAL-2026-0001&ref=ARAL-2026-0002",
    "sign-in",
    "register",
)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_it_works(page: Page, path: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    answer = page.goto(f"/{language}/{path}")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_it_has_no_accessibility_violations(page: Page, path: str) -> None:
    page.goto(f"/en/{path}")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
