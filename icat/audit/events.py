"""Every recordable event: its name, the sentence that tells it, and the facts it may carry.

A fact is a code, a number or an identifier and never a text that a person wrote: the log says that, not what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from icat.i18n import Message


class Event(StrEnum):
    """noun:past."""

    SESSION_BEGUN = "session:begun"
    SESSION_REFUSED = "session:refused"
    SESSION_ENDED = "session:ended"
    MEMBER_APPOINTED = "member:appointed"
    TEAM_CREATED = "team:created"

    ACCESS_REFUSED = "access:refused"
    CASE_READ = "case:read"
    CASES_READ = "cases:read"
    LOG_READ = "log:read"
    LOG_EXPORTED = "log:exported"
    LOG_REBUILT = "log:rebuilt"
    WITNESS_APPOINTED = "witness:appointed"
    WITNESS_ENDED = "witness:ended"
    COSIGNATURE_KEPT = "cosignature:kept"
    BACKUP_MADE = "backup:made"
    REPORT_READ = "report:read"
    REPORT_EXPORTED = "report:exported"
    LOG_RESTORED = "log:restored"
    CLOCK_DIFFERED = "clock:differed"
    SIGNING_KEY_ROTATED = "signing-key:rotated"
    SIGNING_KEY_REPLACED = "signing-key:replaced"
    PACK_MADE = "pack:made"

    SHIFT_PLANNED = "shift:planned"
    SHIFT_WITHDRAWN = "shift:withdrawn"
    TEAM_REVISED = "team:revised"
    ALARM_RAISED = "alarm:raised"
    ALARM_ESCALATED = "alarm:escalated"
    ALARM_ACKNOWLEDGED = "alarm:acknowledged"

    IMPORT_BEGUN = "import:begun"
    IMPORT_MAPPED = "import:mapped"
    IMPORT_CONFIRMED = "import:confirmed"
    IMPORT_DISCARDED = "import:discarded"
    IMPORT_FORGOTTEN = "import:forgotten"
    CASE_IMPORTED = "case:imported"
    REFERRAL_DRAFTED = "referral:drafted"
    REFERRAL_SUBMITTED = "referral:submitted"
    REFERRAL_COMPLETED = "referral:completed"
    FORM_ATTACHED = "form:attached"
    REFERRAL_WITHDRAWN = "referral:withdrawn"
    REFERRAL_FORGOTTEN = "referral:forgotten"
    TICKET_ISSUED = "ticket:issued"
    TICKET_REVOKED = "ticket:revoked"
    PARCEL_RECEIVED = "parcel:received"
    PARCEL_DEFERRED = "parcel:deferred"
    PARCEL_TAKEN = "parcel:taken"
    CASE_SCREENED = "case:screened"
    CASE_PROPOSED = "case:proposed"
    CASE_LISTED = "case:listed"
    CASE_DECLINED = "case:declined"
    INFORMATION_REQUESTED = "information:requested"
    REQUEST_ANSWERED = "request:answered"
    PRECHECK_RECORDED = "precheck:recorded"
    AGENCY_ASKED = "agency:asked"
    FACTOR_ASKED = "factor:asked"
    FACTOR_ANSWERED = "factor:answered"
    MEMBER_BARRED = "member:barred"
    CASE_COMPARED = "case:compared"
    RESTRICTION_SET = "restriction:set"
    RELEASE_REQUESTED = "release:requested"
    RELEASE_GRANTED = "release:granted"
    RELEASE_REFUSED = "release:refused"
    ASSESSMENT_RECORDED = "assessment:recorded"
    DEVELOPMENT_RAISED = "development:raised"
    DEVELOPMENT_ANSWERED = "development:answered"
    DEVELOPMENT_DISMISSED = "development:dismissed"
    JUDGEMENT_RECORDED = "judgement:recorded"
    RESULT_RECORDED = "result:recorded"
    INSTRUMENT_ATTESTED = "instrument:attested"
    ATTESTATION_WITHDRAWN = "attestation:withdrawn"
    ORDER_RECORDED = "order:recorded"
    ORDER_AMENDED = "order:amended"
    ORDER_EXTENDED = "order:extended"
    ORDER_ENDED = "order:ended"
    STEP_NOTED = "step:noted"

    RETURN_FILED = "return:filed"
    CONFLICT_DECLARED = "conflict:declared"
    MEETING_ARRANGED = "meeting:arranged"
    MEETING_CALLED = "meeting:called"
    PRESENTER_ASKED = "presenter:asked"
    PRESENTER_CONFIRMED = "presenter:confirmed"
    MEETING_OPENED = "meeting:opened"
    MEETING_CLOSED = "meeting:closed"
    ITEM_BEGUN = "item:begun"
    ATTENDANCE_RECORDED = "attendance:recorded"
    CONFIDENTIALITY_ACKNOWLEDGED = "confidentiality:acknowledged"
    SHARE_RECORDED = "share:recorded"
    SHARE_EXTENDED = "share:extended"
    SHARE_WITHDRAWN = "share:withdrawn"
    SHARE_RENEWED = "share:renewed"
    SHARE_EXPIRED = "share:expired"
    CONSENT_RECORDED = "consent:recorded"
    CONSENT_WITHDRAWN = "consent:withdrawn"
    PAPER_ATTACHED = "paper:attached"
    POSITIONS_ASKED = "positions:asked"
    POSITION_GIVEN = "position:given"
    POSITIONS_REVEALED = "positions:revealed"
    CONSENSUS_RECORDED = "consensus:recorded"
    LEVEL_RAISED = "level:raised"

    PLAN_AGREED = "plan:agreed"
    PLAN_EXPORTED = "plan:exported"
    ACTION_ADDED = "action:added"
    ACTION_REVISED = "action:revised"
    ACTION_REPORTED = "action:reported"
    SAFETY_PLAN_WRITTEN = "safety-plan:written"
    SAFETY_PLAN_CONFIRMED = "safety-plan:confirmed"
    SAFETY_PLAN_ENTRUSTED = "safety-plan:entrusted"
    SAFETY_PLAN_EXPORTED = "safety-plan:exported"

    INQUIRY_READ = "inquiry:read"
    INQUIRY_RECEIVED = "inquiry:received"
    IDENTITY_CONFIRMED = "identity:confirmed"
    INQUIRY_ASSIGNED = "inquiry:assigned"
    INQUIRY_LINKED = "inquiry:linked"
    INQUIRY_POSTPONED = "inquiry:postponed"
    INQUIRY_ANSWERED = "inquiry:answered"
    HOLD_PLACED = "hold:placed"
    HOLD_LIFTED = "hold:lifted"
    RETENTION_EXTENDED = "retention:extended"
    DISPOSAL_PROPOSED = "disposal:proposed"
    CASE_REDUCED = "case:reduced"
    CASE_DISPOSED = "case:disposed"
    KEYS_ROTATED = "keys:rotated"
    KEYS_DESTROYED = "keys:destroyed"
    SUBJECT_REPORT_READ = "subject-report:read"
    SUBJECT_REPORT_PREPARED = "subject-report:prepared"
    SUBJECT_REPORT_RELEASED = "subject-report:released"
    SUBJECT_REPORT_REJECTED = "subject-report:rejected"


class Group(StrEnum):
    """How the auditor's page groups events."""

    SHARE = "share"
    READING = "reading"
    REFUSAL = "refusal"
    DECISION = "decision"
    EXPORT = "export"
    CHANGE = "change"
    SESSION = "session"

    @property
    def label(self) -> Message:
        """The group in words."""
        return _GROUP_LABELS[self]


_GROUP_LABELS = {
    Group.SHARE: Message("Shares"),
    Group.READING: Message("Readings"),
    Group.REFUSAL: Message("Refusals"),
    Group.DECISION: Message("Decisions"),
    Group.EXPORT: Message("Exports"),
    Group.CHANGE: Message("Changes"),
    Group.SESSION: Message("Sessions"),
}


class UnknownFact(AssertionError):
    """Something was to be recorded that its event does not know: a defect."""


@dataclass(frozen=True, slots=True)
class Told:
    """How one event is told."""

    sentence: Message
    group: Group
    facts: frozenset[str] = frozenset()


def _told(sentence: str, group: Group, *facts: str) -> Told:
    return Told(Message(sentence), group, frozenset(facts))


TOLD: dict[Event, Told] = {
    Event.SESSION_BEGUN: _told("Signed in", Group.SESSION),
    Event.SESSION_REFUSED: _told("Sign-in refused", Group.REFUSAL),
    Event.SESSION_ENDED: _told("Signed out", Group.SESSION),
    Event.MEMBER_APPOINTED: _told("Member appointed", Group.CHANGE, "member"),
    Event.TEAM_CREATED: _told("Team created", Group.CHANGE),
    Event.ACCESS_REFUSED: _told("Access refused", Group.REFUSAL, "permission"),
    Event.CASE_READ: _told("Case read", Group.READING, "page"),
    Event.CASES_READ: _told("List of cases read", Group.READING, "page"),
    Event.LOG_READ: _told("Log read", Group.READING, "member", "entry"),
    Event.LOG_EXPORTED: _told("Log exported", Group.EXPORT, "member", "rows"),
    Event.LOG_REBUILT: _told("Index of the log rebuilt", Group.CHANGE),
    Event.BACKUP_MADE: _told("Backup made", Group.EXPORT),
    Event.REPORT_READ: _told("Report read", Group.READING, "report", "member", "agency"),
    Event.REPORT_EXPORTED: _told(
        "Report downloaded", Group.EXPORT, "report", "member", "agency", "format", "use", "rows"
    ),
    Event.PACK_MADE: _told("Entries of the log handed out with proofs", Group.EXPORT, "entries", "size", "digest"),
    Event.WITNESS_APPOINTED: _told("Witness of the log appointed", Group.CHANGE, "witness", "key", "agency"),
    Event.WITNESS_ENDED: _told("Witness of the log released", Group.CHANGE, "witness"),
    Event.COSIGNATURE_KEPT: _told("Signature of a witness kept", Group.CHANGE, "witness", "size"),
    Event.LOG_RESTORED: _told(
        "Log restored from a backup: entries were lost",
        Group.CHANGE,
        "epoch",
        "size",
        "signed",
        "root",
        "first",
        "second",
    ),
    Event.CLOCK_DIFFERED: _told("The clocks of the server and of its database differ", Group.CHANGE, "seconds"),
    Event.SIGNING_KEY_ROTATED: _told("Signing key of the log changed", Group.CHANGE, "old", "new", "signature"),
    Event.SIGNING_KEY_REPLACED: _told(
        "Lost signing key of the log replaced", Group.CHANGE, "epoch", "old", "new", "first", "second"
    ),
    Event.SHIFT_PLANNED: _told("Duty planned", Group.CHANGE, "shift", "member"),
    Event.SHIFT_WITHDRAWN: _told("Duty cancelled", Group.CHANGE, "shift", "member"),
    Event.TEAM_REVISED: _told("Settings of the team changed", Group.CHANGE, "setting"),
    Event.ALARM_RAISED: _told("Urgent referral: the duty was alarmed", Group.CHANGE, "alarm"),
    Event.ALARM_ESCALATED: _told("Called about an urgent referral", Group.CHANGE, "alarm", "member", "rung"),
    Event.ALARM_ACKNOWLEDGED: _told("Urgent referral acknowledged", Group.CHANGE, "alarm"),
    Event.IMPORT_BEGUN: _told("Table of cases brought", Group.CHANGE, "import_id", "rows", "digest"),
    Event.IMPORT_MAPPED: _told("Columns of a table named", Group.CHANGE, "import_id"),
    Event.IMPORT_CONFIRMED: _told("Table of cases brought in", Group.CHANGE, "import_id", "cases", "digest"),
    Event.IMPORT_DISCARDED: _told("Table of cases thrown away", Group.CHANGE, "import_id"),
    Event.IMPORT_FORGOTTEN: _told("Table of cases thrown away after a week", Group.CHANGE, "import_id"),
    Event.CASE_IMPORTED: _told("Case brought in from a table", Group.CHANGE, "import_id", "row", "stage"),
    Event.REFERRAL_DRAFTED: _told("Referral drafted", Group.CHANGE, "referral"),
    Event.REFERRAL_SUBMITTED: _told("Referral submitted", Group.CHANGE, "referral", "urgency"),
    Event.REFERRAL_COMPLETED: _told(
        "Referral completed", Group.CHANGE, "referral", "urgency", "filled", "people", "corrected"
    ),
    Event.FORM_ATTACHED: _told("Photo of an official form kept with a referral", Group.CHANGE, "referral", "digest"),
    Event.REFERRAL_WITHDRAWN: _told("Referral withdrawn", Group.CHANGE, "referral"),
    Event.REFERRAL_FORGOTTEN: _told("Old draft of a referral forgotten", Group.CHANGE, "referral"),
    Event.TICKET_ISSUED: _told("A device was given a ticket to send later", Group.SESSION, "ticket"),
    Event.TICKET_REVOKED: _told("A ticket to send later was taken back", Group.SESSION, "ticket"),
    Event.PARCEL_RECEIVED: _told(
        "Sealed referral received from a phone", Group.CHANGE, "referral", "member", "ticket", "part", "kind"
    ),
    Event.PARCEL_DEFERRED: _told(
        "Referral from a phone waits as a draft: it could not be submitted by itself",
        Group.CHANGE,
        "referral",
        "member",
    ),
    Event.PARCEL_TAKEN: _told("Referral from a phone taken over", Group.CHANGE, "referral", "member"),
    Event.CASE_SCREENED: _told("Case opened for screening", Group.CHANGE),
    Event.CASE_PROPOSED: _told("Proposal made to the chairs", Group.CHANGE, "proposal"),
    Event.CASE_LISTED: _told("Case listed for a meeting", Group.DECISION, "meeting"),
    Event.CASE_DECLINED: _told("Case declined", Group.DECISION, "reason"),
    Event.INFORMATION_REQUESTED: _told("Information requested from the referrer", Group.CHANGE),
    Event.REQUEST_ANSWERED: _told("Question to the referrer answered", Group.CHANGE),
    Event.PRECHECK_RECORDED: _told(
        "Recorded whether she was read who would take part", Group.CHANGE, "agency", "outcome", "reason"
    ),
    Event.AGENCY_ASKED: _told("Agency asked for what it knows", Group.CHANGE, "agency"),
    Event.FACTOR_ASKED: _told(
        "Agency asked about one factor", Group.CHANGE, "question", "agency", "instrument", "version"
    ),
    Event.FACTOR_ANSWERED: _told("Question about one factor answered", Group.CHANGE, "question", "assessment"),
    Event.MEMBER_BARRED: _told("Member barred from the case", Group.CHANGE, "member", "reason"),
    Event.CASE_COMPARED: _told("Case compared with another one", Group.DECISION),
    Event.JUDGEMENT_RECORDED: _told("View of the danger written down", Group.CHANGE, "judgement", "whose"),
    Event.RESULT_RECORDED: _told("Result of another tool kept", Group.CHANGE, "result", "tool", "digest"),
    Event.INSTRUMENT_ATTESTED: _told(
        "Instrument attested to match the official form",
        Group.DECISION,
        "attestation",
        "instrument",
        "version",
        "digest",
    ),
    Event.ATTESTATION_WITHDRAWN: _told(
        "Attestation of an instrument taken back", Group.DECISION, "attestation", "instrument", "version", "digest"
    ),
    Event.RESTRICTION_SET: _told("Whether copies of the case wait for a chair", Group.DECISION, "waits"),
    Event.RELEASE_REQUESTED: _told("A chair was asked to let a copy go", Group.CHANGE, "release"),
    Event.RELEASE_GRANTED: _told("A copy may leave", Group.DECISION, "release"),
    Event.RELEASE_REFUSED: _told("A copy may not leave", Group.DECISION, "release"),
    Event.ASSESSMENT_RECORDED: _told("Risk factors recorded", Group.CHANGE, "assessment", "instrument", "version"),
    Event.DEVELOPMENT_RAISED: _told("Critical development raised", Group.CHANGE, "development"),
    Event.DEVELOPMENT_ANSWERED: _told(
        "Critical development answered: the danger was judged anew", Group.DECISION, "development", "looked"
    ),
    Event.DEVELOPMENT_DISMISSED: _told("Critical development set aside", Group.DECISION, "development"),
    Event.ORDER_RECORDED: _told("Order recorded", Group.CHANGE, "order"),
    Event.ORDER_AMENDED: _told("Order corrected", Group.CHANGE, "order"),
    Event.ORDER_EXTENDED: _told("Order extended", Group.CHANGE, "order"),
    Event.ORDER_ENDED: _told("Order ended before its time", Group.CHANGE, "order"),
    Event.STEP_NOTED: _told("What was done in the days of an order recorded", Group.CHANGE, "order"),
    Event.RETURN_FILED: _told("Return filed", Group.CHANGE, "known"),
    Event.CONFLICT_DECLARED: _told("Conflict of interest declared", Group.CHANGE, "member"),
    Event.MEETING_ARRANGED: _told("Meeting arranged", Group.CHANGE, "meeting"),
    Event.MEETING_CALLED: _told("Emergent meeting called", Group.DECISION, "meeting"),
    Event.PRESENTER_ASKED: _told("Referrer asked to come to the meeting", Group.CHANGE, "meeting"),
    Event.PRESENTER_CONFIRMED: _told("Said who presents the case", Group.CHANGE, "meeting", "presence"),
    Event.MEETING_OPENED: _told("Meeting opened", Group.CHANGE, "meeting"),
    Event.MEETING_CLOSED: _told("Meeting closed", Group.CHANGE, "meeting"),
    Event.ITEM_BEGUN: _told("Case taken up in the meeting", Group.CHANGE, "meeting", "item"),
    Event.ATTENDANCE_RECORDED: _told("Attendance recorded", Group.CHANGE, "meeting", "member"),
    Event.CONFIDENTIALITY_ACKNOWLEDGED: _told("Confidentiality acknowledged", Group.CHANGE, "meeting", "member"),
    Event.SHARE_RECORDED: _told(
        "Information shared",
        Group.SHARE,
        "recipient_kind",
        "consent",
        "purpose",
        "mode",
        "digest",
        "late",
        "catalogue",
    ),
    Event.SHARE_EXTENDED: _told(
        "More shared in the same share",
        Group.SHARE,
        "recipient_kind",
        "consent",
        "purpose",
        "mode",
        "digest",
        "late",
        "catalogue",
    ),
    Event.SHARE_WITHDRAWN: _told("Share withdrawn", Group.SHARE, "reason"),
    Event.SHARE_RENEWED: _told("Share replaced by a newer one", Group.SHARE, "reason", "successors"),
    Event.SHARE_EXPIRED: _told("Share expired", Group.SHARE, "reason"),
    Event.CONSENT_RECORDED: _told(
        "Consent recorded", Group.CHANGE, "consent_id", "answer", "giver", "method", "purpose", "digest"
    ),
    Event.CONSENT_WITHDRAWN: _told("Consent withdrawn", Group.CHANGE, "consent_id", "method", "shares"),
    Event.PAPER_ATTACHED: _told("Signed paper kept with a consent", Group.CHANGE, "consent_id", "digest"),
    Event.POSITIONS_ASKED: _told("First positions asked for", Group.DECISION, "item"),
    Event.POSITION_GIVEN: _told("Position given", Group.DECISION, "agency"),
    Event.POSITIONS_REVEALED: _told("First positions opened to the table", Group.DECISION, "item", "reveal"),
    Event.CONSENSUS_RECORDED: _told(
        "Level of risk recorded by the meeting", Group.DECISION, "level", "consensus", "meeting"
    ),
    Event.LEVEL_RAISED: _told("Level raised between meetings", Group.DECISION, "level"),
    Event.PLAN_AGREED: _told("Risk-management plan agreed", Group.DECISION, "plan", "edition"),
    Event.PLAN_EXPORTED: _told("Risk-management plan exported", Group.EXPORT, "copy", "format", "holder", "digest"),
    Event.ACTION_ADDED: _told("Action added", Group.CHANGE, "action", "domain"),
    Event.ACTION_REVISED: _told("Action changed", Group.CHANGE, "action"),
    Event.ACTION_REPORTED: _told("Action reported on", Group.CHANGE, "action", "status", "behalf"),
    Event.SAFETY_PLAN_WRITTEN: _told("Safety plan written", Group.CHANGE, "plan"),
    Event.SAFETY_PLAN_CONFIRMED: _told("Safety plan confirmed with her", Group.CHANGE, "plan"),
    Event.SAFETY_PLAN_ENTRUSTED: _told("Safety plan entrusted to another agency", Group.SHARE, "plan", "agency"),
    Event.SAFETY_PLAN_EXPORTED: _told("Safety plan exported", Group.EXPORT, "copy", "format", "holder", "digest"),
    Event.INQUIRY_READ: _told("Inquiry read", Group.READING, "inquiry", "number"),
    Event.INQUIRY_RECEIVED: _told("Inquiry registered", Group.CHANGE, "inquiry", "number", "inquirer"),
    Event.IDENTITY_CONFIRMED: _told("Identity of whoever asks was checked", Group.CHANGE, "inquiry", "number", "shown"),
    Event.INQUIRY_ASSIGNED: _told("Inquiry given to somebody to answer", Group.CHANGE, "inquiry", "number", "member"),
    Event.INQUIRY_LINKED: _told("Inquiry tied to a case", Group.CHANGE, "inquiry", "number"),
    Event.INQUIRY_POSTPONED: _told("Inquiry postponed", Group.DECISION, "inquiry", "number"),
    Event.INQUIRY_ANSWERED: _told("Inquiry answered", Group.DECISION, "inquiry", "number"),
    Event.HOLD_PLACED: _told("Case put on legal hold", Group.DECISION, "hold", "ground"),
    Event.HOLD_LIFTED: _told("Legal hold lifted", Group.DECISION, "hold"),
    Event.RETENTION_EXTENDED: _told("Term of the case changed", Group.DECISION, "term", "counted"),
    Event.DISPOSAL_PROPOSED: _told("Destruction of the case proposed", Group.DECISION, "term", "until"),
    Event.CASE_REDUCED: _told("Declined referral reduced to a stub", Group.DECISION, "reason", "member", "days"),
    Event.CASE_DISPOSED: _told("Case destroyed", Group.DECISION, "term", "until", "erased", "keys", "again"),
    Event.KEYS_ROTATED: _told("Key of the team changed", Group.CHANGE, "edition"),
    Event.KEYS_DESTROYED: _told("Old key of the team destroyed", Group.CHANGE, "edition"),
    Event.SUBJECT_REPORT_READ: _told("Report to the person whose data they are read", Group.READING, "page"),
    Event.SUBJECT_REPORT_PREPARED: _told(
        "Report to the person whose data they are prepared", Group.CHANGE, "inquiry", "number", "copy", "digest"
    ),
    Event.SUBJECT_REPORT_RELEASED: _told(
        "Report to the person whose data they are released", Group.EXPORT, "inquiry", "number", "copy", "digest"
    ),
    Event.SUBJECT_REPORT_REJECTED: _told(
        "Report to the person whose data they are sent back", Group.DECISION, "inquiry", "number", "digest"
    ),
}


# After these, what was signed before is closed, and the log goes on under another name.
OPENS_AN_EPOCH = (Event.LOG_RESTORED, Event.SIGNING_KEY_REPLACED)


def refuse_unknown_facts(event: Event, names: Iterable[str]) -> None:
    """Refuse a fact that ``event`` does not carry: only what stands in the table can reach the log."""
    strange = set(names) - TOLD[event].facts
    if strange:
        raise UnknownFact(f"{event} does not know {sorted(strange)}")
