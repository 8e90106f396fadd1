"""Every page as each role sees it: no violation, nothing wider than a phone, in each scheme and language."""

from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Person, look

OFFICER, COORDINATOR, CHAIR = "Гнат Ярошенко", "Оксана Ющенко-Бойко", "Мирослава Гайдук"
MEMBER, ADVOCATE, AUDITOR = "Лідія Кравець", "Софія Мельничук", "Тарас Фещенко"

OPEN_TO_ALL = ["/who-may", "/instruments", "/instruments/dash-24-1", "/instruments/lap-11-1/attest"]

# {active}: a case with an active plan, {meeting}: one at the table now, {screening}: one that waits
PAGES = {
    OFFICER: ["/", "/referrals", "/referrals/new", "/referrals/quick", "/referrals/offline", "/devices"],
    COORDINATOR: [
        "/inquiries",
        "/teams/KHM/inquiries/new",
        "/teams/KHM/inquiries/1",
        "/teams/KHM/inquiries/2/answer",
        "/duty",
        "/teams/KHM/duty/new",
        "/teams/KHM/settings",
        "/alarms",
        "/imports",
        "/teams/KHM/imports/new",
        "/teams/KHM/imports/1",
        "/teams/KHM/imports/1/check",
        "/queue",
        "/cases",
        "{screening}/screening",
        "{screening}/screening/agencies",
        "{active}/bars",
        "/parcels",
        "/retention",
        "/retention/{active_number}",
        "/retention/{active_number}/hold",
        "/retention/{active_number}/term",
        "/retention/{active_number}/recipients",
    ],
    CHAIR: [
        "/",
        "{active}",
        "{meeting}/meeting",
        "{meeting}/consensus",
        "{active}/plan",
        "/meetings",
        *OPEN_TO_ALL,
    ],
    MEMBER: ["{meeting}/meeting", "{active}/research", "{active}/shares", "{active}/plan"],
    ADVOCATE: [
        "{active}/safety-plan",
        "{active}/safety-plan/edit",
        "{active}/safety-plan/export",
        "{active}/plan/export",
        "{active}/consents",
        "{active}/consents/new",
        "{active}/consents/1",
        "{active}/consents/1/withdraw",
    ],
    AUDITOR: [
        "/log/checkpoints",
        "/log/checkpoints/cosignature",
        "/log/checkpoints/witnesses/new",
        "/",
        "/log",
        "/reports",
        "/reports/opened-without-task",
        "/reports/told-to-agency",
        "/reports/without-consent",
        "/reports/refusals",
        "/packs/new?seq=3&seq=4",
    ],
}


def _turns() -> list[Any]:
    """Each reader in one language, in turns; in the other one with ``--long``."""
    roles = ("officer", "coordinator", "chair", "member", "advocate", "auditor")
    return [
        pytest.param(name, language, id=f"{role}-{language}", marks=[] if language == first else [pytest.mark.long])
        for name, role, first in zip(PAGES, roles, cycle(["uk", "en"]), strict=False)
        for language in ("uk", "en")
    ]


@pytest.mark.parametrize(("name", "language"), _turns())
def test_pages_are_fit_for_every_reader(browser: Browser, address: str, name: str, language: str) -> None:
    finder = Person(browser, address, COORDINATOR, language=language)
    cases = {stage: _first_case(finder, stage) for stage in ("active", "meeting", "screening")}
    finder.close()
    cases["active_number"] = cases["active"].rpartition("/")[2]
    reader = Person(browser, address, name, language=language)

    for path in PAGES[name]:
        look(reader, path.format(**cases))

    reader.close()


def _first_case(finder: Person, stage: str) -> str:
    page = finder.go(f"/cases?stage={stage}")
    return page.locator("main a[href^='/cases/KHM']").first.get_attribute("href") or ""
