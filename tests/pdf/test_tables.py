"""A table on paper: every row and cell is there, the heading comes again on each page, and checkers find nothing."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from icat.i18n import Message
from icat.pdf.tables import TablePaper, table_pdf
from tests.pdf import reading, samples

PAPER = TablePaper(
    language="uk",
    title="Хто бачив випадок",
    about="Усі, кому показували випадок",
    team="Міжвідомча команда",
    asked=(("Випадок", "KHM-2026-7F3K9-C"),),
    use="відповідь особі",
    columns=("Запис", "Час", "Хто", "Що показано"),
    rows=tuple((str(number), "23.11.2026 12:28:00", f"Їжак Ґ. {number}", "ризик; діти") for number in range(80)),
    totals=(("Їжак Ґ.", 80),),
    notes=("Перелік випадків теж враховано.",),
    is_cut=False,
    maker="Щербак Н. В.",
    agency="Виконком",
    made_on=samples.MADE_ON,
    proof="Журнал: 4821 запис",
)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return table_pdf(PAPER)


def test_every_row_is_on_paper_and_the_heading_on_every_page(paper: bytes) -> None:
    said = reading.text(paper)

    assert reading.pages(paper) > 2
    assert all(f"Їжак Ґ. {number}" in said for number in range(80))
    assert len(re.findall("Що показано", said)) == reading.pages(paper) - ("Що показано" not in last_page(said))


def last_page(said: str) -> str:
    """What stands on the last page, where the table may be over."""
    return said.rstrip("\f").rpartition("\f")[2]


def test_every_page_says_who_made_it_when_and_what_for(paper: bytes) -> None:
    pages = reading.text(paper).rstrip("\f").split("\f")

    for page in pages:
        for said in ("Щербак Н. В.", "Виконком", "23.11.2026", "відповідь особі", "4821"):
            assert said in page


def test_it_lies_on_its_side(paper: bytes) -> None:
    assert re.search(rb"/MediaBox\s*\[\s*0 0 841[.\d]* 595", reading.everything_in(paper))


def test_a_table_that_is_cut_and_one_without_rows_say_so() -> None:
    with_nothing = reading.text(table_pdf(replace(PAPER, language="en", rows=(), totals=(), notes=())))
    cut = reading.text(table_pdf(replace(PAPER, language="en", rows=PAPER.rows[:2], is_cut=True)))

    assert "Nothing was recorded that fits" in with_nothing
    assert "Not everything is here" in cut
    assert "Not everything is here" not in with_nothing


def test_three_checkers_find_nothing_in_either_language(paper: bytes, tmp_path: Path) -> None:
    english = table_pdf(replace(PAPER, language="en", title=Message("Who saw a case")))

    for pdf in (paper, english):
        assert reading.by_page(pdf) == set()
        assert reading.by_pdfua(pdf, tmp_path) == set()
        assert reading.by_hand(pdf) == set()
