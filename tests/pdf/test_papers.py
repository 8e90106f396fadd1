"""What stands on the papers, what does not, and how they break over pages."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from icat.errors import RuleBroken
from icat.i18n import gettext, speaking
from icat.pdf.papers import (
    DOMAINS,
    SAFETY_SECTIONS,
    Initials,
    Level,
    Number,
    SafetyFormat,
    SafetySection,
    plan_name,
    plan_pdf,
    safety_name,
    safety_pdf,
)
from tests.pdf import reading, samples
from tests.pdf.reading import squeezed

A4_HEIGHT = 842
LIMITS = (
    "This plan is not evidence that the danger is low, even if little is written in it. Unknown does not mean no.",
    "What is written here may be read by his lawyer. It is not shown to him, and not left where others can read it.",
)


def said(pdf: bytes) -> str:
    return squeezed(reading.text(pdf))


@pytest.mark.parametrize("language", ["uk", "en"])
def test_everything_given_to_a_plan_is_on_it(language: str) -> None:
    paper = samples.plan(language=language)
    text = said(plan_pdf(paper))

    for words in (
        "Є. Ґ.",
        "1987",
        "KHM",
        "Консенсус: сім із восьми установ.",
        "засідання команди",
        "високий, 21.11.2026, дільничний офіцер",
        "Заклад охорони здоров’я: просить повторного огляду",
        "Душив або намагався задушити",
        "Постраждала особа, 21.11.2026",
        "9 так, 5 невідомо із 19",
        "Встановити тривожну кнопку.",
        "Він знає стару адресу",
        "Ткачук О.",
        "24.11.2026",
        "Кнопку отримано, п’ятниця",
        "07.12.2026",
        "Марія Ґудзь, ГО «Прихисток»; безпечний номер;",
    ):
        assert squeezed(words) in text
    with speaking(language):
        for heading in (*map(str, DOMAINS.values()), gettext("Highest risk"), gettext("No action agreed.")):
            assert squeezed(heading) in text
        for limit in LIMITS:
            assert squeezed(gettext(limit)) in text


@pytest.mark.parametrize("language", ["uk", "en"])
def test_not_highest_is_printed_as_no_team_plan_with_the_agency_and_the_official_level(language: str) -> None:
    paper = samples.plan(language=language, decision=samples.decision(level=Level.NOT_HIGHEST))
    text = said(plan_pdf(paper))

    with speaking(language):
        box = gettext("No team plan now") + gettext("Plan of an agency") + ": Служба у справах дітей, Їжак Є.,"
        assert squeezed(box) in text
        assert squeezed(gettext("Official level of danger (police)") + ": високий") in text
        assert squeezed(gettext("Highest risk")) not in text


def test_without_an_official_level_the_plan_says_that_it_was_not_received() -> None:
    text = said(
        plan_pdf(
            samples.plan(
                language="en", decision=samples.decision(level=Level.NOT_HIGHEST, official=None, agency_plans=())
            )
        )
    )

    assert "Officiallevelofdanger(police):notreceived" in text
    assert "noagencyhasnamedoneyet" in text


def test_a_table_from_a_draft_instrument_says_so_and_another_does_not() -> None:
    draft = said(plan_pdf(samples.plan(language="en", factors=(samples.factors(draft=True),))))

    assert "draftinstrument" in draft
    assert "draftinstrument" not in said(plan_pdf(samples.plan(language="en")))


def test_forty_actions_repeat_the_head_and_the_foot_on_each_page_and_split_no_row() -> None:
    actions = tuple(
        samples.action(text=f"Захід номер {n} перший рядок {'слова ' * 12} кінець {n}.") for n in range(1, 41)
    )
    pdf = plan_pdf(samples.plan(language="en", actions=actions))
    pages = [squeezed(page) for page in reading.text(pdf).split("\f")[:-1]]

    assert len(pages) >= 4
    for number, page in enumerate(pages, start=1):
        assert (
            squeezed("Taken by: Щербак Н. В., Центр соціальних служб · 23.11.2026 14:28 Share S-7F3K9 · ledger 4821")
            in page
        )
        assert f"{number}/{len(pages)}" in page
        assert "copy3of5" in page
    tables = [page for page in pages if "Західномер" in page]
    assert len(tables) >= 3
    assert all("Dangeritreduces" in page for page in tables)
    for n in range(1, 41):
        on = [page for page in pages if f"Західномер{n}перший" in page]
        assert len(on) == 1
        assert f"кінець{n}." in on[0]


def test_actions_are_numbered_through_the_domains_in_their_order() -> None:
    actions = (samples.action(domain="staff"), samples.action(domain="survivor"), samples.action(domain="children"))
    blocks = samples.plan(actions=actions).in_domains()

    assert [[number for number, _ in rows] for _, rows in blocks] == [[1], [], [2], [], [3]]


def test_markup_in_what_people_typed_is_printed_as_typed() -> None:
    nasty = "<img src=file:///etc/hostname><script>x</script>&amp;{{ 7 * 7 }}</td></table>"
    plan = samples.plan(
        team=nasty, actions=(samples.action(text=nasty, result=nasty, person=nasty),), trace=samples.trace(reader=nasty)
    )
    own = samples.safety(sections=(SafetySection("incident", (nasty,)),), card=(nasty,), kept=nasty)

    assert said(plan_pdf(plan)).count(squeezed(nasty)) >= 4
    assert squeezed(nasty) in said(safety_pdf(own, SafetyFormat.FULL))
    assert squeezed(nasty) in said(safety_pdf(own, SafetyFormat.CARD))


def test_a_field_longer_than_a_page_loses_nothing() -> None:
    long = " ".join(f"слово{n}" for n in range(1500))
    text = said(plan_pdf(samples.plan(actions=(samples.action(text=long),))))

    assert all(f"слово{n}" in text for n in range(1500))


def test_a_word_without_a_space_stays_on_the_paper() -> None:
    pdf = plan_pdf(samples.plan(actions=(samples.action(reduces="щ" * 300),)))

    assert said(pdf).count("щ") >= 300
    with_box = reading.text(pdf, "-bbox")
    assert max(float(edge) for edge in re.findall(r'xMax="([\d.]+)"', with_box)) < 595


def test_initials_refuse_a_name() -> None:
    assert Initials("О. К.", 1987).letters == "О. К."
    for name in ("Оксана К.", "Д'Артаньян", "Ковальчук"):
        with pytest.raises(ValueError, match="initials"):
            Initials(name, 1987)


def test_no_file_name_or_title_holds_more_than_the_reference() -> None:
    paper = samples.plan()

    assert plan_name(paper) == "KHM-2026-7F3K9-C-plan-3.pdf"
    with pikepdf.open(BytesIO(plan_pdf(paper))) as opened:
        title = str(opened.docinfo["/Title"])
    assert re.findall(r"[\w-]{5,}", title)[-1] in ("KHM-2026-7F3K9-C", "примірник")
    assert "Щербак" not in title
    assert [safety_name(samples.safety(), form) for form in (SafetyFormat.FULL, SafetyFormat.CARD)] == ["notes.pdf"] * 2
    assert safety_name(samples.safety(), SafetyFormat.AGENCY) == "KHM-2026-7F3K9-C-safety-3.pdf"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_her_plan_is_word_for_word_what_she_said(language: str) -> None:
    paper = samples.safety(language=language, hotlines=(), contacts=())
    text = said(safety_pdf(paper, SafetyFormat.FULL))

    with speaking(language):
        expected = gettext("Notes") + gettext("I went through this on %(day)s.", day="20.11.2026")
        for section in paper.sections:
            expected += str(section.title) + "".join(section.lines)
    assert sorted(re.findall("[☐•]", text)) == ["•", "•", "☐", "☐"]
    assert re.sub("[☐•]", "", text) == squeezed(expected)


@pytest.mark.parametrize("form", [SafetyFormat.FULL, SafetyFormat.CARD])
def test_her_papers_say_nothing_of_where_they_come_from(form: SafetyFormat) -> None:
    pdf = safety_pdf(samples.safety(language="en"), form)

    for words in ("KHM", "Щербак", "S-7F3K9", "4821", "ICAT", "1/1", "Safety", "Centre", "copy3"):
        assert words not in said(pdf)
    for words in (b"ICAT", b"KHM", b"WeasyPrint", b"T12", b"/Author"):
        assert words not in reading.everything_in(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert set(opened.docinfo.keys()) == {"/CreationDate", "/Producer", "/Title"}
        assert str(opened.docinfo["/Title"]) == "Notes"
        assert str(opened.docinfo["/Producer"]) == "PDF"
        assert str(opened.docinfo["/CreationDate"]) == "D:20261123"


def test_numbers_come_with_a_warning_about_the_list_of_calls() -> None:
    text = said(safety_pdf(samples.safety(language="en"), SafetyFormat.FULL))

    assert text.index("listofcalls") < text.index("15-47національнагарячалінія(цілодобово)")
    assert "+380671234567Марія,притулок" in text


@pytest.mark.parametrize(("confirmed", "old"), [(date(2026, 10, 24), False), (date(2026, 10, 23), True)])
def test_a_plan_not_confirmed_for_thirty_days_is_shown_as_old(confirmed: date, *, old: bool) -> None:
    paper = samples.safety(language="en", confirmed_on=confirmed)

    assert ("OLD" in said(safety_pdf(paper, SafetyFormat.FULL))) is old
    assert ("·old" in said(safety_pdf(paper, SafetyFormat.CARD))) is old


def test_a_plan_that_she_never_confirmed_says_so() -> None:
    assert "Notgonethroughyet" in said(safety_pdf(samples.safety(language="en", confirmed_on=None), SafetyFormat.FULL))


def test_the_card_is_one_page_of_innocent_words() -> None:
    pdf = safety_pdf(samples.safety(language="en"), SafetyFormat.CARD)

    assert reading.pages(pdf) == 1
    assert said(pdf) == squeezed("+380 67 123 45 67 Марія, шиття 0 800 500 335 Перукарня борщ вт, пт до 19 20.11.2026")


@pytest.mark.parametrize("lines", [1, 20, 40])
def test_the_card_stays_one_page_as_it_grows(lines: int) -> None:
    paper = samples.safety(card=tuple(f"рядок {n}" for n in range(lines)))
    pdf = safety_pdf(paper, SafetyFormat.CARD)

    assert reading.pages(pdf) == 1
    assert f"рядок{lines - 1}" in said(pdf)
    lowest = max(float(edge) for edge in re.findall(r'yMax="([\d.]+)"', reading.text(pdf, "-bbox")))
    assert (lowest < A4_HEIGHT / 2) is (lines < 40)


def test_a_card_that_cannot_be_one_page_is_refused() -> None:
    with pytest.raises(RuleBroken, match="one page|одну сторінку"):
        safety_pdf(samples.safety(card=("рядок",) * 200), SafetyFormat.CARD)


def test_a_card_with_nothing_on_it_is_refused() -> None:
    with pytest.raises(RuleBroken, match="nothing to put|Немає чого"):
        safety_pdf(samples.safety(card=(), contacts=(), hotlines=(Number("поліція", "102"),)), SafetyFormat.CARD)


def test_an_agency_copy_carries_its_trace_and_reference() -> None:
    text = said(safety_pdf(samples.safety(language="en"), SafetyFormat.AGENCY))

    for words in ("KHM-2026-7F3K9-C", "Takenby:ЩербакН.В.", "copy3of5", "ShareS-7F3K9·ledger4821", "1/1"):
        assert words in text
    with pytest.raises(ValueError, match="trace"):
        safety_pdf(samples.safety(trace=None), SafetyFormat.AGENCY)


def test_an_agency_copy_carries_the_checkpoint_of_the_log_and_its_code() -> None:
    for pdf in (
        plan_pdf(samples.plan(language="en")),
        safety_pdf(samples.safety(language="en"), SafetyFormat.AGENCY),
    ):
        assert "Checkpointofthelog:215entries,FBNKDKPARNOQ55DHD5QJS4P3JICQL5KI" in said(pdf)
    without = plan_pdf(samples.plan(language="en", trace=samples.trace(held=None)))
    assert "Checkpoint" not in said(without)


@pytest.mark.parametrize("form", [SafetyFormat.FULL, SafetyFormat.CARD])
def test_her_own_papers_carry_no_checkpoint(form: SafetyFormat) -> None:
    traces = samples.trace(), samples.trace(held=None)

    held, plain = (safety_pdf(samples.safety(language="en", trace=trace), form) for trace in traces)

    assert held == plain
    assert "FBNK" not in said(held)


def test_every_section_of_the_field_has_a_place() -> None:
    sections = tuple(SafetySection(code, ("слово",)) for code in SAFETY_SECTIONS)
    text = said(safety_pdf(samples.safety(language="en", sections=sections), SafetyFormat.FULL))

    assert text.count("слово") == len(SAFETY_SECTIONS) == 13
    with pytest.raises(ValueError, match="no such section"):
        SafetySection("gossip", ())


def test_equal_papers_are_equal_files() -> None:
    assert plan_pdf(samples.plan()) == plan_pdf(samples.plan())
    assert plan_pdf(samples.plan()) != plan_pdf(samples.plan(trace=samples.trace(copy=4)))
