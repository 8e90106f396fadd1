"""Tables of a case: the file, its people, the referral, risk, and the shares."""

from icat.cases.models.alarm import Alarm, AlarmCall, Rung
from icat.cases.models.assessment import Answered, Assessment
from icat.cases.models.attestation import Attestation
from icat.cases.models.case import Bar, Case, Level, LevelCode, Proposal, Seat, Stage
from icat.cases.models.comparison import Comparison, Verdict
from icat.cases.models.consent import Consent, ConsentAnswer, ConsentEnd, ConsentLine, ConsentPaper, Giver
from icat.cases.models.development import Development, LookedAgain
from icat.cases.models.hold import Hold
from icat.cases.models.imported import Imported
from icat.cases.models.judgement import Judgement, Whose
from icat.cases.models.order import Order, OrderStep, StepKind
from icat.cases.models.parcel import Parcel, ParcelKind
from icat.cases.models.people_version import PeopleVersion
from icat.cases.models.person import Part, Person
from icat.cases.models.precheck import Precheck, PrecheckOutcome
from icat.cases.models.question import FactorQuestion
from icat.cases.models.referral import (
    LATER_COLUMNS,
    Correction,
    InformationRequest,
    Referral,
    ReferralPaper,
    ReferralState,
)
from icat.cases.models.release import Release, Restriction
from icat.cases.models.result import OutsideResult
from icat.cases.models.sharing import Ending, Share, ShareEnd, ShareLine, ShareRecipient

__all__ = [
    "LATER_COLUMNS",
    "Correction",
    "ReferralPaper",
    "Alarm",
    "AlarmCall",
    "Answered",
    "Assessment",
    "Attestation",
    "Bar",
    "Case",
    "Development",
    "Comparison",
    "Ending",
    "Hold",
    "Consent",
    "ConsentAnswer",
    "ConsentEnd",
    "ConsentLine",
    "ConsentPaper",
    "FactorQuestion",
    "Giver",
    "Imported",
    "InformationRequest",
    "Judgement",
    "Level",
    "LevelCode",
    "LookedAgain",
    "Order",
    "OrderStep",
    "OutsideResult",
    "Parcel",
    "ParcelKind",
    "Part",
    "PeopleVersion",
    "Person",
    "Proposal",
    "Precheck",
    "PrecheckOutcome",
    "Referral",
    "ReferralState",
    "Rung",
    "Release",
    "Restriction",
    "Seat",
    "Share",
    "ShareEnd",
    "ShareLine",
    "ShareRecipient",
    "Stage",
    "StepKind",
    "Whose",
    "Verdict",
]
