"""The field catalogue of a case: what each field is called, how delicate it is, and which key seals it.

Forms take their labels and limits from here, views and documents their captions, the scope its categories.
"""

from dataclasses import dataclass
from typing import Any

from icat.crypto import Compartment
from icat.db.base import SENSITIVE
from icat.i18n import Message
from icat.legal import Category

SHORT = 200
LONG = 4000


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the work."""

    label: Message
    category: Category
    compartment: Compartment = Compartment.CORE
    longest: int = SHORT
    hint: Message | None = None

    @property
    def info(self) -> dict[str, Any]:
        """How delicate the column is."""
        return SENSITIVE | {"sealed": True, "category": self.category}


C = Category
_CONTACT = Compartment.CONTACT
_SAFE = Compartment.SAFE_ADDRESS

# a person: identity
SURNAME = Field(Message("Surname"), C.IDENTITY, longest=100)
GIVEN_NAME = Field(Message("Given name"), C.IDENTITY, longest=100)
PATRONYMIC = Field(Message("Patronymic"), C.IDENTITY, longest=100)
OTHER_NAMES = Field(Message("Other names and earlier surnames"), C.IDENTITY)
BIRTH_ON = Field(Message("Date of birth"), C.IDENTITY)
BIRTH_YEAR = Field(Message("Year of birth"), C.IDENTITY, longest=4)
SEX = Field(Message("Sex"), C.IDENTITY)
RELATIONSHIP = Field(Message("Who he is to her"), C.IDENTITY)
# a person: where and how to reach
PHONE = Field(Message("Phone"), C.CONTACT, _CONTACT, 20)
ADDRESS_HOME = Field(Message("Registered address"), C.CONTACT, _CONTACT)
ADDRESS_NOW = Field(Message("Where she is now"), C.SAFE_ADDRESS, _SAFE)
SAFE_METHOD = Field(Message("How to reach her safely"), C.CONTACT, _CONTACT)
SAFE_NUMBER = Field(Message("Safe number"), C.CONTACT, _CONTACT, 20)
SAFE_HOURS = Field(Message("When it is safe"), C.CONTACT, _CONTACT)
SAFE_PERSON = Field(Message("Through whom"), C.CONTACT, _CONTACT)
CODE_WORD = Field(Message("Code word"), C.CONTACT, _CONTACT, 60)
LANGUAGE = Field(Message("Language she speaks with ease"), C.CONTACT, _CONTACT)
NEEDS = Field(Message("What she needs to take part"), C.SERVICES)
STATUS = Field(Message("Circumstances"), C.SERVICES)
# a perpetrator, an other person
WHEREABOUTS = Field(Message("Where he is now"), C.PERPETRATOR, longest=500)
WORKPLACE = Field(Message("Place of work"), C.PERPETRATOR)
VEHICLE = Field(Message("Vehicle"), C.PERPETRATOR)
SERVICE_STATUS = Field(Message("Service in the armed forces or police"), C.PERPETRATOR)
WEAPONS = Field(Message("Weapons that are known of"), C.PERPETRATOR, longest=500)
# a child
SCHOOL = Field(Message("School or kindergarten"), C.CHILDREN)
LIVES_WITH = Field(Message("Lives with"), C.CHILDREN)
WITNESSED = Field(Message("What the child suffered, saw or heard"), C.CHILDREN, longest=500)
WHY_AT_RISK = Field(Message("Why this person matters"), C.RISK, longest=500)
# a referral
REASON_NOW = Field(Message("Why now"), C.INCIDENT, longest=LONG)
TRIED_SO_FAR = Field(Message("What has been tried"), C.RISK, longest=LONG)
OWN_VIEW = Field(Message("Her own view, in her words"), C.RISK, longest=LONG)
OWN_RATING = Field(Message("How she rates the danger herself"), C.RISK)
OWN_RATING_ASKED_BY = Field(Message("Who asked her"), C.RISK)
WANTS = Field(Message("What she wants"), C.RISK)
TOLD = Field(Message("Has she been told of this referral?"), C.RISK)
AGREES = Field(Message("Does she agree?"), C.RISK)
WHY_WITHOUT = Field(Message("Why the referral goes ahead without her agreement"), C.RISK, longest=1000)
SEX_PREFERENCE = Field(Message("Preferred sex of the worker"), C.SERVICES)
POLICE_LEVEL = Field(Message("Level stated on the police form"), C.RISK)
POLICE_LEVEL_BY = Field(Message("Officer and unit that stated it"), C.RISK)
CHILD_COUNT = Field(Message("Children in the family"), C.CHILDREN)
JUDGEMENT = Field(Message("Professional judgement"), C.RISK, longest=LONG)
DRAFT = Field(Message("Draft"), C.INCIDENT, longest=200_000)
ANSWER_TO_REQUEST = Field(Message("Answer"), C.INCIDENT, longest=LONG)
REQUEST_TEXT = Field(Message("What is asked"), C.INCIDENT, longest=1000)
# what is said later and differs: each carries the category of the field that it is about
LATER = Field(Message("Said later"), C.IDENTITY, longest=LONG)
LATER_CONTACT = Field(Message("Said later of how to reach somebody"), C.CONTACT, _CONTACT, LONG)
LATER_ADDRESS = Field(Message("Said later of where she is"), C.SAFE_ADDRESS, _SAFE, LONG)
BARRED_NAME = Field(Message("Name"), C.IDENTITY)
BARRED_LINK = Field(Message("Connection with him"), C.IDENTITY)
BARRED_REASON = Field(Message("Reason"), C.RISK, longest=500)
PRECHECK_READ_BY = Field(Message("Who read her the list, and how"), C.IDENTITY, longest=300)
PRECHECK_NOTE = Field(Message("What is behind it"), C.RISK, longest=500)
# risk
ANSWER = Field(Message("Answer"), C.RISK)
ANSWER_NOTE = Field(Message("Note"), C.RISK, longest=500)
ANSWER_SOURCE = Field(Message("Source"), C.RISK)
ANSWER_KNOWN_ON = Field(Message("Since when it is known"), C.RISK)
ANSWER_CHANGED = Field(Message("Changed in the last three months"), C.RISK)
# what may have made the danger greater; the row says of which category the first two are
DEVELOPMENT_KIND = Field(Message("What has happened or is about to"), C.RISK)
DEVELOPMENT_TEXT = Field(Message("In a line, if there is time"), C.RISK)
DEVELOPMENT_REASON = Field(Message("Why the danger need not be judged anew"), C.RISK, longest=1000)
RESULT_EDITION = Field(Message("Edition of the tool"), C.RISK)
RESULT_STATED = Field(Message("Result as stated"), C.RISK, longest=500)
RESULT_ON = Field(Message("Scored on"), C.RISK)
RESULT_BY = Field(Message("Who scored it"), C.RISK)
RESULT_NOTE = Field(Message("Note on the result"), C.RISK, longest=500)
JUDGED_WORDS = Field(Message("In words"), C.RISK, longest=LONG)
JUDGED_ON = Field(Message("Day"), C.RISK)
JUDGED_ASKED_BY = Field(Message("Who asked her"), C.RISK)
# orders and measures; the row says of which category they are
ORDER_NUMBER = Field(Message("Number of the order"), C.ORDERS, longest=60)
ORDER_MEASURES = Field(Message("What he must do or must not do"), C.ORDERS)
ORDER_CONDITIONS = Field(Message("Conditions and details"), C.ORDERS, longest=1000)
ORDER_OUTCOME = Field(Message("How the call ended"), C.ORDERS)
ORDER_REASON = Field(Message("Reason"), C.ORDERS, longest=500)
ORDER_WAS = Field(Message("What stood there before"), C.ORDERS)
# sharing and deciding
NECESSITY = Field(Message("Why the recipient needs it"), C.MINUTES, Compartment.DETAIL, 1000)
HOLDER = Field(Message("Who will hold it"), C.MINUTES, Compartment.DETAIL)
PERMISSION_REFERENCE = Field(Message("Number and date of the written permission"), C.MINUTES, Compartment.DETAIL)
END_REASON = Field(Message("Why it ended"), C.MINUTES, Compartment.DETAIL, 500)
GIVER_NAME = Field(Message("Who consents for her"), C.MINUTES, Compartment.DETAIL)
GIVER_REASON = Field(Message("Why she does not consent herself"), C.MINUTES, Compartment.DETAIL, 500)
CONSENT_WITNESS = Field(Message("Witness"), C.MINUTES, Compartment.DETAIL)
OUTSIDE_BODY = Field(Message("Which body outside the team"), C.MINUTES, Compartment.DETAIL)
PROPOSAL_REASON = Field(Message("Reason"), C.RISK, longest=1000)
DECLINE_ADVICE = Field(Message("Advice to the referrer"), C.RISK, longest=1000)
LEVEL_REASON = Field(Message("Reason"), C.MINUTES, longest=1000)
VERDICT = Field(Message("What was found"), C.IDENTITY)
# brought in from elsewhere
OWN_NUMBER = Field(Message("The team's own number of the case"), C.ADMINISTRATIVE, longest=60)
RESTRICTION_REASON = Field(Message("Why copies wait for a chair, or no longer do"), C.MINUTES, Compartment.DETAIL, 1000)
RELEASE_WANTED = Field(Message("For whom the copy is, and why now"), C.MINUTES, Compartment.DETAIL, 500)
RELEASE_REASON = Field(Message("Why it may leave, or may not"), C.MINUTES, Compartment.DETAIL, 1000)
# keeping and destroying
HOLD_AUTHORITY = Field(Message("Who demands it, and under which number"), C.MINUTES, Compartment.DETAIL)
HOLD_REASON = Field(Message("Why the case must be kept"), C.MINUTES, Compartment.DETAIL, 1000)
HOLD_LIFT_REASON = Field(Message("Why it may be lifted"), C.MINUTES, Compartment.DETAIL, 1000)
