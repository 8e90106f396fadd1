"""Both languages are complete: every sentence that is marked has its Ukrainian, with all three plural forms."""

import re
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PO = ROOT / "icat" / "locale" / "uk" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="uk")


def _marked(folder: Path) -> Catalog:
    """What ./dev messages would find now, with the keywords that ./dev itself names."""
    keywords = re.findall(r"-k ([\w:,]+)", (ROOT / "dev").read_text(encoding="utf-8"))
    found = folder / "found.pot"
    subprocess.run(
        [
            *(sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg"),
            *("--no-default-keywords", "--no-location", "-o", str(found)),
            *(part for keyword in keywords for part in ("-k", keyword)),
            ".",
        ],
        cwd=ROOT,
        check=True,
    )
    return _catalogue(found)


def _texts(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def test_every_marked_sentence_has_its_ukrainian(tmp_path: Path) -> None:
    known = _catalogue(PO)

    missing = [message.id for message in _marked(tmp_path) if message.id and not _is_translated(known, message)]

    assert missing == []


def _is_translated(known: Catalog, message: Message) -> bool:
    found = known.get(message.id if isinstance(message.id, str) else message.id[0])
    return found is not None and not found.fuzzy and all(_texts(found))


def test_plurals_have_three_forms_and_placeholders_survive() -> None:
    for message in _catalogue(PO):
        if not message.id:
            continue
        ids = list(message.id) if isinstance(message.id, tuple | list) else [message.id]
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        texts = _texts(message)
        assert len(ids) == 1 or len(texts) == 3, ids
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) <= wanted | {"n", "num"}, (ids, text)
            if len(ids) == 1:
                assert set(PLACEHOLDER.findall(text)) == wanted, (ids, text)
