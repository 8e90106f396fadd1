"""A team as a file: what is faulty in it is named before anything is made."""

from datetime import date

import pytest

from icat.errors import ConfigError
from icat.legal import Sector
from icat.members.roster import read_roster
from icat.policy.roles import Role
from tests.cli.test_members import ROSTER


def written(folder, text: str):  # type: ignore[no-untyped-def]
    path = folder / "team.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_team_is_read_as_it_is_written(tmp_path):
    team = read_roster(written(tmp_path, ROSTER))

    assert (team.code, team.from_on) == ("KHM", date(2026, 1, 12))
    assert team.agencies[0].sector is Sector.POLICE
    assert team.members[1].roles == [Role.CHAIR, Role.MEMBER]


@pytest.mark.parametrize(
    ("was", "becomes", "named"),
    [
        ('sector = "police"', 'sector = "navy"', "navy"),
        ('roles = ["referrer"]', 'roles = ["boss"]', "boss"),
        ('roles = ["referrer"]', "roles = []", "officer: roles"),
        ('roles = ["referrer"]', 'roles = ["coordinator", "auditor"]', "officer: roles"),
        ('agency = "police"\nroles = ["referrer"]', 'agency = "none"\nroles = ["referrer"]', "officer: no agency none"),
        ('login = "officer"', 'login = "Chair"', "stands twice"),
        ('login = "officer"', 'loggin = "officer"', "loggin"),
        ('name = "Гнат Ярошенко"\n', "", "name"),
        ('code = "KHM"', 'code = "ХМ"', "code"),
        ('code = "KHM"', 'code = "khm"', "code"),
        ('code = "KHM"', 'code = "TOOLONG"', "code"),
        ('code = "KHM"', "code = ", "Invalid value"),
        ('email = "officer@example.org"', 'email = "a@b.org, c@d.org"', "officer: email"),
        ("UA68040470000053519", "UA00000000000000000", "UA00000000000000000"),
        ('["UA68040470000053519"]', "[]", "hromadas: none"),
    ],
)
def test_what_is_faulty_is_named(tmp_path, was, becomes, named):
    assert was in ROSTER

    with pytest.raises(ConfigError, match=r"team\.toml is wrong") as refused:
        read_roster(written(tmp_path, ROSTER.replace(was, becomes, 1)))

    assert named in str(refused.value)


def test_an_agency_given_twice_is_refused(tmp_path):
    agency = ROSTER[ROSTER.index("[[agencies]]") : ROSTER.index("[[members]]")]

    with pytest.raises(ConfigError, match="stands twice"):
        read_roster(written(tmp_path, ROSTER.replace(agency, agency * 2, 1)))


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(ConfigError, match=r"team\.toml is wrong"):
        read_roster(tmp_path / "team.toml")
