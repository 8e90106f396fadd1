"""Every text of one case carries a word that stands nowhere else; whoever can sign in looks at every page there is, and
what they found is held against a table that people have reviewed: no word too many, none too few."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from icat import clock
from icat.audit.models import LedgerHead
from icat.cases.commands.assessment import record_assessment
from icat.cases.commands.consent import record_consent
from icat.cases.commands.holds import place_hold
from icat.cases.commands.referral import draft_referral, submit_referral
from icat.cases.commands.screening import answer_request, ask_agency, propose_case, request_information, screen_case
from icat.cases.commands.sharing import withdraw_share
from icat.cases.models import Case, Giver, InformationRequest, LevelCode, Proposal, Share
from icat.cases.queries.covering import Pair
from icat.cases.steps.assessing import Given
from icat.cases.steps.consenting import Asked as Consented
from icat.cases.steps.submitting import People, Told
from icat.db import engine as db
from icat.files.checking import Brought
from icat.inquiries.commands.inquiry import Asked, answer_inquiry, confirm_identity, link_inquiry, receive_inquiry
from icat.inquiries.models import Inquiry
from icat.legal import Category, ConsentState, RecipientKind
from icat.meetings.commands.agenda import begin_item, list_case
from icat.meetings.commands.consensus import Informing, record_consensus
from icat.meetings.commands.meeting import arrange_meeting, open_meeting, record_attendance
from icat.meetings.commands.position import give_position
from icat.meetings.commands.research import file_return
from icat.meetings.commands.statement import record_share
from icat.meetings.models import AgendaItem, AttendanceKind, ConsensusState, Fact, FactKind, Known, Meeting
from icat.meetings.queries.telling import OFFICE
from icat.meetings.steps.agreeing import JustNow
from icat.meetings.steps.facts import Statement
from icat.members.commands import founding
from icat.members.queries.signed_in import actor_of
from icat.pdf.consent import ConsentSheet, consent_pdf
from icat.plans.commands.actions import add_action, report_action
from icat.plans.commands.safety import Cover, Part, write_safety_plan
from icat.plans.models import Action, ActionStatus, Domain
from icat.policy.roles import Role
from icat.references import new_reference
from icat.reports.queries.catalogue import ReportCode
from icat.retention.commands.terms import extend_retention
from icat.risk.answer import Answer
from tests.client import ORIGIN, CheckedClient
from tests.make import HROMADA, STARTED, Person, World
from tests.pdf.reading import text

WORD = re.compile(r"qz[a-z]{4}zq")
TAG = "<b>"


@dataclass
class Words:
    """Words that stand nowhere else, each of a group: who owns the text, and what kind of text it is."""

    groups: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(17))

    def __call__(self, group: str) -> str:
        """A new word of that group: letters only, which no page writes in another way, behind what looks like a tag."""
        number, letters = next(self._numbers) * 7919, ""
        for _place in range(4):
            number, letter = divmod(number, 26)
            letters += chr(ord("a") + letter)
        word = f"qz{letters}zq"
        self.groups[word] = group
        return f"{TAG}{word}"

    def found_in(self, text: str) -> set[str]:
        """The groups of the words in ``text``."""
        return {self.groups[word] for word in WORD.findall(text.lower()) if word in self.groups}


SPEAKERS = ("police", "social", "health", "ngo")
BARRED = {
    "barred chair": ("council", Role.CHAIR),
    "barred coordinator": ("social", Role.COORDINATOR),
    "barred supervisor": ("police", Role.SUPERVISOR),
    "barred member": ("police", Role.MEMBER),
    "barred advocate": ("ngo", Role.ADVOCATE),
    "barred auditor": ("council", Role.AUDITOR),
}


class Telling:
    """One case, told through the real commands."""

    def __init__(self, world: World) -> None:
        self.world, self.word = world, Words()
        self.speaker = {
            "police": world.policewoman,
            "social": world.social_worker,
            "health": world.doctor,
            "ngo": world.advocate,
        }
        self.barred = dict(self._appointed(BARRED))
        self.dpo = dict(self._appointed({"dpo": ("health", Role.DPO)}))["dpo"]
        self._refer()
        self._screen()
        self._research()
        self._ask()

    def _appointed(self, who: dict[str, tuple[str, Role]]) -> Iterator[tuple[str, Person]]:
        for place, (called, (agency, role)) in enumerate(who.items()):
            name = f"Названий {called.replace(' ', '')} {place}"
            account_id = founding.open_account(called, name, "$argon2id$none", "JBSWY3DPEHPK3PXP")
            agency_id: UUID = getattr(self.world, agency)
            made = founding.appoint(
                self.world.team_id, "KHM", account_id, agency_id, [role], position="", from_on=STARTED
            )
            yield called, Person(made, account_id, actor_of(made), name)
            db.end()

    def _refer(self) -> None:
        word, officer = self.word, self.world.officer.actor
        drafted = draft_referral(officer, typed={"surname": [word("gone")]})
        identity = ("surname", "given_name", "patronymic", "other_names")
        survivor = {
            **{name: word("identity") for name in identity},
            **{name: word("contact") for name in ("address_home", "safe_hours", "safe_person", "code_word")},
            "birth_year": "1991",
            "address_now": word("address"),
            "safe_method": "call",
            "safe_number": word("contact"),
            "needs": [word("services")],
            "status": [word("services")],
        }
        perpetrator = {
            **{name: word("identity") for name in identity},
            **{
                name: word("perpetrator")
                for name in ("whereabouts", "workplace", "vehicle", "service_status", "weapons")
            },
            **{name: word("contact") for name in ("phone", "address_home")},
        }
        child = {
            "given_name": word("identity"),
            **{name: word("children") for name in ("school", "lives_with", "witnessed")},
        }
        other = {"surname": word("others"), "why_at_risk": word("risk")}
        told = ("tried_so_far", "own_view", "own_rating", "own_rating_asked_by", "police_level_by", "judgement")
        submit_referral(
            officer,
            drafted.referral_id,
            people=People(survivor, perpetrator, [child], [other]),
            told=Told(
                word("incident"),
                "told",
                "agrees",
                "UA-CONSENT",
                {**{name: word("risk") for name in told}, "police_level": "high", "sex_preference": ""},
            ),
            hromada=HROMADA,
            urgency="urgent_now",
            barred=[{"name": who.name, "link": word("bars"), "reason": word("bars")} for who in self.barred.values()]
            + [{"name": word("bars"), "link": word("bars"), "reason": word("bars")}],
            answers={"strangling": Given(Answer.YES, word("risk"), "survivor")},
        )
        db.end()
        self.reference = drafted.reference
        self.case_id: UUID = db.session().scalars(select(Case.id).where(Case.reference == self.reference)).one()

    def _screen(self) -> None:
        world, word = self.world, self.word
        screen_case(world.coordinator.actor, self.case_id, self.version())
        request_information(world.coordinator.actor, self.case_id, text=word("question"))
        db.end()
        asked = db.session().scalars(select(InformationRequest)).one()
        answer_request(world.officer.actor, asked.id, asked.version, answer=word("incident"))
        propose_case(
            world.coordinator.actor, self.case_id, self.version(), proposal=Proposal.LIST, reason=word("proposal")
        )
        ask_agency(world.coordinator.actor, self.case_id, agency_ids=[world.social, world.health, world.ngo])
        place_hold(
            world.coordinator.actor, self.case_id, code="court", authority=word("keeping"), reason=word("keeping")
        )
        extend_retention(
            self.dpo.actor,
            self.case_id,
            code="perpetrator_order",
            counted_from=clock.today(),
            reason=word("keeping"),
        )

    def _research(self) -> None:
        word, world = self.word, self.world
        for agency, who in self.speaker.items():
            file_return(
                who.actor,
                self.case_id,
                0,
                survivor=Known.YES,
                perpetrator=Known.NO,
                children=Known.CANNOT_SAY,
                offer=word(f"{agency} offer"),
                facts=[
                    Statement(word(f"{agency} {kind}"), FactKind.FACT, Category.RISK, "own_record")
                    for kind in ("said", "kept")
                ],
            )
            record_assessment(
                who.actor, self.case_id, answers={"weapon-used": Given(Answer.NO, word(f"{agency} answer"))}
            )
        number = arrange_meeting(world.coordinator.actor, held_at=clock.now() + timedelta(days=1), place=word("place"))
        list_case(world.chair.actor, self.case_id, self.version(), meeting=number)
        meeting = self.meeting()
        open_meeting(world.chair.actor, meeting.id, meeting.version)
        here = [world.coordinator, world.chair, *self.speaker.values()]
        meeting = self.meeting()
        record_attendance(
            world.coordinator.actor,
            meeting.id,
            meeting.version,
            kinds={who.member_id: AttendanceKind.PRESENT for who in here},
            aloud=[who.member_id for who in here],
        )
        item = self.item()
        begin_item(world.chair.actor, item.id, item.version)

    def _ask(self) -> None:
        """A court and an unknown man ask about her; the court's inquiry is tied to the case and answered."""
        coordinator = self.world.coordinator.actor
        said = ("asked_by", "about", "capacity", "reply_to", "paper_number", "wanted", "purpose", "ground", "note")
        for kind in ("court", "other"):
            asked = Asked(**{name: self.word("inquiry") for name in said}, answer_by=clock.today())
            number = receive_inquiry(coordinator, kind=kind, channel="post", asked=asked)
            row = self.inquiry(number)
            confirm_identity(coordinator, row.id, row.version, shown="letterhead", note=self.word("inquiry"))
        row = self.inquiry(1)
        link_inquiry(coordinator, row.id, row.version, case_id=self.case_id)
        row, answer = self.inquiry(1), self.word("inquiry answer")
        answer_inquiry(coordinator, row.id, row.version, outcome="refused", refusal="incomplete", words=answer)

    def inquiry(self, number: int) -> Inquiry:
        db.end()
        return db.session().scalars(select(Inquiry).where(Inquiry.number == number)).one()

    def consent(self) -> None:
        """The advocate records a consent that lets the hospital learn something, with its texts and a signed paper."""
        word = self.word
        signed = consent_pdf(ConsentSheet("uk", clock.now(), asked_by=word("ngo consent").removeprefix(TAG)))
        asked = Consented(
            agreed=frozenset({Pair(Category.HEALTH, kind, id) for kind, id in self._who_may_learn()}),
            giver=Giver.GUARDIANSHIP,
            **{name: word("ngo consent") for name in ("giver_name", "giver_reason", "witness", "outside")},
        )
        record_consent(
            self.world.advocate.actor, self.case_id, asked=asked, paper=Brought("a.pdf", "application/pdf", signed)
        )

    def _who_may_learn(self) -> list[tuple[RecipientKind, UUID | None]]:
        return [(RecipientKind.AGENCY, self.world.health), (RecipientKind.OUTSIDE, None), (RecipientKind.OFFICE, None)]

    def share(self) -> None:
        """Each says one thing and its offer to all, keeps another, and takes a position; the table decides."""
        word, world = self.word, self.world
        item_id = self.item().id
        agencies = {agency: getattr(world, agency) for agency in SPEAKERS}
        for agency, who in self.speaker.items():
            db.end()
            facts = db.session().scalars(select(Fact).where(Fact.owner_id == agencies[agency])).all()
            said = [fact.id for fact in facts if self.word.found_in(fact.text) == {f"{agency} said"}]
            told = record_share(
                who.actor,
                item_id,
                to={*agencies.values(), OFFICE} - {agencies[agency]},
                fact_ids=said,
                with_offer=True,
                basis_code="UA-CONSENT",
                consent=ConsentState.GIVEN,
                agreed=JustNow("face_to_face"),
                reason=word("necessity"),
            )
            assert not told.left_out, told.left_out
            give_position(who.actor, item_id, level=LevelCode.HIGHEST_RISK, reason=word(f"{agency} position"))
        self.consent()
        item = self.item()
        record_consensus(
            world.chair.actor,
            item.id,
            item.version,
            state=ConsensusState.AGREED_WITH_RESERVATION,
            level=LevelCode.HIGHEST_RISK,
            factors=["strangling"],
            reason=word("minutes"),
            survivor_voice=word("minutes"),
            missing=word("minutes"),
            dissent=word("minutes"),
            dissenting_ids=[world.health],
            next_review_on=clock.today() + timedelta(days=30),
            informing=Informing(word("minutes"), world.advocate.member_id, clock.today() + timedelta(days=1)),
        )
        for agency, who in self.speaker.items():
            action_id = add_action(
                world.coordinator.actor,
                self.case_id,
                domain=Domain.SURVIVOR,
                text=word(f"{agency} action"),
                agency_id=agencies[agency],
                danger=word(f"{agency} action"),
                due_on=clock.today(),
            )
            if agency == "health":
                report_action(who.actor, action_id, 0, status=ActionStatus.DONE, result=word("health action"))
        write_safety_plan(
            world.advocate.actor,
            self.case_id,
            None,
            sections={"during_incident": Part(word("safety")), "technology": Part(word("safety"), is_printed=False)},
            cover=Cover(
                made_with=word("safety"),
                kept_at=word("safety"),
                held_by=word("safety"),
                code_word=word("safety"),
                if_found=word("safety"),
            ),
            is_with_her=True,
        )

    def withdraw(self, agency: str) -> None:
        """The agency takes back whatever it told."""
        db.end()
        who, agency_id = self.speaker[agency], getattr(self.world, agency)
        for share in db.session().scalars(select(Share).where(Share.sender_id == agency_id)).all():
            share_id, digest = share.id, share.digest
            db.end()
            withdraw_share(who.actor, share_id, digest, code="withdrawn", reason=self.word("ending"))

    def version(self) -> int:
        db.end()
        return db.session().get_one(Case, self.case_id).version

    def item(self) -> AgendaItem:
        db.end()
        return db.session().scalars(select(AgendaItem)).one()

    def meeting(self) -> Meeting:
        db.end()
        return db.session().scalars(select(Meeting)).one()

    def readers(self) -> dict[str, Person]:
        """Everybody who can sign in, by what they are here."""
        world = self.world
        return {
            "referrer": world.officer,
            "police": world.policewoman,
            "supervisor": world.supervisor,
            "social": world.social_worker,
            "health": world.doctor,
            "ngo": world.advocate,
            "unseated": world.child_worker,
            "coordinator": world.coordinator,
            "chair": world.chair,
            "auditor": world.auditor,
            "dpo": self.dpo,
            "stranger": world.stranger,
            "strange chair": world.strange_chair,
            **self.barred,
        }


class Quick(CheckedClient):
    """The same browser without the look at each page: other tests look."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask."""
        kwargs["headers"] = {**ORIGIN, **(kwargs.get("headers") or {})}
        return FlaskClient.open(self, *args, **kwargs)


def signed_in(app: Flask, who: Person) -> Quick:
    """Somebody's browser."""
    client = Quick(app, app.response_class)
    client.sign_in(who)
    return client


def addresses(app: Flask, told: Telling, reference: str) -> list[str]:
    """Every address that can be gone to, with whatever of this case fits into it."""
    db.end()
    session = db.session()
    actions = [id.hex[:8] for id in session.scalars(select(Action.id).order_by(Action.due_on, Action.id).limit(2))]
    last = session.get_one(LedgerHead, told.world.team_id).seq
    given = {
        "reference": [reference],
        "team": ["KHM"],
        "number": [str(number) for number in range(1, 8)],
        "page": ["1"],
        "code": actions or ["0" * 8],
        "kind": ["2"],
        "seq": [str(number) for number in (last // 3, last // 2, last)],
        "report": list(ReportCode),
        "filename": [],
    }
    found = ["/cases?stage=meeting", f"/cases?after={reference}", f"/log?case={reference}"]
    found += [f"/reports/{code}?{asked(told, reference)}" for code in ReportCode]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            made = [rule.rule]
            for name in rule.arguments:
                made = [re.sub(rf"<([a-z]+:)?{name}>", value, at) for at in made for value in given[name]]
            found += made
    return found


def read(page: TestResponse) -> str:
    """What stands on a page, or on a paper."""
    if page.mimetype == "application/pdf":
        return re.sub(r"\s+", "", text(page.data))
    return page.get_data(as_text=True)


def asked(told: Telling, reference: str) -> str:
    """Whatever a report can be asked; each takes what it needs."""
    return f"case={reference}&part=child&number=1&agency={told.world.social}&days=180"


def crawl(app: Flask, told: Telling, who: Person) -> tuple[set[str], set[str]]:
    """What somebody finds: the groups of the words, and the addresses that tell of the case to who does not know it."""
    client, groups, telling = signed_in(app, who), set[str](), set[str]()
    for at in addresses(app, told, told.reference):
        page = client.get(at)
        said = read(page) + str(page.headers)
        assert f"{TAG}qz" not in said or page.mimetype != "text/html", f"what was typed is taken for a tag on {at}"
        groups |= told.word.found_in(said)
        if told.reference not in at and told.reference in said:
            telling.add(re.sub("[0-9]+", "", at))
    return groups, telling


# ---- the reviewed table: who may find what, and when -------------------------------------------------------------

OWN = {
    agency: {f"{agency} said", f"{agency} kept", f"{agency} offer", f"{agency} answer", "identity", "place"}
    for agency in SPEAKERS
}
REFERRED = {"identity", "contact", "children", "risk", "incident", "services", "others"}  # her consent covers not him
REFERRERS = REFERRED | {"perpetrator", "address", "question", "police answer"}
OFFICE_OWN = {"bars", "proposal", "question", "place", "inquiry", "inquiry answer", "keeping"}
AT_TABLE = ("social", "health", "ngo")

BEFORE = {
    "referrer": REFERRERS,
    "police": REFERRERS | OWN["police"],
    "supervisor": REFERRERS | OWN["police"],
    **{agency: OWN[agency] for agency in AT_TABLE},
    "coordinator": REFERRED | OFFICE_OWN | OWN["social"],
    "chair": REFERRED | OFFICE_OWN | {"police answer"},
}
SAID = {f"{agency} {kind}" for agency in SPEAKERS for kind in ("said", "offer")}
DECIDED = {"minutes"} | {f"{agency} {kind}" for agency in SPEAKERS for kind in ("action", "position")}
AFTER = {who: groups | SAID | DECIDED for who, groups in BEFORE.items()}
AFTER["referrer"] = BEFORE["referrer"] | {"minutes"}  # not at the table, but of an agency that was
AFTER["ngo"] |= {"ngo consent"}  # its texts and its paper are of the agency that asked; others know of its scope
AFTER["ngo"] |= {"safety"}  # who wrote it with her; nobody else
OUTSIDE = {
    "unseated": {"place"},
    "auditor": set(),
    # what is asked, not what was answered: that could tell that there is a case; and the holds of a case by its number
    "dpo": {"inquiry", "keeping"},
    "stranger": set(),
    "strange chair": set(),
    **{who: {"place"} for who in BARRED},
    **{who: {"place", "inquiry"} for who in ("barred chair", "barred coordinator")},
    "barred auditor": set(),
}
# Health and the police have taken everything back: what they told at the table and what was referred.
GONE = {
    "health": {"health said", "health offer"},
    "police": {"police said", "police offer", "police answer"} | REFERRED,
}
HAS = {
    "referrer": "police",
    "police": "police",
    "supervisor": "police",
    "coordinator": "social",
    "chair": "council",
    **{agency: agency for agency in AT_TABLE},
}
WITHDRAWN = {
    who: groups - {group for agency, gone in GONE.items() if agency != HAS[who] for group in gone}
    for who, groups in AFTER.items()
}


def insist(app: Flask, told: Telling, table: dict[str, set[str]]) -> None:
    """Each reader finds what the table says, no more and no less."""
    readers = told.readers()
    for who, expected in table.items():
        found, _telling = crawl(app, told, readers[who])
        assert (found - expected, expected - found) == (set(), set()), who


def some(table: dict[str, set[str]], engine_name: str) -> dict[str, set[str]]:
    """Those whom a step or an engine could treat in a way of their own: the same code cuts for all the others."""
    apart = ("referrer", "health", "chair") if engine_name == "postgresql" else set(table) - {"supervisor", "social"}
    return {who: table[who] for who in table if who in apart}


def test_everybody_finds_what_is_theirs_and_nothing_else(app: Flask, world: World, engine_name: str) -> None:
    told = Telling(world)
    insist(app, told, some(BEFORE, engine_name))
    told.share()
    insist(app, told, AFTER if engine_name == "sqlite" else some(AFTER, engine_name))
    told.withdraw("health")
    told.withdraw("police")
    insist(app, told, some(WITHDRAWN, engine_name))


def test_who_is_outside_finds_no_word_and_no_number_of_the_case(app: Flask, world: World, engine_name: str) -> None:
    told = Telling(world)
    told.share()
    readers, unknown = told.readers(), new_reference("KHM", 2026)
    asked = OUTSIDE if engine_name == "sqlite" else {who: OUTSIDE[who] for who in ("barred chair", "auditor")}
    for who, expected in asked.items():
        found, telling = crawl(app, told, readers[who])
        assert found == expected, who
        assert who in ("auditor", "dpo") or not telling, (who, telling)
    for who in ("barred chair", "barred auditor", "stranger"):
        client = signed_in(app, readers[who])
        client.get("/")  # whoever comes first gets a cookie for the forms
        for at in addresses(app, told, told.reference):
            if told.reference in at:
                real, wrong = (client.get(at.replace(told.reference, one)) for one in (told.reference, unknown))
                assert alike(real, told.reference) == alike(wrong, unknown), (who, at)


def alike(page: TestResponse, reference: str) -> tuple[int, str, list[str]]:
    """An answer without what differs between any two: its own address and its token."""
    differing = r'name="csrf_token"[^>]*value="[^"]*"|[0-9]+ entries, the newest [0-9]+'  # each reading is an entry
    bare = re.sub(differing, "", page.get_data(as_text=True)).replace(reference, "")
    names = sorted(name for name, _value in page.headers if name != "Content-Length")
    return page.status_code, bare, names


def test_papers_and_the_file_of_the_log_say_what_their_holder_may_read(app: Flask, world: World) -> None:
    told = Telling(world)
    told.share()
    told.withdraw("health")
    holder = {"holder_name": "Ганна Сейф", "is_safe": "y", "extent": "whole", "purpose": "safety_planning"}
    at = f"/cases/{told.reference}/plan/export"

    paper = signed_in(app, world.coordinator).send(at, {**holder, "agency_id": str(world.social), "language": "en"})
    log = signed_in(app, world.auditor).act("/log/export", seen_on="/log")

    assert paper.mimetype == "application/pdf", paper.get_data(as_text=True)[:3000]
    found = told.word.found_in(re.sub(r"\s+", "", text(paper.data)))
    assert found == {"minutes", "risk"} | {f"{agency} action" for agency in SPEAKERS}
    assert told.word.found_in(log.get_data(as_text=True)) == set()


def test_a_report_as_a_file_says_no_word_of_the_case_to_whoever_takes_it(app: Flask, world: World) -> None:
    told = Telling(world)
    told.share()
    told.withdraw("health")
    given = {"case": told.reference, "part": "child", "number": "1", "agency": str(world.social), "days": "180"}

    for who in (world.auditor, told.dpo):
        client = signed_in(app, who)
        for code in ReportCode:
            use = {"format": "csv", "use": "complaint"}
            table = client.act(f"/reports/{code}/export", {**given, **use}, seen_on="/reports")
            assert table.mimetype == "text/csv", (who.name, code)
            assert told.word.found_in(table.text) == set(), (who.name, code)
