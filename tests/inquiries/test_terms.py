"""Who may ask and which clock runs: the data file, and what is refused in it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from icat.codes import DATA
from icat.errors import ConfigError, RuleBroken
from icat.inquiries.terms import Gives, inquirer, inquirers, read_inquirers

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_the_terms_are_those_of_the_law() -> None:
    agency, subject = inquirer("agency"), inquirer("subject")
    assert agency.study
    assert agency.answer
    assert agency.postponed
    assert subject.answer

    assert agency.study.due(FRIDAY) == date(2026, 12, 4)  # ten working days
    assert agency.answer.due(FRIDAY) == subject.answer.due(FRIDAY) == date(2026, 12, 20)
    assert agency.postponed.due(FRIDAY) == date(2027, 1, 4)
    assert not agency.postponed.is_confirmed


def test_nobody_is_made_to_wait_for_the_own_data() -> None:
    assert {code for code, one in inquirers().items() if one.postponed} == {"agency"}


def test_who_may_be_the_perpetrator_or_anybody_gets_the_neutral_letter_and_no_data() -> None:
    neutral = {code for code, one in inquirers().items() if one.is_neutral}

    assert neutral == {"perpetrator", "parent", "lawyer", "journalist", "other"}
    assert all(inquirer(code).gives in (Gives.REPORT, Gives.NOBODY) for code in neutral - {"lawyer"})


def test_somebody_who_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(RuleBroken):
        inquirer("neighbour")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('answer = "subject_reply"', 'answer = "some_reply"'),
        ("days = 45", "days = 0"),
        ('en = "a court"', 'en = " "'),
        ("holds = true", "holding = true"),
        ('en = "Law 2297-VI Art. 8(2)"', 'en = ""'),
    ],
)
def test_a_fault_in_the_file_is_refused(old: str, new: str, tmp_path: Path) -> None:
    text = (DATA / "inquiries.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "inquiries.toml").write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(ConfigError):
        read_inquirers(tmp_path / "inquiries.toml")
