"""The cover of a pack: what a court reads, in either language, and checkers find nothing."""

import re
from dataclasses import replace
from pathlib import Path

from icat.pdf.cover import CoverPaper, cover_pdf
from tests.pdf import reading, samples

PAPER = CoverPaper(
    language="uk",
    team="Міжвідомча команда",
    recipient="Районний суд",
    order="686/1234/26",
    purpose="Доказ у провадженні",
    rows=tuple(
        (str(n), "23.11.2026 12:28:00", "Їжак Ґ., Поліція", "Відомості передано", "KHM-2026-7F3K9-C", "Кому: ССД")
        for n in range(30)
    ),
    size=4821,
    fingerprint="7SLR CRQJ XSC2 3GLY ZUEM ORLJ RRXC L6IS",
    signed_at=samples.MADE_ON,
    witnessed="Дві установи мають журнал до запису 4800.",
    public_key="icat-3b98abe0+5e2449fe+ATFVywqTs9o9K6",
    command="python3 icat_verify.py entries.txt",
    maker="Щербак Н. В.",
    agency="Виконком",
    made_on=samples.MADE_ON,
)


def test_it_says_for_whom_what_is_in_it_how_to_check_it_and_what_it_does_not_prove() -> None:
    said = re.sub(r"\s+", " ", reading.text(cover_pdf(PAPER)))

    for part in ("Районний суд", "686/1234/26", "Доказ", "4821", "7SLR CRQJ", "icat_verify.py", "Дві установи", "29 "):
        assert part in said, part
    assert "Чого це не доводить" in said
    assert "What it does not prove" in reading.text(cover_pdf(replace(PAPER, language="en")))


def test_a_case_is_never_broken_over_two_lines() -> None:
    assert reading.text(cover_pdf(PAPER)).count("KHM-2026-7F3K9-C") == 30


def test_three_checkers_find_nothing_in_either_language(tmp_path: Path) -> None:
    for language in ("uk", "en"):
        pdf = cover_pdf(replace(PAPER, language=language))
        assert (reading.by_page(pdf), reading.by_pdfua(pdf, tmp_path), reading.by_hand(pdf)) == (set(), set(), set())
