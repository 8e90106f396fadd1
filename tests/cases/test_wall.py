"""The wall, tried at random: shares are opened, extended, taken back, renewed, run out, and people are barred.

A small model says who may see what. After each step every reader sees exactly that (nothing owned by one agency reaches
another without a share in force), and every share and every end has its leaf in the ledger, with the same digest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry, LedgerLeaf
from icat.audit.reading import tear_off
from icat.audit.recording import change
from icat.cases.commands.sharing import expire_share, renew_share, withdraw_share
from icat.cases.models import Bar, Ending, Share, ShareEnd, Stage
from icat.cases.queries.door import open_case
from icat.cases.scope import scopes_for
from icat.cases.steps.sharing import Line, Recipient, digest, extend_share, held, open_share
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken, Stale
from icat.legal import Category, RecipientKind
from icat.meetings.models import Fact, FactKind
from icat.members.models import Agency
from icat.policy.actor import system
from icat.policy.permissions import Permission
from icat.reports.queries.shares import verify_shares
from tests.make import MadeCase, Person, World, ground, make_case
from tests.meetings.sitting import rows

POWER, CHILD = "UA-POWER", "UA-CHILD-1D"
SPOKEN = (Category.INCIDENT, Category.RISK)


@dataclass
class Told:
    """What the model knows of one share."""

    id: UUID
    sender: UUID
    kind: RecipientKind
    heard: frozenset[UUID]
    basis: str
    lines: set[Line]
    until: datetime
    is_ended: bool = False

    def is_in_force(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return not self.is_ended and now < self.until

    def reaches(self, person: Person) -> bool:
        """Whether somebody is among its recipients."""
        if self.kind is RecipientKind.OFFICE:
            return person.actor.is_office
        return person.actor.agency_id in self.heard


@dataclass
class Thing:
    """One item that somebody owns. What is spoken is opened by name only."""

    id: UUID
    owner: UUID
    category: Category
    is_spoken: bool


@dataclass
class Model:
    """Who may see what."""

    told: list[Told] = field(default_factory=list)
    barred: set[UUID] = field(default_factory=set)

    def sees(self, person: Person, thing: Thing, now: datetime) -> bool:
        """Whether somebody may see something."""
        if person.actor.agency_id == thing.owner:
            return True
        asked = {Line(thing.category, thing.id)} | (set() if thing.is_spoken else {Line(thing.category)})
        return any(
            one.sender == thing.owner and one.is_in_force(now) and one.reaches(person) and asked & one.lines
            for one in self.told
        )


class Wall(RuleBasedStateMachine):
    """One case. The clock of all of them only goes forward, as the ledger's does."""

    world: ClassVar[World]
    now: ClassVar[datetime]

    @initialize()
    def begin(self) -> None:
        """A case with five agencies at its table; the police and the NGO have each said two things."""
        self.model = Model()
        w = self.world
        self.senders = {w.police: w.policewoman, w.ngo: w.advocate}
        self.readers = [w.policewoman, w.social_worker, w.doctor, w.child_worker, w.advocate, w.chair]
        self.agencies = [w.police, w.social, w.health, w.children, w.ngo]
        with clock.pretending(self.now):
            self.case: MadeCase = make_case(w, stage=Stage.MEETING, seats=self.agencies)
            self.things = [
                Thing(self.case.survivor_id, w.police, Category.IDENTITY, is_spoken=False),
                Thing(self.case.child_id, w.police, Category.IDENTITY, is_spoken=False),
                *(self._fact(owner, category) for owner in self.senders for category in SPOKEN),
            ]
        # What the case was made with: the referral to the office, the names to those who were asked.
        self.model.told = [self._found(row) for row in self._shares()]

    def _fact(self, owner: UUID, category: Category) -> Thing:
        person = self.senders[owner]
        with change(person.actor) as work:
            made = work.add(
                Fact(
                    team_id=self.world.team_id,
                    case_id=self.case.id,
                    owner_id=owner,
                    kind=FactKind.FACT,
                    category=category,
                    source_code="own_record",
                    entered_at=work.at,
                    entered_by_id=person.member_id,
                    text=f"{category} {owner}",
                )
            )
            work.record(Event.RETURN_FILED, case=self.case.id, known="yes")
            return Thing(made.id, owner, category, is_spoken=True)

    def _shares(self) -> list[Share]:
        """The shares of the case as they are now, with what hangs on them."""
        with db.database().open_reading() as session:
            parts = (selectinload(Share.lines), selectinload(Share.recipients), selectinload(Share.ends))
            found = list(session.scalars(select(Share).where(Share.case_id == self.case.id).options(*parts)))
            session.expunge_all()
            return found

    def _found(self, row: Share) -> Told:
        heard = {one.agency_id for one in row.recipients}
        if row.recipient_kind is RecipientKind.AGENCY and row.recipient_id:
            heard = {row.recipient_id}
        lines = {Line(one.category, one.item_id) for one in row.lines}
        assert row.sender_id
        assert row.valid_until
        return Told(row.id, row.sender_id, row.recipient_kind, frozenset(heard), row.basis_code, lines, row.valid_until)

    # ---- what can happen ----------------------------------------------------------------------------------------

    @rule(
        from_ngo=st.booleans(),
        kind=st.sampled_from([RecipientKind.AGENCY, RecipientKind.PRESENT, RecipientKind.OFFICE]),
        to=st.sets(st.integers(0, 4), min_size=1, max_size=3),
        what=st.sets(st.integers(0, 7), min_size=1, max_size=3),
        days=st.sampled_from([None, 0, 20, 179]),
    )
    def open(
        self,
        from_ngo: bool,
        kind: RecipientKind,
        to: set[int],
        what: set[int],
        days: int | None,  # noqa: FBT001
    ) -> None:
        """Somebody tells something; on a basis that does not reach all of them nothing is told at all."""
        sender = self.world.ngo if from_ngo else self.world.police
        heard = frozenset(self.agencies[place] for place in to) - {sender}
        if kind is RecipientKind.AGENCY:
            heard = frozenset(sorted(heard)[:1])
        if not heard and kind is not RecipientKind.OFFICE:
            return
        basis, lines = CHILD if from_ngo else POWER, self._lines(sender, what)
        one = next(iter(heard), None)
        recipient = {
            RecipientKind.AGENCY: Recipient(kind, one),
            RecipientKind.PRESENT: Recipient(kind, self.case.id, tuple(heard)),
            RecipientKind.OFFICE: Recipient(kind),
        }[kind]
        is_lawful = kind is RecipientKind.OFFICE or heard <= self._reach(basis)
        with clock.pretending(self.now):
            until = None if days is None else clock.today() + timedelta(days=days)
            try:
                with change(self.senders[sender].actor) as work:
                    made = open_share(
                        work,
                        held(work, self.case.id),
                        sender=work.get(Agency, sender),
                        to=recipient,
                        lines=lines,
                        ground=ground(basis),
                        until=until,
                    ).id
            except RuleBroken:
                assert not is_lawful
                return
        assert is_lawful
        last = self._today() + timedelta(days=179 if days is None else days)
        none = frozenset[UUID]()
        told = none if kind is RecipientKind.OFFICE else heard
        self.model.told.append(Told(made, sender, kind, told, basis, set(lines), self._end_of(last)))

    @precondition(lambda self: self._in_force())
    @rule(data=st.data(), what=st.integers(0, 7))
    def extend(self, data: Any, what: int) -> None:
        """Its sender says more to the same."""
        told = data.draw(st.sampled_from(self._in_force()))
        (line,) = self._lines(told.sender, {what})
        with clock.pretending(self.now):
            try:
                with change(self.senders[told.sender].actor) as work:
                    extend_share(
                        work,
                        held(work, self.case.id),
                        work.get(Share, told.id),
                        sender=work.get(Agency, told.sender),
                        lines=[line],
                    )
            except RuleBroken:
                assert line in told.lines
                return
        assert line not in told.lines
        told.lines.add(line)

    @precondition(lambda self: self.model.told)
    @rule(data=st.data())
    def withdraw(self, data: Any) -> None:
        """Its sender takes it back."""
        told = data.draw(st.sampled_from(self.model.told))
        with clock.pretending(self.now):
            try:
                withdraw_share(self._sender(told), told.id, self._digest(told), code="withdrawn", reason="Помилка")
            except Stale:
                assert told.is_ended
        told.is_ended = True

    @precondition(lambda self: self.model.told)
    @rule(data=st.data(), basis=st.sampled_from([None, CHILD]), days=st.sampled_from([0, 30, 179]))
    def renew(self, data: Any, basis: str | None, days: int) -> None:
        """Its sender lets it go on, on its own basis or on the child's, which reaches fewer."""
        told = data.draw(st.sampled_from(self.model.told))
        code = basis or told.basis
        reached = told.heard & self._reach(code)
        is_lawful = told.kind is RecipientKind.OFFICE or bool(reached)
        known = {one.id for one in self.model.told}
        with clock.pretending(self.now):
            until = clock.today() + timedelta(days=days)
            try:
                renew_share(
                    self._sender(told), told.id, self._digest(told), basis_code=code, consent=ground(code).consent,
                    until=until,
                )  # fmt: skip
            except Stale:
                assert not told.is_in_force(self.now)
                return
            except RuleBroken:
                assert not is_lawful
                return
        assert is_lawful
        assert told.is_in_force(self.now)
        told.is_ended = True
        (new,) = [row for row in rows(Share, Share.case_id == self.case.id) if row.id not in known]
        lines = {line for line in told.lines if code != CHILD or line.category in self._core()}
        self.model.told.append(
            Told(new.id, told.sender, told.kind, frozenset(reached), code, lines, self._end_of(until))
        )

    @rule(hours=st.sampled_from([1, 20, 24 * 13, 24 * 45]))
    def wait(self, hours: int) -> None:
        """Time passes."""
        Wall.now += timedelta(hours=hours)

    @rule()
    def expire(self) -> None:
        """The machine closes what is over; who sees what is as it was."""
        with clock.pretending(self.now):
            expire_share(system(self.world.team_id, self.world.code))
        ends = {row.share_id: row for row in rows(ShareEnd, ShareEnd.case_id == self.case.id)}
        for told in self.model.told:
            if not told.is_ended and told.until <= self.now:
                assert ends[told.id].code is Ending.EXPIRED
                told.is_ended = True
        assert ends.keys() == {told.id for told in self.model.told if told.is_ended}

    @rule(who=st.integers(1, 3))
    def bar(self, who: int) -> None:
        """Somebody must not learn of the case any more."""
        person = self.readers[who]
        with clock.pretending(self.now), change(self.world.coordinator.actor) as work:
            work.add(
                Bar(
                    team_id=self.world.team_id,
                    case_id=self.case.id,
                    member_id=person.member_id,
                    set_at=work.at,
                    set_by_id=self.world.coordinator.member_id,
                )
            )
            work.record(Event.MEMBER_BARRED, case=self.case.id, member=person.member_id)
        self.model.barred.add(person.member_id)

    @precondition(lambda self: self.model.barred)
    @rule()
    def knock(self) -> None:
        """The door says to who is barred what it says of a wrong reference."""
        for person in self.readers:
            if person.member_id in self.model.barred:
                with clock.pretending(self.now), pytest.raises(NotFound):
                    open_case(person.actor, Permission.CASE_READ, self.case.reference)
                tear_off()
                db.end()

    # ---- what must hold after each of them ----------------------------------------------------------------------

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        """Nothing of one agency reaches another without a share in force that covers it; what is covered does."""
        if not hasattr(self, "things"):
            return
        with clock.pretending(self.now), db.database().open_reading() as session:
            for person in self.readers:
                scope = scopes_for(session, person.actor, [self.case.id])[self.case.id]
                for thing in self.things:
                    seen = scope.sees(thing.owner, thing.id, thing.category, by_name=thing.is_spoken)
                    assert seen is self.model.sees(person, thing, self.now), (person.name, thing)

    def teardown(self) -> None:
        """A share exists if and only if its leaf does, with the digest that its content gives; and so does its end."""
        if not hasattr(self, "things"):
            return
        shares = self._shares()
        ids = {row.id for row in shares}
        assert ids == {told.id for told in self.model.told}
        leaves = self._leaves(ids)
        for row in shares:
            opened = [leaf for event, leaf in leaves[row.id] if event in ("share:recorded", "share:extended")]
            assert row.digest == digest(row, row.lines, [one.agency_id for one in row.recipients])
            assert row.digest == opened[-1]["f"]["digest"]
            assert [event for event, _ in leaves[row.id]].count("share:recorded") == 1
            told = [event for event, _ in leaves[row.id] if event not in ("share:recorded", "share:extended")]
            assert len(told) == len(row.ends) <= 1

    def _leaves(self, ids: Iterable[UUID]) -> dict[UUID, list[tuple[str, Any]]]:
        found: dict[UUID, list[tuple[str, Any]]] = {id: [] for id in ids}
        with db.database().open_reading() as session:
            wanted = (
                select(LedgerEntry.share_id, LedgerEntry.event, LedgerLeaf.payload)
                .join(LedgerLeaf, (LedgerLeaf.team_id == LedgerEntry.team_id) & (LedgerLeaf.seq == LedgerEntry.seq))
                .where(LedgerEntry.share_id.in_(found))
                .order_by(LedgerEntry.seq)
            )
            for share_id, event, payload in session.execute(wanted):
                found[share_id].append((str(event), msgspec.json.decode(payload)))
        return found

    # ---- small words --------------------------------------------------------------------------------------------

    def _in_force(self) -> list[Told]:
        return [one for one in self.model.told if one.is_in_force(self.now)]

    def _sender(self, told: Told) -> Any:
        return self.senders[told.sender].actor

    def _digest(self, told: Told) -> str:
        (row,) = rows(Share, Share.id == told.id)
        return str(row.digest)

    def _lines(self, sender: UUID, what: set[int]) -> list[Line]:
        own = [Line(one.category, one.id) for one in self.things if one.owner == sender]
        offered = [*own, *map(Line, SPOKEN), Line(Category.IDENTITY)]
        return list(dict.fromkeys(offered[place % len(offered)] for place in sorted(what)))

    def _reach(self, basis: str) -> set[UUID]:
        """Whom a basis reaches with what is told here, read in the law: everybody, or the police and child services."""
        return {self.world.police, self.world.children} if basis == CHILD else set(self.agencies)

    def _core(self) -> set[Category]:
        core = {Category.IDENTITY, Category.CONTACT, Category.RISK, Category.INCIDENT, Category.CHILDREN}
        return core | {Category.PERPETRATOR}

    def _today(self) -> date:
        return clock.local(self.now).date()

    def _end_of(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=clock.KYIV) + timedelta(days=1)


def test_whatever_happens_the_wall_and_the_log_hold(world: World, engine_name: str) -> None:
    Wall.world, Wall.now = world, clock.now()
    few = engine_name == "postgresql"  # the rules are the same; the statements are what differs

    run_state_machine_as_test(
        Wall,
        settings=settings(
            max_examples=25 if few else 200,
            stateful_step_count=15,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    with db.database().open_reading() as session:
        assert verify_shares(session, world.team_id).is_whole
