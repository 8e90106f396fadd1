"""The field catalogue of the two plans. What the team agreed is the team's; the safety plan is hers."""

from icat.cases.fields import LONG, Field
from icat.crypto import Compartment
from icat.i18n import Message
from icat.legal import Category

_PLAN = Compartment.PLAN
_SAFETY = Compartment.SAFETY_PLAN

ACTION_TEXT = Field(Message("What will be done"), Category.PLAN, _PLAN, 500)
DANGER = Field(Message("Which danger it reduces"), Category.PLAN, _PLAN, 500)
RESULT = Field(Message("Result"), Category.PLAN, _PLAN, 1000)
TOLD_BY = Field(Message("Who told it by phone"), Category.PLAN, _PLAN)
PLAN_NOTE = Field(Message("What holds the plan together"), Category.PLAN, _PLAN, LONG)

MADE_WITH = Field(Message("Made with"), Category.SAFETY_PLAN, _SAFETY)
KEPT_AT = Field(Message("Where it is kept"), Category.SAFETY_PLAN, _SAFETY)
HELD_BY = Field(Message("Who holds it"), Category.SAFETY_PLAN, _SAFETY)
PLAN_CODE_WORD = Field(Message("Code word"), Category.SAFETY_PLAN, _SAFETY, 60)
IF_FOUND = Field(Message("What to say if it is found"), Category.SAFETY_PLAN, _SAFETY, 300)
SECTION_TEXT = Field(Message("In her words"), Category.SAFETY_PLAN, _SAFETY, LONG)
