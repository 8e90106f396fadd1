"""Builders with good defaults. They make what the commands of the product make, through those commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case, Part, Seat, Stage
from icat.cases.models import Person as CasePerson
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.db import engine as db
from icat.legal import Category, ConsentState, Necessity, Purpose, RecipientKind, Sector
from icat.members.commands import founding
from icat.members.models import Agency
from icat.members.queries.signed_in import actor_of
from icat.policy.actor import Actor
from icat.policy.roles import Role
from icat.references import new_reference

HROMADA = "UA68040470000053519"  # a real code of the codifier; the people are invented
STARTED = date(2026, 1, 12)


@dataclass(frozen=True)
class Person:
    """A member of the world."""

    member_id: UUID
    account_id: UUID
    actor: Actor
    name: str


@dataclass(frozen=True)
class World:
    """One team: five agencies, one person in each part of the work, and a stranger from another team."""

    team_id: UUID
    code: str
    police: UUID
    social: UUID
    health: UUID
    children: UUID
    ngo: UUID
    council: UUID
    officer: Person  # police, referrer
    policewoman: Person  # police, member
    social_worker: Person  # social services, member
    doctor: Person  # health, member
    child_worker: Person  # child services, member
    advocate: Person  # NGO
    supervisor: Person  # police, supervisor
    coordinator: Person  # social services
    chair: Person  # council
    auditor: Person  # council
    stranger: Person  # a member of another team
    strange_chair: Person


def make_world() -> World:
    """Set the installation up and found two teams."""
    founding.set_up_installation(is_demo=False)
    team_id, agencies = founding.found_team(
        "KHM",
        "Команда Хмельницької громади",
        [HROMADA],
        [
            ("Хмельницьке районне управління поліції", "Поліція", Sector.POLICE, True),
            ("Управління соціального захисту", "Соцзахист", Sector.SOCIAL_SERVICES, True),
            ("Міська лікарня", "Лікарня", Sector.HEALTH, False),
            ("Служба у справах дітей", "ССД", Sector.CHILD_SERVICES, True),
            ("ГО «Поруч»", "Поруч", Sector.NGO, False),
            ("Виконавчий комітет", "Виконком", Sector.COUNCIL, True),
        ],
    )
    police, social, health, children, ngo, council = agencies
    other_id, (other_police,) = founding.found_team(
        "LVV",
        "Команда Львівської громади",
        ["UA46060250000025047"],
        [("Поліція Львова", "Поліція", Sector.POLICE, True)],
    )

    def person(login: str, name: str, agency: UUID, *roles: Role, team: tuple[UUID, str] = (team_id, "KHM")) -> Person:
        account_id = founding.open_account(login, name, "$argon2id$none", "JBSWY3DPEHPK3PXP")
        member_id = founding.appoint(*team, account_id, agency, roles, position="", from_on=STARTED)
        made = Person(member_id, account_id, actor_of(member_id), name)
        db.end()
        return made

    lviv = (other_id, "LVV")
    return World(
        team_id=team_id,
        code="KHM",
        police=police,
        social=social,
        health=health,
        children=children,
        ngo=ngo,
        council=council,
        officer=person("officer", "Гнат Ярошенко", police, Role.REFERRER),
        policewoman=person("police", "Лідія Кравець", police, Role.MEMBER),
        social_worker=person("social", "Ніна Щербак", social, Role.MEMBER),
        doctor=person("doctor", "Ірина Ґудзь", health, Role.MEMBER),
        child_worker=person("child", "Зоя Їжакевич", children, Role.MEMBER),
        advocate=person("advocate", "Софія Мельничук", ngo, Role.ADVOCATE),
        supervisor=person("supervisor", "Богдан Є́вченко", police, Role.SUPERVISOR),
        coordinator=person("coordinator", "Оксана Ющенко-Бойко", social, Role.COORDINATOR),
        chair=person("chair", "Мирослава Гайдук", council, Role.CHAIR),
        auditor=person("auditor", "Тарас Фещенко", council, Role.AUDITOR),
        stranger=person("stranger", "Петро Чужий", other_police, Role.MEMBER, team=lviv),
        strange_chair=person("strange-chair", "Ольга Чужа", other_police, Role.CHAIR, team=lviv),
    )


@dataclass(frozen=True)
class MadeCase:
    """A case of the world, with the rows that tests ask for."""

    id: UUID
    reference: str
    survivor_id: UUID
    perpetrator_id: UUID
    child_id: UUID

    def version(self) -> int:
        """Its version now, as a page would have it."""
        with db.database().open_reading() as session:
            return session.get_one(Case, self.id).version


def make_case(
    world: World,
    *,
    stage: Stage = Stage.SCREENING,
    seats: Sequence[UUID] = (),
    surname: str = "Ґалаґан",
    hromada: str = HROMADA,
) -> MadeCase:
    """A case that the officer referred: shared with the office; each agency with a seat was told the identifiers."""
    actor = world.officer.actor
    with change(actor) as work:
        case = work.add(
            Case(
                team_id=world.team_id,
                reference=new_reference(world.code, 2026),
                hromada=hromada,
                stage=stage,
                urgency="before_next_meeting",
                has_children=True,
                referrer_id=actor.member_id,
                referring_agency_id=world.police,
                opened_at=work.at,
            )
        )
        work.session.flush()
        own = {"team_id": world.team_id, "case_id": case.id, "owner_id": world.police}
        survivor = work.add(
            CasePerson(
                **own,
                part=Part.SURVIVOR,
                is_first=True,
                surname=surname,
                given_name="Єва",
                patronymic="Їжаківна",
                birth_on=date(1991, 3, 27),
                phone="+380671112233",
                safe_method="call",
                safe_number="+380671112233",
                address_now="вул. Прихована, 5, у матері",
                address_home="вул. Зарічна, 12",
            )
        )
        perpetrator = work.add(
            CasePerson(**own, part=Part.PERPETRATOR, surname="Ґалаґан", given_name="Сергій", weapons="пістолет")
        )
        child = work.add(CasePerson(**own, part=Part.CHILD, given_name="Аліна", birth_year="2019"))
        work.session.flush()
        police = work.get(Agency, world.police)
        open_share(
            work,
            case,
            sender=police,
            to=Recipient(RecipientKind.OFFICE),
            lines=[Line(category) for category in REFERRED],
            ground=ground("UA-POWER"),
        )
        for agency_id in seats:
            work.add(
                Seat(
                    team_id=world.team_id,
                    case_id=case.id,
                    agency_id=agency_id,
                    given_at=work.at,
                    given_by_id=world.coordinator.member_id,
                )
            )
            if agency_id != world.police:
                open_share(
                    work,
                    case,
                    sender=police,
                    to=Recipient(RecipientKind.AGENCY, agency_id),
                    lines=[Line(Category.IDENTITY)],
                    ground=ground("UA-POWER"),
                )
        work.record(Event.REFERRAL_SUBMITTED, case=case.id, referral=case.id, urgency="before_next_meeting")
    return MadeCase(case.id, case.reference, survivor.id, perpetrator.id, child.id)


REFERRED = (
    Category.IDENTITY,
    Category.CONTACT,
    Category.RISK,
    Category.INCIDENT,
    Category.CHILDREN,
    Category.SERVICES,
    Category.PERPETRATOR,
)


def ground(code: str, consent: ConsentState = ConsentState.NOT_NEEDED, reason: str = "") -> Ground:
    """Why something may be shared, with what is seldom of interest filled in."""
    return Ground(code, consent, Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL, reason)
