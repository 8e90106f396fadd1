"""What the table agreed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from icat import clock
from icat.cases.models import LevelCode
from icat.i18n import Message, Sayable
from icat.meetings import fields
from icat.meetings.commands.consensus import MOST_FACTORS, Informing, NotAgreed
from icat.meetings.forms.versioned import VersionedForm
from icat.meetings.models import ConsensusState
from icat.web.form import ChecksField, DayField, LongTextField, RadiosField, SelectField, choices, length, required

NOBODY = Message("Nobody")


def _text(field: Any, message: Message | None = None) -> Any:
    checks = [required(message)] if message else []
    return LongTextField(field.label, [*checks, length(field.longest)])


class ConsensusForm(VersionedForm):
    """The level, how far it was agreed, on which factors, why; and what follows."""

    state = RadiosField(
        Message("Did the table agree?"),
        [required(Message("Say whether the table agreed."))],
        choices=choices((state.value, state.label) for state in ConsensusState),
    )
    level = RadiosField(
        Message("What the table agreed the risk is"),
        choices=choices((level.value, level.label) for level in LevelCode),
    )
    factors = ChecksField(
        Message("Factors that the table relied on, from one to %(most)s", most=MOST_FACTORS),
        [required(Message("Choose the factors that the table relied on: from one to %(most)s.", most=MOST_FACTORS))],
    )
    reason = _text(fields.CONSENSUS_REASON, Message("Give the reason: nobody is at highest risk, or not, without one."))
    dissenting = ChecksField(Message("Agencies with a reservation or a separate opinion"))
    dissent = _text(fields.DISSENT)
    survivor_voice = _text(
        fields.SURVIVOR_VOICE, Message("Write what she wants, who spoke to her and when; or that nobody has, and why.")
    )
    missing = _text(fields.MISSING)
    protection_now = _text(fields.PROTECTION_NOW)
    provisional_until = DayField(Message("This holds until, at most seven days"))
    final_decider = SelectField(Message("Who decides if the table stays split"))
    next_review_on = DayField(Message("Next review"), [required(Message("Give the day of the next review."))])
    informer = SelectField(Message("Who tells her"))
    inform_by_on = DayField(Message("By when she is told"))
    inform_how = _text(fields.INFORM_HOW, Message("Say how she is told, or why she is not told now."))

    def offer(
        self,
        *,
        factors: list[tuple[str, Sayable]],
        agencies: list[tuple[str, str]],
        members: list[tuple[str, str]],
        review_days: int,
    ) -> "ConsensusForm":
        """Fill the lists, and propose the day of the next review."""
        self.factors.choices = choices(factors)
        self.dissenting.choices = choices(agencies)
        self.final_decider.choices = choices(members, blank=NOBODY)
        self.informer.choices = choices(members, blank=NOBODY)
        if self._sent is None:
            self.next_review_on.process(None, clock.today() + timedelta(days=review_days))
        return self

    def agreed(self) -> dict[str, Any]:
        """What ``record_consensus`` takes."""
        state = ConsensusState(self.state.data)
        split = NotAgreed(
            missing=self.missing.data or "",
            protection_now=self.protection_now.data or "",
            provisional_until=self.provisional_until.data,
            final_decider_id=UUID(self.final_decider.data) if self.final_decider.data else None,
        )
        informer = UUID(self.informer.data) if self.informer.data else None
        return {
            "state": state,
            "level": LevelCode(self.level.data) if self.level.data else None,
            "factors": list(self.factors.data or ()),
            "reason": self.reason.data or "",
            "survivor_voice": self.survivor_voice.data or "",
            "next_review_on": self.next_review_on.data,
            "informing": Informing(self.inform_how.data or "", informer, self.inform_by_on.data),
            "dissent": self.dissent.data or "",
            "dissenting_ids": [UUID(id) for id in self.dissenting.data or ()],
            "not_agreed": split if state is ConsensusState.NOT_AGREED else None,
            "missing": self.missing.data or "",
        }
