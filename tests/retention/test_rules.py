"""The arithmetic of terms, and which data files are refused."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from icat.codes import DATA
from icat.errors import ConfigError
from icat.retention.rules import Days, Stated, keeping, read_rules, rules, years_after

REPORT = date(2024, 3, 15)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "code", "until"),
    [
        (Days(REPORT), "survivor", date(2027, 3, 15)),
        (Days(REPORT, acts=(date(2024, 3, 1),)), "survivor", date(2027, 3, 15)),
        (Days(REPORT, acts=(date(2024, 5, 2),)), "survivor", date(2027, 5, 2)),
        (Days(REPORT, decision=date(2024, 6, 1)), "survivor", date(2027, 6, 1)),
        (Days(REPORT, has_children=True), "survivor", date(2027, 3, 15)),
        (Days(REPORT, declined=date(2024, 3, 20)), "declined", date(2024, 4, 19)),
        (Days(REPORT, stated=Stated("perpetrator_order", date(2024, 9, 1))), "perpetrator_order", date(2027, 9, 1)),
        (Days(REPORT, stated=Stated("perpetrator_penalty", date(2023, 9, 1))), "survivor", date(2027, 3, 15)),
        (
            Days(REPORT, stated=Stated("perpetrator_sentence", date(2026, 1, 31))),
            "perpetrator_sentence",
            date(2036, 1, 31),
        ),
        (
            Days(REPORT, declined=date(2024, 3, 20), stated=Stated("perpetrator_penalty", date(2024, 3, 1))),
            "perpetrator_penalty",
            date(2027, 3, 1),
        ),
    ],
)
def test_a_case_is_kept_until_its_last_term_is_over_and_not_a_day_longer(days: Days, code: str, until: date) -> None:
    kept = keeping(days, rules())

    assert (kept.deciding.kept.code, kept.until) == (code, until)
    assert [kept.is_due(until + step * DAY) for step in (-1, 0, 1)] == [False, False, True]


def test_each_person_has_a_term_of_their_own() -> None:
    kept = keeping(Days(REPORT, has_children=True), rules())

    assert {term.kept.code: term.until for term in kept.terms} == {
        "reporter": date(2025, 3, 15),
        "survivor": date(2027, 3, 15),
        "child": date(2027, 3, 15),
        "perpetrator": date(2025, 3, 15),
    }
    assert "child" not in {term.kept.code for term in keeping(Days(REPORT), rules()).terms}


def test_what_nobody_stated_lengthens_nothing_and_a_proceeding_has_no_end() -> None:
    assert not any(term.kept.is_stated for term in keeping(Days(REPORT), rules()).terms)

    under_way = keeping(Days(REPORT, stated=Stated("perpetrator_investigated", REPORT)), rules())

    assert under_way.until is None
    assert not under_way.is_due(date(2099, 1, 1))
    assert str(under_way.deciding.kept.length) == "as long as it lasts"


def test_a_year_from_the_29th_of_february_ends_with_that_month() -> None:
    assert years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_every_class_names_its_law_and_none_claims_to_be_confirmed() -> None:
    assert all(str(one.reference) for one in rules().classes.values())
    assert not any(one.is_confirmed for one in rules().classes.values()), "who attests one changes this line"
    assert [str(rules().classes[code].length) for code in ("reporter", "survivor", "declined")] == [
        "1 year",
        "3 years",
        "30 days",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code = "child"', 'code = "survivor"', "stands twice"),
        ("years = 1", "years = 1\nmonths = 2", "months"),
        ("years = 1", "years = 1\ndays = 2", "not both"),
        ("years = 1", "years = -1", "not both"),
        ("years = 1\n", "", "no end"),
        ('part = "declined"', 'part = "survivor"', "declin"),
        ('part = "reporter"', 'part = "neighbour"', "neighbour"),
        ('counted_from = "report"', 'counted_from = "stated"', "perpetrator"),
        ("old_keys_days = 30", "old_keys_days = -1", "number of days"),
        ('en = "Survivor"', 'en = " "', "text is missing"),
        ('grade = "D"', 'grade = "A"', "grade"),
    ],
)
def test_a_faulty_file_is_refused(old: str, new: str, told: str, tmp_path: Path) -> None:
    written = (DATA / "retention.toml").read_text(encoding="utf-8")
    assert old in written
    faulty = tmp_path / "retention.toml"
    faulty.write_text(written.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ConfigError, match=told):
        read_rules(faulty)


def test_a_part_without_a_class_is_refused(tmp_path: Path) -> None:
    written = (DATA / "retention.toml").read_text(encoding="utf-8")
    head, *classes = written.split("[[classes]]")
    faulty = tmp_path / "retention.toml"
    faulty.write_text(
        "[[classes]]".join([head, *(one for one in classes if 'part = "child"' not in one)]), encoding="utf-8"
    )

    with pytest.raises(ConfigError, match="child"):
        read_rules(faulty)
