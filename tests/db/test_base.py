"""What every table has in common: types that keep wrong values out, a delicacy for each column, pairs that hold."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import LargeBinary, select, text
from sqlalchemy.exc import StatementError

import icat.audit.models
import icat.cases.models
import icat.meetings.models
import icat.plans.models  # noqa: F401 - imported so that their tables are known
from icat.db import engine as db
from icat.db.base import Base
from icat.members.models import Agency, AuthSession, Team

TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
COLUMNS = [column for table in TABLES for column in table.columns]
MODELS = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}


def test_each_column_says_how_delicate_it_is():
    silent = [str(column) for column in COLUMNS if column.info.get("sensitivity") not in ("plain", "sensitive")]

    assert not silent, "these need info=PLAIN or info=SENSITIVE"
    assert len(COLUMNS) > 200


def test_what_is_sealed_lies_in_a_column_of_bytes_that_has_sealed_in_its_name():
    sealed = [column for column in COLUMNS if column.info.get("sealed") or column.name.endswith("_sealed")]

    for column in sealed:
        assert column.name.endswith("_sealed"), column
        assert isinstance(column.type, LargeBinary), column
        assert column.info == {**column.info, "sealed": True, "sensitivity": "sensitive"}, column
        assert column.name.removesuffix("_sealed") in MODELS[column.table].__sealed__, column
    assert len(sealed) > 60


def test_a_text_of_any_length_is_sealed_or_says_why_not():
    """What a person typed about a person has no length in the table, because it lies there sealed."""
    long = {str(c) for c in COLUMNS if c.type.__class__.__name__ in ("String", "Text") and (c.type.length or 999) > 200}

    signed = {"checkpoint.note", "cosignature.line"}  # numbers and signatures, and nothing that anybody typed
    of_nobody = {
        "attestation.document",
        "attestation.withdrawn_because",
        "team.off_duty_advice",
    }  # of forms, of a number
    assert long <= {"kept_form.path"} | signed | of_nobody


def test_every_sealed_attribute_has_its_column():
    for table, model in MODELS.items():
        for field in getattr(model, "__sealed__", {}).values():
            assert field.column in table.columns


def pairs() -> list[tuple[str, str, str]]:
    """Every (table, x_at or x_on, x_by_id) whose moment may be missing."""
    found = []
    for table in TABLES:
        for column in table.columns:
            stem = re.sub(r"_by_id$", "", column.name)
            for moment in (f"{stem}_at", f"{stem}_on"):
                both = moment in table.columns and stem != column.name
                if both and (column.nullable or table.columns[moment].nullable):
                    found.append((table.name, moment, column.name))
    return found


@pytest.mark.parametrize(("table", "moment", "person"), pairs())
def test_when_and_by_whom_are_there_together_or_not_at_all(table, moment, person):
    rules = {str(rule.sqltext) for rule in Base.metadata.tables[table].constraints if hasattr(rule, "sqltext")}

    assert f"({moment} IS NULL) = ({person} IS NULL)" in rules


def test_there_are_such_pairs():
    assert len(pairs()) >= 10


def test_a_moment_that_nobody_signed_is_one_that_needs_no_signature():
    alone = {
        f"{table.name}.{column.name}"
        for table in TABLES
        for column in table.columns
        if column.name.endswith("_at") and f"{column.name[:-3]}_by_id" not in table.columns and column.nullable
    }

    assert alone <= {
        "account.disabled_at",
        "auth_session.ended_at",
        "attendance.acknowledged_at",  # by the one who attends
        "referral.submitted_at",  # by its author
        "seat.ended_at",
        "case.disposed_at",  # by whom stands with the disposal
        "letter.sent_at",  # by the worker
        "witness.ended_at",  # by whom stands in the log
        "alarm.next_at",  # a plan, by the worker
        "parcel.deferred_at",  # by the worker
        "position_round.revealed_at",  # by whom stands in the log
        "presenter.asked_at",  # by the worker
        "release.used_at",  # by the one who asked for it
        "development.happened_at",  # by nobody: when it was
        *(
            f"protective_order.{what}_at" for what in ("called", "ended", "ends", "filed", "hearing", "not_wanted")
        ),  # steps
    } | {name for name in alone if name.endswith("_sealed")}


def test_names_are_of_the_house():
    for column in COLUMNS:
        kind = None if column.info.get("sealed") else column.type.python_type
        assert kind is not bool or re.match(r"(is|has|asks|needs|reveals)_", column.name), f"{column}: is_ or has_"
        assert kind is not datetime or re.search(r"(_at|^at|_until)$", column.name), f"{column}: _at"
        assert kind is not date or re.search(r"_(on|until)$", column.name), f"{column}: _on"
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", table.name) for table in TABLES)


def test_an_attribute_that_a_table_does_not_have_is_refused():
    with pytest.raises(TypeError, match="Team has no nmae"):
        Team(code="X", nmae="misspelt")


def test_an_identifier_is_made_before_the_row_is_written_and_defaults_are_there_too():
    first, second = Team(code="X"), Team(code="X")

    assert first.id != second.id
    assert (first.research_days, first.asks_lap, first.version) == (2, False, 0)


def test_a_naive_moment_is_refused(world, database):
    with pytest.raises(StatementError, match="without a time zone"):
        db.session().scalar(select(AuthSession.id).where(AuthSession.begun_at > datetime(2026, 1, 1)))  # noqa: DTZ001


def test_a_moment_comes_back_as_the_same_moment_in_utc(world, database):
    kyiv = timezone(timedelta(hours=3))
    moment = datetime(2026, 7, 1, 0, 30, 0, 123456, tzinfo=kyiv)
    with db.writing() as session:
        session.add(
            AuthSession(
                account_id=world.chair.account_id, token_digest=b"x", device="", begun_at=moment, seen_at=moment
            )
        )
        session.commit()

    found = db.session().scalar(select(AuthSession.begun_at).where(AuthSession.token_digest == b"x"))

    assert found == moment
    assert found.tzinfo is UTC
    assert found.isoformat() == "2026-06-30T21:30:00.123456+00:00"


def test_an_unknown_code_is_refused_on_the_way_in(world, database):
    with pytest.raises(StatementError, match="is not a valid Sector"):
        db.session().scalar(select(Agency.id).where(Agency.sector == "navy"))


def test_an_unknown_code_is_refused_on_the_way_out(world, database):
    with db.writing() as session:
        session.execute(text("update agency set sector = 'navy'"))
        session.commit()

    with pytest.raises(ValueError, match="is not a valid Sector"):
        db.session().scalars(select(Agency)).all()


def test_references_between_tables_hold(world, database):
    with db.writing() as session, pytest.raises(StatementError, match=r"(?i)foreign key"):
        session.execute(text("delete from team"))
