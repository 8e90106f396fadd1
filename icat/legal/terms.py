"""The words of sharing as types: what is shared, by whom, to whom, with which consent. What they are called is data."""

from dataclasses import dataclass
from enum import StrEnum, auto

from icat import codes
from icat.i18n import Words


class Category(StrEnum):
    """What kind of information it is. ``contact`` never implies ``safe_address``."""

    IDENTITY = auto()
    CONTACT = auto()
    SAFE_ADDRESS = auto()
    RISK = auto()
    INCIDENT = auto()
    CHILDREN = auto()
    HEALTH = auto()
    ORDERS = auto()  # call-outs and orders in force
    ADMINISTRATIVE = auto()
    CONVICTIONS = auto()  # with the preventive register; closed until a lawyer opens it
    PRETRIAL = auto()
    SERVICES = auto()
    PERPETRATOR = auto()
    PLAN = auto()
    MINUTES = auto()
    SAFETY_PLAN = auto()

    @property
    def words(self) -> Words:
        """What it is called."""
        return codes.words("category", self)


class Sector(StrEnum):
    """What an agency works in (law 2229-VIII Art. 6). Whether it is a public body is data of the agency, said apart."""

    POLICE = auto()
    SOCIAL_SERVICES = auto()
    CHILD_SERVICES = auto()
    HEALTH = auto()
    EDUCATION = auto()
    PROBATION = auto()
    PROSECUTOR = auto()
    LEGAL_AID = auto()
    SHELTER = auto()
    NGO = auto()
    COUNCIL = auto()
    COURT = auto()
    OTHER = auto()

    @property
    def words(self) -> Words:
        """What it is called."""
        return codes.words("sector", self)


class RecipientKind(StrEnum):
    """The class of a recipient."""

    AGENCY = auto()
    PRESENT = auto()  # those in the room at an agenda item; each is judged by the agency that sent them
    PERSON = auto()
    OFFICE = auto()  # coordinator and chairs
    OUTSIDE = auto()
    SURVIVOR = auto()
    SUBJECT = auto()  # another person whose own data they are: the perpetrator, a parent for a child

    @property
    def words(self) -> Words:
        """What it is called."""
        return codes.words("recipient_kind", self)


class ConsentState(StrEnum):
    """How it stands with the survivor's consent to this act of sharing."""

    NOT_NEEDED = auto()
    GIVEN = auto()
    REFUSED_OVERRIDDEN = auto()
    SEEK_LATER = auto()

    @property
    def words(self) -> Words:
        """What it is called."""
        return codes.words("consent_state", self)


class Purpose(StrEnum):
    """What the sharing is for."""

    RISK_ASSESSMENT = auto()
    SAFETY_PLANNING = auto()
    CHILD_PROTECTION = auto()
    PERPETRATOR_MANAGEMENT = auto()
    LEGAL_DUTY = auto()
    COURT_ORDER = auto()
    TRANSFER = auto()

    @property
    def words(self) -> Words:
        """What it is called."""
        return codes.words("share_purpose", self)


class Necessity(StrEnum):
    """Why this recipient needs it (law 2297-VI Art. 6(3): adequate, not excessive)."""

    DECIDE_LEVEL = auto()
    PROTECT_NOW = auto()
    CARRY_OUT_ACTION = auto()
    REACH_SAFELY = auto()
    PROVIDE_SERVICE = auto()
    PROTECT_CHILD = auto()
    ENFORCE_ORDER = auto()
    PROTECT_STAFF = auto()
    ANSWER_REQUEST = auto()

    @property
    def words(self) -> Words:
        """What it is called."""
        return codes.words("necessity", self)


class Mode(StrEnum):
    """In which way it was shared."""

    VIEW = auto()
    ORAL = auto()
    PRINT = auto()
    PAPER = auto()
    FILE = auto()

    @property
    def words(self) -> Words:
        """What it is called."""
        return codes.words("share_mode", self)


class Parent(StrEnum):
    """Whether somebody outside is a parent of a child in the case (law 2402-III Art. 10-1 has one of them told)."""

    NO = auto()
    TRUSTED = auto()
    BARRED = auto()  # the perpetrator, or somebody who must not learn of the case

    @property
    def words(self) -> Words:
        """What it is called."""
        return codes.words("parent", self)


@dataclass(frozen=True, slots=True)
class Sender:
    """The agency that shares.

    ``is_state``: it is an authority of the state or of local self-government that acts within its powers.
    """

    sector: Sector
    is_state: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives. Without a sector only what everybody of this kind may receive is lawful.

    ``parent`` is asked of a person outside the team where a child is concerned; a body has a sector and is nobody's.
    """

    kind: RecipientKind
    sector: Sector | None = None
    is_state: bool = False
    parent: Parent | None = None
