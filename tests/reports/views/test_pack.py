"""A pack for a court: the named entries, their proofs, a cover and the program that checks them anywhere."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from icat.audit.checkpoint import latest_checkpoint
from icat.audit.events import Event
from icat.audit.models import LedgerDetail
from icat.cases.models import Stage
from icat.config import TOOLS
from icat.db import engine as db
from icat.db.keys import vault
from icat.references import new_reference
from icat.reports.queries.catalogue import ReportCode
from tests.audit.acting import leaves, newest
from tests.make import MadeCase, World, make_case
from tests.pdf.reading import text as text_of

CANARY = "Канаренко"
ASKED = {"recipient": "Хмельницький міськрайонний суд", "order": "686/1234/26", "purpose": "Доказ у провадженні"}


@pytest.fixture
def case(world: World, client_for: Any) -> MadeCase:
    """A case that was read, alone and in a list with another one."""
    made = make_case(world, stage=Stage.RESEARCH, seats=[world.social, world.ngo], surname=CANARY)
    other = make_case(world, surname=CANARY)
    client = client_for(world.chair)
    for at in (f"/cases/{made.reference}", f"/cases/{other.reference}", "/cases"):
        assert client.get(at).status_code == 200
    return made


def other_cases(world: World, case: MadeCase) -> list[str]:
    """Identifiers of the other cases in the log."""
    return sorted({one for _seq, content in leaves(world.team_id) for one, *_ in content["c"]} - {str(case.id)})  # type: ignore[attr-defined]


def made_for(client: Any, at: str, **more: str) -> zipfile.ZipFile:
    """Fill in the page as an auditor would, and open what comes."""
    response = client.send(at, {**ASKED, "language": "uk", **more})
    assert response.mimetype == "application/zip", response.get_data(as_text=True)[:3000]
    return zipfile.ZipFile(io.BytesIO(response.data))


def checked(folder: Path, key: str) -> subprocess.CompletedProcess[str]:
    """What a bare Python says, which has nothing of ICAT."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "icat_verify.py", "entries.txt", "--vkey", key],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={},
    )


def key_of(pack: zipfile.ZipFile) -> str:
    """The key that the command in the file for the reader names."""
    found = re.search(r'--vkey "([^"]+)"', pack.read("README.txt").decode())
    assert found
    return found[1]


def test_a_pack_is_checked_by_a_bare_python_and_one_changed_byte_is_found(
    world: World, case: MadeCase, client_for: Any, tmp_path: Path
) -> None:
    pack = made_for(client_for(world.auditor), f"/packs/new?case={case.reference}")
    pack.extractall(tmp_path)

    fine = checked(tmp_path, key_of(pack))
    assert fine.returncode == 0, fine.stdout + fine.stderr
    assert fine.stdout.startswith("OK")
    entries = (tmp_path / "entries.txt").read_text()
    number, changed = re.findall(r"entry (\d+)\npayload (.*)\n", entries)[2]
    spoilt = changed.replace('"v":1', '"v":2')
    (tmp_path / "entries.txt").write_text(entries.replace(changed, spoilt))
    wrong = checked(tmp_path, key_of(pack))
    assert wrong.returncode != 0
    assert re.search(rf"\b{number}\b", wrong.stdout)
    assert checked(tmp_path, key_of(pack)[:-4] + "AAA=").returncode != 0


def test_a_pack_of_one_case_tells_of_no_other_and_no_word_of_it(
    world: World, case: MadeCase, client_for: Any, tmp_path: Path
) -> None:
    client = client_for(world.auditor)
    page = client.get(f"/packs/new?case={case.reference}").text
    pack = made_for(client, f"/packs/new?case={case.reference}")

    assert set(pack.namelist()) == {"README.txt", "cover.pdf", "entries.txt", "icat_verify.py"}
    assert pack.read("icat_verify.py") == (TOOLS / "icat_verify.py").read_bytes()
    entries, cover = pack.read("entries.txt").decode(), text_of(pack.read("cover.pdf"))
    assert str(case.id) in entries
    assert other_cases(world, case)
    assert not [other for other in other_cases(world, case) if other in entries]
    assert set(re.findall(r"KHM-2026-\w{5}-\w", re.sub(r"\s", "", cover))) == {case.reference}
    for words in (entries, cover, page):
        assert CANARY not in words
        assert "Прихована" not in words
    assert "stay out" in page  # the list that showed both cases


def test_the_cover_says_for_whom_what_is_in_it_and_what_it_does_not_prove(
    world: World, case: MadeCase, client_for: Any
) -> None:
    pack = made_for(client_for(world.auditor), f"/packs/new?case={case.reference}")
    said = re.sub(r"\s+", " ", text_of(pack.read("cover.pdf")))
    db.end()
    head = latest_checkpoint(world.team_id)

    assert head is not None
    for part in (*ASKED.values(), "Тарас Фещенко", "Чого це не доводить", head.fingerprint, "Мирослава Гайдук"):
        assert part in said, part
    assert "OK" in pack.read("README.txt").decode()


def test_handing_out_is_recorded_and_who_receives_it_lies_sealed(world: World, case: MadeCase, client_for: Any) -> None:
    pack = made_for(client_for(world.auditor), f"/packs/new?case={case.reference}")
    told = newest(world.team_id)

    assert told["k"] == Event.PACK_MADE
    assert told["c"][0][0] == str(case.id)  # type: ignore[index]
    facts: dict[str, Any] = told["f"]  # type: ignore[assignment]
    assert facts["entries"] == len(re.findall("^entry ", pack.read("entries.txt").decode(), re.MULTILINE))
    assert len(facts["digest"]) == 64
    db.end()
    row = db.session().scalars(select(LedgerDetail).order_by(LedgerDetail.seq.desc()).limit(1)).one()
    vault(db.session()).load([row.owner_id])
    assert row.words["recipient"] == ASKED["recipient"]
    assert not any("суд" in str(content) for _seq, content in leaves(world.team_id))


@pytest.mark.parametrize("left_out", ["recipient", "order", "purpose"])
def test_nothing_leaves_without_who_asks_by_which_paper_and_what_for(
    world: World, case: MadeCase, client_for: Any, left_out: str
) -> None:
    client = client_for(world.auditor)
    response = client.send(f"/packs/new?case={case.reference}", {**ASKED, "language": "uk", left_out: " "})

    assert response.mimetype == "text/html"
    assert "There is a problem" in response.text
    assert all(typed in response.text for name, typed in ASKED.items() if name != left_out)
    assert Event.PACK_MADE not in {content["k"] for _seq, content in leaves(world.team_id)}


def test_what_is_ticked_in_the_log_is_what_is_handed_out(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)
    ticks = re.findall(r'name="seq" value="(\d+)"', client.get(f"/log?case={case.reference}&groups=share").text)
    assert len(ticks) == 3
    pack = made_for(client, "/packs/new?" + "&".join(f"seq={seq}" for seq in ticks[:2]))

    assert re.findall(r"^entry (\d+)", pack.read("entries.txt").decode(), re.MULTILINE) == sorted(ticks[:2], key=int)


def test_the_entries_of_one_share_and_of_one_report_can_be_handed_out(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client = client_for(world.auditor)
    share = next(content["s"] for _seq, content in leaves(world.team_id) if content["k"] == "share:recorded")
    assert made_for(client, f"/packs/new?share={share}").read("entries.txt").count(b"\nentry ") == 1

    page = client.get(f"/reports/{ReportCode.WHO_SAW}?case={case.reference}").text
    given = dict(re.findall(r'<input type="hidden" name="(begin|numbers|case|team)" value="([^"]*)"', page))
    begun = client.act("/packs/new", given)
    assert begun.status_code == 200
    assert "There is a problem" not in begun.text
    assert "stay out" in begun.text
    assert "Case read" in begun.text


def test_entries_of_several_cases_leave_only_for_a_paper_that_covers_all(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client = client_for(world.auditor)
    at = "/packs/new?" + "&".join(f"seq={seq}" for seq, content in leaves(world.team_id) if content["k"] == "case:read")

    refused = client.send(at, {**ASKED, "language": "uk"})
    assert "covers all" in refused.text
    assert made_for(client, at, covers_all="y").read("entries.txt").count(b"\nentry ") == 2


def test_nobody_hands_out_what_is_hidden_from_them_or_not_theirs(world: World, case: MadeCase, client_for: Any) -> None:
    for who in (world.chair, world.coordinator, world.supervisor, world.officer):
        assert client_for(who).get(f"/packs/new?case={case.reference}").status_code == 403
    client = client_for(world.auditor)
    for at in (
        "/packs/new",
        f"/packs/new?case={new_reference('KHM', 2026)}",
        "/packs/new?seq=999999",
        "/packs/new?seq=x&share=y",
    ):
        page = client.get(at)
        assert page.status_code == 200
        assert "There is no entry that could be handed out" in page.text
