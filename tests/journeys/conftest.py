"""One browser and one server for all journeys: they are slow to start, and a story leaves the others alone."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.browser import chromium, launch, server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser; where there is none the journeys are skipped loudly, and in CI they fail."""
    if chromium() is None:
        assert os.environ.get("CI") is None, "a browser must not be missing in CI"
        pytest.skip("no Chromium here: no page was looked at")
    expect.set_options(timeout=15_000)  # two of these run at once, on two cores
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration, served as ./dev demo serves it; or one that runs already, to try a story again quickly."""
    if running := os.environ.get("ICAT_JOURNEY_AT"):
        yield running
        return
    with server(tmp_path_factory.mktemp("demo") / "demo", cases=18) as found:
        yield found
