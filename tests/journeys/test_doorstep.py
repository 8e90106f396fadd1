"""An officer at the door with a phone of 390 px on a signal of 400 kbit/s: an alert, and a referral, by counted taps.

A tap is a touch of the glass, a key a letter typed. At two taps a second and four letters a second, which a thumb in a
glove does, the counts say how long it takes; the bounds below are what practice asks for (90 seconds, six minutes).
"""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import Person, glance, look
from tests.journeys.test_referral_to_log import REFERENCE

OFFICER, COORDINATOR = "Гнат Ярошенко", "Оксана Ющенко-Бойко"
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # bytes a second
SECONDS_A_TAP, SECONDS_A_KEY = 1.0, 0.25
FIRST_VIEW = 150_000


class Thumb:
    """One thumb: every touch and every letter is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.keys = page, 0, 0

    def touch(self, selector: str) -> None:
        """Touch what lies there."""
        self.page.locator(selector).first.click()
        self.taps += 1

    def choose(self, **values: str) -> None:
        """One circle each."""
        for name, value in values.items():
            self.page.check(f"[name={name}][value={value}]")
            self.taps += 1

    def write(self, **values: str) -> None:
        """A touch for each box, and its letters."""
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)
            self.taps, self.keys = self.taps + 1, self.keys + len(value)

    @property
    def seconds(self) -> float:
        """How long a thumb needs for all of that."""
        return self.taps * SECONDS_A_TAP + self.keys * SECONDS_A_KEY


def at_the_door(browser: Browser, address: str) -> tuple[Person, Thumb, dict[str, float]]:
    """The officer's phone on a weak signal, the page open; and what the first view weighed and how long it took."""
    officer = Person(browser, address, OFFICER, language="uk", phone=True)
    wire = officer.context.new_cdp_session(officer.page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    wire.send("Network.emulateNetworkConditions", SLOW)
    weighed: dict[str, float] = {"bytes": 0}
    wire.on("Network.loadingFinished", lambda done: _add(weighed, done))
    page = officer.go("/referrals/quick")
    weighed["seconds"] = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000")
    return officer, Thumb(page), dict(weighed)  # what comes later is no part of the first view


def _add(weighed: dict[str, float], done: Any) -> None:
    weighed["bytes"] += done["encodedDataLength"]


def test_an_alert_leaves_within_ninety_seconds_and_is_completed_on_its_case(
    browser: Browser, address: str, record_property: Any
) -> None:
    officer, thumb, weighed = at_the_door(browser, address)

    thumb.write(surname="Дверна", reason_now="Б’є, діти в кімнаті")
    thumb.touch("button[name=alert]")

    expect(officer.page.locator("h1")).to_contain_text("Направлення подано")
    number = REFERENCE.search(officer.page.locator("h1 + div").inner_text())
    assert number is not None
    _count(record_property, "alert", thumb, weighed)
    assert weighed["bytes"] <= FIRST_VIEW, weighed
    assert thumb.taps <= 3, "two boxes and the button: place, urgency and basis are chosen beforehand"
    assert weighed["seconds"] + thumb.seconds <= 90

    _completed(officer, number[0])
    officer.close()
    coordinator = Person(browser, address, COORDINATOR, language="uk")
    coordinator.go(f"/cases/{number[0]}")
    expect(coordinator.page.locator("main")).to_contain_text("Додано до направлення")
    expect(coordinator.page.locator("main")).to_contain_text("Дверна Ганна")
    look(coordinator)
    coordinator.close()


def _completed(officer: Person, number: str) -> None:
    page = officer.page
    glance(officer)
    page.click("form[action$='/complete'] button")
    expect(page.locator("h1")).to_contain_text(number)
    page.fill("[name=given_name]", "Ганна")
    page.check("[name=child_count][value=two]")
    page.click("button[name=send]")
    expect(page.locator("main")).to_contain_text("Доповнено")


def test_a_useful_referral_takes_less_than_six_minutes(browser: Browser, address: str, record_property: Any) -> None:
    officer, thumb, weighed = at_the_door(browser, address)
    look(officer)

    thumb.write(surname="Порогова", given_name="Галина", birth_year="1988", safe_number="0671112233")
    thumb.choose(safe_method="text")
    thumb.write(his_surname="Пороговий", his_given_name="Степан", his_whereabouts="пішов до брата, вул. Садова")
    thumb.choose(child_count="two")
    thumb.write(
        reason_now="О 21:00 душив її, вона знепритомніла. Має мисливську рушницю. Погрожує вбити, якщо вона піде."
    )
    thumb.choose(police_level="high", agrees="agrees", urgency="before_next_meeting")
    glance(officer)
    thumb.touch("button[name=send]")

    expect(officer.page.locator("h1")).to_contain_text("Направлення подано")
    _count(record_property, "referral", thumb, weighed)
    assert thumb.taps <= 14
    assert weighed["seconds"] + thumb.seconds <= 360
    officer.close()


def _count(record_property: Any, what: str, thumb: Thumb, weighed: dict[str, float]) -> None:
    told = (
        f"{what}: {thumb.taps} taps, {thumb.keys} letters, {thumb.seconds:.0f} s by thumb; "
        f"first view {weighed['bytes'] / 1000:.0f} kB in {weighed['seconds']:.1f} s at 400 kbit/s"
    )
    record_property("counted", told)
