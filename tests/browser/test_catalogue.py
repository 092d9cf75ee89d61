"""The catalogue with script: filters, links and the map change the page without loading it anew."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def count(page: Page) -> int:
    return int(page.locator("[data-announce]").inner_text().split()[0])


def test_it_works(page: Page) -> None:
    """A choice, a chip and the browser's way back each show their projects; what was unfolded stays so."""
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.goto("/en/projects/")
    everything = count(page)
    fold = page.locator("details.facet-more").first
    fold.locator("summary").click()
    choice = page.locator("input[name=sector]").first
    choice.check()
    page.wait_for_url("**/projects/?sector=*")
    chosen = choice.get_attribute("value")
    expect(page.locator(".chip")).to_have_count(1)
    assert page.url.endswith(f"/en/projects/?sector={chosen}")
    assert 0 < count(page) < everything
    expect(choice).to_be_focused()
    assert fold.evaluate("fold => fold.open")
    expect(page.locator(".live-region")).to_have_text(page.locator("[data-announce]").inner_text())
    page.locator(".chip").click()
    page.wait_for_url("**/projects/")
    expect(choice).not_to_be_checked()
    assert count(page) == everything
    page.go_back()
    expect(choice).to_be_checked()
    assert len(loads) == 1


def test_words_are_sent_without_loading_the_page(page: Page) -> None:
    page.goto("/en/projects/")
    page.evaluate("window.stayed = true")
    page.locator("#q").fill("zzzzqqqq")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/projects/?q=zzzzqqqq")
    expect(page.locator("main")).to_contain_text("zzzzqqqq")
    assert page.evaluate("window.stayed")


def test_the_map_can_be_moved_and_its_districts_are_links(page: Page) -> None:
    page.goto("/en/projects/")
    page.locator(".toolbar a", has_text="Map").click()
    districts = page.locator(".map-window path.map-area")
    expect(districts.first).to_be_visible()
    page.locator("input[name=sector]").first.check()
    page.wait_for_url("**sector=**")
    expect(page.locator(".map-window path.map-project").first).to_be_visible()
    busy = page.locator(".map-window path.map-shade-4").first
    name = (busy.get_attribute("aria-label") or "").partition(":")[0]
    busy.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**district=*")
    expect(page.locator(".chips")).to_contain_text(name)


def test_a_project_on_the_map_leads_to_its_page(page: Page) -> None:
    page.goto("/zh/projects/?view=map")
    page.locator(".map-window path.map-project").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh/projects/ARAL-*")
