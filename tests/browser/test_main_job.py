"""The main job from end to end in a browser: a partner registers interest, the staff review and export it."""

import email
import re
import time
from email.policy import default
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def plain_page(chromium: Browser, live_server: str) -> Page:
    """A visitor without JavaScript."""
    return chromium.new_context(base_url=live_server, java_script_enabled=False).new_page()


def wait_for_mail(folder: Path, recipient: str) -> str:
    """The text of the first message to somebody, once the worker has delivered it."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for path in (folder / "data" / "mail").glob("*.eml"):
            message = email.message_from_bytes(path.read_bytes(), policy=default)
            if message["To"] == recipient:
                body = message.get_body(("plain",))
                assert body is not None
                return str(body.get_content())
        time.sleep(0.2)
    raise AssertionError(f"no message to {recipient} arrived")


def register_interest(page: Page, language: str, recipient: str) -> None:
    """From the catalogue to the confirmation page, by clicking."""
    page.goto(f"/{language}/projects/?sector=water_saving")
    assert page.locator("html").get_attribute("lang") == {"en": "en", "zh": "zh-Hans"}[language]
    page.locator("a[href$='/projects/ARAL-2026-0002']").first.click()
    page.locator("a[href*='/ARAL-2026-0002/interest']:visible").first.click()
    page.locator("[name=organisation]").fill("Illustrative Browser Company")
    page.locator("[name=country]").select_option("CN")
    page.locator("[name=partner_type]").select_option("technology_provider")
    page.locator("[name=contact_name]").fill("示例联系人")
    page.locator("[name=email]").fill(recipient)
    page.locator("[name=kinds][value=supply_technology]").check()
    page.locator("[name=message]").fill("我们希望提供滴灌设备。")
    page.locator("[name=amount]").fill("250000")
    page.locator("[name=currency]").select_option("USD")
    page.locator("main form button[type=submit]").last.click()
    assert page.locator("[role=alert]").count() == 1, "the consent was not given"
    assert page.locator("[name=message]").input_value() == "我们希望提供滴灌设备。"
    page.locator("[name=consent]").check()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/interests/check-mail")


def confirm(page: Page, text: str) -> None:
    link = re.search(r"/\w+/interests/confirm/\S+", text)
    assert link is not None
    page.goto(link.group())
    page.locator("main form button[type=submit]").click()


def sign_in(page: Page, role: str, password: str) -> None:
    page.goto("/en/sign-in")
    page.locator("[name=email]").fill(f"{role}@example.org")
    page.locator("[name=password]").fill(password)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/en/staff/")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_works(
    page: Page, context: BrowserContext, server_folder: Path, demo_password: str, language: str
) -> None:
    recipient = f"browser-{language}@{language}.example.org"
    register_interest(page, language, recipient)
    confirm(page, wait_for_mail(server_folder, recipient))
    sign_in(page, "reviewer", demo_password)
    page.goto("/en/staff/leads/?q=Browser&status=submitted&country=CN")
    page.locator("main a[href*='/staff/leads/2']").first.click()
    assert recipient in page.locator("main").inner_text()
    number = page.url.rpartition("/")[2]
    step(page, "screening")
    page.locator("form[action$='/assign'] button").first.click()
    step(page, "eligible")
    step(page, "forwarded", summary="A supplier of drip lines from abroad.")
    assert page.url.endswith(number)
    with page.expect_download() as downloading:
        page.goto(f"/en/staff/leads/?q={number}")
        page.locator("form[action*='export.xlsx'] button").click()
    file = server_folder / f"{language}.xlsx"
    downloading.value.save_as(file)
    sheet = load_workbook(file).worksheets[1]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [number]


def step(page: Page, to: str, **values: str) -> None:
    """Take a step whose button may lie in a closed fold, with what it asks for."""
    form = page.locator(f"form[action$='/move']:has(input[name=to][value={to}])")
    button = form.locator("button[type=submit]")
    if not button.is_visible():
        page.locator(f"details:has(input[name=to][value={to}]) > summary").first.click()
    for name, value in values.items():
        form.locator(f"[name={name}]").fill(value)
    button.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_works_without_javascript(plain_page: Page, server_folder: Path, language: str) -> None:
    recipient = f"plain-{language}@plain-{language}.example.org"
    register_interest(plain_page, language, recipient)
    confirm(plain_page, wait_for_mail(server_folder, recipient))
    assert plain_page.locator("h1").count() == 1
    plain_page.context.close()
