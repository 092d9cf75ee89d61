"""A whole story in a browser: a delegation is prepared, comes, is interested, and a memorandum is signed.

Every click of the staff is counted, and the page is loaded anew after each: nothing is lost.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import PASSWORD
from tests.browser.test_main_job import sign_in

pytestmark = pytest.mark.browser

PROJECTS = ("ARAL-2026-0002", "ARAL-2026-0013", "ARAL-2026-0004")
SUMMARY = "A supplier from abroad would like to equip the demonstration plot."


class Staff:
    """Somebody at the desk, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def send(self, form: Locator) -> None:
        """Press the button of a form, then load the page it leads to anew."""
        self.click(form.locator("button[type=submit]").first)
        self.page.wait_for_load_state()
        self.page.reload()

    def form(self, ending: str) -> Locator:
        return self.page.locator(f"form[action$='{ending}']")

    def unfold(self, form: Locator) -> None:
        """Open the fold around a form, if it is closed."""
        if not form.is_visible():
            self.click(form.locator("xpath=ancestor::details[1]/summary"))


def prepare(staff: Staff) -> str:
    page = staff.page
    staff.click(page.locator("nav a[href$='/staff/visits/']"))
    staff.click(page.locator("main a[href$='/staff/visits/new']"))
    page.locator("[name=purpose]").fill("To get to know projects for investment")
    page.locator("[name=country]").select_option("CN")
    page.locator("[name=first_day]").fill("2026-12-14")
    page.locator("[name=last_day]").fill("2026-12-16")
    page.locator("[name=head]").fill("Illustrative counsellor")
    staff.send(page.locator("main form"))
    for hour, reference in enumerate(PROJECTS, 9):
        form = staff.form("/stops")
        staff.unfold(form)
        form.locator("[name=starts_at]").fill(f"2026-12-15T{hour:02}:00")
        form.locator("[name=kind]").select_option("project")
        form.locator("[name=place]").fill("Samanbay")
        form.locator("[name=project]").fill(reference)
        staff.send(form)
    for name in ("示例成员一", "示例成员二"):
        form = staff.form("/members")
        staff.unfold(form)
        form.locator("[name=name]").fill(name)
        form.locator("[name=organisation]").fill(f"Illustrative Company of {name}")
        form.locator("[name=language]").select_option("zh")
        staff.send(form)
    return page.url


def brief(staff: Staff, folder: Path) -> None:
    with staff.page.expect_download() as download:
        staff.click(staff.page.locator("a[href$='/briefing/zh.pdf']"))
    path = folder / "briefing.pdf"
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF")


def register(staff: Staff, member: int, reference: str) -> None:
    form = staff.form("/interests")
    staff.unfold(form)
    form.locator("[name=member]").select_option(index=member)
    form.locator("[name=project]").select_option(reference)
    form.locator("[name=partner_type]").select_option("technology_provider")
    staff.click(form.locator("[name=kinds][value=supply_technology]"))
    form.locator("[name=email]").fill(f"member{member}@delegation.example.org")
    form.locator("[name=message]").fill("They want to supply drip lines.")
    staff.click(form.locator("[name=consent]"))
    staff.send(form)


def advance(staff: Staff, to: str, **values: str) -> None:
    form = staff.page.locator(f"form:has(> input[name=to][value={to}])")
    staff.unfold(form)
    for name, value in values.items():
        form.locator(f"[name={name}]").fill(value)
    staff.send(form)


def sign(staff: Staff) -> None:
    page = staff.page
    staff.click(page.locator("a[href*='/staff/agreements/new?lead=']"))
    page.locator("[name=kind]").select_option("mou")
    page.locator("[name=title]").fill("Memorandum on the demonstration plot")
    staff.send(page.locator("main form"))
    form = staff.form("/sign")
    form.locator("[name=signed_on]").fill("2026-11-20")
    form.locator("[name=file]").set_input_files(
        {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 illustrative"}
    )
    staff.send(form)
    staff.send(staff.form("/publish"))


def test_a_delegation_comes_and_signs(page: Page, tmp_path: Path) -> None:
    sign_in(page, "manager", PASSWORD)
    staff = Staff(page)
    visit = prepare(staff)
    brief(staff, tmp_path)
    staff.click(staff.form("/move").locator("button[value=confirmed]"))
    page.reload()
    for member, reference in enumerate(PROJECTS[:2]):
        register(staff, member, reference)
    form = staff.form("/move")
    form.locator("[name=outcome]").fill("Two companies are interested.")
    staff.click(form.locator("button[value=held]"))
    staff.click(page.locator("#interests a[href*='/staff/leads/']").first)
    advance(staff, "screening")
    advance(staff, "eligible")
    advance(staff, "forwarded", summary=SUMMARY)
    advance(staff, "owner_accepted")
    advance(staff, "introduced")
    advance(staff, "negotiation", next_step="A draft", next_step_on="2026-12-20")
    case = page.url
    sign(staff)
    assert staff.clicks < 40, staff.clicks
    page.goto(case)
    assert page.locator("h1 + p .state").inner_text() == "Agreement signed"
    page.goto("/zh/countries/CN")
    assert "Memorandum on the demonstration plot" in page.locator("main").inner_text()
    page.goto(visit)
    assert page.locator("#interests li").count() == 2
