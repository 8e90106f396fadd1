"""The main job, end to end: one high-risk referral from the officer's form to the papers and the auditor's log."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from icat import clock
from tests.journeys.browser import Person, glance
from tests.pdf.reading import text as text_of

_OPEN_AROUND = """name => {
  for (let part = document.getElementsByName(name)[0]; part; part = part.parentElement)
    if (part.tagName === 'DETAILS') part.open = true
}"""
REFERENCE = re.compile(r"KHM-\d{4}-[0-9A-Z]{5}-[0-9A-Z]")
SURNAME = {"uk": "Журавлик", "en": "Горицвіт"}
SECRET_ADDRESS = "вул. Таємна, 77"


class Story:
    """One case on its way through many hands."""

    def __init__(self, browser: Browser, address: str, language: str) -> None:
        self.browser, self.address, self.language = browser, address, language
        self.reference = ""
        self.meeting = ""
        self.surname = SURNAME[language]

    def __call__(self, name: str, *, phone: bool = False) -> Person:
        return Person(self.browser, self.address, name, language=self.language, phone=phone)

    def case(self, rest: str = "") -> str:
        return f"/cases/{self.reference}{rest}"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_referral_becomes_two_plans_on_paper_and_every_share_is_in_the_log(
    browser: Browser, address: str, language: str, tmp_path: Path
) -> None:
    story = Story(browser, address, language)

    an_officer_refers_her_at_night(story)
    the_coordinator_screens_and_the_chair_lists(story)
    agencies_say_what_they_know(story)
    the_table_meets(story)
    the_plans_are_made(story)
    papers = the_papers_are_exported(story, tmp_path)
    the_auditor_reads_the_log(story, tmp_path)

    for paper in papers:
        assert SECRET_ADDRESS not in text_of(paper)


def an_officer_refers_her_at_night(story: Story) -> None:
    officer = story("Гнат Ярошенко", phone=True)
    page = officer.go("/referrals/new")
    page.locator("main form button").first.click()
    glance(officer)
    fill(page, surname=story.surname, given_name="Марта", patronymic="Львівна", birth_year="1994")
    fill(page, address_now=SECRET_ADDRESS, safe_number="067 555 01 02", safe_hours="10:00-12:00", code_word="липа")
    fill(page, his_surname=story.surname, his_given_name="Остап", his_whereabouts="пішов до прибуття поліції")
    page.select_option("[name=hromada]", index=1)
    choose(page, safe_method="call", told="told", agrees="agrees", basis_code="UA-POWER")
    choose(page, police_level="high", sex_preference="woman")
    for factor in ("threats", "strangling", "separation", "fears_now"):
        choose(page, **{f"bc19_{factor}": "yes"})
    choose(page, bc19_weapon_used="unknown")
    page.click("main form.app-form button[type=submit]:not([name])")  # too early: it does not say how urgent it is
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("[name=surname]")).to_have_value(story.surname)
    glance(officer)
    choose(page, urgency="urgent_now")
    fill(
        page, reason_now="Душив учора ввечері, погрожував убити, вона йде від нього в неділю.", own_rating="дуже висока"
    )
    send(page)
    story.reference = REFERENCE.search(page.locator("main").inner_text())[0]  # type: ignore[index]
    glance(officer)
    officer.close()


def the_coordinator_screens_and_the_chair_lists(story: Story) -> None:
    coordinator = story("Оксана Ющенко-Бойко")
    page = coordinator.go("/queue")
    expect(page.locator("main")).to_contain_text(story.reference)
    glance(coordinator)
    coordinator.go(story.case("/screening"))
    expect(page.locator("main")).not_to_contain_text(SECRET_ADDRESS)
    glance(coordinator)
    page.click("form[action$='/screening/open'] button")
    coordinator.go(story.case("/screening/agencies"))
    expect(page.locator("main form input[type=checkbox]")).to_have_count(0)  # nobody before she was read who they are
    coordinator.go(story.case("/precheck"))
    for known in page.locator("main input[type=radio][name^=agency_][value=cleared]").all():
        known.check()
    fill(page, read_by="слідчий, телефоном її матері")
    glance(coordinator)
    send(page)
    coordinator.go(story.case("/screening/agencies"))
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    send(page)
    coordinator.go(story.case("/screening/proposal"))
    choose(page, proposal="list")
    fill(page, reason="Душіння, погрози і розрив.")
    send(page)
    meet_on = clock.today() + timedelta(days=1)
    coordinator.go("/teams/KHM/meetings/new")
    day(page, "held_at", meet_on)
    fill(page, **{"held_at-time": "10:00", "place": "велика зала"})
    glance(coordinator)
    send(page)
    story.meeting = page.url.rsplit("/", 1)[1]
    coordinator.close()

    chair = story("Мирослава Гайдук")
    page = chair.go(story.case("/listing"))
    choose(page, meeting=story.meeting)
    glance(chair)
    send(page)
    chair.close()


def agencies_say_what_they_know(story: Story) -> None:
    worker = story("Ніна Щербак")
    page = worker.go(story.case())
    expect(page.locator("main")).to_contain_text(story.surname)
    expect(page.locator("main")).not_to_contain_text("067 555 01 02")
    file_return(worker, story, "Звертались по допомогу у вересні.")
    worker.close()
    doctor = story("Ірина Ґудзь")
    file_return(doctor, story, "")
    doctor.close()
    advocate = story("Софія Мельничук")
    file_return(advocate, story, "Дзвонила на лінію двічі.")
    advocate.close()


def file_return(person: Person, story: Story, known: str) -> None:
    page = person.go(story.case("/research"))
    for who in ("survivor", "perpetrator"):
        choose(page, **{who: "yes" if known and who == "survivor" else "no"})
    if known:
        fill(page, **{"facts-0-text": known})
        choose(page, **{"facts-0-kind": "fact"})
        page.select_option("[name='facts-0-category']", "services")
        page.select_option("[name='facts-0-source_code']", "own_record")
    fill(page, offer="Супровід.")
    glance(person)
    send(page)


def the_table_meets(story: Story) -> None:
    chair = story("Мирослава Гайдук")
    meeting = f"/teams/KHM/meetings/{story.meeting}"
    page = chair.go(meeting)
    page.click("form[action$='/open'] button")
    chair.go(f"{meeting}/attendance")
    for who in page.locator("main select").all():
        who.select_option("present")
    for aloud in page.locator("main input[type=checkbox]").all():
        aloud.check()
    glance(chair)
    send(page)
    chair.go(story.case("/meeting"))
    page.click("form[action$='/begin'] button")
    glance(chair)

    worker = story("Ніна Щербак")
    table = worker.go(story.case("/meeting"))
    table.locator("[name=facts]").first.check()
    glance(worker)
    table.locator("form[action$='/statements/new'] button:not([name])").first.click()
    expect(table.locator("main")).to_contain_text("Звертались по допомогу")
    one_sentence_more(worker, "Сьогодні просила про притулок")
    worker.close()

    officer = story("Лідія Кравець")
    heard = officer.go(story.case("/meeting"))
    expect(heard.locator("main")).to_contain_text("Звертались по допомогу")
    expect(heard.locator("main")).not_to_contain_text("Дзвонила на лінію двічі")  # not said yet
    choose(heard, **{"position-level": "highest_risk"})
    fill(heard, **{"position-reason": "Душіння і погрози."})
    heard.locator("form[action$='/positions/new'] button").first.click()
    officer.close()

    positions = page.locator("[data-live=positions]")  # the chair has touched nothing meanwhile
    expect(positions).to_contain_text(
        {"uk": "Дано, ще закрито", "en": "Given, still sealed"}[story.language], timeout=2000
    )
    expect(positions).not_to_contain_text("Душіння і погрози.")
    glance(chair)
    page.click("form[action$='/positions/reveal'] button")
    expect(positions).to_contain_text("Душіння і погрози.")

    chair.go(story.case("/consensus"))
    choose(page, level="highest_risk", state="agreed")
    page.locator("[name=factors]").first.check()
    fill(
        page,
        reason="Душіння, погроза вбити, розрив.",
        survivor_voice="Хоче піти; говорила Софія.",
        inform_how="телефоном",
    )
    page.select_option("[name=informer]", index=1)
    day(page, "inform_by_on", clock.today() + timedelta(days=3))
    if not page.input_value("[name='next_review_on-day']"):
        day(page, "next_review_on", clock.today() + timedelta(days=30))
    glance(chair)
    send(page)
    glance(chair)
    chair.close()


def one_sentence_more(person: Person, sentence: str) -> None:
    """Between two sentences there is one key: the line has the focus again, and Enter adds what stands in it."""
    page, line = person.page, person.page.locator("[data-say]")
    expect(line).to_be_focused()
    page.keyboard.type(sentence)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(sentence)
    expect(line).to_be_focused()
    glance(person)
    page.locator("h1").click()
    page.keyboard.press("Alt+s")
    expect(line).to_be_focused()


def the_plans_are_made(story: Story) -> None:
    chair = story("Мирослава Гайдук")
    page = chair.go(story.case("/plan/actions/new"))
    choose(page, domain="perpetrator")
    fill(page, text="Перевірити, чи є в нього зброя", danger="Погроза вбити")
    page.select_option("[name=agency_id]", index=1)
    glance(chair)
    send(page)
    page.locator("main form button[type=submit]").last.click()
    glance(chair)
    chair.close()

    advocate = story("Софія Мельничук")
    page = advocate.go(story.case("/safety-plan/edit"))
    fill(page, text_children="Малий біжить до сусідки.", made_with="Марта і Софія", held_by="Софія")
    page.check("[name=printed_children]")
    page.check("[name=is_with_her]")
    page.check("[name=is_on_paper]")
    glance(advocate)
    send(page)
    expect(page.locator("main")).to_contain_text("Малий біжить до сусідки")
    advocate.close()


def the_papers_are_exported(story: Story, folder: Path) -> list[bytes]:
    supervisor = story("Софія Мельничук")
    page = supervisor.go(story.case("/plan/export"))
    fill(page, holder_name="Софія Мельничук")
    page.locator("[name=agency_id] option").last.evaluate("option => option.selected = true")
    page.check("[name=is_safe]")
    page.select_option("[name=purpose]", index=1)
    glance(supervisor)
    plan = download(page, folder / "plan.pdf")

    page = supervisor.go(story.case("/safety-plan/export"))
    choose(page, holder="survivor", format="full")
    for question in page.locator("input[name^=answer_][value=yes]").all():
        question.check()
    for question in ("lives_with_him", "searches", "children_may_tell"):
        page.check(f"[name=answer_{question}][value=no]")
    for tick in ("knows_risk", "is_present", "she_agrees"):
        if page.locator(f"[name={tick}]").count():
            page.check(f"[name={tick}]")
    glance(supervisor)
    safety = download(page, folder / "safety.pdf")
    assert "Малий біжить до сусідки" in text_of(safety)
    assert story.reference not in text_of(safety)
    supervisor.go(story.case("/copies"))
    glance(supervisor)
    supervisor.close()
    return [plan, safety]


def the_auditor_reads_the_log(story: Story, folder: Path) -> None:
    auditor = story("Тарас Фещенко")
    page = auditor.go(f"/log?case={story.reference}")
    main = page.locator("main")
    expect(main).to_contain_text(story.reference)
    for narrative in (story.surname, SECRET_ADDRESS, "Звертались по допомогу", "Малий біжить", "Душив учора"):
        expect(main).not_to_contain_text(narrative)
    glance(auditor)
    export = page.locator("form[action$='/log/export'] button")
    table = download(page, folder / "log.csv", button=export).decode("utf-8-sig")
    assert table.count("UA-POWER") >= 3
    assert story.surname not in table
    assert page.goto(auditor.address + story.case()).status == 404  # type: ignore[union-attr]
    auditor.faults.clear()  # the browser tells the console of a 404 that was meant
    auditor.close()


def fill(page: Page, **values: str) -> None:
    """Type into boxes by their names, opening what is folded away."""
    for name, value in values.items():
        box = page.locator(f"[name='{name}']").first
        unfold(page, name)
        box.fill(value)


def choose(page: Page, **values: str) -> None:
    """Choose answers by the names of their questions."""
    for name, value in values.items():
        unfold(page, name)
        page.locator(f"[name='{name}'][value='{value}']").first.check(force=True)


def unfold(page: Page, name: str) -> None:
    """Open the folded part of a page in which a box lies."""
    page.evaluate(_OPEN_AROUND, name)


def day(page: Page, name: str, on: date) -> None:
    """Type a date into its three boxes."""
    fill(page, **{f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)})


def send(page: Page) -> None:
    """Press the main button of the page; a page that complains fails the story."""
    page.locator("main form.app-form button[type=submit]:not([name])").first.click()
    page.wait_for_load_state()
    complaint = page.locator(".govuk-error-summary")
    assert complaint.count() == 0, complaint.inner_text()


def download(page: Page, path: Path, button: object = None) -> bytes:
    """Press the main button and take the file that comes."""
    pressed = button or page.locator("main form.app-form button[type=submit]:not([name])").first
    with page.expect_download() as coming:
        pressed.click()  # type: ignore[attr-defined]
    coming.value.save_as(path)
    return path.read_bytes()
