"""A phone without signal: what is typed is sealed, opened again with the PIN, and sent once by itself.

The browser is really taken offline. Nothing that was typed may lie in its stores as it was typed.
"""

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import Person, glance
from tests.journeys.test_referral_to_log import REFERENCE, choose, fill

CANARY = "Соловейкобрій"
SHELL = "/referrals/offline"
OFFICER, COORDINATOR = "Гнат Ярошенко", "Оксана Ющенко-Бойко"

# Whatever this browser keeps: every row of every store, and every answer in its caches, as one text.
KEPT = """async () => {
  const found = [];
  const inside = async (one) =>
    (await Promise.all(Object.entries(one).map(async ([k, v]) => k + await told(v)))).join(' ');
  const told = async (one) => {
    if (one instanceof ArrayBuffer || ArrayBuffer.isView(one)) return new TextDecoder().decode(one);
    if (one instanceof CryptoKey) return `key, extractable: ${one.extractable}`;
    return one && typeof one === 'object' ? await inside(one) : String(one);
  };
  for (const name of ['tickets', 'parcels', 'locked', 'alerts', 'receipts'])
    for (const row of await self.icatParcels.all(name)) found.push(`${name} ${await told(row)}`);
  for (const name of await caches.keys())
    for (const asked of await (await caches.open(name)).keys())
      found.push(asked.url + ' ' + (asked.url.includes('/static/') ? '' : await (await caches.match(asked)).text()));
  found.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }));
  return found;
}"""
OF_SOMEBODY_ELSE = """async () => {
  const { all, put } = self.icatParcels;
  for (const row of await all('tickets')) await put('tickets', { ...row, member: 'somebody-else' });
}"""
SPOILT = """async () => {
  const { all, put } = self.icatParcels;
  for (const row of await all('parcels'))
    await put('parcels', { ...row, sealed: row.sealed.slice(0, -8) + 'AAAAAAA=' });
}"""

# The first parcel to be handed in stops on its way until the test lets it go; only this page sends.
HELD = """() => {
  SyncManager.prototype.register = async () => {};
  const real = self.fetch;
  let isOnItsWay;
  self.onItsWay = new Promise((done) => { isOnItsWay = done; });
  self.fetch = async (...asked) => {
    if (String(asked[0]) === '/parcels/receive' && navigator.onLine && !self.held) {
      self.held = JSON.parse(asked[1].body).client;
      await new Promise((go) => { self.letGo = go; isOnItsWay(); });
    }
    return real(...asked);
  };
}"""
SPOILT_BUT_THE_HELD = SPOILT.replace("all('parcels'))", "all('parcels')) if (row.client !== self.held)")

# While the page seals what was typed since, a sender takes the part that lies there already.
TAKEN_WHILE_SEALING = """() => {
  const { all, put } = self.icatParcels;
  const real = SubtleCrypto.prototype.encrypt;
  SubtleCrypto.prototype.encrypt = async function (...asked) {
    SubtleCrypto.prototype.encrypt = real;
    for (const row of await all('parcels')) await put('parcels', { ...row, tried: true });
    return real.apply(this, asked);
  };
}"""


def kept(page: Page) -> dict[str, list[str]]:
    """What the browser keeps, by the name of the store; what was typed is nowhere among it."""
    found: list[str] = page.evaluate(KEPT)
    assert CANARY not in "\n".join(found)
    return {
        name: [one for one in found if one.startswith(f"{name} ")]
        for name in ("parcels", "locked", "tickets", "receipts", "alerts")
    } | {"pages": [one for one in found if one.startswith("http") and "/static/" not in one.split(" ")[0]]}


def ready(person: Person) -> Page:
    """The form, kept by the phone for the time without signal."""
    page = person.go(SHELL)
    expect(page.locator("[data-status]")).not_to_be_empty()
    until(lambda: page.evaluate("caches.match(document.querySelector('[data-shell]').dataset.shell).then(Boolean)"))
    return page


def until(what: Callable[[], object]) -> None:
    """Wait, at most a few seconds, for what the page does by itself."""
    deadline = time.monotonic() + 5
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def write(page: Page, **more: str) -> None:
    """A whole referral."""
    fill(page, surname=CANARY, his_surname=CANARY, reason_now=f"Погрожує вбити. {CANARY}", **more)
    page.select_option("[name=hromada]", index=1)
    choose(page, urgency="before_next_meeting", agrees="agrees")


def offline(person: Person, *, is_so: bool = True) -> None:
    """Take the signal away, or give it back. A request that fails meanwhile is no fault of the page."""
    person.context.set_offline(is_so)
    if not is_so:
        person.faults[:] = [fault for fault in person.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def seal(page: Page) -> None:
    """Press the button."""
    page.click("form[data-sealed] button[name=send]")
    expect(page.locator("[data-part=list]")).to_contain_text("Ще не надійшло")


def in_queue(browser: Browser, address: str, reference: str) -> int:
    """How often a referral stands in the coordinator's queue."""
    coordinator = Person(browser, address, COORDINATOR, language="uk")
    text = coordinator.go("/queue").locator("main").inner_text()
    coordinator.close()
    return text.count(reference)


def test_what_is_written_without_signal_is_sealed_reopened_with_the_pin_and_sent_once(
    browser: Browser, address: str
) -> None:
    officer = Person(browser, address, OFFICER, language="uk", phone=True)
    officer.page.clock.install()
    page = ready(officer)
    (shell,) = kept(page)["pages"]
    assert OFFICER not in shell
    assert "csrf" not in shell

    offline(officer)
    write(page)
    page.click("[data-offline-panel] summary")
    page.fill("[data-part=lock] input", "482913")
    page.click("[data-part=lock] button")
    expect(page.locator("[name=surname]")).to_have_value("")
    assert len(kept(page)["locked"]) == 1
    glance(officer)

    page.reload()
    page.fill("[data-part=open] input", "482914")
    page.click("[data-part=open] button")
    expect(page.locator("[data-status]")).to_have_text("PIN неправильний.")
    page.fill("[data-part=open] input", "482913")
    page.click("[data-part=open] button")
    expect(page.locator("[name=surname]")).to_have_value(CANARY)
    expect(page.locator("[name=agrees][value=agrees]")).to_be_checked()
    page.check("[name=agrees][value=objects]")
    page.click("form[data-sealed] button[name=send]")  # too early: why without her agreement
    assert len(kept(page)["receipts"]) == 0
    fill(page, why_without="Загроза життю.")
    seal(page)
    expect(page.locator("[data-part=late]")).to_be_hidden()
    page.clock.fast_forward("16:00")
    expect(page.locator("[data-part=late]")).to_be_visible()
    glance(officer)
    assert len(kept(page)["parcels"]) == 1

    offline(officer, is_so=False)
    link = page.locator("[data-part=list] a")
    expect(link).to_have_text(REFERENCE)
    reference = link.inner_text()
    expect(page.locator("[data-part=late]")).to_be_hidden()
    left = kept(page)
    assert not left["parcels"]
    assert not left["locked"]
    assert in_queue(browser, address, reference) == 1
    officer.close()


def test_it_is_sent_when_the_session_has_ended_and_says_so_when_it_cannot_be(browser: Browser, address: str) -> None:
    officer = Person(browser, address, OFFICER, language="uk", phone=True)
    page = ready(officer)
    offline(officer)
    write(page)
    seal(page)
    officer.context.clear_cookies()
    offline(officer, is_so=False)
    expect(page.locator("[data-part=list] a")).to_have_text(REFERENCE)

    offline(officer)  # there is one more ticket in stock
    write(page)
    seal(page)
    page.evaluate(SPOILT)
    offline(officer, is_so=False)
    expect(page.locator("[data-part=list]")).to_contain_text("Сервер не може його відкрити")
    faults: list[Any] = officer.faults
    officer.faults = [fault for fault in faults if "422" not in fault]
    officer.close()


def test_what_is_written_while_others_are_on_their_way_is_never_written_over(browser: Browser, address: str) -> None:
    officer = Person(browser, address, OFFICER, language="uk", phone=True)
    page = ready(officer)
    page.evaluate(HELD)
    offline(officer)
    for _ in range(2):
        write(page)
        seal(page)
    expect(page.locator("[data-part=list]")).to_contain_text(re.compile(r"Ще не надійшло.*Ще не надійшло", re.DOTALL))

    offline(officer, is_so=False)
    page.evaluate("self.onItsWay")  # the sender read both, and has one of them in hand
    page.evaluate(SPOILT_BUT_THE_HELD)  # the other is another one now, as by somebody who typed on
    page.evaluate("self.letGo()")

    waiting = page.locator("[data-part=list]")
    expect(waiting).to_contain_text("Сервер не може його відкрити")
    expect(waiting.locator("a")).to_have_text(REFERENCE)
    officer.faults = [fault for fault in officer.faults if "422" not in fault]
    officer.close()


def test_what_is_typed_while_a_sender_takes_what_lies_there_is_the_next_part(browser: Browser, address: str) -> None:
    officer = Person(browser, address, OFFICER, language="uk", phone=True)
    page = ready(officer)
    offline(officer)
    write(page)
    until(lambda: len(kept(page)["parcels"]) == 1)
    page.evaluate(TAKEN_WHILE_SEALING)
    fill(page, given_name="Мокрина")
    seal(page)

    (parcel,) = kept(page)["parcels"]

    assert " part2 kindreferral " in parcel
    offline(officer, is_so=False)
    expect(page.locator("[data-part=list] a")).to_have_text(REFERENCE)
    assert "Мокрина" in officer.go("/referrals").locator("main").inner_text()
    officer.close()


def test_after_an_hour_it_can_only_be_sent(browser: Browser, address: str) -> None:
    officer = Person(browser, address, OFFICER, language="uk", phone=True)
    officer.page.clock.install()
    page = ready(officer)
    offline(officer)
    write(page)
    page.click("[data-offline-panel] summary")
    page.fill("[data-part=lock] input", "482913")
    page.click("[data-part=lock] button")
    expect(page.locator("[data-part=open]")).to_be_visible()

    page.clock.fast_forward("01:01:00")

    expect(page.locator("[data-part=open]")).to_be_hidden()
    left = kept(page)
    assert not left["locked"]
    assert len(left["parcels"]) == 1
    offline(officer, is_so=False)
    expect(page.locator("[data-part=list] a")).to_have_text(REFERENCE)
    assert CANARY in officer.go("/referrals").locator("main").inner_text()
    officer.close()


def test_an_alert_and_the_fuller_form_are_one_referral(browser: Browser, address: str) -> None:
    officer = Person(browser, address, OFFICER, language="uk", phone=True)
    page = ready(officer)
    offline(officer)
    fill(page, surname=CANARY)
    page.select_option("[name=hromada]", index=1)
    page.click("form[data-sealed] button[name=alert]")
    expect(page.locator("[data-part=list]")).to_contain_text("Ще не надійшло")
    page.reload()  # the battery: nothing here can read the alert again, but it can be added to
    page.click("[data-part=list] button")
    offline(officer, is_so=False)
    expect(page.locator("[data-part=list] a")).to_have_text(REFERENCE)
    alert = page.locator("[data-part=list] a").inner_text()
    assert in_queue(browser, address, alert) == 1

    offline(officer)
    write(page)
    seal(page)
    offline(officer, is_so=False)

    expect(page.locator("[data-part=list]")).not_to_contain_text("Ще не надійшло")
    assert page.locator("[data-part=list] a").all_inner_texts() == [alert]
    assert in_queue(browser, address, alert) == 1
    officer.close()


def test_the_quick_page_goes_on_without_signal(browser: Browser, address: str) -> None:
    officer = Person(browser, address, OFFICER, language="uk", phone=True)
    ready(officer)
    page = officer.go("/referrals/quick")
    expect(page.locator("[data-status]")).not_to_be_empty()
    write(page)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Збережено")  # the page itself keeps it with signal
    offline(officer)
    fill(page, given_name="Соломія")
    seal(page)
    assert len(kept(page)["parcels"]) == 1

    offline(officer, is_so=False)

    link = page.locator("[data-part=list] a")
    expect(link).to_have_text(REFERENCE)
    assert in_queue(browser, address, link.inner_text()) == 1
    assert link.inner_text() in officer.go("/referrals").locator("main").inner_text()
    officer.go("/referrals/quick")
    write(page)
    page.click("form[data-sealed] button[name=send]")  # with signal it goes the ordinary way
    page.wait_for_url(f"{address}/referrals/KHM-*")
    left = kept(page)
    assert not left["parcels"]
    assert len(left["tickets"]) == 2
    page.evaluate(OF_SOMEBODY_ELSE)  # who had this phone before
    page.reload()
    officer.go("/referrals/quick")
    page.wait_for_timeout(500)
    assert "somebody-else" not in "".join(kept(page)["tickets"])
    officer.close()


def test_without_a_secure_connection_the_page_says_that_it_cannot(browser: Browser, address: str) -> None:
    officer = Person(browser, address, OFFICER, language="uk", phone=True)
    officer.context.add_init_script("Object.defineProperty(self, 'isSecureContext', { value: false })")

    page = officer.go(SHELL)

    expect(page.locator("[data-status]")).to_contain_text("Робота без зв’язку тут недоступна")
    expect(page.locator("form[data-sealed]")).to_be_hidden()
    expect(officer.go("/referrals/quick").locator("form[data-sealed]")).to_be_visible()
    officer.close()
