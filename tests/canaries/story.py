"""One case in which every field holds a word of its own, told through the real commands; and everybody who may ask.

Whoever adds a sealed field lets the story fill it here, with a word of the group that says whose it is; whoever adds
a relation to a case adds a reader. ``test_filled`` fails until that is done.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.commands.assessment import record_assessment
from icat.cases.commands.consent import record_consent
from icat.cases.commands.development import dismiss_development, raise_development
from icat.cases.commands.holds import lift_hold, place_hold
from icat.cases.commands.judgement import record_judgement
from icat.cases.commands.level import raise_level
from icat.cases.commands.order import Content, Telling, amend_order, note_step, record_order
from icat.cases.commands.referral import draft_referral, submit_referral
from icat.cases.commands.releases import grant_release, request_release, set_restriction
from icat.cases.commands.result import record_result
from icat.cases.commands.screening import (
    answer_request,
    ask_agency,
    decline_case,
    propose_case,
    request_information,
    screen_case,
)
from icat.cases.commands.sharing import withdraw_share
from icat.cases.models import (
    Case,
    Development,
    Giver,
    Hold,
    InformationRequest,
    Proposal,
    Referral,
    Release,
    Share,
    StepKind,
    Whose,
)
from icat.cases.queries.covering import Pair
from icat.cases.steps.assessing import Given
from icat.cases.steps.consenting import Asked as Consented
from icat.cases.steps.submitting import People
from icat.cases.steps.submitting import Told as Referred
from icat.db import engine as db
from icat.inquiries.commands.inquiry import (
    Asked,
    answer_inquiry,
    confirm_identity,
    link_inquiry,
    postpone_inquiry,
    receive_inquiry,
)
from icat.inquiries.models import Inquiry
from icat.legal import Category, ConsentState, Purpose, RecipientKind, Sector
from icat.meetings.commands.agenda import begin_item, list_case
from icat.meetings.commands.consensus import Informing, NotAgreed, record_consensus
from icat.meetings.commands.meeting import arrange_meeting, open_meeting, record_attendance
from icat.meetings.commands.position import give_position
from icat.meetings.commands.research import file_return
from icat.meetings.commands.statement import record_share
from icat.meetings.models import AgendaItem, AttendanceKind, ConsensusState, Fact, FactKind, Known, Meeting
from icat.meetings.queries.telling import OFFICE
from icat.meetings.steps.agreeing import JustNow
from icat.meetings.steps.facts import Statement
from icat.members.commands import founding
from icat.members.commands.signing_in import keep_form
from icat.members.models import Account, Agency
from icat.members.queries.signed_in import actor_of
from icat.plans.commands.actions import add_action, report_action
from icat.plans.commands.exports import NO_PAPER, Handing, export_plan, export_safety_plan
from icat.plans.commands.safety import Cover, Part, write_safety_plan
from icat.plans.models import Action, ActionStatus, Domain, SafetyPlan
from icat.plans.steps.copies import Copy
from icat.policy.roles import Role
from icat.retention.commands.terms import extend_retention
from icat.risk.answer import Answer
from tests.canaries.receiving import put_on_duty, read_out
from tests.canaries.words import Words
from tests.make import HROMADA, STARTED, Person, World

SPEAKERS = ("police", "social", "health", "ngo")
QUIET = ("housing", "school")  # seats, but nobody of theirs at the table; one has promised something all the same
BARRED = {
    "barred chair": ("council", Role.CHAIR),
    "barred coordinator": ("social", Role.COORDINATOR),
    "barred supervisor": ("police", Role.SUPERVISOR),
    "barred member": ("police", Role.MEMBER),
    "barred advocate": ("ngo", Role.ADVOCATE),
    "barred auditor": ("council", Role.AUDITOR),
}
OTHERS = {
    "dpo": ("health", Role.DPO),
    "analyst": ("council", Role.ANALYST),
    "agency administrator": ("police", Role.AGENCY_ADMIN),
    "system administrator": ("council", Role.SYSTEM_ADMIN),
    "another officer": ("police", Role.REFERRER),
    "another chair": ("council", Role.CHAIR),
}


class Story:
    """The case, and what the people of the team do with it, step by step: ``BEFORE``, ``share``, ``withdraw``."""

    def __init__(self, world: World) -> None:
        self.world, self.word = world, Words()
        self.agencies = {name: getattr(world, name) for name in (*SPEAKERS, "council")} | self._more_agencies()
        self.barred = dict(self._appointed(BARRED))
        self.others = dict(self._appointed(OTHERS))
        self.quiet = dict(self._appointed({name: (name, Role.MEMBER) for name in QUIET}))
        self.speaker = {
            "police": world.policewoman,
            "social": world.social_worker,
            "health": world.doctor,
            "ngo": world.advocate,
        }
        self._fill_accounts()
        self._decline_another()
        self._refer()
        self._screen()
        self._keep()
        self._research()
        self._raise_developments()
        self._record_orders()
        self._meet()
        self._ask()
        put_on_duty(self)
        self._copies_wait()

    # ---- who there is ------------------------------------------------------------------------------------------

    def readers(self) -> dict[str, Person]:
        """Everybody who can sign in, by what they are to this case."""
        world = self.world
        return {
            "referrer": world.officer,
            "police": world.policewoman,
            "supervisor": world.supervisor,
            "social": world.social_worker,
            "health": world.doctor,
            "ngo": world.advocate,
            **self.quiet,
            "unseated": world.child_worker,
            "coordinator": world.coordinator,
            "chair": world.chair,
            "auditor": world.auditor,
            **self.others,
            "stranger": world.stranger,
            "strange chair": world.strange_chair,
            **self.barred,
        }

    def _more_agencies(self) -> dict[str, UUID]:
        made = {}
        with change(self.world.chair.actor) as work:
            for name in QUIET:
                row = work.add(
                    Agency(
                        team_id=self.world.team_id,
                        name=f"Установа {name}",
                        short_name=name,
                        sector=Sector.SOCIAL_SERVICES,
                        is_state=True,
                    )
                )
                work.session.flush()
                made[name] = row.id
            work.record(Event.TEAM_CREATED)
        return made

    def _appointed(self, who: dict[str, tuple[str, Role]]) -> Iterator[tuple[str, Person]]:
        for place, (called, (agency, role)) in enumerate(who.items()):
            name = f"Названий {called.replace(' ', '')} {place}"
            account_id = founding.open_account(called, name, "$argon2id$none", "JBSWY3DPEHPK3PXP")
            made = founding.appoint(
                self.world.team_id, "KHM", account_id, self.agencies[agency], [role], position="", from_on=STARTED
            )
            yield called, Person(made, account_id, actor_of(made), name)
            db.end()

    def _fill_accounts(self) -> None:
        """What an account keeps besides a name, which everybody in the team reads."""
        word, officer = self.word, self.world.officer
        with db.writing() as session:
            account = session.get_one(Account, officer.account_id)
            account.email, account.phone, account.totp_secret = word("account"), word("phone at work"), word("account")
            session.commit()

    # ---- what happens ------------------------------------------------------------------------------------------

    def _decline_another(self) -> None:
        """Another case, which was raised and then declined: the fields that the main story has no use for."""
        word, world = self.word, self.world
        self.declined = self._submitted(
            People({"surname": word("declined"), "safe_method": "call"}, {"surname": word("declined")}),
            Referred(word("declined"), "told", "agrees", "UA-POWER", {}),
        )
        case_id = self._case_id(self.declined)
        screen_case(world.coordinator.actor, case_id, self._version(case_id))
        raise_level(world.chair.actor, case_id, self._version(case_id), reason=word("raised"))
        propose_case(
            world.coordinator.actor,
            case_id,
            self._version(case_id),
            proposal=Proposal.DECLINE,
            code="ordinary_response_first",
            reason=word("proposed to decline"),
        )
        decline_case(world.chair.actor, case_id, self._version(case_id), advice=word("advice"))

    def _submitted(self, people: People, told: Referred, **more: object) -> str:
        officer = self.world.officer.actor
        drafted = draft_referral(officer, typed={"surname": [self.word("gone")]})
        submit_referral(
            officer,
            drafted.referral_id,
            people=people,
            told=told,
            hromada=HROMADA,
            urgency="urgent_now",
            **more,  # type: ignore[arg-type]
        )
        db.end()
        return drafted.reference

    def _refer(self) -> None:
        word = self.word
        officer = self.world.officer
        self.draft = draft_referral(officer.actor, typed={"surname": [word("draft")]}).reference
        keep_form(officer.account_id, f"/referrals/{self.draft}/edit", {"given_name": [word("kept typing")]})
        names = ("surname", "given_name", "patronymic", "other_names")
        survivor = {
            **{name: word("identity") for name in names},
            **{name: word("contact") for name in ("address_home", "safe_number")},
            "phone": word("not shown"),
            **{name: word("contact") for name in ("safe_hours", "safe_person", "code_word")},
            "sex": word("not shown"),
            "birth_on": word.day("identity"),
            "address_now": word("address"),
            "safe_method": "call",
            "language": "romani",
            "needs": [word("services")],
            "status": [word("services")],
        }
        perpetrator = {
            **{name: word("identity") for name in (*names, "relationship")},
            "birth_year": word.year("identity"),
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
        said = ("tried_so_far", "own_view", "own_rating", "own_rating_asked_by", "police_level_by", "judgement")
        self.reference = self._submitted(
            People(survivor, perpetrator, [child], [other]),
            Referred(
                word("incident"),
                "told",
                "agrees",
                "UA-CONSENT",
                {
                    **{name: word("risk") for name in (*said, "why_without")},
                    "own_rating_on": word.day("risk"),
                    "police_level_on": word.day("risk"),
                    "police_level": "high",
                    "wants": [word("risk")],
                    "sex_preference": word("services"),
                },
            ),
            barred=[{"name": who.name, "link": word("bars"), "reason": word("bars")} for who in self.barred.values()]
            + [{"name": word("bars"), "link": word("bars"), "reason": word("bars")}],
            answers={"strangling": Given(Answer.YES, word("risk"), "survivor")},
        )
        self.case_id = self._case_id(self.reference)
        self._say_otherwise()

    def _say_otherwise(self) -> None:
        """The officer completes the referral, and says some of it otherwise than before."""
        word, officer = self.word, self.world.officer.actor
        row = db.session().scalars(select(Referral).where(Referral.reference == self.reference)).one()
        begun = draft_referral(officer, completes_id=row.id)
        later = {
            "surname": word("said later of who"),
            "safe_number": word("said later of contact"),
            "safe_method": "call",
            "address_now": word("said later of where"),
        }
        submit_referral(
            officer,
            begun.referral_id,
            people=People(later, {}),
            told=Referred("", "", "", "", {}),
            hromada="",
            urgency="",
        )
        db.end()

    def _screen(self) -> None:
        world, word = self.world, self.word
        screen_case(world.coordinator.actor, self.case_id, self._version())
        request_information(world.coordinator.actor, self.case_id, text=word("question"))
        db.end()
        asked = db.session().scalars(select(InformationRequest)).one()
        answer_request(world.officer.actor, asked.id, asked.version, answer=word("incident"))
        told = {name: word("risk") for name in ("edition", "stated", "scored_by", "note")}
        day = word.day("risk")
        record_result(world.policewoman.actor, self.case_id, tool="odara", scored_on=day, **told)
        own = {"words": word("risk"), "judged_on": word.day("risk"), "asked_by": word("risk")}
        record_judgement(world.policewoman.actor, self.case_id, whose=Whose.OWN, **own)
        propose_case(
            world.coordinator.actor, self.case_id, self._version(), proposal=Proposal.LIST, reason=word("proposal")
        )
        asked_too = [self.agencies[name] for name in ("social", "health", "ngo", *QUIET)]
        read_out(self, asked_too)
        ask_agency(world.coordinator.actor, self.case_id, agency_ids=asked_too)

    def _keep(self) -> None:
        """Two legal holds, one of which is lifted again, and a longer term."""
        word, world = self.word, self.world
        for _ in range(2):
            hold = {"authority": word("keeping"), "reason": word("keeping")}
            place_hold(world.coordinator.actor, self.case_id, code="court", **hold)
        db.end()
        second = db.session().scalars(select(Hold).order_by(Hold.placed_at.desc(), Hold.id).limit(1)).one()
        lift_hold(world.chair.actor, second.id, second.version, reason=word("keeping"))
        dpo = self.others["dpo"].actor
        extend_retention(dpo, self.case_id, code="perpetrator_order", counted_on=clock.today(), reason=word("keeping"))

    def _copies_wait(self) -> None:
        """For a while copies wait for a chair, and one is let go."""
        word, world = self.word, self.world
        set_restriction(world.chair.actor, self.case_id, is_on=True, reason=word("waiting copies"))
        request_release(world.advocate.actor, self.case_id, wanted=word("waiting copies"))
        db.end()
        asked = db.session().scalars(select(Release)).one()
        grant_release(world.chair.actor, asked.id, asked.version, reason=word("waiting copies"))
        set_restriction(world.chair.actor, self.case_id, is_on=False, reason=word("waiting copies"))

    def _research(self) -> None:
        word = self.word
        for agency, who in (self.speaker | self.quiet).items():
            file_return(
                who.actor,
                self.case_id,
                0,
                survivor=Known.YES,
                perpetrator=Known.NO,
                children=Known.CANNOT_SAY,
                last_contact_on=word.day(f"{agency} contact"),
                offer=word(f"{agency} offer"),
                facts=[
                    Statement(word(f"{agency} {kind}"), FactKind.FACT, Category.RISK, "own_record")
                    for kind in ("said", "kept")
                ],
            )
            record_assessment(
                who.actor, self.case_id, answers={"weapon-used": Given(Answer.NO, word(f"{agency} answer"))}
            )

    def _raise_developments(self) -> None:
        """The police tell the office what happened; the advocate only that something did; a chair sets one aside."""
        world, word = self.world, self.word
        police, told = world.policewoman.actor, word("told development")
        raise_development(police, self.case_id, kind="order_breach", text=told, basis_code="UA-POWER")
        db.end()
        first = db.session().scalars(select(Development)).one()
        dismiss_development(world.chair.actor, first.id, first.version, reason=word("set aside"))
        raise_development(world.advocate.actor, self.case_id, kind="pregnancy", text=word("untold development"))

    def _record_orders(self) -> None:
        """The police tell the office and the advocate of an order, and correct it; of their register nobody."""
        word, police = self.word, self.world.policewoman.actor
        now = clock.now()
        content = Content(word("told order"), now, now + timedelta(days=9), conditions=word("told order"))
        order_id = record_order(
            police,
            self.case_id,
            kind="urgent_barring_order",
            content=content,
            telling=Telling("UA-POWER", with_office=True, agency_ids=[self.world.ngo]),
        )
        better = replace(content, number=word("told order"))
        amend_order(police, order_id, 0, content=better, reason=word("told order"))
        note_step(self.world.advocate.actor, order_id, 1, kind=StepKind.CALLED, outcome="not_reached")
        kept = Content(word("kept order"), now, None, conditions=word("kept order"))
        record_order(police, self.case_id, kind="preventive_register", content=kept)

    def _meet(self) -> None:
        world = self.world
        number = arrange_meeting(
            world.coordinator.actor, held_at=clock.now() + timedelta(days=1), place=self.word("place")
        )
        list_case(world.chair.actor, self.case_id, self._version(), meeting=number)
        meeting = self._meeting()
        open_meeting(world.chair.actor, meeting.id, meeting.version)
        here = [world.coordinator, world.chair, *self.speaker.values()]
        meeting = self._meeting()
        record_attendance(
            world.coordinator.actor,
            meeting.id,
            meeting.version,
            kinds={who.member_id: AttendanceKind.PRESENT for who in here},
            aloud=[who.member_id for who in here],
        )
        item = self._item()
        begin_item(world.chair.actor, item.id, item.version)

    def _ask(self) -> None:
        """A court and an agency ask about her; the court's inquiry is tied to the case and answered."""
        coordinator, word = self.world.coordinator.actor, self.word
        said = ("asked_by", "about", "capacity", "reply_to", "paper_number", "wanted", "purpose", "ground", "note")
        for kind in ("court", "agency"):
            asked = Asked(**{name: word("inquiry") for name in said}, answer_by=clock.today())
            number = receive_inquiry(coordinator, kind=kind, channel="post", asked=asked)
            row = self._inquiry(number)
            confirm_identity(coordinator, row.id, row.version, shown="letterhead", note=word("inquiry"))
        row = self._inquiry(2)
        until = clock.today() + timedelta(days=35)
        postpone_inquiry(coordinator, row.id, row.version, until=until, reason=word("inquiry"))
        row = self._inquiry(1)
        link_inquiry(coordinator, row.id, row.version, case_id=self.case_id)
        row, answer = self._inquiry(1), word("inquiry answer")
        answer_inquiry(coordinator, row.id, row.version, outcome="refused", refusal="incomplete", words=answer)

    def _agree(self) -> None:
        """The advocate records a consent by somebody else, with every text that one can have."""
        kinds = ((RecipientKind.AGENCY, self.world.health), (RecipientKind.OUTSIDE, None))
        to = [Pair(Category.SERVICES, kind, id) for kind, id in kinds]
        texts = ("giver_name", "giver_reason", "witness", "outside")
        asked = Consented(
            agreed=frozenset(to), giver=Giver.GUARDIANSHIP, **{name: self.word("consent") for name in texts}
        )
        record_consent(self.world.advocate.actor, self.case_id, asked=asked)

    def share(self) -> None:
        """Each says one thing and its offer to all, keeps another, and takes a position; the table decides."""
        word, world, item_id = self.word, self.world, self._item().id
        speaking = {agency: self.agencies[agency] for agency in SPEAKERS}
        self._agree()
        for agency, who in self.speaker.items():
            db.end()
            facts = db.session().scalars(select(Fact).where(Fact.owner_id == speaking[agency])).all()
            said = [fact.id for fact in facts if word.found_in(fact.text) <= word.of([f"{agency} said"])]
            told = record_share(
                who.actor,
                item_id,
                to={*speaking.values(), OFFICE} - {speaking[agency]},
                fact_ids=said,
                with_offer=True,
                basis_code="UA-CONSENT",
                consent=ConsentState.GIVEN,
                agreed=JustNow("face_to_face"),
                reason=word("necessity"),
                permission_reference=word("necessity"),
            )
            assert not told.left_out, told.left_out
            give_position(who.actor, item_id, level="highest_risk", reason=word(f"{agency} position"))
        item = self._item()
        record_consensus(
            world.chair.actor,
            item.id,
            item.version,
            state=ConsensusState.NOT_AGREED,
            level=None,
            factors=["strangling"],
            reason=word("reason of the level"),
            survivor_voice=word("minutes"),
            dissent=word("minutes"),
            dissenting_ids=[world.health],
            next_review_on=clock.today() + timedelta(days=30),
            informing=Informing(word("minutes"), world.advocate.member_id, clock.today() + timedelta(days=1)),
            not_agreed=NotAgreed(
                word("minutes"), word("minutes"), clock.today() + timedelta(days=2), world.chair.member_id
            ),
        )
        self._plan()

    def _plan(self) -> None:
        word, world = self.word, self.world
        for agency in (*SPEAKERS, "school"):
            action_id = add_action(
                world.coordinator.actor,
                self.case_id,
                domain=Domain.SURVIVOR,
                text=word(f"{agency} action"),
                agency_id=self.agencies[agency],
                danger=word(f"{agency} action"),
                due_on=clock.today(),
            )
            if agency == "health":
                report_action(
                    world.coordinator.actor,
                    action_id,
                    0,
                    status=ActionStatus.DONE,
                    result=word("health action"),
                    told_by=word("health action"),
                )
        write_safety_plan(
            world.advocate.actor,
            self.case_id,
            None,
            sections={
                "during_incident": Part(word("safety")),
                "technology": Part(word("safety, not for paper"), is_printed=False),
            },
            cover=Cover(
                made_with=word("safety"),
                kept_at=word("safety"),
                held_by=word("gone"),  # another holds it in the end
                code_word=word("safety"),
                if_found=word("safety"),
            ),
            is_with_her=True,
        )
        self._hand_out()

    def _hand_out(self) -> None:
        """A copy of the plan leaves to the social services; who holds her plan without paper is noted."""
        word, world = self.word, self.world
        db.end()
        access_version = db.session().get_one(Case, self.case_id).access_version
        promised = {action.id: action.version for action in db.session().scalars(select(Action))}
        safety = db.session().scalars(select(SafetyPlan)).one()
        plan_id, version = safety.id, safety.version
        export_plan(
            world.coordinator.actor,
            self.case_id,
            copy=Copy(uuid4(), 1, "agency_copy", word("holder"), "0" * 64, access_version),
            actions=promised,
            agency_id=world.social,
            purpose=Purpose.SAFETY_PLANNING,
            is_whole=True,
        )
        export_safety_plan(
            world.advocate.actor,
            plan_id,
            version,
            copy=None,
            handing=Handing("nobody", NO_PAPER, word("safety"), reason=word("asked about paper")),
        )

    def withdraw(self, agency: str) -> None:
        """The agency takes back whatever it told."""
        db.end()
        who, agency_id = self.speaker[agency], self.agencies[agency]
        for share in db.session().scalars(select(Share).where(Share.sender_id == agency_id)).all():
            share_id, digest, case_id = share.id, share.digest, share.case_id
            db.end()
            if case_id == self.case_id:
                withdraw_share(who.actor, share_id, digest, code="withdrawn", reason=self.word("ending"))

    # ---- what is now -------------------------------------------------------------------------------------------

    def _case_id(self, reference: str) -> UUID:
        db.end()
        return db.session().scalars(select(Case.id).where(Case.reference == reference)).one()

    def _version(self, case_id: UUID | None = None) -> int:
        db.end()
        return db.session().get_one(Case, case_id or self.case_id).version

    def _inquiry(self, number: int) -> Inquiry:
        db.end()
        return db.session().scalars(select(Inquiry).where(Inquiry.number == number)).one()

    def _item(self) -> AgendaItem:
        db.end()
        return db.session().scalars(select(AgendaItem)).one()

    def _meeting(self) -> Meeting:
        db.end()
        return db.session().scalars(select(Meeting)).one()
