"""The table: which role may do what, and in which relation to the case. What is not here is denied."""

from collections.abc import Callable, Collection
from typing import Protocol
from uuid import UUID

from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.policy.roles import Role

P = Permission


class Subject(Protocol):
    """What the table needs to know of a case."""

    @property
    def team_id(self) -> UUID:
        """The team whose case it is."""

    @property
    def hromada(self) -> str:
        """Where it happens: a KATOTTH code."""

    @property
    def barred_ids(self) -> Collection[UUID]:
        """Members who must not learn of it."""

    @property
    def referrer_id(self) -> UUID:
        """The member who referred it."""

    @property
    def seated_ids(self) -> Collection[UUID]:
        """Agencies that have a seat at its table now."""

    @property
    def is_closed_to_agencies(self) -> bool:
        """Whether only the office may still look: declined, or closed for longer than the team allows."""


Scope = Callable[[Actor, Subject | None], bool]


def always(actor: Actor, subject: Subject | None) -> bool:
    """In the actor's own team and area."""
    if subject is None:
        return True
    return not actor.hromadas or subject.hromada in actor.hromadas


def at_the_table(actor: Actor, subject: Subject | None) -> bool:
    """The actor's agency has a seat at this case's table."""
    return subject is not None and not subject.is_closed_to_agencies and actor.agency_id in subject.seated_ids


def own(actor: Actor, subject: Subject | None) -> bool:
    """The actor made the referral, or there is none yet."""
    return subject is None or actor.member_id == subject.referrer_id


def own_or_at_the_table(actor: Actor, subject: Subject | None) -> bool:
    """Either of the two."""
    return own(actor, subject) or at_the_table(actor, subject)


def somewhere(_actor: Actor, subject: Subject | None) -> bool:
    """For pages that are about no one case; each thing they show is decided by itself."""
    return subject is None


Row = dict[Role, Scope]

_EVERYBODY: Row = dict.fromkeys(Role, somewhere)


def row(**scopes: Scope) -> Row:
    """One line of the table, by the names of the roles."""
    return {Role(name): scope for name, scope in scopes.items()}


GRANTS: dict[P, Row] = {
    P.WORK_READ: _EVERYBODY,
    P.GRANTS_READ: _EVERYBODY,
    P.COMPONENTS_READ: _EVERYBODY,
    P.DUTY_READ: row(
        member=somewhere, advocate=somewhere, supervisor=somewhere, coordinator=somewhere, chair=somewhere
    ),
    P.SHIFT_PLAN: row(coordinator=somewhere, chair=somewhere),
    P.SHIFT_WITHDRAW: row(coordinator=somewhere, chair=somewhere),
    P.TEAM_REVISE: row(coordinator=somewhere, chair=somewhere),
    P.ALARM_ESCALATE: row(),  # see BY_ITSELF
    # whoever was called, and the office: the command asks which alarm
    P.ALARM_ACKNOWLEDGE: row(
        member=somewhere, advocate=somewhere, supervisor=somewhere, coordinator=somewhere, chair=somewhere
    ),
    P.REFERRAL_DRAFT: row(referrer=own, member=own, advocate=own, supervisor=own, coordinator=own),
    P.REFERRAL_SUBMIT: row(referrer=own, member=own, advocate=own, supervisor=own, coordinator=own),
    P.FORM_ATTACH: row(referrer=own, member=own, advocate=own, supervisor=own, coordinator=own),
    P.REFERRAL_WITHDRAW: row(referrer=own, member=own, advocate=own, supervisor=own, coordinator=own),
    P.REFERRAL_FORGET: row(),  # see BY_ITSELF
    P.TICKET_ISSUE: row(
        referrer=somewhere, member=somewhere, advocate=somewhere, supervisor=somewhere, coordinator=somewhere
    ),
    P.TICKET_REVOKE: _EVERYBODY,
    P.PARCEL_RECEIVE: row(),  # see BY_ITSELF
    P.PARCEL_DEFER: row(),  # see BY_ITSELF
    P.PARCEL_TAKE: row(member=somewhere, advocate=somewhere, supervisor=somewhere, coordinator=somewhere),
    P.PARCELS_READ: row(
        member=somewhere, advocate=somewhere, supervisor=somewhere, coordinator=somewhere, chair=somewhere
    ),
    P.DEVICES_READ: _EVERYBODY,
    # the coordinator's own table: nobody else knows what stands in it
    P.IMPORTS_READ: row(coordinator=somewhere),
    P.IMPORT_BEGIN: row(coordinator=somewhere),
    P.IMPORT_MAP: row(coordinator=somewhere),
    P.IMPORT_CONFIRM: row(coordinator=somewhere),
    P.IMPORT_DISCARD: row(coordinator=somewhere),
    P.IMPORT_FORGET: row(),  # see BY_ITSELF
    P.QUEUE_READ: row(coordinator=somewhere, chair=somewhere),
    P.CLOCKS_READ: row(coordinator=somewhere, chair=somewhere),
    P.CASES_READ: row(
        referrer=somewhere,
        member=somewhere,
        advocate=somewhere,
        supervisor=somewhere,
        coordinator=somewhere,
        chair=somewhere,
    ),
    P.CASE_READ: row(
        chair=always,
        coordinator=always,
        member=at_the_table,
        advocate=at_the_table,
        supervisor=at_the_table,
        referrer=own,
    ),
    P.CASE_SCREEN: row(coordinator=always, chair=always),
    P.CASE_PROPOSE: row(coordinator=always),
    P.CASE_LIST: row(chair=always),
    P.CASE_DECLINE: row(chair=always),
    P.INFORMATION_REQUEST: row(coordinator=always, chair=always),
    P.REQUEST_ANSWER: row(
        referrer=own, member=own_or_at_the_table, advocate=own_or_at_the_table, supervisor=own_or_at_the_table
    ),
    P.PRECHECK_RECORD: row(coordinator=always, chair=always),
    P.AGENCY_ASK: row(coordinator=always, chair=always),
    P.FACTOR_ASK: row(coordinator=always, chair=always),
    P.FACTOR_ANSWER: row(referrer=own, member=at_the_table, advocate=at_the_table, supervisor=at_the_table),
    P.MEMBER_BAR: row(coordinator=always, chair=always),
    P.CASE_COMPARE: row(coordinator=always, chair=always),
    P.MIRROR_READ: row(chair=always),
    P.RESTRICTION_SET: row(chair=always),
    P.RELEASE_REQUEST: row(advocate=at_the_table, supervisor=at_the_table),
    P.RELEASE_GRANT: row(chair=always),
    P.RELEASE_REFUSE: row(chair=always),
    P.ASSESSMENT_RECORD: row(
        coordinator=always,
        chair=always,
        member=at_the_table,
        advocate=at_the_table,
        supervisor=at_the_table,
        referrer=own,
    ),
    P.DEVELOPMENT_RAISE: row(
        coordinator=always,
        chair=always,
        member=at_the_table,
        advocate=at_the_table,
        supervisor=at_the_table,
        referrer=own,
    ),
    P.DEVELOPMENT_DISMISS: row(chair=always),
    P.JUDGEMENT_RECORD: row(
        coordinator=always,
        chair=always,
        member=at_the_table,
        advocate=at_the_table,
        supervisor=at_the_table,
        referrer=own,
    ),
    P.RESULT_RECORD: row(
        coordinator=always,
        chair=always,
        member=at_the_table,
        advocate=at_the_table,
        supervisor=at_the_table,
        referrer=own,
    ),
    P.INSTRUMENTS_READ: _EVERYBODY,
    # who answers for what the team decides by: one name under the text, and either chair may find a difference later
    P.INSTRUMENT_ATTEST: row(chair=somewhere),
    P.ATTESTATION_WITHDRAW: row(chair=somewhere),
    P.ORDER_RECORD: row(
        coordinator=always, chair=always, member=at_the_table, advocate=at_the_table, supervisor=at_the_table
    ),
    P.ORDER_AMEND: row(
        coordinator=always, chair=always, member=at_the_table, advocate=at_the_table, supervisor=at_the_table
    ),
    P.ORDER_EXTEND: row(
        coordinator=always, chair=always, member=at_the_table, advocate=at_the_table, supervisor=at_the_table
    ),
    P.ORDER_END: row(
        coordinator=always, chair=always, member=at_the_table, advocate=at_the_table, supervisor=at_the_table
    ),
    P.STEP_NOTE: row(
        coordinator=always, chair=always, member=at_the_table, advocate=at_the_table, supervisor=at_the_table
    ),
    P.RETURNS_READ: row(member=somewhere, advocate=somewhere, supervisor=somewhere),
    P.RETURN_FILE: row(member=at_the_table, advocate=at_the_table, supervisor=at_the_table),
    P.CONFLICT_DECLARE: row(
        member=at_the_table, advocate=at_the_table, supervisor=at_the_table, coordinator=always, chair=always
    ),
    P.MEETINGS_READ: row(
        member=somewhere, advocate=somewhere, supervisor=somewhere, coordinator=somewhere, chair=somewhere
    ),
    P.MEETING_READ: row(
        member=at_the_table, advocate=at_the_table, supervisor=at_the_table, coordinator=always, chair=always
    ),
    P.MEETING_ARRANGE: row(coordinator=somewhere, chair=somewhere),
    P.MEETING_CALL: row(chair=always),
    P.PRESENTER_ASK: row(),  # see BY_ITSELF
    # at the table: the command asks whether it is the agency that referred the case
    P.PRESENTER_CONFIRM: row(
        referrer=own,
        member=at_the_table,
        advocate=at_the_table,
        supervisor=at_the_table,
        coordinator=always,
        chair=always,
    ),
    P.MEETING_OPEN: row(chair=somewhere),
    P.MEETING_CLOSE: row(chair=somewhere),
    P.ITEM_BEGIN: row(chair=always),
    P.ATTENDANCE_RECORD: row(coordinator=somewhere, chair=somewhere),
    P.CONFIDENTIALITY_ACKNOWLEDGE: row(
        member=somewhere, advocate=somewhere, supervisor=somewhere, coordinator=somewhere, chair=somewhere
    ),
    P.SHARE_RECORD: row(member=at_the_table, advocate=at_the_table, supervisor=at_the_table),
    P.SHARE_WITHDRAW: row(member=at_the_table, advocate=at_the_table, supervisor=at_the_table),
    P.SHARE_RENEW: row(
        member=at_the_table, advocate=at_the_table, supervisor=at_the_table, coordinator=always, chair=always
    ),
    P.SHARE_EXPIRE: row(),  # see BY_ITSELF
    P.CONSENT_RECORD: row(
        referrer=own, member=at_the_table, advocate=at_the_table, supervisor=at_the_table, coordinator=always
    ),
    P.CONSENT_WITHDRAW: row(
        referrer=own,
        member=at_the_table,
        advocate=at_the_table,
        supervisor=at_the_table,
        coordinator=always,
        chair=always,
    ),
    P.PAPER_ATTACH: row(
        referrer=own, member=at_the_table, advocate=at_the_table, supervisor=at_the_table, coordinator=always
    ),
    P.POSITIONS_ASK: row(
        member=at_the_table, advocate=at_the_table, supervisor=at_the_table, coordinator=always, chair=always
    ),
    P.POSITION_GIVE: row(
        member=at_the_table, advocate=at_the_table, supervisor=at_the_table, coordinator=always, chair=always
    ),
    P.POSITIONS_REVEAL: row(
        member=at_the_table, advocate=at_the_table, supervisor=at_the_table, coordinator=always, chair=always
    ),
    P.CONSENSUS_RECORD: row(chair=always),
    P.LEVEL_RAISE: row(chair=always),
    P.PLAN_READ: row(
        chair=always, coordinator=always, member=at_the_table, advocate=at_the_table, supervisor=at_the_table
    ),
    P.PLAN_AGREE: row(chair=always),
    P.PLAN_EXPORT: row(supervisor=at_the_table, coordinator=always, chair=always),
    P.ACTION_ADD: row(chair=always, coordinator=always),
    P.ACTION_REVISE: row(chair=always, coordinator=always),
    P.ACTION_REPORT: row(member=at_the_table, advocate=at_the_table, supervisor=at_the_table, coordinator=always),
    P.SAFETY_PLAN_READ: row(advocate=at_the_table, supervisor=at_the_table),
    P.SAFETY_PLAN_WRITE: row(advocate=at_the_table),
    P.SAFETY_PLAN_CONFIRM: row(advocate=at_the_table, supervisor=at_the_table),
    P.SAFETY_PLAN_ENTRUST: row(advocate=at_the_table),
    P.SAFETY_PLAN_EXPORT: row(advocate=at_the_table, supervisor=at_the_table),
    P.INQUIRIES_READ: row(coordinator=somewhere, chair=somewhere, dpo=somewhere),
    P.INQUIRY_RECEIVE: row(coordinator=somewhere, chair=somewhere, dpo=somewhere),
    P.IDENTITY_CONFIRM: row(coordinator=somewhere, chair=somewhere, dpo=somewhere),
    P.INQUIRY_ASSIGN: row(coordinator=somewhere, chair=somewhere, dpo=somewhere),
    P.INQUIRY_LINK: row(coordinator=always, chair=always),
    P.INQUIRY_POSTPONE: row(coordinator=somewhere, chair=somewhere, dpo=somewhere),
    P.INQUIRY_ANSWER: row(coordinator=somewhere, chair=somewhere, dpo=somewhere),
    # not at the table: who answers for the data of the whole team
    P.RETENTION_READ: row(coordinator=always, chair=always, dpo=always),
    P.RETENTION_EXTEND: row(coordinator=always, chair=always, dpo=always),
    P.HOLD_PLACE: row(coordinator=always, chair=always, dpo=always),
    P.HOLD_LIFT: row(coordinator=always, chair=always, dpo=always),
    P.DISPOSAL_PROPOSE: row(coordinator=always, dpo=always),
    P.CASE_REDUCE: row(),  # see BY_ITSELF
    P.CASE_DISPOSE: row(coordinator=always, chair=always, dpo=always),
    P.SUBJECT_REPORT_PREPARE: row(dpo=somewhere),
    P.SUBJECT_REPORT_READ: row(coordinator=somewhere, chair=somewhere, dpo=somewhere),
    P.SUBJECT_REPORT_RELEASE: row(coordinator=always, chair=always),
    P.SUBJECT_REPORT_REJECT: row(coordinator=always, chair=always),
    P.LOG_READ: row(auditor=somewhere, dpo=somewhere),
    P.LOG_EXPORT: row(auditor=somewhere),
    P.WITNESS_APPOINT: row(auditor=somewhere, dpo=somewhere),
    P.WITNESS_END: row(auditor=somewhere, dpo=somewhere),
    P.COSIGNATURE_KEEP: row(auditor=somewhere, dpo=somewhere),
    P.REPORT_READ: row(auditor=somewhere, dpo=somewhere),
    P.REPORT_EXPORT: row(auditor=somewhere, dpo=somewhere),
    P.PACK_MAKE: row(auditor=somewhere, dpo=somewhere),
}

# What the machine does at its time or at its command line. A witness's signature proves itself, whoever brings it; whom
# to believe as a witness is never for whoever looks after the server.
BY_ITSELF = frozenset(
    {
        P.ALARM_ESCALATE,
        P.CASE_REDUCE,
        P.PRESENTER_ASK,
        P.REFERRAL_FORGET,
        P.IMPORT_FORGET,
        P.SHARE_EXPIRE,
        P.COSIGNATURE_KEEP,
        P.PARCEL_RECEIVE,
        P.PARCEL_DEFER,
    }
)
