"""What the tests of the plans begin with: a decided case with a table, and her safety plan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from icat.audit.events import Event
from icat.audit.models import LedgerEntry, LedgerLeaf
from icat.audit.recording import change
from icat.cases.models import Case, Level, LevelCode, Referral, ReferralState, Stage
from icat.cases.queries.door import CaseView, open_case
from icat.db import engine as db
from icat.plans.commands.actions import add_action
from icat.plans.commands.exports import SAFE, Handing
from icat.plans.commands.safety import Cover, Part, write_safety_plan
from icat.plans.models import Action, Domain, SafetyPlan
from icat.policy.permissions import Permission
from tests.make import MadeCase, Person, World, make_case

SPEECH = "Якщо він п’є, я беру Аліну і йду до Олі, ґанок не замкнено."
SAFE_ANSWERS = dict(SAFE)


def decided(world: World, stage: Stage = Stage.DECIDED, **more: object) -> MadeCase:
    """A case at highest risk, with police, social services, child services and the NGO at its table."""
    seats = [world.police, world.social, world.children, world.ngo]
    made = make_case(world, stage=stage, seats=seats, **more)  # type: ignore[arg-type]
    with change(world.chair.actor) as work:
        case = work.lock(Case, made.id)
        case.level, case.next_review_on = LevelCode.HIGHEST_RISK, date(2026, 12, 20)
        work.add(
            Level(
                team_id=case.team_id,
                case_id=case.id,
                level=LevelCode.HIGHEST_RISK,
                set_at=work.at,
                set_by_id=world.chair.member_id,
                reason="Зброя і погрози.",
            )
        )
        work.add(
            Referral(
                team_id=case.team_id,
                case_id=case.id,
                owner_id=world.police,
                author_id=world.officer.member_id,
                reference=case.reference,
                state=ReferralState.SUBMITTED,
                started_at=work.at,
                saved_at=work.at,
                submitted_at=work.at,
                police_level="high",
                police_level_by="дільничний офіцер",
            )
        )
        work.record(Event.LEVEL_RAISED, case=case.id, level=LevelCode.HIGHEST_RISK)
    return made


def action(
    world: World, case: MadeCase, agency_id: UUID, text: str = "Відвідати її вдома удвох.", **more: object
) -> UUID:
    """One action of that agency."""
    given: dict[str, object] = {
        "domain": Domain.SURVIVOR,
        "text": text,
        "agency_id": agency_id,
        "danger": "Він знає її адресу.",
        **more,
    }
    return add_action(world.coordinator.actor, case.id, **given)  # type: ignore[arg-type]


def view(who: Person, case: MadeCase, permission: Permission = Permission.CASE_READ) -> CaseView:
    """The case as that person has it open now."""
    db.end()
    return open_case(who.actor, permission, case.reference)


def her_plan(world: World, case: MadeCase, *, is_with_her: bool = True, **cover: object) -> UUID:
    """A safety plan that the advocate wrote with her."""
    return write_safety_plan(
        world.advocate.actor,
        case.id,
        None,
        sections={
            "during_incident": Part(SPEECH),
            "documents_bag": Part("паспорт\nліки Аліни"),
            "technology": Part("Старий телефон у сестри.", is_printed=False),
        },
        cover=Cover(code_word="помідор", kept_at="у сестри", **cover),  # type: ignore[arg-type]
        is_with_her=is_with_her,
    )


def to_her(**more: object) -> Handing:
    """The full plan for herself, after good answers."""
    given: dict[str, object] = {"holder": "survivor", "format": "full", "answers": SAFE_ANSWERS, **more}
    return Handing(**given)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Rows:
    """Rows as they are in the database now."""

    def action(self, id: UUID) -> Action:
        """An action."""
        with db.database().open_reading() as session:
            row = session.get_one(Action, id)
            assert (row.text, row.danger, row.result, row.told_by) is not None
            return row

    def safety(self, case_id: UUID) -> SafetyPlan:
        """The safety plan of a case."""
        with db.database().open_reading() as session:
            row = session.scalars(select(SafetyPlan).where(SafetyPlan.case_id == case_id)).one()
            assert (row.held_by, row.code_word) is not None
            return row

    def events(self, team_id: UUID) -> list[str]:
        """What the ledger holds, in order."""
        with db.database().open_reading() as session:
            found = select(LedgerEntry.event).where(LedgerEntry.team_id == team_id).order_by(LedgerEntry.seq)
            return [str(event) for event in session.scalars(found)]

    def last_leaf(self, team_id: UUID) -> str:
        """The newest leaf as it lies there."""
        with db.database().open_reading() as session:
            newest = select(LedgerLeaf.payload).where(LedgerLeaf.team_id == team_id).order_by(LedgerLeaf.seq.desc())
            return bytes(session.scalars(newest.limit(1)).one()).decode()

    def case(self, id: UUID) -> Case:
        """A case."""
        with db.database().open_reading() as session:
            return session.get_one(Case, id)


rows = Rows()
