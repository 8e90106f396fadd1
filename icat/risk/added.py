"""An installation's own instruments: files in a folder that its settings name, beside those that ship with ICAT."""

from pathlib import Path

from icat.risk.instrument import FOLDER, add, library, read_folder
from icat.risk.scoring import failed_examples
from icat.risk.written import InstrumentRefused


def adopt(folder: str) -> int:
    """Take the instruments of ``folder`` into the library, in place of those of an earlier call; how many there are.

    Refuses (``InstrumentRefused``) a folder that is not there, a file that the loader refuses, an edition that ships
    already (what was answered under one text must never be shown under another), and worked examples that do not come
    out as written. An empty name means that the installation has none.
    """
    if not folder:
        add({})
        return 0
    place = Path(folder)
    if not place.is_dir():
        raise InstrumentRefused(folder, "", None, "there is no such folder of instruments")
    own = read_folder(place)
    for key, instrument in own.items():
        shipped = library(FOLDER).get(key)
        if shipped is not None:
            why = f"edition {shipped.version} of {shipped.code} ships with ICAT: give your file another code or version"
            raise InstrumentRefused(f"{instrument.name}.toml", "code", None, why)
        for failure in failed_examples(instrument):
            raise InstrumentRefused(f"{instrument.name}.toml", "examples", None, failure)
    add(own)
    return len(own)
