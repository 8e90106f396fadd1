"""Whether something keeps a case from being destroyed: a legal hold, or an inquiry with a hold that is not answered."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import Session

from icat.cases.models import Case
from icat.cases.queries.holds import held_among, is_held
from icat.inquiries.models import Inquiry, InquiryCase
from icat.inquiries.queries.register import held_cases


def is_kept() -> ColumnElement[bool]:
    """Said in SQL of a row of cases."""
    asked = exists().where(
        and_(
            InquiryCase.case_id == Case.id,
            Inquiry.id == InquiryCase.inquiry_id,
            Inquiry.is_hold,
            Inquiry.answered_at.is_(None),
        )
    )
    return or_(is_held(), asked)


def kept_for_inquiry(session: Session, case_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these cases an open inquiry keeps: what somebody asks about is not destroyed before the answer."""
    return held_cases(set(case_ids), session)


def kept_among(session: Session, case_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these cases may not be destroyed now, for whichever reason."""
    return held_among(session, case_ids) | kept_for_inquiry(session, case_ids)
