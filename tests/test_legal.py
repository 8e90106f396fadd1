"""The law of sharing: a reviewed table of who may tell what to whom, the rules one by one, and a strict file."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat import legal
from icat.errors import ConfigError
from icat.i18n import speaking
from icat.legal import Category, ConsentState, Parent, Recipient, RecipientKind, RemedyKind, Sector, Sender
from icat.legal.catalogue import DATA_FILE

C = Category
DAY = date(2026, 3, 2)
NGO = Sender(Sector.NGO, is_state=False)
SHELTER = Sender(Sector.SHELTER, is_state=False)
CENTRE = Sender(Sector.SOCIAL_SERVICES, is_state=False)  # a centre of social services: a support service
DEPARTMENT = Sender(Sector.SOCIAL_SERVICES, is_state=True)  # a unit of the council's executive
POLICE = Sender(Sector.POLICE, is_state=True)
HOSPITAL = Sender(Sector.HEALTH, is_state=False)
SCHOOL = Sender(Sector.EDUCATION, is_state=True)
CHILD_SERVICES = Sender(Sector.CHILD_SERVICES, is_state=True)
COUNCIL = Sender(Sector.COUNCIL, is_state=True)
PROBATION = Sender(Sector.PROBATION, is_state=True)
PROSECUTOR = Sender(Sector.PROSECUTOR, is_state=True)
COURT = Sender(Sector.COURT, is_state=True)
LEGAL_AID = Sender(Sector.LEGAL_AID, is_state=True)

OFFICE = Recipient(RecipientKind.OFFICE)
SURVIVOR = Recipient(RecipientKind.SURVIVOR)
SUBJECT = Recipient(RecipientKind.SUBJECT)
REGISTER = Recipient(RecipientKind.OUTSIDE, Sector.OTHER, is_state=True)


def to(agency, kind=RecipientKind.AGENCY):
    return Recipient(kind, agency.sector, agency.is_state)


# The oracle, written from the law and not from the data file. Letters stand for categories:
# i identity, c contact, @ safe address, r risk, n incident, k children, h health, o orders, a administrative,
# v convictions, t pre-trial, s services, p perpetrator, l plan, m minutes, y safety plan.
LETTERS = dict(zip("ic@rnkhoavtsplmy", C, strict=True))
TABLE = [
    # basis, sender, recipient, what may go
    ("UA-CONSENT", NGO, to(POLICE), "ic@rnkhosplmy"),
    ("UA-CONSENT", NGO, to(HOSPITAL, RecipientKind.PRESENT), "icrnkhosplmy"),
    ("UA-CONSENT", POLICE, to(NGO), "ic@rnkhoslmy"),
    ("UA-CONSENT", NGO, OFFICE, "ic@rnkhosplmy"),
    ("UA-CONSENT", NGO, to(COURT, RecipientKind.OUTSIDE), "icrnkhosply"),
    ("UA-CONSENT", NGO, SURVIVOR, "ic@rnkhosy"),
    ("UA-CONSENT", NGO, SUBJECT, ""),
    ("UA-SUBJECT", COUNCIL, SUBJECT, "ickp"),
    ("UA-SUBJECT", NGO, SUBJECT, ""),
    ("UA-SUBJECT", COUNCIL, SURVIVOR, ""),
    ("UA-SUBJECT", COUNCIL, REGISTER, ""),
    ("UA-REP-CONSENT", CENTRE, to(CHILD_SERVICES), "ic@rnkhs"),
    ("UA-REP-CONSENT", CENTRE, SURVIVOR, ""),
    ("UA-DUTY-1D", POLICE, to(CHILD_SERVICES), "icrnkosp"),
    ("UA-DUTY-1D", POLICE, OFFICE, "icrnkosp"),
    ("UA-DUTY-1D", POLICE, to(HOSPITAL), "icrnkosp"),
    ("UA-DUTY-1D", POLICE, to(NGO), ""),
    ("UA-DUTY-1D", SCHOOL, to(POLICE), "icrnkosp"),
    ("UA-DUTY-1D", HOSPITAL, to(POLICE), ""),
    ("UA-DUTY-1D", CENTRE, to(POLICE), ""),
    ("UA-DUTY-1D", NGO, to(POLICE), ""),
    ("UA-DUTY-1D", SHELTER, OFFICE, ""),
    ("UA-CRIMINAL", NGO, to(POLICE), "icrnkp"),
    ("UA-CRIMINAL", CENTRE, to(COUNCIL, RecipientKind.PRESENT), "icrnkp"),
    ("UA-CRIMINAL", SHELTER, OFFICE, "icrnkp"),
    ("UA-CRIMINAL", NGO, to(DEPARTMENT), "icrnkp"),
    ("UA-CRIMINAL", NGO, to(CENTRE), ""),
    ("UA-CRIMINAL", NGO, to(HOSPITAL, RecipientKind.PRESENT), ""),
    ("UA-CRIMINAL", LEGAL_AID, to(POLICE), ""),
    ("UA-CRIMINAL", HOSPITAL, to(POLICE), ""),
    ("UA-CHILD-1D", NGO, to(CHILD_SERVICES), "icrnkp"),
    ("UA-CHILD-1D", SCHOOL, to(POLICE), "icrnkp"),
    ("UA-CHILD-1D", HOSPITAL, to(CHILD_SERVICES), "icrnkhp"),
    ("UA-CHILD-1D", HOSPITAL, OFFICE, "icrnkp"),
    ("UA-CHILD-1D", NGO, to(HOSPITAL), ""),
    ("UA-INCAP", SHELTER, to(COUNCIL), "icrnsp"),
    ("UA-INCAP", NGO, to(HOSPITAL), ""),
    ("UA-MED-INJURY", HOSPITAL, to(POLICE), "ih"),
    ("UA-MED-INJURY", HOSPITAL, to(COUNCIL), ""),
    ("UA-MED-INJURY", HOSPITAL, OFFICE, ""),
    ("UA-MED-INJURY", NGO, to(POLICE), ""),
    ("UA-POWER", POLICE, to(COUNCIL), "icrnkoasplm"),
    ("UA-POWER", COUNCIL, to(CHILD_SERVICES, RecipientKind.PRESENT), "icrnkoasplm"),
    ("UA-POWER", DEPARTMENT, to(POLICE), "icrnkoasplm"),
    ("UA-POWER", CENTRE, to(POLICE), ""),
    ("UA-POWER", POLICE, OFFICE, "icrnkosplm"),
    ("UA-POWER", POLICE, to(NGO, RecipientKind.PRESENT), "irnoslm"),
    ("UA-POWER", POLICE, to(CENTRE), "irnoslm"),
    ("UA-POWER", POLICE, to(HOSPITAL), "irnkoslm"),
    ("UA-POWER", POLICE, to(NGO, RecipientKind.OUTSIDE), ""),
    ("UA-POWER", POLICE, SURVIVOR, "rosy"),
    ("UA-POWER", NGO, to(POLICE), ""),
    ("UA-POWER", HOSPITAL, to(POLICE), ""),
    ("UA-POWER", SCHOOL, to(POLICE), ""),
    ("UA-VITAL", NGO, to(POLICE), "ic@rnk"),
    ("UA-VITAL", HOSPITAL, to(POLICE), "ic@rnk"),
    ("UA-VITAL", NGO, to(NGO), "icrnk"),
    ("UA-VITAL", NGO, OFFICE, "icrnk"),
    ("UA-VITAL", NGO, SURVIVOR, ""),
    ("UA-LEGAL-CLAIM", NGO, to(COURT), "icrnkhosp"),
    ("UA-LEGAL-CLAIM", POLICE, to(COURT), "icrnkhoasp"),
    ("UA-LEGAL-CLAIM", NGO, to(POLICE), ""),
    ("UA-HEALTH", HOSPITAL, to(HOSPITAL), "ich"),
    ("UA-HEALTH", HOSPITAL, to(HOSPITAL, RecipientKind.PRESENT), ""),
    ("UA-HEALTH", HOSPITAL, to(POLICE), ""),
    ("UA-CRIM-STATE", POLICE, to(PROBATION), "ioav"),
    ("UA-CRIM-STATE", PROBATION, to(POLICE, RecipientKind.PRESENT), "ioav"),
    ("UA-CRIM-STATE", POLICE, to(COUNCIL), ""),
    ("UA-CRIM-STATE", POLICE, to(NGO), ""),
    ("UA-CRIM-STATE", POLICE, OFFICE, ""),
    ("UA-CRIM-STATE", COUNCIL, to(POLICE), ""),
    ("UA-PRETRIAL", POLICE, to(CHILD_SERVICES), "intp"),
    ("UA-PRETRIAL", NGO, to(POLICE), ""),
    ("UA-URO-COPY", POLICE, SURVIVOR, "o"),
    ("UA-URO-COPY", POLICE, to(NGO), ""),
    ("UA-COURT-NOTICE", COURT, to(POLICE), "iop"),
    ("UA-COURT-NOTICE", POLICE, to(COUNCIL), ""),
    ("UA-PROGRAM", NGO, to(POLICE), "p"),
    ("UA-PROGRAM", NGO, to(NGO), ""),
    ("UA-REGISTER", POLICE, REGISTER, "icnkosp"),
    ("UA-REGISTER", HOSPITAL, REGISTER, "icnkos"),
    ("UA-REGISTER", NGO, REGISTER, ""),
    ("UA-MDT", NGO, to(CENTRE, RecipientKind.PRESENT), "irnkslm"),
    ("UA-MDT", NGO, to(POLICE), ""),
    ("UA-MDT", POLICE, to(CENTRE), ""),
    ("UA-SOC-EMERG", POLICE, to(SHELTER), "icrns"),
    ("UA-SOC-EMERG", NGO, to(SHELTER), ""),
    ("UA-OBLIGATION", COUNCIL, to(PROSECUTOR), "icrnkosp"),
    ("UA-OBLIGATION", NGO, to(PROSECUTOR), ""),
    ("UA-REQUEST", COUNCIL, to(PROSECUTOR, RecipientKind.OUTSIDE), "irnos"),
    ("UA-REQUEST", NGO, to(PROSECUTOR, RecipientKind.OUTSIDE), ""),
    ("UA-CITIZEN", Sender(Sector.OTHER, is_state=False), to(POLICE), "rn"),
    ("UA-CITIZEN", NGO, to(POLICE), ""),
    ("UA-STATS", NGO, to(COUNCIL, RecipientKind.OUTSIDE), ""),
]

senders = st.builds(Sender, st.sampled_from(Sector), st.booleans())
recipients = st.builds(Recipient, st.sampled_from(RecipientKind), st.none() | st.sampled_from(Sector), st.booleans())
codes = st.sampled_from(sorted(legal.bases()))
category_sets = st.frozensets(st.sampled_from(C), max_size=6)
consents = st.sampled_from(ConsentState)


def fitting_consent(code):
    return {
        legal.ConsentNeed.REQUIRED: ConsentState.GIVEN,
        legal.ConsentNeed.LATER: ConsentState.SEEK_LATER,
    }.get(legal.bases()[code].consent, ConsentState.NOT_NEEDED)


def check(code, sender, recipient, categories, consent=None, **more):
    given = {"on": DAY, "reason": "because", "permission_reference": "12/345 of 01.03.2026", **more}
    return legal.check(
        code,
        sender=sender,
        recipient=recipient,
        categories=categories,
        consent=consent or fitting_consent(code),
        **given,
    )


@pytest.mark.parametrize(
    ("code", "sender", "recipient", "letters"),
    TABLE,
    ids=lambda value: (
        value if isinstance(value, str) else f"{value.__class__.__name__[0]}-{value.sector or value.kind}"
    ),
)
def test_the_matrix_says_what_the_reviewed_table_says(code, sender, recipient, letters):
    lawful = {category for category in C if check(code, sender, recipient, {category})}

    assert lawful == {LETTERS[letter] for letter in letters}


def test_the_table_reviews_every_basis():
    assert {code for code, *_ in TABLE} == set(legal.bases())


# --- Rules of the catalogue -------------------------------------------------------------------------------------------


@given(codes, senders, recipients, category_sets, category_sets, consents, st.sampled_from(["", "words"]))
def test_fewer_categories_are_never_less_lawful(code, sender, recipient, some, more, consent, reason):
    whole = check(code, sender, recipient, some | more, consent, reason=reason)

    assert not whole or check(code, sender, recipient, some, consent, reason=reason)


@given(codes, senders, recipients, category_sets, consents)
def test_an_act_is_as_lawful_as_each_of_its_parts(code, sender, recipient, categories, consent):
    whole = check(code, sender, recipient, categories, consent)

    if categories:
        assert bool(whole) == all(check(code, sender, recipient, {category}, consent) for category in categories)


STATE_ONLY = [
    "UA-DUTY-1D", "UA-POWER", "UA-OBLIGATION", "UA-CRIM-STATE", "UA-PRETRIAL", "UA-URO-COPY", "UA-COURT-NOTICE",
    "UA-SOC-EMERG", "UA-REQUEST",
]  # fmt: skip


@given(st.sampled_from(STATE_ONLY), st.sampled_from(Sector), recipients, category_sets, consents)
def test_who_is_no_authority_never_acts_on_what_is_an_authoritys(code, sector, recipient, categories, consent):
    assert not check(code, Sender(sector, is_state=False), recipient, categories, consent)
    assert not check(code, Sender(Sector.NGO, is_state=True), recipient, categories, consent)


@given(codes, senders, recipients, category_sets, consents)
def test_convictions_and_pretrial_facts_stay_closed_but_for_the_one_basis_of_each(
    code, sender, recipient, others, consent
):
    for closed, only in ((C.CONVICTIONS, "UA-CRIM-STATE"), (C.PRETRIAL, "UA-PRETRIAL")):
        if code != only or not sender.is_state:
            assert not check(code, sender, recipient, others | {closed}, consent)
    if check("UA-CRIM-STATE", sender, recipient, {C.CONVICTIONS}):
        assert sender.is_state
        assert recipient.is_state


@given(codes, senders, recipients, consents)
def test_a_safe_address_is_never_part_of_contact_and_never_said_in_a_room(code, sender, recipient, consent):
    if check(code, sender, recipient, {C.SAFE_ADDRESS}, consent):
        assert code in ("UA-CONSENT", "UA-REP-CONSENT", "UA-VITAL")
        assert recipient.kind is not RecipientKind.PRESENT


def test_contact_may_be_lawful_where_the_safe_address_is_not():
    assert check("UA-POWER", POLICE, to(COUNCIL), {C.CONTACT})
    assert not check("UA-POWER", POLICE, to(COUNCIL), {C.CONTACT, C.SAFE_ADDRESS})


@given(senders, recipients, category_sets, st.booleans(), st.booleans())
def test_the_default_of_an_ngo_is_consent(sender, recipient, categories, critical, child):
    offered = legal.offers(sender, recipient, categories, critical_yes=critical, child_concerned=child, on=DAY)

    if offered and (sender.sector in (Sector.NGO, Sector.SHELTER, Sector.HEALTH) or not sender.is_state):
        first = "UA-CONSENT" if check("UA-CONSENT", sender, recipient, categories) else offered[0].code
        assert offered[0].code == first


def offered(sender, recipient, letters, **case):
    case = {"critical_yes": False, "child_concerned": False, "on": DAY, **case}
    return [basis.code for basis in legal.offers(sender, recipient, {LETTERS[letter] for letter in letters}, **case)]


def test_an_authority_is_offered_its_power_first():
    assert offered(POLICE, to(COUNCIL), "ir")[:3] == ["UA-POWER", "UA-DUTY-1D", "UA-CONSENT"]
    assert offered(DEPARTMENT, OFFICE, "ir")[0] == "UA-POWER"
    assert offered(CENTRE, OFFICE, "ir")[0] == "UA-CONSENT"
    assert offered(HOSPITAL, OFFICE, "ir")[0] == "UA-CONSENT"


def test_an_ngo_is_offered_the_exceptions_that_the_case_calls_for():
    assert offered(NGO, OFFICE, "ir", critical_yes=True, child_concerned=True)[:3] == [
        "UA-CONSENT", "UA-CRIMINAL", "UA-CHILD-1D",
    ]  # fmt: skip
    assert "UA-CRIMINAL" not in offered(NGO, OFFICE, "ir", child_concerned=True)
    assert "UA-CHILD-1D" not in offered(NGO, OFFICE, "ir", critical_yes=True)


def test_only_what_covers_everything_is_offered():
    assert offered(POLICE, to(PROBATION), "iv") == ["UA-CRIM-STATE"]
    assert offered(POLICE, to(NGO), "v") == []
    assert offered(POLICE, to(PROBATION), "vt") == []


@given(senders, recipients, category_sets.filter(bool), st.booleans(), st.booleans())
def test_what_is_offered_is_lawful_once_its_papers_are_in_order(sender, recipient, categories, critical, child):
    for basis in legal.offers(sender, recipient, categories, critical_yes=critical, child_concerned=child, on=DAY):
        answered = replace(recipient, parent=Parent.NO)
        assert check(basis.code, sender, answered, categories, child_concerned=child)


# --- Consent, papers, dates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "consent", "lawful"),
    [
        ("UA-CONSENT", ConsentState.GIVEN, True),
        ("UA-CONSENT", ConsentState.NOT_NEEDED, False),
        ("UA-CONSENT", ConsentState.REFUSED_OVERRIDDEN, False),
        ("UA-CONSENT", ConsentState.SEEK_LATER, False),
        ("UA-VITAL", ConsentState.SEEK_LATER, True),
        ("UA-VITAL", ConsentState.NOT_NEEDED, False),
        ("UA-VITAL", ConsentState.GIVEN, False),
        ("UA-VITAL", ConsentState.REFUSED_OVERRIDDEN, False),
        ("UA-CRIMINAL", ConsentState.NOT_NEEDED, True),
        ("UA-CRIMINAL", ConsentState.REFUSED_OVERRIDDEN, True),
        ("UA-CRIMINAL", ConsentState.GIVEN, True),
    ],
)
def test_each_basis_asks_its_own_question_about_consent(code, consent, lawful):
    assert bool(check(code, NGO, to(POLICE), {C.RISK}, consent)) is lawful


def test_a_refusal_that_is_overridden_must_be_explained():
    silent = check("UA-CRIMINAL", NGO, to(POLICE), {C.RISK}, ConsentState.REFUSED_OVERRIDDEN, reason="  ")

    assert not silent
    assert silent.remedies[0].kind is RemedyKind.GIVE_REASON


def test_a_body_outside_the_team_must_be_explained_even_with_consent():
    outside = to(COURT, RecipientKind.OUTSIDE)

    assert not check("UA-CONSENT", NGO, outside, {C.RISK}, reason="")
    assert check("UA-CONSENT", NGO, outside, {C.RISK}, reason="hearing on Friday")
    assert check("UA-CONSENT", NGO, to(COURT), {C.RISK}, reason="")


@pytest.mark.parametrize("basis", ["UA-CONSENT", "UA-VITAL"])
def test_the_parent_who_is_the_perpetrator_is_told_nothing_on_any_basis(basis):
    consent = ConsentState.GIVEN if basis == "UA-CONSENT" else ConsentState.SEEK_LATER
    for parent, lawful in ((Parent.BARRED, False), (Parent.TRUSTED, True), (Parent.NO, True)):
        answer = check(basis, NGO, Recipient(RecipientKind.OUTSIDE, parent=parent), {C.CHILDREN}, consent)
        assert bool(answer) is lawful
    barred = check(basis, NGO, Recipient(RecipientKind.OUTSIDE, parent=Parent.BARRED), {C.RISK}, consent)
    assert not barred
    assert {remedy.kind for remedy in barred.remedies} == {RemedyKind.LEAVE_RECIPIENT}


def test_a_private_person_is_asked_about_where_a_child_is_concerned_and_a_body_is_not():
    person, body = Recipient(RecipientKind.OUTSIDE), to(COURT, RecipientKind.OUTSIDE)

    asked = check("UA-CONSENT", NGO, person, {C.CHILDREN}, ConsentState.GIVEN)
    assert not asked
    assert asked.remedies[0].kind is RemedyKind.SAY_PARENT
    assert not check("UA-CONSENT", NGO, person, {C.RISK}, ConsentState.GIVEN, child_concerned=True)
    assert check("UA-CONSENT", NGO, person, {C.RISK}, ConsentState.GIVEN)
    assert check("UA-CONSENT", NGO, body, {C.CHILDREN}, ConsentState.GIVEN, child_concerned=True)


def test_what_is_shared_while_she_cannot_be_asked_is_explained_except_to_the_office():
    for recipient, reason, lawful in ((to(NGO), " ", False), (to(NGO), "У реанімації", True), (OFFICE, "", True)):
        assert bool(check("UA-VITAL", POLICE, recipient, {C.RISK}, ConsentState.SEEK_LATER, reason=reason)) is lawful


def test_pretrial_facts_need_the_reference_of_the_permission():
    silent = check("UA-PRETRIAL", POLICE, to(COUNCIL), {C.PRETRIAL}, permission_reference=" ")

    assert not silent
    assert silent.remedies[0].kind is RemedyKind.GIVE_PERMISSION
    assert check("UA-PRETRIAL", POLICE, to(COUNCIL), {C.PRETRIAL})


def test_the_childs_basis_is_refused_where_no_child_is_concerned():
    assert check("UA-CHILD-1D", NGO, to(POLICE), {C.RISK})
    assert check("UA-CHILD-1D", NGO, to(POLICE), {C.RISK}, child_concerned=True)
    assert not check("UA-CHILD-1D", NGO, to(POLICE), {C.RISK}, child_concerned=False)


def test_a_basis_is_in_force_from_its_first_day_to_its_last(tmp_path):
    text = DATA_FILE.read_text("utf-8").replace(
        "valid_from = 2025-01-01", "valid_from = 2025-01-01\nvalid_to = 2026-06-30", 1
    )
    basis = read(tmp_path, text).bases["UA-CONSENT"]

    days = [date(2024, 12, 31), date(2025, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [basis.in_force(day) for day in days] == [False, True, True, False]


def test_before_its_first_day_a_basis_is_neither_listed_nor_lawful():
    basis = legal.bases()["UA-MDT"]
    eve = basis.valid_from - timedelta(days=1)

    assert basis in legal.current(basis.valid_from)
    assert basis not in legal.current(eve)
    refused = check("UA-MDT", NGO, to(CENTRE), {C.RISK}, on=eve)
    assert not refused
    assert "UA-CONSENT" in {remedy.basis for remedy in refused.remedies}


def test_an_unknown_code_is_refused_with_a_way_out():
    assert not check("UA-NONSENSE", NGO, to(POLICE), {C.RISK}, ConsentState.GIVEN)
    assert check("UA-NONSENSE", NGO, to(POLICE), {C.RISK}, ConsentState.GIVEN).remedies


# --- Never a bare refusal ---------------------------------------------------------------------------------------------


@given(codes, senders, recipients, category_sets.filter(bool), consents, st.sampled_from(["", "words"]))
def test_every_refusal_says_why_and_offers_a_way_out(code, sender, recipient, categories, consent, reason):
    answer = check(code, sender, recipient, categories, consent, reason=reason, permission_reference=reason)

    assert bool(answer) == (not answer.refused_categories)
    if not answer:
        assert answer.remedies
        assert answer.refused_categories <= categories
        for language in ("uk", "en"):
            with speaking(language):
                assert str(answer.reason)
                assert all(str(remedy.message) for remedy in answer.remedies)


@given(codes, senders, recipients, category_sets.filter(bool), consents)
def test_a_remedy_that_names_a_basis_really_makes_it_lawful(code, sender, recipient, categories, consent):
    answer = check(code, sender, recipient, categories, consent)

    for remedy in answer.remedies:
        if remedy.kind in (RemedyKind.USE_BASIS, RemedyKind.ASK_CONSENT) and remedy.basis:
            answered = (
                replace(recipient, parent=False) if recipient.parent is None else recipient
            )  # asked as a paper is
            assert check(remedy.basis, sender, answered, remedy.categories)
        if remedy.kind is RemedyKind.LEAVE_OUT:
            assert remedy.categories < categories


def test_who_refused_is_not_asked_again():
    answer = check("UA-CONSENT", NGO, to(POLICE), {C.RISK}, ConsentState.REFUSED_OVERRIDDEN)

    assert RemedyKind.ASK_CONSENT not in {remedy.kind for remedy in answer.remedies}
    assert "UA-CRIMINAL" in {remedy.basis for remedy in answer.remedies}


def test_a_refusal_names_the_recipient_and_what_it_may_not_have():
    answer = check("UA-POWER", POLICE, to(NGO), {C.RISK, C.CONVICTIONS, C.CONTACT})

    assert answer.refused_categories == {C.CONVICTIONS, C.CONTACT}
    with speaking("en"):
        assert "NGO" in str(answer.reason)
        assert "contact and address, convictions and preventive register" in str(answer.reason)


def test_the_way_out_repeats_the_words_of_the_law():
    answer = check("UA-POWER", NGO, to(POLICE), {C.RISK}, child_concerned=True)
    criminal = next(remedy for remedy in answer.remedies if remedy.basis == "UA-CRIMINAL")

    with speaking("en"):
        assert "found violence of a criminal nature" in str(criminal.message)


def test_somebody_without_an_agency_is_asked_for_it():
    answer = check("UA-CRIMINAL", NGO, Recipient(RecipientKind.AGENCY), {C.RISK})

    assert RemedyKind.NAME_RECIPIENT in {remedy.kind for remedy in answer.remedies}


# --- One act at the table ---------------------------------------------------------------------------------------------


def the_table():
    return {
        "police": to(POLICE, RecipientKind.PRESENT),
        "ngo": to(NGO, RecipientKind.PRESENT),
        "hospital": to(HOSPITAL, RecipientKind.PRESENT),
        "council": to(COUNCIL, RecipientKind.PRESENT),
    }


def split(code, sender, letters, consent=ConsentState.NOT_NEEDED, **more):
    categories = {LETTERS[letter] for letter in letters}
    return legal.split(
        code, sender=sender, recipients=the_table(), categories=categories, consent=consent, on=DAY, **more
    )


def test_an_exception_reaches_only_those_whom_the_law_names():
    result = split("UA-CRIMINAL", SHELTER, "irn")

    assert {row.key for row in result.rows} == {"police", "council"}
    assert {left.key for left in result.left_out} == {"ngo", "hospital"}
    for left in result.left_out:
        kinds = {remedy.kind for remedy in left.allowed.remedies}
        assert {RemedyKind.ASK_CONSENT, RemedyKind.LEAVE_ROOM} <= kinds


def test_a_recipient_gets_the_lawful_part_and_the_rest_is_named():
    result = split("UA-POWER", POLICE, "rap")

    rows = {row.key: row.categories for row in result.rows}
    assert rows["council"] == {C.RISK, C.ADMINISTRATIVE, C.PERPETRATOR}
    assert rows["ngo"] == rows["hospital"] == {C.RISK}
    assert {left.key: left.categories for left in result.left_out} == dict.fromkeys(
        ("ngo", "hospital"), {C.ADMINISTRATIVE, C.PERPETRATOR}
    )


def test_everybody_hears_what_she_agreed_to():
    result = split("UA-CONSENT", NGO, "irh", ConsentState.GIVEN)

    assert len(result.rows) == 4
    assert result.left_out == ()


def test_without_the_paper_nobody_hears_anything():
    result = split("UA-CONSENT", NGO, "ira")

    assert result.rows == ()
    assert {frozenset(left.categories) for left in result.left_out} == {
        frozenset({C.IDENTITY, C.RISK, C.ADMINISTRATIVE})
    }


@given(codes, senders, category_sets.filter(bool), consents, st.dictionaries(st.integers(), recipients, max_size=4))
def test_a_split_loses_nothing_and_lets_nothing_unlawful_through(code, sender, categories, consent, given_recipients):
    result = legal.split(
        code, sender=sender, recipients=given_recipients, categories=categories, consent=consent, on=DAY, reason="words"
    )

    reached = {row.key: row.categories for row in result.rows}
    kept_back = {left.key: left.categories for left in result.left_out}
    for key in given_recipients:
        assert reached.get(key, frozenset()) | kept_back.get(key, frozenset()) == categories
        assert not reached.get(key, frozenset()) & kept_back.get(key, frozenset())
    for row in result.rows:
        assert check(code, sender, row.recipient, row.categories, consent, reason="words", permission_reference="")
    assert all(not left.allowed for left in result.left_out)


# --- The file ---------------------------------------------------------------------------------------------------------


def read(tmp_path: Path, text: str):
    path = tmp_path / "legal_bases.toml"
    path.write_text(text, encoding="utf-8")
    return legal.read_catalogue(path)


def test_the_catalogue_says_which_text_it_is_and_when_it_was_checked():
    assert legal.catalogue_version() == "UA-2026.1"
    for basis in legal.bases().values():
        assert basis.article_version
        assert basis.checked_on == date(2026, 2, 22)
        assert basis.grade == "V"
        assert (basis.status == "to_confirm") == (basis.open_question is not None)


def test_every_text_of_the_law_is_in_both_languages():
    for basis in legal.bases().values():
        for text in (basis.label, basis.reference, basis.when, basis.caution, basis.open_question):
            assert text is None or (text.uk != text.en and not set("ыэъё") & set(text.uk.lower()))


ATTESTED = '\n[bases.permits.attested]\nby = "advocate M. Bondar, licence 1234"\non = 2026-03-01\narticle = "%s"\n'
OPENED = """
[[bases.permits]]
senders = ["police"]
senders_public = true
recipients = ["office"]
to = ["any"]
categories = ["convictions"]
"""


def opened_at_power(extra: str) -> str:
    text = DATA_FILE.read_text("utf-8")
    place = text.index('[[bases]]\ncode = "UA-OBLIGATION"')
    return text[:place] + OPENED + extra + text[place:]


def test_convictions_open_only_with_a_lawyers_attestation(tmp_path):
    with pytest.raises(ConfigError, match="convictions stays closed"):
        read(tmp_path, opened_at_power(""))
    with pytest.raises(ConfigError, match="convictions stays closed"):
        read(tmp_path, opened_at_power(ATTESTED % " "))

    catalogue = read(tmp_path, opened_at_power(ATTESTED % "law 2229-VIII Art. 10(1)"))

    assert C.CONVICTIONS in catalogue.bases["UA-POWER"].covers(POLICE, OFFICE)


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('code = "UA-STATS"', 'code = "UA-CONSENT"', "twice"),
        ('code = "UA-STATS"', 'code = "BC-STATS"', "jurisdiction"),
        ('consent = "required"', 'consent = "maybe"', "maybe"),
        ('needs = ["consent_record"]', "", "recorded"),
        ('grade = "V"', 'grade = "A"', "A"),
        ("valid_from = 2025-01-01", "valid_from = 2025-01-01\nvalid_to = 2024-01-01", "ends before"),
        ("checked_on = 2026-02-22\nneeds", "needs", "checked_on"),
        ('article_version = "2297-VI, 2229-VIII: 21.02.2026"', 'article_version = " "', "edition"),
        ('categories = ["safe_address"]', 'categories = ["safe_adress"]', "safe_adress"),
        ('senders = ["not_justice"]', 'senders = ["notjustice"]', "notjustice"),
        ('recipients = ["outside"]', 'recipients = ["everyone"]', "everyone"),
        ('bases = ["UA-CONSENT"]', 'bases = ["UA-CONCENT"]', "UA-CONCENT"),
        ('status = "confirmed"', 'status = "confirmed"\nretired = true', "retired"),
        ("[[defaults]]", "[[default]]", "default"),
        ('en = "The survivor\'s informed consent"', 'en = ""', "languages"),
    ],
)
def test_a_faulty_catalogue_is_refused_with_what_is_wrong(tmp_path, right, wrong, complaint):
    text = DATA_FILE.read_text("utf-8")
    assert right in text

    with pytest.raises(ConfigError, match=r"legal_bases\.toml.*" + complaint):
        read(tmp_path, text.replace(right, wrong, 1))
