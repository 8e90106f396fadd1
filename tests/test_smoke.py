import pytest
from icat.db import engine as db
def test_world(world, database):
    from icat.members.queries.people import members, agencies
    assert len(members(world.team_id))==10
    assert len(agencies(world.team_id))==6
def test_app(client_for, world):
    r=client_for(world.chair).get("/who-may")
    print(r.get_data(as_text=True)[:500]); assert r.status_code==200
def test_case(world, database):
    from tests.make import make_case
    from icat.cases.queries.door import open_case
    from icat.policy.permissions import Permission
    from icat.cases.queries.caseload import caseload
    c=make_case(world, seats=[world.health])
    v=open_case(world.chair.actor, Permission.CASE_READ, c.reference)
    assert v.survivor=="Ґалаґан Єва Їжаківна", v.survivor
    db.end()
    v=open_case(world.doctor.actor, Permission.CASE_READ, c.reference)
    assert v.birth_year=="1991"
    db.end()
    assert len(caseload(world.doctor.actor).rows)==1
    import pytest
    from icat.errors import NotFound
    db.end()
    for p in (world.advocate, world.stranger, world.auditor):
        with pytest.raises(NotFound): open_case(p.actor, Permission.CASE_READ, c.reference)
