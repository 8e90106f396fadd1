"""Who may do what: the page says what the table says."""

from icat.policy.grants import GRANTS
from icat.policy.roles import Role
from tests.members.signing import words


def test_the_page_has_every_permission_and_every_role(client_for, world):
    page = client_for(world.auditor).get("/who-may")
    html = page.get_data(as_text=True)

    assert page.status_code == 200
    assert all(str(role.label) in words(page) for role in Role)
    assert html.count("<tr") >= len(GRANTS)
    assert "own, or at the table" in words(page)
