"""The safety plan, for the agency that made it with her and those to whom it was entrusted. To all others: nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from icat import clock, codes
from icat.audit.reading import record_refusal
from icat.cases.models import Share, ShareEnd, ShareLine
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.errors import NotFound
from icat.i18n import Words
from icat.legal import Category, RecipientKind
from icat.members.queries.people import agencies, member_names
from icat.plans.models import SafetyPlan
from icat.policy.permissions import Permission


@dataclass(frozen=True, slots=True)
class SectionView:
    """One part of it. ``prompts`` are offered, never instructions."""

    code: str
    title: Words
    hint: Words | None
    prompts: tuple[Words, ...]
    text: str
    is_printed: bool


@dataclass(frozen=True, slots=True)
class SafetyView:
    """Her plan."""

    id: UUID
    version: int
    owner_id: UUID
    owner: str
    is_own: bool
    language: str
    is_on_paper: bool
    written_at: datetime
    written_by: str
    confirmed_on: date | None
    confirmed_by: str
    next_contact_on: date | None
    is_old: bool
    made_with: str
    kept_at: str
    held_by: str
    code_word: str
    if_found: str
    sections: tuple[SectionView, ...]
    entrusted_to: tuple[str, ...]

    @property
    def written(self) -> tuple[SectionView, ...]:
        """The sections in which something stands."""
        return tuple(section for section in self.sections if section.text)


def blank_sections() -> tuple[SectionView, ...]:
    """The sections that are offered for a new plan."""
    return tuple(
        SectionView(option.code, option.words, option.hint, option.prompts, "", is_printed=True)
        for option in codes.options("safety_section")
    )


def safety_plan(case: CaseView) -> SafetyView | None:
    """The safety plan if the reader may see it; none also where there is none: nothing tells the two apart."""
    row = (
        db.session()
        .scalars(select(SafetyPlan).where(SafetyPlan.case_id == case.id).options(selectinload(SafetyPlan.sections)))
        .one_or_none()
    )
    if row is None or not case.scope.show(row.owner_id, row.id, Category.SAFETY_PLAN):
        return None
    cut = case.scope.of(row.owner_id, row.id)
    names = member_names(id for id in (row.written_by_id, row.confirmed_by_id) if id)
    is_own = row.owner_id == case.actor.agency_id
    texts = {section.code: (str(cut.get(section, "text")), section.is_printed) for section in row.sections}
    listed = codes.code_list("safety_section").options.values()
    return SafetyView(
        id=row.id,
        version=row.version,
        owner_id=row.owner_id,
        owner=agencies(case.actor.team_id)[row.owner_id].name,
        is_own=is_own,
        language=row.language,
        is_on_paper=row.is_on_paper,
        written_at=row.written_at,
        written_by=names.get(row.written_by_id, ""),
        confirmed_on=row.confirmed_on,
        confirmed_by=names.get(row.confirmed_by_id, "") if row.confirmed_by_id else "",
        next_contact_on=row.next_contact_on,
        is_old=row.is_old(clock.today()),
        made_with=cut.get(row, "made_with"),
        kept_at=cut.get(row, "kept_at"),
        held_by=cut.get(row, "held_by"),
        code_word=cut.get(row, "code_word"),
        if_found=cut.get(row, "if_found"),
        sections=tuple(
            SectionView(option.code, option.words, option.hint, option.prompts, *texts.get(option.code, ("", True)))
            for option in listed
            if not option.retired or option.code in texts
        ),
        entrusted_to=_entrusted_to(case, row) if is_own else (),
    )


def visible_safety_plan(case: CaseView, permission: Permission) -> SafetyView:
    """The safety plan. Where the reader may not see one, or there is none, refuses as a wrong reference is refused."""
    found = safety_plan(case)
    if found is None:
        record_refusal(case.actor, permission, case.id)
        raise NotFound
    return found


def _entrusted_to(case: CaseView, row: SafetyPlan) -> tuple[str, ...]:
    found = db.session().scalars(
        select(Share.recipient_id)
        .join(ShareLine, ShareLine.share_id == Share.id)
        .outerjoin(ShareEnd, ShareEnd.share_id == Share.id)
        .where(
            Share.case_id == case.id,
            Share.sender_id == row.owner_id,
            Share.recipient_kind == RecipientKind.AGENCY,
            Share.document.is_(None),
            Share.valid_until > clock.now(),
            ShareLine.category == Category.SAFETY_PLAN,
            ShareEnd.id.is_(None),
        )
    )
    known = agencies(case.actor.team_id)
    return tuple(sorted({known[id].name for id in found if id in known}))
