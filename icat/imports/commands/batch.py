"""A table is brought, its columns are named, it is brought in as a whole, or thrown away."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from icat import clock
from icat.audit.events import Event
from icat.audit.reading import Receipt
from icat.audit.recording import Work, change
from icat.cases.queries.renewing import usual_consent
from icat.cases.steps.sharing import Ground
from icat.db import engine as db
from icat.db.keys import DataKey
from icat.errors import RuleBroken, Stale
from icat.files.checking import Brought
from icat.i18n import Message
from icat.imports.columns import COLUMNS, Column, key_of
from icat.imports.models import Import, ImportColumn, ImportState
from icat.imports.queries.batch import Choices, bases_for, import_of, trial
from icat.imports.rows import LIVE
from icat.imports.steps.opening import open_imported
from icat.legal import Necessity, Purpose
from icat.members.models import Agency, Team
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.sheets.reading import read_sheet

KEPT = timedelta(days=7)  # a table that nobody decides about: names of people do not lie about for longer


def begin_import(actor: Actor, *, brought: Brought) -> int:
    """Keep a table, sealed under a key of its own, until it is brought in or thrown away. Gives its number.

    Nothing becomes a case yet. Refuses a file that cannot be read, as ``read_sheet`` says.
    """
    sheet = read_sheet(brought)
    digest = hashlib.sha256(brought.content).hexdigest()
    with change(actor) as work:
        require(actor, Permission.IMPORT_BEGIN)
        # The team's row is locked, so that two tables brought at once do not get one number.
        work.session.get_one(Team, actor.team_id, with_for_update=True)
        last = work.session.scalar(select(func.max(Import.number)).where(Import.team_id == actor.team_id))
        row = work.add(
            Import(
                team_id=actor.team_id,
                number=(last or 0) + 1,
                digest=digest,
                rows=len(sheet.rows),
                brought_at=work.at,
                brought_by_id=actor.member_id,
                file_name=brought.name[:200],
                table={
                    "sheet": sheet.name,
                    "header": list(sheet.header),
                    "rows": [[one.number, list(one.cells)] for one in sheet.rows],
                },
            )
        )
        work.session.flush()
        work.record(Event.IMPORT_BEGUN, import_id=row.id, rows=row.rows, digest=digest)
        return row.number


def map_import(actor: Actor, import_id: UUID, version: int, *, choices: Choices) -> None:
    """Say what each column is and what holds for every row; the team's next table begins with the same.

    Refuses a column that stands twice, and what nobody could have chosen. Whether rows are right, the trial says.
    """
    with change(actor) as work:
        require(actor, Permission.IMPORT_MAP)
        row = _open(work, import_id, version)
        header = list(row.table["header"])
        held = list(choices.columns.values())
        for column in held:
            if held.count(column) > 1 and not COLUMNS[column].repeats:
                raise RuleBroken(
                    Message("Two columns cannot both be this: %(what)s.", what=column.label), field="columns"
                )
        if choices.live_stage not in LIVE:
            raise RuleBroken(Message("Say where open cases stand."), field="live_stage")
        if choices.basis_code not in {basis.code for basis in bases_for(work.session, actor)}:
            raise RuleBroken(Message("Choose the legal basis on which these cases are kept here."), field="basis_code")
        team = work.session.get_one(Team, actor.team_id)
        if choices.hromada and choices.hromada not in team.hromadas:
            raise RuleBroken(Message("Choose a hromada of this team."), field="hromada")
        row.choices = {
            "columns": {str(place): column for place, column in choices.columns.items() if place < len(header)},
            "live_stage": choices.live_stage,
            "hromada": choices.hromada,
            "basis_code": choices.basis_code,
            "reason": choices.reason.strip(),
        }
        _remember(work, header, choices.columns)
        work.record(Event.IMPORT_MAPPED, import_id=row.id, basis=choices.basis_code)


def confirm_import(actor: Actor, import_id: UUID, version: int, *, leaves_out: bool = False) -> int:
    """Make a case of each row, all of them or none; the table itself is destroyed. Gives how many cases came to be.

    Each case has its leaf and says from which file it came. Every row is tried again first. Refuses a table with a row
    that has a fault or is a case already, unless such rows are left out (``leaves_out``), and one with no good row.
    """
    with change(actor) as work:
        require(actor, Permission.IMPORT_CONFIRM)
        row = _open(work, import_id, version)
        view = import_of(work.session, actor, row, {})
        found = trial(work.session, actor, view, Receipt())  # the page that was shown has its own
        if found.lacking:
            raise RuleBroken(found.lacking[0])
        if len(found.good) < len(found.rows) and not leaves_out:
            raise RuleBroken(
                Message("Some rows cannot come in. Mend the table and bring it again, or leave these rows out."),
                field="leaves_out",
            )
        if not found.good:
            raise RuleBroken(Message("There is no row that could come in."))
        code = view.choices.basis_code
        ground = Ground(code, usual_consent(code), Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL, view.choices.reason)
        agency = work.get(Agency, actor.agency_id)
        for one in found.good:
            try:
                open_imported(work, row, agency, one.made, ground=ground)
            except RuleBroken as refusal:
                raise RuleBroken(Message("Row %(row)s: %(why)s", row=one.made.number, why=refusal.message)) from refusal
        row.cases, row.basis_code = len(found.good), code
        _end(work, row, ImportState.DONE)
        work.record(Event.IMPORT_CONFIRMED, import_id=row.id, cases=row.cases, digest=row.digest)
        return row.cases


def discard_import(actor: Actor, import_id: UUID, version: int) -> None:
    """Throw a table away: nothing of it becomes a case, and what was in it is destroyed."""
    with change(actor) as work:
        require(actor, Permission.IMPORT_DISCARD)
        row = _open(work, import_id, version)
        _end(work, row, ImportState.DISCARDED)
        work.record(Event.IMPORT_DISCARDED, import_id=row.id)


def forget_import(actor: Actor) -> int:
    """Throw away the tables of the actor's team about which nobody has decided for a week. Gives how many there were.

    For the machine itself.
    """
    with db.database().open_reading() as session:
        old = session.scalars(
            select(Import.id).where(
                Import.team_id == actor.team_id,
                Import.state == ImportState.OPEN,
                Import.brought_at < clock.now() - KEPT,
            )
        ).all()
    if not old:
        return 0
    with change(actor) as work:
        require(actor, Permission.IMPORT_FORGET)
        for import_id in old:
            row = work.lock(Import, import_id)
            if row.state is ImportState.OPEN:
                _end(work, row, ImportState.DISCARDED)
                work.record(Event.IMPORT_FORGOTTEN, import_id=row.id)
        if not work.recorded:  # somebody decided about each in this very moment
            raise Stale
    return len(old)


def _open(work: Work, import_id: UUID, version: int) -> Import:
    row = work.lock(Import, import_id, version)
    if row.state is not ImportState.OPEN:
        raise RuleBroken(Message("This table was brought in or thrown away already."))
    return row


def _end(work: Work, row: Import, state: ImportState) -> None:
    """Its rows are no longer needed: they go, and so does the key that opens them."""
    row.state, row.ended_at, row.ended_by_id = state, work.at, work.actor.member_id
    row.table, row.choices, row.file_name = {}, {}, ""
    work.session.flush()
    work.session.execute(delete(DataKey).where(DataKey.owner_id == row.id))


def _remember(work: Work, header: list[str], columns: Mapping[int, Column]) -> None:
    known = {
        row.heading: row
        for row in work.session.scalars(select(ImportColumn).where(ImportColumn.team_id == work.actor.team_id))
    }
    for place, name in enumerate(header):
        heading, meaning = key_of(name), str(columns[place]) if place in columns else ""
        if heading in known:
            known[heading].column = meaning
        else:
            known[heading] = work.add(ImportColumn(team_id=work.actor.team_id, heading=heading, column=meaning))
