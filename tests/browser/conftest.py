"""A running server and a real browser: `pytest -m browser`."""

import os
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tools import browser as browsers
from tools.ports import free_port
from tools.postgres import with_parent

PASSWORD = "only-for-tests-2026"
#: A request that failed is reported apart, with its address.
LOADING_FAILED = "Failed to load resource"


@dataclass
class Complaints:
    """What the browser did not like; a test fails if anything is left in it at its end."""

    found: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(LOADING_FAILED):
            self.found.append(f"{message.type}: {message.text}")

    def _on_response(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.found.append(f"status {response.status}: {response.url}")


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps its data and, in `data/mail`, its messages."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="session")
def live_server(server_folder: Path) -> Iterator[str]:
    """Address of `registry serve` with the demonstration records in a folder of its own."""
    folder = server_folder
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    environment |= {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WORKERS": "1",
        "REGISTRY_DATA_DIR": str(folder / "data"),
        "REGISTRY_DEMO": "1",
        "REGISTRY_DEMO_PASSWORD": PASSWORD,
        "REGISTRY_RATE_LIMITS": "off",
        "REGISTRY_PASSWORD_HASHING": "cheapest",
    }
    command = [str(Path(sysconfig.get_path("scripts")) / "registry"), "serve"]
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=output, stderr=output, preexec_fn=with_parent()
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/en/", server, log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a page is there; raises with what the server said."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"`registry serve` did not answer at {address}:\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def demo_password() -> str:
    """Password of ROLE@example.org, partner@example.org and partner2@example.org."""
    return PASSWORD


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = browsers.find()
    if path is None:
        pytest.fail(f"There is no Chromium for {sys.executable}; `make test` brings one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(browsers.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, live_server: str) -> Iterator[BrowserContext]:
    """A fresh visitor: no cookies; addresses may be given without the host."""
    context = chromium.new_context(base_url=live_server, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def page(context: BrowserContext, complaints: Complaints) -> Iterator[Page]:
    """A page of a fresh visitor; the test fails if the browser complains about anything."""
    page = context.new_page()
    complaints.listen(page)
    yield page
    assert not complaints.found, "the browser complains:\n" + "\n".join(complaints.found)
