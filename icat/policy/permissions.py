"""Everything that somebody may or may not do. The value rhymes with the command and with the event."""

from enum import StrEnum

from icat.i18n import Message


class Permission(StrEnum):
    """noun:verb."""

    WORK_READ = "work:read"
    COMPONENTS_READ = "components:read"

    DUTY_READ = "duty:read"
    SHIFT_PLAN = "shift:plan"
    SHIFT_WITHDRAW = "shift:withdraw"
    TEAM_REVISE = "team:revise"
    ALARM_ESCALATE = "alarm:escalate"
    ALARM_ACKNOWLEDGE = "alarm:acknowledge"

    REFERRAL_DRAFT = "referral:draft"
    REFERRAL_SUBMIT = "referral:submit"
    FORM_ATTACH = "form:attach"
    REFERRAL_WITHDRAW = "referral:withdraw"
    REFERRAL_FORGET = "referral:forget"
    TICKET_ISSUE = "ticket:issue"
    TICKET_REVOKE = "ticket:revoke"
    PARCEL_RECEIVE = "parcel:receive"
    PARCEL_DEFER = "parcel:defer"
    PARCEL_TAKE = "parcel:take"
    PARCELS_READ = "parcels:read"
    DEVICES_READ = "devices:read"

    IMPORTS_READ = "imports:read"
    IMPORT_BEGIN = "import:begin"
    IMPORT_MAP = "import:map"
    IMPORT_CONFIRM = "import:confirm"
    IMPORT_DISCARD = "import:discard"
    IMPORT_FORGET = "import:forget"

    QUEUE_READ = "queue:read"
    CLOCKS_READ = "clocks:read"
    CASES_READ = "cases:read"
    CASE_READ = "case:read"
    CASE_SCREEN = "case:screen"
    CASE_PROPOSE = "case:propose"
    CASE_LIST = "case:list"
    CASE_DECLINE = "case:decline"
    INFORMATION_REQUEST = "information:request"
    REQUEST_ANSWER = "request:answer"
    PRECHECK_RECORD = "precheck:record"
    AGENCY_ASK = "agency:ask"
    FACTOR_ASK = "factor:ask"
    FACTOR_ANSWER = "factor:answer"
    MEMBER_BAR = "member:bar"
    CASE_COMPARE = "case:compare"
    MIRROR_READ = "mirror:read"
    RESTRICTION_SET = "restriction:set"
    RELEASE_REQUEST = "release:request"
    RELEASE_GRANT = "release:grant"
    RELEASE_REFUSE = "release:refuse"
    ASSESSMENT_RECORD = "assessment:record"
    DEVELOPMENT_RAISE = "development:raise"
    DEVELOPMENT_DISMISS = "development:dismiss"
    RESULT_RECORD = "result:record"
    JUDGEMENT_RECORD = "judgement:record"
    INSTRUMENTS_READ = "instruments:read"
    INSTRUMENT_ATTEST = "instrument:attest"
    ATTESTATION_WITHDRAW = "attestation:withdraw"
    ORDER_RECORD = "order:record"
    ORDER_AMEND = "order:amend"
    ORDER_EXTEND = "order:extend"
    ORDER_END = "order:end"
    STEP_NOTE = "step:note"

    RETURNS_READ = "returns:read"
    RETURN_FILE = "return:file"
    CONFLICT_DECLARE = "conflict:declare"
    MEETINGS_READ = "meetings:read"
    MEETING_READ = "meeting:read"
    MEETING_ARRANGE = "meeting:arrange"
    MEETING_CALL = "meeting:call"
    PRESENTER_ASK = "presenter:ask"
    PRESENTER_CONFIRM = "presenter:confirm"
    MEETING_OPEN = "meeting:open"
    MEETING_CLOSE = "meeting:close"
    ITEM_BEGIN = "item:begin"
    ATTENDANCE_RECORD = "attendance:record"
    CONFIDENTIALITY_ACKNOWLEDGE = "confidentiality:acknowledge"
    SHARE_RECORD = "share:record"
    SHARE_WITHDRAW = "share:withdraw"
    SHARE_RENEW = "share:renew"
    SHARE_EXPIRE = "share:expire"
    CONSENT_RECORD = "consent:record"
    CONSENT_WITHDRAW = "consent:withdraw"
    PAPER_ATTACH = "paper:attach"
    POSITIONS_ASK = "positions:ask"
    POSITION_GIVE = "position:give"
    POSITIONS_REVEAL = "positions:reveal"
    CONSENSUS_RECORD = "consensus:record"
    LEVEL_RAISE = "level:raise"

    PLAN_READ = "plan:read"
    PLAN_AGREE = "plan:agree"
    PLAN_EXPORT = "plan:export"
    ACTION_ADD = "action:add"
    ACTION_REVISE = "action:revise"
    ACTION_REPORT = "action:report"
    SAFETY_PLAN_READ = "safety-plan:read"
    SAFETY_PLAN_WRITE = "safety-plan:write"
    SAFETY_PLAN_CONFIRM = "safety-plan:confirm"
    SAFETY_PLAN_ENTRUST = "safety-plan:entrust"
    SAFETY_PLAN_EXPORT = "safety-plan:export"

    INQUIRIES_READ = "inquiries:read"
    INQUIRY_RECEIVE = "inquiry:receive"
    IDENTITY_CONFIRM = "identity:confirm"
    INQUIRY_ASSIGN = "inquiry:assign"
    INQUIRY_LINK = "inquiry:link"
    INQUIRY_POSTPONE = "inquiry:postpone"
    INQUIRY_ANSWER = "inquiry:answer"
    RETENTION_READ = "retention:read"
    RETENTION_EXTEND = "retention:extend"
    HOLD_PLACE = "hold:place"
    HOLD_LIFT = "hold:lift"
    DISPOSAL_PROPOSE = "disposal:propose"
    CASE_REDUCE = "case:reduce"
    CASE_DISPOSE = "case:dispose"
    SUBJECT_REPORT_PREPARE = "subject-report:prepare"
    SUBJECT_REPORT_READ = "subject-report:read"
    SUBJECT_REPORT_RELEASE = "subject-report:release"
    SUBJECT_REPORT_REJECT = "subject-report:reject"

    LOG_READ = "log:read"
    LOG_EXPORT = "log:export"
    WITNESS_APPOINT = "witness:appoint"
    WITNESS_END = "witness:end"
    COSIGNATURE_KEEP = "cosignature:keep"
    REPORT_READ = "report:read"
    REPORT_EXPORT = "report:export"
    PACK_MAKE = "pack:make"
    GRANTS_READ = "grants:read"

    @property
    def label(self) -> Message:
        """The act in words."""
        return _LABELS[self]


_LABELS = {
    Permission.WORK_READ: Message("See one's own work"),
    Permission.COMPONENTS_READ: Message("See the gallery of components"),
    Permission.DUTY_READ: Message("See the duty roster"),
    Permission.SHIFT_PLAN: Message("Plan duty"),
    Permission.SHIFT_WITHDRAW: Message("Cancel a duty"),
    Permission.TEAM_REVISE: Message("Change the settings of the team"),
    Permission.ALARM_ESCALATE: Message("Call the next one about an urgent referral"),
    Permission.ALARM_ACKNOWLEDGE: Message("Acknowledge an urgent referral"),
    Permission.REFERRAL_DRAFT: Message("Draft a referral"),
    Permission.REFERRAL_SUBMIT: Message("Submit a referral"),
    Permission.FORM_ATTACH: Message("Keep a photo of an official form with a referral"),
    Permission.REFERRAL_WITHDRAW: Message("Throw a draft away"),
    Permission.REFERRAL_FORGET: Message("Forget a draft that nobody sent"),
    Permission.TICKET_ISSUE: Message("Get a ticket, so that a phone without signal can send later"),
    Permission.TICKET_REVOKE: Message("Take back what an own device may still send"),
    Permission.PARCEL_RECEIVE: Message("Receive what a phone without signal has sealed"),
    Permission.PARCEL_DEFER: Message("Say that it could not be submitted by itself"),
    Permission.PARCEL_TAKE: Message("Take over a referral from a phone whose author is no member any more"),
    Permission.PARCELS_READ: Message("See which referrals from phones wait for somebody"),
    Permission.DEVICES_READ: Message("See one’s own devices"),
    Permission.IMPORTS_READ: Message("See the tables that cases are brought in from"),
    Permission.IMPORT_BEGIN: Message("Bring a table of cases"),
    Permission.IMPORT_MAP: Message("Say what the columns of a table are"),
    Permission.IMPORT_CONFIRM: Message("Bring the cases of a table in"),
    Permission.IMPORT_DISCARD: Message("Throw a table away"),
    Permission.IMPORT_FORGET: Message("Throw a table away that nobody decided about"),
    Permission.QUEUE_READ: Message("See the referrals to screen"),
    Permission.CLOCKS_READ: Message("See the clocks that run in the team"),
    Permission.CASES_READ: Message("See the list of cases"),
    Permission.CASE_READ: Message("Read a case"),
    Permission.CASE_SCREEN: Message("Screen a case"),
    Permission.CASE_PROPOSE: Message("Propose to the chairs what to do"),
    Permission.CASE_LIST: Message("List a case for a meeting"),
    Permission.CASE_DECLINE: Message("Decline a referral"),
    Permission.INFORMATION_REQUEST: Message("Ask the referrer"),
    Permission.REQUEST_ANSWER: Message("Answer the team's question"),
    Permission.PRECHECK_RECORD: Message("Record that she was read who would take part"),
    Permission.AGENCY_ASK: Message("Ask agencies what they know"),
    Permission.FACTOR_ASK: Message("Ask one agency about one factor"),
    Permission.FACTOR_ANSWER: Message("Answer such a question"),
    Permission.MEMBER_BAR: Message("Keep a member away from a case"),
    Permission.CASE_COMPARE: Message("Compare a case with another one"),
    Permission.MIRROR_READ: Message("See the same perpetrator elsewhere, and counter-allegations"),
    Permission.RESTRICTION_SET: Message("Let copies of a case wait for a chair"),
    Permission.RELEASE_REQUEST: Message("Ask a chair to let a copy go"),
    Permission.RELEASE_GRANT: Message("Let a copy go that waits"),
    Permission.RELEASE_REFUSE: Message("Keep a copy back that waits"),
    Permission.ASSESSMENT_RECORD: Message("Answer risk factors"),
    Permission.DEVELOPMENT_RAISE: Message("Raise a critical development"),
    Permission.DEVELOPMENT_DISMISS: Message("Set a critical development aside"),
    Permission.JUDGEMENT_RECORD: Message("Write down how the danger is seen"),
    Permission.RESULT_RECORD: Message("Keep the result of another tool"),
    Permission.INSTRUMENTS_READ: Message("See the risk instruments and how each stands"),
    Permission.INSTRUMENT_ATTEST: Message("Attest that an instrument matches the official form"),
    Permission.ATTESTATION_WITHDRAW: Message("Take such an attestation back"),
    Permission.ORDER_RECORD: Message("Record an order"),
    Permission.ORDER_AMEND: Message("Correct an order"),
    Permission.ORDER_EXTEND: Message("Record that an order was extended"),
    Permission.ORDER_END: Message("Record that an order ended"),
    Permission.STEP_NOTE: Message("Record what was done in the days of an order"),
    Permission.RETURNS_READ: Message("See what an agency is asked"),
    Permission.RETURN_FILE: Message("File the agency's answer"),
    Permission.CONFLICT_DECLARE: Message("Declare a conflict of interest"),
    Permission.MEETINGS_READ: Message("See the list of meetings"),
    Permission.MEETING_READ: Message("Read the page of a meeting"),
    Permission.MEETING_ARRANGE: Message("Arrange a meeting"),
    Permission.MEETING_CALL: Message("Call an emergent meeting"),
    Permission.PRESENTER_ASK: Message("Ask a referrer to come to the meeting"),
    Permission.PRESENTER_CONFIRM: Message("Say who presents a case"),
    Permission.MEETING_OPEN: Message("Open a meeting"),
    Permission.MEETING_CLOSE: Message("Close a meeting"),
    Permission.ITEM_BEGIN: Message("Take a case up in the meeting"),
    Permission.ATTENDANCE_RECORD: Message("Record attendance"),
    Permission.CONFIDENTIALITY_ACKNOWLEDGE: Message("Acknowledge confidentiality"),
    Permission.SHARE_RECORD: Message("Share information"),
    Permission.SHARE_WITHDRAW: Message("Take a share back"),
    Permission.SHARE_RENEW: Message("Renew a share"),
    Permission.SHARE_EXPIRE: Message("Close a share whose time is over"),
    Permission.CONSENT_RECORD: Message("Record the survivor’s consent"),
    Permission.CONSENT_WITHDRAW: Message("Record that consent is withdrawn"),
    Permission.PAPER_ATTACH: Message("Keep a signed paper with a consent"),
    Permission.POSITIONS_ASK: Message("Ask for first positions that are sealed"),
    Permission.POSITION_GIVE: Message("Give the agency's position"),
    Permission.POSITIONS_REVEAL: Message("Open the first positions to the table"),
    Permission.CONSENSUS_RECORD: Message("Record what the table agreed"),
    Permission.LEVEL_RAISE: Message("Raise the level between meetings"),
    Permission.PLAN_READ: Message("Read the risk-management plan"),
    Permission.PLAN_AGREE: Message("Agree the risk-management plan"),
    Permission.PLAN_EXPORT: Message("Take a copy of the risk-management plan"),
    Permission.ACTION_ADD: Message("Add an action"),
    Permission.ACTION_REVISE: Message("Change an action"),
    Permission.ACTION_REPORT: Message("Report on an action"),
    Permission.SAFETY_PLAN_READ: Message("Read the safety plan"),
    Permission.SAFETY_PLAN_WRITE: Message("Write the safety plan"),
    Permission.SAFETY_PLAN_CONFIRM: Message("Confirm the safety plan with her"),
    Permission.SAFETY_PLAN_ENTRUST: Message("Entrust the safety plan"),
    Permission.SAFETY_PLAN_EXPORT: Message("Take a copy of the safety plan"),
    Permission.INQUIRIES_READ: Message("See the register of inquiries"),
    Permission.INQUIRY_RECEIVE: Message("Register an inquiry"),
    Permission.IDENTITY_CONFIRM: Message("Record how it was checked who asks"),
    Permission.INQUIRY_ASSIGN: Message("Give an inquiry to somebody to answer"),
    Permission.INQUIRY_LINK: Message("Say which case an inquiry is about"),
    Permission.INQUIRY_POSTPONE: Message("Postpone an inquiry"),
    Permission.INQUIRY_ANSWER: Message("Answer an inquiry"),
    Permission.RETENTION_READ: Message("See how long cases are kept"),
    Permission.RETENTION_EXTEND: Message("Record what prolongs the term of a case"),
    Permission.HOLD_PLACE: Message("Put a case on legal hold"),
    Permission.HOLD_LIFT: Message("Lift a legal hold"),
    Permission.DISPOSAL_PROPOSE: Message("Propose to destroy a case"),
    Permission.CASE_REDUCE: Message("Reduce a declined referral to a stub"),
    Permission.CASE_DISPOSE: Message("Confirm that a case is destroyed"),
    Permission.SUBJECT_REPORT_PREPARE: Message("Prepare a report to the person whose data they are"),
    Permission.SUBJECT_REPORT_READ: Message("Read such a report before it is released"),
    Permission.SUBJECT_REPORT_RELEASE: Message("Release such a report"),
    Permission.SUBJECT_REPORT_REJECT: Message("Send such a report back"),
    Permission.LOG_READ: Message("Read the log"),
    Permission.LOG_EXPORT: Message("Download the log"),
    Permission.REPORT_READ: Message("Read reports on sharing and readings"),
    Permission.REPORT_EXPORT: Message("Download such a report"),
    Permission.PACK_MAKE: Message("Hand out entries of the log with proofs"),
    Permission.WITNESS_APPOINT: Message("Appoint a witness of the log"),
    Permission.WITNESS_END: Message("Release a witness of the log"),
    Permission.COSIGNATURE_KEEP: Message("Bring what a witness has signed"),
    Permission.GRANTS_READ: Message("See who may do what"),
}
