"""The report on paper: fit for every reader, and what was typed is never markup."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from icat import clock
from icat.pdf.papers import Trace
from icat.pdf.subject_reports import Part, SubjectPaper, subject_pdf
from tests.pdf import reading

PAPER = SubjectPaper(
    language="uk",
    team="Міжвідомча команда Хмельницької громади",
    number="7",
    person="Ґалаґан Єва Їжаківна",
    parts=(Part("identity", "Хто ви", (("Ім’я", "<b>Єва</b>"), ("Рік", "1991"))),),
    bases=("Поінформована згода",),
    trace=Trace("Віра Ґонта", "Соцзахист", datetime(2026, 11, 24, 11, 0, tzinfo=clock.KYIV), 1, "0A1B2C3D", "12"),
)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_report_passes_three_checkers(language: str, tmp_path: Path) -> None:
    pdf = subject_pdf(replace(PAPER, language=language))

    assert (reading.by_page(pdf), reading.by_pdfua(pdf, tmp_path), reading.by_hand(pdf)) == (set(), set(), set())
    assert "<b>Єва</b>" in reading.text(pdf)


def test_equal_reports_are_equal_files() -> None:
    assert subject_pdf(PAPER) == subject_pdf(replace(PAPER))
    assert subject_pdf(PAPER) != subject_pdf(replace(PAPER, person="Ґалаґан Сергій"))
