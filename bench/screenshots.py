"""A picture of each page of the demonstration, and the one that the README shows; ``./dev screenshots``."""

import argparse
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.browser import SCHEMES, WIDTHS, launch, server

ROOT = Path(__file__).parent.parent
CHAIR, COORDINATOR, OFFICER, AUDITOR, ADVOCATE = (
    "Мирослава Гайдук",
    "Оксана Ющенко-Бойко",
    "Гнат Ярошенко",
    "Тарас Фещенко",
    "Софія Мельничук",
)
PAGES = (
    (OFFICER, "work-officer", "/"),
    (OFFICER, "referral", "/referrals/new"),
    (COORDINATOR, "queue", "/queue"),
    (COORDINATOR, "cases", "/cases"),
    (CHAIR, "work-chair", "/"),
    (CHAIR, "case", "{case}"),
    (CHAIR, "meeting", "{case}/meeting"),
    (CHAIR, "plan", "{case}/plan"),
    (ADVOCATE, "safety-plan", "{case}/safety-plan"),
    (AUDITOR, "log", "/log"),
    (CHAIR, "components", "/demo/components"),
)


def main() -> None:
    """Make the pictures in ``screenshots/``; with ``--readme`` only the README's."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--readme", action="store_true")
    only_readme = wanted.parse_args().readme
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    variants = [("en", "light", 1280)] if only_readme else list(product(("uk", "en"), SCHEMES, WIDTHS))
    with (
        tempfile.TemporaryDirectory() as scratch,
        server(Path(scratch) / "demo", cases=15) as address,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for language, scheme, width in variants:
            _photograph(browser, address, folder, language, scheme, width, only_readme=only_readme)


def _photograph(browser, address, folder, language, scheme, width, *, only_readme) -> None:  # type: ignore[no-untyped-def]
    locale = "uk-UA" if language == "uk" else "en-GB"
    for who, name, path in PAGES:
        if only_readme and name != "case":
            continue
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}/demo/sign-in")
        page.get_by_role("button", name=who).click()
        if "{case}" in path:
            page.goto(f"{address}/cases?stage=active")
            path = path.replace("{case}", page.locator("main a[href^='/cases/KHM']").first.get_attribute("href"))
        page.goto(address + path)
        if only_readme:
            page.screenshot(path=str(ROOT / "docs" / "pictures" / "case.png"))
        else:
            page.screenshot(path=str(folder / f"{name}-{language}-{scheme}-{width}.png"), full_page=True)
        context.close()


if __name__ == "__main__":
    main()
