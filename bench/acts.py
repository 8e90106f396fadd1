"""What a change costs: submitting a referral with its leaves, and appending to the log inside an act."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from bench.figures import Arm, Report, in_turns
from bench.plain import Raw, insert_plainly
from bench.seeding import Seeded
from bench.serving import Client, processor_time, signed_in, worker
from icat.app import connect
from icat.audit import recording
from icat.audit.ledger import Leaf, append
from icat.cases.commands.referral import Receipt, draft_referral, submit_referral
from icat.cases.commands.sharing import withdraw_share
from icat.cases.forms.factors import stem
from icat.cases.models import Case, Share, Stage
from icat.cases.steps.assessing import Given
from icat.cases.steps.submitting import People, Told
from icat.db import engine as db
from icat.legal import RecipientKind
from icat.members.queries.signed_in import actors_of
from icat.policy.actor import Actor
from icat.risk import instrument
from icat.risk.answer import Answer

SUBMIT_MS, KEPT = 40.0, 0.80
HROMADA = "UA68040470000053519"
_STORY = "Він погрожував убити її, коли вона сказала, що піде. За останній місяць двічі душив, діти бачили."


def measure(report: Report, seeded: Seeded, rounds: int) -> None:
    """Both, on this database."""
    connect(seeded.config)
    officer, policewoman = actors_of(seeded.accounts["officer"])[0], actors_of(seeded.accounts["policewoman"])[0]
    token = signed_in(seeded.accounts["officer"])
    report.heading(f"Changes, {seeded.cases:,} cases")
    taken = in_turns(_submitting(seeded, officer, 2 * (rounds + 3)), rounds, warm=3)
    report.times("submit a referral: the command, with its leaves", taken["real"], taken["floor"], most=SUBMIT_MS)
    with worker(seeded.config_path) as (port, pid):
        form = _Form(Client(port, token), officer)
        sending = Arm(_after(form.draft, form.send, rounds + 3), lambda: processor_time(pid))
        taken = in_turns({"form": sending}, rounds, warm=3)
        report.times("submit a referral: the form, over HTTP", taken["form"], most=SUBMIT_MS)
    taken = in_turns(_withdrawing(policewoman, 3 * (5 * rounds + 10)), 5 * rounds, warm=10)
    report.times("end a share, recorded", taken["told"])
    report.times("end a share, told to nobody", taken["untold"])
    report.ratio("append inside an act, against none at all", taken["untold"].middle / taken["told"].middle, least=KEPT)
    report.ratio(
        "append, against plain rows of the same columns", taken["plain"].middle / taken["told"].middle, least=KEPT
    )
    db.end()
    db.database().dispose()


# ---- a referral ------------------------------------------------------------------------------------------------


def _told() -> dict[str, Any]:
    """A referral as full as they are: two people, two children, nineteen answers, where she is now."""
    current = instrument.current("bc-19")
    return {
        "people": People(
            survivor={
                "surname": "Ґалаґан",
                "given_name": "Єва",
                "birth_year": "1991",
                "safe_method": "call",
                "safe_number": "+380671112233",
                "safe_hours": "вт, пт до 19",
                "address_home": "вул. Зарічна, 12",
                "address_now": "вул. Прихована, 5",
            },
            perpetrator={"surname": "Ґалаґан", "given_name": "Сергій", "relationship": "spouse", "weapons": "рушниця"},
            children=[{"given_name": name, "birth_year": "2016"} for name in ("Аліна", "Тарас")],
        ),
        "told": Told(_STORY, "told", "agrees", "UA-CONSENT", {"judgement": _STORY, "own_view": _STORY}),
        "hromada": HROMADA,
        "urgency": "urgent_now",
        "with_address": True,
        "answers": {factor.id: Given(Answer.YES, "", "survivor") for factor in current.factors},
    }


def _drafted(officer: Actor) -> Receipt:
    made = draft_referral(officer)
    db.end()
    return made


def _submitting(seeded: Seeded, officer: Actor, number: int) -> dict[str, Arm]:
    told = _told()
    drafts = iter([_drafted(officer) for _ in range(number)])

    def real() -> None:
        submit_referral(officer, next(drafts).referral_id, **told)
        db.end()

    raw = Raw(seeded.config)
    kept = _recorded(officer, _drafted(officer), told)

    def floor() -> None:
        kept.replay(raw, next(drafts))

    return {"real": Arm(real), "floor": Arm(floor)}


@dataclass
class _Kept:
    """What one submission asked of the database, and whose numbers stand in it."""

    statements: list[tuple[str, Any]]
    leaves: list[Leaf]
    draft: Receipt
    case_id: UUID
    fresh: set[UUID]

    def replay(self, raw: Raw, draft: Receipt) -> None:
        """The same statements through the driver for another draft, with rows of numbers of their own."""
        case_id = raw.connection.execute(_CASE_OF[raw.is_sqlite], (_spelled(draft.referral_id, raw),)).fetchone()[0]
        numbers: dict[Any, Any] = {_spelled(old, raw): _spelled(uuid4(), raw) for old in self.fresh}
        numbers[_spelled(self.draft.referral_id, raw)] = _spelled(draft.referral_id, raw)
        numbers[_spelled(self.case_id, raw)] = case_id
        numbers[self.draft.reference] = draft.reference
        raw.connection.execute("begin immediate" if raw.is_sqlite else "begin")
        for statement, parameters in self.statements:
            if isinstance(parameters, list):
                raw.connection.cursor().executemany(statement, [_with(one, numbers) for one in parameters])
                continue
            done = raw.connection.execute(statement, _with(parameters, numbers))
            if done.description:
                done.fetchall()
        insert_plainly(raw.connection, raw.is_sqlite, raw.team_id, self.leaves)
        raw.connection.execute("commit")


_CASE_OF = {True: "select case_id from referral where id = ?", False: "select case_id from referral where id = %s"}


def _spelled(number: UUID, raw: Raw) -> Any:
    return number.hex if raw.is_sqlite else number


def _with(parameters: Any, numbers: dict[Any, Any]) -> Any:
    if isinstance(parameters, dict):
        return {name: numbers.get(value, value) if _hashable(value) else value for name, value in parameters.items()}
    return tuple(numbers.get(value, value) if _hashable(value) else value for value in parameters)


def _hashable(value: Any) -> bool:
    return isinstance(value, str | UUID)


def _recorded(officer: Actor, draft: Receipt, told: dict[str, Any]) -> _Kept:
    """Submit one referral and keep what it took."""
    statements: list[tuple[str, Any]] = []
    leaves: list[Leaf] = []
    fresh: set[UUID] = set()

    def noted(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.startswith("begin"):
            statements.append((statement, parameters))

    def flushed(session: Session, *_more: Any) -> None:
        fresh.update(row.id for row in session.new if hasattr(row, "id"))

    def told_of(session: Any, team_id: Any, new: Any, now: int) -> list[int]:
        leaves.extend(new)
        return append(session, team_id, new, now)

    event.listen(db.engine(), "before_cursor_execute", noted)
    event.listen(Session, "before_flush", flushed)
    recording.append = told_of  # type: ignore[attr-defined]
    try:
        submit_referral(officer, draft.referral_id, **told)
    finally:
        event.remove(db.engine(), "before_cursor_execute", noted)
        event.remove(Session, "before_flush", flushed)
        recording.append = append  # type: ignore[attr-defined]
    db.end()
    for _statement, parameters in statements:  # keys are made without the session knowing their rows
        for values in parameters if isinstance(parameters, list) else [parameters]:
            if "data_key" in _statement and _statement.lower().startswith("insert"):
                first = next(iter(values.values() if isinstance(values, dict) else values))
                fresh.add(first if isinstance(first, UUID) else UUID(first))
    case_id = next(seen.case_id for leaf in leaves for seen in leaf.cases)
    return _Kept(statements, leaves, draft, case_id, fresh - {case_id, draft.referral_id})


class _Form:
    """The officer's browser: a draft, its page with the form, and the sending of it, which alone is timed."""

    def __init__(self, client: Client, officer: Actor) -> None:
        self._client, self._officer = client, officer

    def draft(self) -> tuple[str, dict[str, str]]:
        """A draft's address, and what is typed into its form."""
        path = f"/referrals/{_drafted(self._officer).reference}/edit"
        hidden = {name: self._client.hidden(path, name) for name in ("csrf_token", "version")}
        current = instrument.current("bc-19")
        answers = {stem(current, factor): "yes" for factor in current.factors}
        return path, {**_TYPED, **answers, **hidden}

    def send(self, ready: tuple[str, dict[str, str]]) -> None:
        """Press the button."""
        self._client.post(*ready)


_TYPED = {
    "urgency": "urgent_now",
    "hromada": HROMADA,
    "surname": "Ґалаґан",
    "given_name": "Єва",
    "birth_year": "1991",
    "safe_method": "call",
    "safe_number": "067 111 22 33",
    "his_surname": "Ґалаґан",
    "reason_now": _STORY,
    "told": "told",
    "agrees": "agrees",
    "basis_code": "UA-CONSENT",
}


def _after(prepare: Callable[[], Any], act: Callable[[Any], object], number: int) -> Callable[[], object]:
    """An act whose preparation is made ahead, so that it is not timed."""
    ready: Iterator[Any] = iter([prepare() for _ in range(number)])
    return lambda: act(next(ready))


# ---- an append within an act -----------------------------------------------------------------------------------


def _withdrawing(actor: Actor, number: int) -> dict[str, Arm]:
    """The end of a share: a lock, what is asked, two rows changed; then told, told to nobody, told plainly."""
    open_shares = (
        select(Share.id, Share.digest)
        .where(Share.sender_id == actor.agency_id, Share.recipient_kind == RecipientKind.AGENCY)
        .join(Case, Case.id == Share.case_id)
        .where(Case.stage != Stage.DECLINED, ~Share.ends.any())
        .limit(number)
    )
    ready = iter(db.session().execute(open_shares).all())
    db.end()

    def act() -> None:
        share_id, seen = next(ready)
        withdraw_share(actor, share_id, seen, code="withdrawn", reason="для виміру")
        db.end()

    def plainly(work: recording.Work) -> None:
        work.session.flush()
        connection = work.session.connection()
        is_sqlite = connection.dialect.name == "sqlite"
        insert_plainly(connection.connection.driver_connection, is_sqlite, _ELSEWHERE, work._leaves)

    return {
        "told": Arm(act),
        "untold": Arm(_appending(lambda _work: None, act)),
        "plain": Arm(_appending(plainly, act)),
    }


_ELSEWHERE = uuid4()  # a log of its own, which nobody reads


def _appending(instead: Callable[[recording.Work], None], act: Callable[[], object]) -> Callable[[], object]:
    def without() -> None:
        with _in_place_of_append(instead):
            act()

    return without


@contextmanager
def _in_place_of_append(instead: Callable[[recording.Work], None]) -> Iterator[None]:
    kept = recording.Work.append_leaves
    recording.Work.append_leaves = instead  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        recording.Work.append_leaves = kept  # type: ignore[method-assign]
