"""The permission table, written a second time as people reviewed it, and every cell tried in every relation to a case.

The grid below is the oracle. Who changes the table in the code changes the grid too, and says to the team why.
"""

from dataclasses import dataclass, replace
from itertools import combinations, product
from uuid import UUID, uuid4

from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.grants import GRANTS
from icat.policy.permissions import Permission
from icat.policy.roles import Role, duties_clash

# s  where no one case is concerned     t  at the table of the case           e  own, or at the table
# a  every case of team and area        o  own referral, or a new one         .  never
GRID = """
                              referrer member advocate supervisor coordinator chair auditor dpo agency_admin system_admin analyst
work:read                     s        s      s        s          s           s     s       s   s            s            s
grants:read                   s        s      s        s          s           s     s       s   s            s            s
components:read               s        s      s        s          s           s     s       s   s            s            s
duty:read                     .        s      s        s          s           s     .       .   .            .            .
shift:plan                    .        .      .        .          s           s     .       .   .            .            .
shift:withdraw                .        .      .        .          s           s     .       .   .            .            .
team:revise                   .        .      .        .          s           s     .       .   .            .            .
alarm:escalate                .        .      .        .          .           .     .       .   .            .            .
alarm:acknowledge             .        s      s        s          s           s     .       .   .            .            .
referral:draft                o        o      o        o          o           .     .       .   .            .            .
referral:submit               o        o      o        o          o           .     .       .   .            .            .
form:attach                   o        o      o        o          o           .     .       .   .            .            .
referral:withdraw             o        o      o        o          o           .     .       .   .            .            .
referral:forget               .        .      .        .          .           .     .       .   .            .            .
ticket:issue                  s        s      s        s          s           .     .       .   .            .            .
ticket:revoke                 s        s      s        s          s           s     s       s   s            s            s
parcel:receive                .        .      .        .          .           .     .       .   .            .            .
parcel:defer                  .        .      .        .          .           .     .       .   .            .            .
parcel:take                   .        s      s        s          s           .     .       .   .            .            .
parcels:read                  .        s      s        s          s           s     .       .   .            .            .
devices:read                  s        s      s        s          s           s     s       s   s            s            s
imports:read                  .        .      .        .          s           .     .       .   .            .            .
import:begin                  .        .      .        .          s           .     .       .   .            .            .
import:map                    .        .      .        .          s           .     .       .   .            .            .
import:confirm                .        .      .        .          s           .     .       .   .            .            .
import:discard                .        .      .        .          s           .     .       .   .            .            .
import:forget                 .        .      .        .          .           .     .       .   .            .            .
queue:read                    .        .      .        .          s           s     .       .   .            .            .
clocks:read                   .        .      .        .          s           s     .       .   .            .            .
cases:read                    s        s      s        s          s           s     .       .   .            .            .
case:read                     o        t      t        t          a           a     .       .   .            .            .
case:screen                   .        .      .        .          a           a     .       .   .            .            .
case:propose                  .        .      .        .          a           .     .       .   .            .            .
case:list                     .        .      .        .          .           a     .       .   .            .            .
case:decline                  .        .      .        .          .           a     .       .   .            .            .
information:request           .        .      .        .          a           a     .       .   .            .            .
request:answer                o        e      e        e          .           .     .       .   .            .            .
precheck:record               .        .      .        .          a           a     .       .   .            .            .
agency:ask                    .        .      .        .          a           a     .       .   .            .            .
factor:ask                    .        .      .        .          a           a     .       .   .            .            .
factor:answer                 o        t      t        t          .           .     .       .   .            .            .
member:bar                    .        .      .        .          a           a     .       .   .            .            .
case:compare                  .        .      .        .          a           a     .       .   .            .            .
mirror:read                   .        .      .        .          .           a     .       .   .            .            .
restriction:set               .        .      .        .          .           a     .       .   .            .            .
release:request               .        .      t        t          .           .     .       .   .            .            .
release:grant                 .        .      .        .          .           a     .       .   .            .            .
release:refuse                .        .      .        .          .           a     .       .   .            .            .
assessment:record             o        t      t        t          a           a     .       .   .            .            .
development:raise             o        t      t        t          a           a     .       .   .            .            .
development:dismiss           .        .      .        .          .           a     .       .   .            .            .
judgement:record              o        t      t        t          a           a     .       .   .            .            .
result:record                 o        t      t        t          a           a     .       .   .            .            .
instruments:read              s        s      s        s          s           s     s       s   s            s            s
instrument:attest             .        .      .        .          .           s     .       .   .            .            .
attestation:withdraw          .        .      .        .          .           s     .       .   .            .            .
order:record                  .        t      t        t          a           a     .       .   .            .            .
order:amend                   .        t      t        t          a           a     .       .   .            .            .
order:extend                  .        t      t        t          a           a     .       .   .            .            .
order:end                     .        t      t        t          a           a     .       .   .            .            .
step:note                     .        t      t        t          a           a     .       .   .            .            .
returns:read                  .        s      s        s          .           .     .       .   .            .            .
return:file                   .        t      t        t          .           .     .       .   .            .            .
conflict:declare              .        t      t        t          a           a     .       .   .            .            .
meetings:read                 .        s      s        s          s           s     .       .   .            .            .
meeting:read                  .        t      t        t          a           a     .       .   .            .            .
meeting:arrange               .        .      .        .          s           s     .       .   .            .            .
meeting:call                  .        .      .        .          .           a     .       .   .            .            .
presenter:ask                 .        .      .        .          .           .     .       .   .            .            .
presenter:confirm             o        t      t        t          a           a     .       .   .            .            .
meeting:open                  .        .      .        .          .           s     .       .   .            .            .
meeting:close                 .        .      .        .          .           s     .       .   .            .            .
item:begin                    .        .      .        .          .           a     .       .   .            .            .
attendance:record             .        .      .        .          s           s     .       .   .            .            .
confidentiality:acknowledge   .        s      s        s          s           s     .       .   .            .            .
share:record                  .        t      t        t          .           .     .       .   .            .            .
share:withdraw                .        t      t        t          .           .     .       .   .            .            .
share:renew                   .        t      t        t          a           a     .       .   .            .            .
share:expire                  .        .      .        .          .           .     .       .   .            .            .
consent:record                o        t      t        t          a           .     .       .   .            .            .
consent:withdraw              o        t      t        t          a           a     .       .   .            .            .
paper:attach                  o        t      t        t          a           .     .       .   .            .            .
positions:ask                 .        t      t        t          a           a     .       .   .            .            .
position:give                 .        t      t        t          a           a     .       .   .            .            .
positions:reveal              .        t      t        t          a           a     .       .   .            .            .
consensus:record              .        .      .        .          .           a     .       .   .            .            .
level:raise                   .        .      .        .          .           a     .       .   .            .            .
plan:read                     .        t      t        t          a           a     .       .   .            .            .
plan:agree                    .        .      .        .          .           a     .       .   .            .            .
plan:export                   .        .      .        t          a           a     .       .   .            .            .
action:add                    .        .      .        .          a           a     .       .   .            .            .
action:revise                 .        .      .        .          a           a     .       .   .            .            .
action:report                 .        t      t        t          a           .     .       .   .            .            .
safety-plan:read              .        .      t        t          .           .     .       .   .            .            .
safety-plan:write             .        .      t        .          .           .     .       .   .            .            .
safety-plan:confirm           .        .      t        t          .           .     .       .   .            .            .
safety-plan:entrust           .        .      t        .          .           .     .       .   .            .            .
safety-plan:export            .        .      t        t          .           .     .       .   .            .            .
inquiries:read                .        .      .        .          s           s     .       s   .            .            .
inquiry:receive               .        .      .        .          s           s     .       s   .            .            .
identity:confirm              .        .      .        .          s           s     .       s   .            .            .
inquiry:assign                .        .      .        .          s           s     .       s   .            .            .
inquiry:link                  .        .      .        .          a           a     .       .   .            .            .
inquiry:postpone              .        .      .        .          s           s     .       s   .            .            .
inquiry:answer                .        .      .        .          s           s     .       s   .            .            .
retention:read                .        .      .        .          a           a     .       a   .            .            .
retention:extend              .        .      .        .          a           a     .       a   .            .            .
hold:place                    .        .      .        .          a           a     .       a   .            .            .
hold:lift                     .        .      .        .          a           a     .       a   .            .            .
disposal:propose              .        .      .        .          a           .     .       a   .            .            .
case:reduce                   .        .      .        .          .           .     .       .   .            .            .
case:dispose                  .        .      .        .          a           a     .       a   .            .            .
subject-report:prepare        .        .      .        .          .           .     .       s   .            .            .
subject-report:read           .        .      .        .          s           s     .       s   .            .            .
subject-report:release        .        .      .        .          a           a     .       .   .            .            .
subject-report:reject         .        .      .        .          a           a     .       .   .            .            .
log:read                      .        .      .        .          .           .     s       s   .            .            .
log:export                    .        .      .        .          .           .     s       .   .            .            .
witness:appoint               .        .      .        .          .           .     s       s   .            .            .
witness:end                   .        .      .        .          .           .     s       s   .            .            .
cosignature:keep              .        .      .        .          .           .     s       s   .            .            .
report:read                   .        .      .        .          .           .     s       s   .            .            .
report:export                 .        .      .        .          .           .     s       s   .            .            .
pack:make                     .        .      .        .          .           .     s       s   .            .            .
"""  # noqa: E501 - a grid is read as a grid

HERE, ELSEWHERE = "UA68040470000053519", "UA46060250000025047"
ME, OTHER, AGENCY, TEAM = (UUID(int=number) for number in (11, 12, 13, 14))


@dataclass(frozen=True)
class Relation:
    """How somebody stands to a case."""

    own: bool = False
    seated: bool = False
    barred: bool = False
    foreign: bool = False
    outside: bool = False
    closed: bool = False

    # what the permission table asks of a case

    @property
    def team_id(self) -> UUID:
        return uuid4() if self.foreign else TEAM

    @property
    def hromada(self) -> str:
        return ELSEWHERE if self.outside else HERE

    @property
    def barred_ids(self) -> frozenset[UUID]:
        return frozenset({ME, OTHER} if self.barred else {OTHER})

    @property
    def referrer_id(self) -> UUID:
        return ME if self.own else OTHER

    @property
    def seated_ids(self) -> frozenset[UUID]:
        return frozenset({AGENCY, OTHER} if self.seated else {OTHER})

    @property
    def is_closed_to_agencies(self) -> bool:
        return self.closed


RELATIONS = [Relation(*flags) for flags in product((False, True), repeat=6)]


def expected(letter: str, relation: Relation | None) -> bool:
    """What the grid's letter means, said without the code under test."""
    if relation is None:
        return letter in "saoe"
    if relation.barred or relation.foreign:
        return False
    at_the_table = relation.seated and not relation.closed
    return {
        ".": False,
        "s": False,
        "a": not relation.outside,
        "t": at_the_table,
        "o": relation.own,
        "e": relation.own or at_the_table,
    }[letter]


def cells() -> dict[tuple[Permission, Role], str]:
    """The grid, by permission and role."""
    head, *lines = [line.split() for line in GRID.strip().splitlines()]
    return {
        (Permission(name), Role(role)): letter
        for name, *letters in lines
        for role, letter in zip(head, letters, strict=True)
    }


CELLS = cells()


def actor(*roles: Role, area: str | None = HERE) -> Actor:
    return Actor(
        member_id=ME,
        account_id=uuid4(),
        team_id=TEAM,
        team_code="KHM",
        agency_id=AGENCY,
        sector="police",
        is_state=True,
        roles=frozenset(roles),
        hromadas=frozenset({area}) if area else frozenset(),
    )


def test_the_grid_names_every_permission_and_every_role():
    assert {permission for permission, _ in CELLS} == set(Permission)
    assert {role for _, role in CELLS} == set(Role)
    assert len(CELLS) == len(Permission) * len(Role)


def test_every_permission_has_its_row_in_the_table():
    assert set(GRANTS) == set(Permission)


def test_every_cell_in_every_relation_is_as_it_was_reviewed():
    wrong = [
        f"{role} {permission} {relation}: {can(actor(role), permission, relation)}, reviewed as {letter}"
        for (permission, role), letter in CELLS.items()
        for relation in (None, *RELATIONS)
        if can(actor(role), permission, relation) is not expected(letter, relation)
    ]

    assert not wrong


def test_who_serves_the_whole_area_may_everywhere_in_it():
    for (permission, role), letter in CELLS.items():
        for relation in RELATIONS:
            there = replace(relation, outside=False)
            assert can(actor(role, area=None), permission, relation) is expected(letter, there)


def test_two_roles_may_what_either_may_and_no_more():
    pairs = [pair for pair in combinations(Role, 2) if not duties_clash(pair)]

    plain = [relation for relation in RELATIONS if not relation.barred and not relation.foreign]
    for permission, relation, (one, other) in product(GRANTS, plain, pairs):
        alone = can(actor(one), permission, relation) or can(actor(other), permission, relation)
        assert can(actor(one, other), permission, relation) is alone, (one, other, permission, relation)


def test_no_role_and_no_combination_of_roles_gains_by_being_barred():
    for permission, relation in product(Permission, RELATIONS):
        assert not can(actor(*Role), permission, replace(relation, barred=True))


def test_nobody_may_anything_about_a_case_of_another_team():
    for permission, relation in product(Permission, RELATIONS):
        assert not can(actor(*Role), permission, replace(relation, foreign=True))


def test_somebody_without_a_role_may_nothing():
    for permission, relation in product(Permission, (None, *RELATIONS)):
        assert not can(actor(), permission, relation)


# Pages of retention know a case by its number and its days: who answers for the data looks after those, and reads none.
BY_NUMBER = {
    Permission.RETENTION_READ,
    Permission.RETENTION_EXTEND,
    Permission.HOLD_PLACE,
    Permission.HOLD_LIFT,
    Permission.DISPOSAL_PROPOSE,
    Permission.CASE_DISPOSE,
}


def test_who_watches_over_the_work_sees_no_case():
    for role in (Role.AUDITOR, Role.DPO, Role.AGENCY_ADMIN, Role.SYSTEM_ADMIN, Role.ANALYST):
        for permission, relation in product(Permission, RELATIONS):
            if role is Role.DPO and permission in BY_NUMBER:
                continue
            assert not can(actor(role), permission, relation)


def test_who_may_change_a_case_may_also_read_it():
    for permission, relation in product(Permission, RELATIONS):
        for role in Role:
            if can(actor(role), permission, relation) and permission not in (
                Permission.REFERRAL_DRAFT,
                Permission.REFERRAL_SUBMIT,
                Permission.REFERRAL_WITHDRAW,
                Permission.FORM_ATTACH,  # a draft is its author’s, and no case yet
                Permission.REQUEST_ANSWER,  # the author of the referral is asked, at the table or not
                *(BY_NUMBER if role is Role.DPO else ()),
            ):
                assert can(actor(role), Permission.CASE_READ, relation), (role, permission, relation)
