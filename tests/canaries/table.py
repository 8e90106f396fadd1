"""The reviewed table: which kind of text is found by whom, at which moment of the story, on which pages, and why.

This is the oracle (settled point 34): it says what people decided, never what the code does. Whoever adds a sealed
field names the group of its word in ``story.py`` and says here who may find it; whoever adds a page that shows a text
names the page in the ``where`` of its row. Without that the crawl complains: of a word too many, or of one that is
missing. Change a row by thought and with its reason, never by copying what the crawl found.

The moments: ``before`` anything was said at the table, ``after`` (said, decided, planned), ``expired`` (a year later,
when every share has run out), ``withdrawn`` (health and the police took back whatever they told, the rest goes on).
"""

from collections.abc import Iterator
from dataclasses import dataclass

MOMENTS = ("before", "after", "expired", "withdrawn")

# Who is meant by one word. A reader who stands in no row of a group never finds it.
POLICE = "referrer police supervisor"  # the agency that referred, and of it the author of the referral
MEMBERS = "police supervisor"
OFFICE = "coordinator chair another_chair"
CHAIRS = "chair another_chair"
TABLE = "social health ngo"  # asked, and at the table
QUIET = "housing school"  # asked, but nobody of theirs came
BARRED = "barred_chair barred_coordinator barred_supervisor barred_member barred_advocate"
BARRED_OFFICE = "barred_chair barred_coordinator"
AGENCY = {  # whose people they are; the coordinator is of the social services
    "police": MEMBERS,
    "social": "social coordinator",
    "health": "health",
    "ngo": "ngo",
    "housing": "housing",
    "school": "school",
}
SAME = "as before"
NOBODY = ""

# Pages by one word.
# {case}: whatever lies under a case's address
HEADED = "{case} work.index clocks.index caseload.index meeting.show referral.index"


@dataclass(frozen=True)
class Row:
    """One kind of text."""

    group: str
    where: str
    why: str
    before: str = NOBODY
    after: str = SAME
    expired: str = NOBODY
    withdrawn: str = SAME
    told_as: str = ""  # the category on the receipt, where it is not that of the field
    is_elsewhere: bool = False  # on pages that are gone to at the moment ``after`` only: nothing moves them

    def who(self, moment: str) -> frozenset[str]:
        """Who finds it at that moment."""
        said = getattr(self, moment)
        if said == SAME:
            return self.who("before" if moment == "after" else "after")
        return frozenset(name.replace("_", " ") for name in said.split())

    def covers(self, page: str, *, is_of_case: bool) -> bool:
        """Whether it may stand on that page."""
        return page in self.where.split() or (is_of_case and "{case}" in self.where)


def rows() -> Iterator[Row]:
    """The whole table."""
    yield from REFERRED
    yield from DEVELOPED
    yield from OFFICES
    yield from TEAMS
    yield from APART
    for agency, own in AGENCY.items():
        yield from _of_agency(agency, own)


# ---- what the referral said: the referring agency's, and told by it ------------------------------------------------

REFERRED = (
    Row(
        "identity",
        HEADED,
        "Names and years of birth, so that whoever was asked can look her up; every page about her is headed by them.",
        before=f"{POLICE} {OFFICE} {TABLE} {QUIET}",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "contact",
        "case.show comparing.show",
        "Told to the office with the referral. An agency that was asked gets identifiers only.",
        before=f"{POLICE} {OFFICE}",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "address",
        "case.show",
        "Where she hides is told to nobody unless she agreed to just that; contact never implies it (settled 16).",
        before=POLICE,
        expired=POLICE,
    ),
    Row(
        "perpetrator",
        "case.show",
        "Her consent covers what is hers, not what is his: the referral's basis does not carry it to the office.",
        before=POLICE,
        expired=POLICE,
    ),
    Row(
        "incident",
        "case.show screening.show answering.edit",
        "Why now, and the answer to the office's question: the referral's, told to the office.",
        before=f"{POLICE} {OFFICE}",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "risk",
        "case.show screening.show assessment.new assessment.index result.index item.show consensus.new"
        " plan.export:paper",
        "The referrer's answers and judgement, told to the office.",
        before=f"{POLICE} {OFFICE}",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "children",
        "case.show",
        "What the children suffered: the referral's, told to the office.",
        before=f"{POLICE} {OFFICE}",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "services",
        "case.show screening.show item.show",
        "What she needs to take part, and who should work with her: the referral's, told to the office.",
        before=f"{POLICE} {OFFICE}",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "others",
        "case.show",
        "Others at risk with her are named to the office; agencies are asked about her, him and the children.",
        before=f"{POLICE} {OFFICE}",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "said later of who",
        "case.show",
        "What differs from the referral stands beside it, for whoever may read the field that it is about.",
        before=f"{POLICE} {OFFICE} {TABLE} {QUIET}",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "said later of contact",
        "case.show",
        "The same, of how to reach her.",
        before=f"{POLICE} {OFFICE}",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "said later of where",
        "case.show",
        "The same, of where she hides: nobody was told.",
        before=POLICE,
        expired=POLICE,
    ),
    Row(
        "question",
        "screening.show answering.edit",
        "The office asked, the referring agency is to answer.",
        before=f"{POLICE} {OFFICE}",
        expired=f"{POLICE} {OFFICE}",
    ),
)

DEVELOPED = (
    Row(
        "told development",
        "case.show development.index",
        "What the police raised and told the office, and nobody else: until they take it back.",
        before=f"{POLICE} {OFFICE}",
        expired=POLICE,
        withdrawn=POLICE,
        told_as="incident",
    ),
    Row(
        "untold development",
        "case.show development.index",
        "The office knows that the advocate raised something, and asks her what: it was not told.",
        before="ngo",
        expired="ngo",
        told_as="health",
    ),
    Row(
        "told order",
        "order.index order.show order.edit order.extend order.end order.step order.breach",
        "An order that the police told the office and the advocate by name: nobody else at the table knows of it.",
        before=f"{POLICE} {OFFICE} ngo",
        expired=POLICE,
        withdrawn=POLICE,
    ),
    Row(
        "kept order",
        "order.index order.show order.edit order.extend order.end order.step order.breach",
        "The preventive register is of a category that is closed: the police keep it to themselves.",
        before=POLICE,
        expired=POLICE,
        told_as="convictions",
    ),
    Row(
        "set aside",
        "case.show development.index",
        "Why a chair set it aside: the office's.",
        before=OFFICE,
        expired=OFFICE,
        told_as="risk",
    ),
)

# ---- the office's own ----------------------------------------------------------------------------------------------

OFFICES = (
    Row(
        "bars",
        "bars.index bars.edit",
        "Who must not learn of it, and why: the office keeps them out. Least of all they themselves read it.",
        before=OFFICE,
        expired=OFFICE,
    ),
    Row(
        "proposal",
        "screening.show",
        "What the coordinator proposes to the chairs is theirs.",
        before=OFFICE,
        expired=OFFICE,
    ),
    Row(
        "keeping",
        "retention.show retention.lift",
        "Who demands that the file is kept, and why: the office's, and of those who answer for the data.",
        before=f"{OFFICE} dpo",
        expired=f"{OFFICE} dpo",
    ),
    Row(
        "waiting copies",
        "releases.index",
        "Why copies wait and for whom one was let go: between the chairs, and no coordinator, whatever the reason is.",
        before=CHAIRS,
        expired=CHAIRS,
    ),
    Row(
        "declined",
        HEADED,
        "Another case, declined: hidden from every agency at once; its author keeps what he wrote. Nobody is barred.",
        before=f"referrer {OFFICE} {BARRED_OFFICE}",
        expired="referrer",
        is_elsewhere=True,
    ),
    Row(
        "raised",
        "case.show level.edit",
        "Why a chair raised the level of that case: the team's, and no meeting told it to anybody.",
        before=f"{OFFICE} {BARRED_OFFICE}",
        expired=f"{OFFICE} {BARRED_OFFICE}",
        is_elsewhere=True,
    ),
    Row(
        "proposed to decline",
        "screening.show screening.decline",
        "The proposal is the office's; the referrer gets the advice.",
        before=f"{OFFICE} {BARRED_OFFICE}",
        expired=f"{OFFICE} {BARRED_OFFICE}",
        is_elsewhere=True,
    ),
    Row(
        "advice",
        "referral.show",
        "What the referrer should do instead is said to the referrer.",
        before="referrer",
        expired="referrer",
        is_elsewhere=True,
    ),
)

# ---- what the team made --------------------------------------------------------------------------------------------

TEAMS = (
    Row(
        "place",
        "meeting.show",
        "Where the team meets is no part of a case: members, also those who are kept from this one.",
        before=f"{MEMBERS} {TABLE} {QUIET} {OFFICE} unseated {BARRED}",
        expired=f"{MEMBERS} {TABLE} {QUIET} {OFFICE} unseated {BARRED}",
    ),
    Row(
        "inquiry",
        "inquiry.index inquiry.show inquiry.answer inquiry.assign inquiry.identity inquiry.link inquiry.postpone"
        " inquiry.paper:paper",
        "Who asks the team about whom is no part of a case; the office and its data protection keep the register.",
        before=f"{OFFICE} {BARRED_OFFICE} dpo",
        expired=f"{OFFICE} {BARRED_OFFICE} dpo",
    ),
    Row(
        "inquiry answer",
        "inquiry.show inquiry.answer inquiry.paper:paper",
        "What was answered could tell that there is a case: for those only who may read it.",
        before=OFFICE,
        expired=OFFICE,
    ),
    Row(
        "minutes",
        "case.show item.show level.edit plan.export:paper",
        "What was decided: the office's, and told to the agencies that sat at the table.",
        after=f"{MEMBERS} {TABLE} {OFFICE}",
        expired=OFFICE,
    ),
    Row(
        "reason of the level",
        "case.show item.show level.edit plan.export:paper",
        "The same, and the author of the referral hears why the level is what it is, as one of an agency at the table.",
        after=f"{POLICE} {TABLE} {OFFICE}",
        expired=OFFICE,
    ),
)

# ---- what is nobody's business, or one person's --------------------------------------------------------------------

APART = (
    Row(
        "consent",
        "consent.show",
        "Who consents for her and why, the witness, the body: of the agency that asked; others learn the scope.",
        after="ngo",
        expired="ngo",
    ),
    Row(
        "safety",
        "safety.show safety.edit safety.export:paper",
        "Her plan, in her words: for the agency that wrote it with her, until she entrusts it to another.",
        after="ngo",
        expired="ngo",
    ),
    Row(
        "safety, not for paper",
        "safety.show safety.edit",
        "She says what may be written down.",
        after="ngo",
        expired="ngo",
    ),
    Row(
        "draft",
        "referral.index referral.edit quick.edit",
        "A draft can be read by its author only.",
        before="referrer",
        expired="referrer",
    ),
    Row(
        "kept typing",
        "referral.edit",
        "What was typed when the session ended waits for the one who typed it, for a day.",
        before="referrer",
        is_elsewhere=True,
    ),
    Row(
        "holder",
        "copies.index plan.export sharing.index",
        "Who holds a copy of the plan: whoever reads the plan knows its copies, so that old ones are asked back.",
        after=f"{MEMBERS} {TABLE} {OFFICE}",
        expired=f"{OFFICE} {AGENCY['social']}",
        told_as="plan",
    ),
    Row("asked about paper", "", "Kept sealed beside the leaf that is bound to it; no page shows it.", before=NOBODY),
    Row("gone", "", "A draft that became a referral is emptied; who held her plan before.", before=NOBODY),
    Row("account", "", "Address and second factor of an account stand on no page.", before=NOBODY),
    Row(
        "phone at work",
        "alarms.index work.index duty.index referral.new referral.show",
        "Whoever was called about an urgent referral, and the office, call its author back; for half a day after"
        " somebody took it. Of the other case of the story nobody is kept away.",
        before=f"{OFFICE} {BARRED_OFFICE}",
    ),
    Row(
        "who read",
        "prechecks.edit",
        "How she was read the agencies: the office's.",
        before=OFFICE,
        expired=OFFICE,
    ),
    Row("why not read", "prechecks.edit", "Why not at once: the office's.", before=OFFICE, expired=OFFICE),
    Row(
        "duty",
        "duty.index referral.new quick.new offline.write referral.show alarms.index",
        "Who is on duty and on which number: for whoever works on cases or may refer one, at any moment of the night.",
        before=f"{POLICE} {TABLE} {QUIET} {OFFICE} unseated another_officer {BARRED}",
    ),
    Row(
        "necessity",
        "sharing.index sharing.withdraw log.entry",
        "Why a recipient needs it: read by the sender and by whoever received it.",
        before=NOBODY,
    ),
    Row("ending", "sharing.index", "Why a share ended: as the share itself.", before=NOBODY),
    Row("not shown", "", "Kept, and on no page: her own telephone (pages show the safe one)."),
)


def _of_agency(agency: str, own: str) -> Iterator[Row]:
    """What an agency wrote for the table: its own, until it says it there, and again when it takes it back."""
    speaks = agency not in QUIET.split()
    heard = f"{own} {MEMBERS} {TABLE} {OFFICE}" if speaks else own
    back = own if agency in ("health", "police") else heard
    said = "item.show research.show statement.new"
    yield Row(f"{agency} kept", said, "Not said: nobody else's.", before=own, expired=own)
    yield Row(f"{agency} said", said, "Said at the table.", before=own, after=heard, expired=own, withdrawn=back)
    yield Row(f"{agency} offer", said, "Offered at the table.", before=own, after=heard, expired=own, withdrawn=back)
    yield Row(
        f"{agency} contact",
        "research.show",
        "When it last met her can itself be a secret of its profession: told with its offer, or not at all.",
        before=own,
        after=heard,
        expired=own,
        withdrawn=back,
    )
    yield Row(
        f"{agency} answer",
        "assessment.new assessment.index screening.show",
        "Its answers to the risk factors; the referring agency's are told to the office with the referral.",
        before={"police": f"{POLICE} {CHAIRS}", "social": own}.get(agency, own),
        expired=POLICE if agency == "police" else own,
        withdrawn=POLICE if agency == "police" else own,
    )
    if speaks:
        yield Row(
            f"{agency} position",
            "item.show position.new",
            "Where it stands: said to those at the table.",
            after=f"{MEMBERS} {TABLE} {OFFICE}",
            expired=f"{own} {OFFICE}",
        )
    if agency != "housing":
        yield Row(
            f"{agency} action",
            "plan.show work.index action.edit action.report plan.export:paper",
            "What is promised: the table's, and whoever promised it keeps it (settled 17).",
            after=f"{own} {MEMBERS} {TABLE} {OFFICE}",
            expired=f"{own} {OFFICE}",
        )
