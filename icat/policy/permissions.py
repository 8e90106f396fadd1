"""Everything that somebody may or may not do. The value rhymes with the command and with the event."""

from enum import StrEnum


class Permission(StrEnum):
    """noun:verb."""

    SIGN_IN = "session:begin"
    WORK_READ = "work:read"
    COMPONENTS_READ = "components:read"

    REFERRAL_DRAFT = "referral:draft"
    REFERRAL_SUBMIT = "referral:submit"
    REFERRAL_WITHDRAW = "referral:withdraw"

    QUEUE_READ = "queue:read"
    CASES_READ = "cases:read"
    CASE_READ = "case:read"
    CASE_SCREEN = "case:screen"
    CASE_PROPOSE = "case:propose"
    CASE_LIST = "case:list"
    CASE_DECLINE = "case:decline"
    INFORMATION_REQUEST = "information:request"
    AGENCY_ASK = "agency:ask"
    MEMBER_BAR = "member:bar"
    ASSESSMENT_RECORD = "assessment:record"

    RETURN_FILE = "return:file"
    CONFLICT_DECLARE = "conflict:declare"
    MEETINGS_READ = "meetings:read"
    MEETING_READ = "meeting:read"
    MEETING_ARRANGE = "meeting:arrange"
    MEETING_CALL = "meeting:call"
    MEETING_OPEN = "meeting:open"
    MEETING_CLOSE = "meeting:close"
    ATTENDANCE_RECORD = "attendance:record"
    CONFIDENTIALITY_ACKNOWLEDGE = "confidentiality:acknowledge"
    SHARE_RECORD = "share:record"
    SHARE_WITHDRAW = "share:withdraw"
    POSITION_GIVE = "position:give"
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
    SAFETY_PLAN_EXPORT = "safety-plan:export"

    LOG_READ = "log:read"
    LOG_EXPORT = "log:export"
    GRANTS_READ = "grants:read"
