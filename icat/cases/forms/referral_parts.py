"""The people and the bars of a referral: rows that repeat, and the boxes about each person."""

from icat.cases import fields
from icat.cases.forms.catalogued import line, lines
from icat.i18n import Message
from icat.web.form import RowForm, YearField


class ChildRow(RowForm):
    """One child: each has a record of its own."""

    surname = line(fields.SURNAME)
    given_name = line(fields.GIVEN_NAME)
    birth_year = YearField(fields.BIRTH_YEAR.label, not_future=True)
    school = line(fields.SCHOOL)
    lives_with = line(fields.LIVES_WITH)
    witnessed = lines(fields.WITNESSED)


class OtherRow(RowForm):
    """Somebody else at risk, or a threat."""

    surname = line(fields.SURNAME)
    given_name = line(fields.GIVEN_NAME)
    why_at_risk = lines(
        fields.WHY_AT_RISK, hint=Message("At risk with her, or a threat to her? Say which, and who said so.")
    )


class BarredRow(RowForm):
    """Somebody who must not learn of the referral."""

    name = line(fields.BARRED_NAME, hint=Message("Surname and given name."))
    link = line(fields.BARRED_LINK, hint=Message("Brother, colleague, neighbour."))
    reason = lines(fields.BARRED_REASON)
