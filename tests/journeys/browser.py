"""A real server over a fresh demonstration without cases, and a real browser that looks at every page with axe."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
TURNS = {(1280, "light"), (390, "dark")}
EVERY_VARIANT = bool(os.environ.get("ICAT_LONG"))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def chromium() -> str | None:
    """The browser to test with: the one that ./dev found, else Debian's."""
    named = os.environ.get("ICAT_CHROMIUM")
    return named or next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    """Start the browser."""
    return playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def server(folder: Path, *, cases: int = 0) -> Iterator[str]:
    """The demonstration as ``./dev demo`` serves it; gives its address."""
    port = _free_port()
    command = [sys.executable, "-m", "icat", "demo", "--data", str(folder), "--port", str(port), "--cases", str(cases)]
    log = (folder.parent / "server.log").open("wb")
    process = subprocess.Popen(command, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            with socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1])), timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


class Person:
    """Somebody at a screen of their own: signed in, watched for console errors and requests that fail."""

    def __init__(self, browser: Browser, address: str, name: str, *, language: str, phone: bool = False) -> None:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        self.context: BrowserContext = browser.new_context(
            viewport=size, locale="uk-UA" if language == "uk" else "en-GB", bypass_csp=False
        )
        self.language = language
        self.address = address
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(f"{address}/demo/sign-in")
        self.page.get_by_role("button", name=name).click()

    def go(self, path: str) -> Page:
        """Open a page by its address."""
        self.page.goto(self.address + path)
        return self.page

    def close(self) -> None:
        """Leave. A page that complained to the console fails the story."""
        self.context.close()
        assert not self.faults, self.faults


def look(person: Person, path: str | None = None) -> None:
    """Look at the page in each width and scheme: nothing wider than the screen, and no violation that axe knows.

    Axe takes its time, so the two languages take turns: wide and light with narrow and dark, or the other way round.
    ``--long`` has it look at each.
    """
    page = person.page
    if path:
        person.go(path)
    before = page.viewport_size
    for scheme in SCHEMES:
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{page.url} is {overflow} px wider than {width}"
            is_turn = ((width, scheme) in TURNS) is (person.language == "uk")
            found = _axe(page) if is_turn or EVERY_VARIANT else []
            assert not found, f"{page.url} {width} {scheme} {person.language}: {found}"
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)


def glance(person: Person) -> None:
    """Look at the page as it is now, in this width and scheme."""
    found = _axe(person.page)
    assert not found, f"{person.page.url} {person.language}: {found}"
    overflow = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{person.page.url} is {overflow} px wider than the screen"


def _axe(page: Page) -> list[str]:
    """What axe finds. Its script is given to the browser by the driver, so the content policy stays as it is."""
    results = Axe().run(page)
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes']][:3]}"
        for violation in results.response["violations"]
    ]
