"""`icat assets`: the style sheet, scripts and fonts of the pages, made ready to be served.

Nothing is fetched when a page is read; this step fetches once, by a lock that names the bytes and no host.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import compress
from io import BytesIO
from pathlib import Path

import click
from font_source_sans_pro import font_files_ttf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from PIL import Image

from icat.i18n import Message
from icat.i18n import gettext as _
from icat.templating import STATIC_DIR

SOURCE = Path(__file__).parents[2] / "assets"
KIT = Path("node_modules/govuk-frontend")

# Name of ours -> the weight of the family that it is cut from.
WEB_FONTS = {"app-regular.woff2": "SourceSansPro", "app-bold.woff2": "SourceSansProSemibold"}
PRINT_FONTS = ("SourceSansPro", "SourceSansProSemibold", "SourceSansProBold", "SourceSansProIt")
# Latin with its European letters, Cyrillic of Ukraine and its neighbours, and the signs that texts here use.
LETTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x2BC, *range(0x400, 0x460), 0x490, 0x491, *range(0x2010, 0x2028),
    0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x20B4, 0x2116, 0x2122, *range(0x2190, 0x2194), 0x2212,
    0x2260, 0x2264, 0x2265, 0x2610, 0x2611, 0x2612, 0x2713,
]  # fmt: skip
ICONS = (192, 512)  # what a browser asks of a page that can be installed
FIRST_VIEW = ("govuk-frontend.css", "app.css", "app-regular.woff2", "app-bold.woff2")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, name -> bytes, and what kept it from writing the rest."""

    files: dict[str, bytes]
    problem: Message | None

    def over_the_wire(self, *names: str) -> int:
        """How many bytes a browser fetches; text travels compressed, a font is compressed already."""
        return sum(
            len(body) if name.endswith(".woff2") else len(compress(body, 6, mtime=0))
            for name, body in self.files.items()
            if name in (names or self.files)
        )


@click.command()
def assets() -> None:
    """Build the style sheet, the scripts and the fonts of the pages."""
    built = build(STATIC_DIR)
    for name in built.files:
        click.echo(f"{built.over_the_wire(name):>8} B  {name}")
    click.echo(_("A first page fetches %(n)s kB.", n=round(built.over_the_wire(*FIRST_VIEW) / 1000)))
    if built.problem:
        click.echo(str(built.problem), err=True)
        click.echo(_("Pages will work, and look plain, until the style sheet is built."), err=True)
        sys.exit(1)


def build(destination: Path, source: Path = SOURCE) -> Built:
    """Write everything into ``destination`` under names with the hash of their content, and the manifest that finds
    them. Without npm or network the kit is left out, everything else is written, and the result says why."""
    files: dict[str, bytes] = {name: web_font(font_files_ttf[ttf]) for name, ttf in WEB_FONTS.items()}
    problem = fetch_kit(source)
    if problem is None:
        dist = source / KIT / "dist/govuk"
        files["govuk-frontend.css"] = style((dist / "govuk-frontend.min.css").read_text(encoding="utf-8")).encode()
        files["govuk-frontend.js"] = script((dist / "govuk-frontend.min.js").read_text(encoding="utf-8")).encode()
    for path in sorted([*source.glob("*.css"), *source.glob("*.js")]):
        files[path.name] = path.read_bytes()
    files |= {f"icon-{size}.png": icon(size) for size in ICONS}
    if problem is not None:
        del files["kit.js"]  # it starts what is not there
    write(destination, files)
    fonts = destination / "print-fonts"
    fonts.mkdir(exist_ok=True)
    for name in PRINT_FONTS:
        shutil.copyfile(font_files_ttf[name], fonts / Path(font_files_ttf[name]).name)
    return Built(files, problem)


def fetch_kit(source: Path) -> Message | None:
    """Have npm fetch exactly what the lock names, unless it lies there already. Gives what went wrong, or nothing."""
    wanted = json.loads((source / "package-lock.json").read_text(encoding="utf-8"))["packages"][KIT.as_posix()]
    present = source / KIT / "package.json"
    if present.exists() and json.loads(present.read_text(encoding="utf-8"))["version"] == wanted["version"]:
        return None
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        return Message(
            "The style sheet needs npm once, and there is none. Install Node.js, or ICAT with its extra: assets."
        )
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        done = subprocess.run(command, cwd=source, capture_output=True, text=True, timeout=300)  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired) as error:
        return Message("npm could not fetch the style sheet: %(why)s", why=error)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        return Message("npm could not fetch the style sheet: %(why)s", why="\n".join(said[:6]) or done.returncode)
    return None


def style(sheet: str) -> str:
    """The kit's sheet without the font and the crest that belong to the government of the United Kingdom."""
    sheet = re.sub(r"@font-face\{[^}]*\}", "", sheet)
    sheet = sheet.replace("GDS Transport,arial,sans-serif", "var(--app-font)")
    sheet = re.sub(r"[\w-]+:url\(/assets/[^)]*\)[^;}]*;?", "", sheet)
    sheet = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", sheet).strip()
    if left := [mark for mark in ("GDS", "/assets/") if mark in sheet]:
        raise ValueError(f"the kit's sheet still holds {left}: its form has changed, look at style()")
    return sheet


def script(text: str) -> str:
    """The kit's script without the address of its source map."""
    return re.sub(r"//# sourceMappingURL=.*", "", text).strip()


def icon(size: int) -> bytes:
    """What stands on the home screen of a phone where the form was put there: a plain square that says nothing."""
    drawn = Image.new("RGB", (size, size), "#5b6b79")
    body = BytesIO()
    drawn.save(body, "PNG", optimize=True)
    return body.getvalue()


def web_font(path: str) -> bytes:
    """A font cut down to the letters we use, as woff2. Its licence (OFL 1.1, 3) reserves the original's name for the
    unchanged font, so this one is called differently; copyright and licence stay in it."""
    font = TTFont(path, recalcTimestamp=False)  # the same bytes from every build
    options = Options()
    options.flavor, options.layout_features = "woff2", ["kern", "liga", "mark", "mkmk", "locl", "ccmp", "tnum", "lnum"]
    options.name_IDs, options.name_languages, options.notdef_outline = ["*"], ["*"], True
    cutter = Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    for record in list(font["name"].names):
        if record.nameID in (1, 16):
            record.string = "ICAT Text"
        elif record.nameID in (3, 4, 6):
            record.string = "ICATText-" + Path(path).stem.partition("-")[2]
        elif record.nameID not in (0, 2, 5, 13, 14, 17):
            font["name"].names.remove(record)
    font.flavor = "woff2"
    body = BytesIO()
    font.save(body)
    return body.getvalue()


def write(destination: Path, files: dict[str, bytes]) -> dict[str, str]:
    """Put ``files`` (each after those it mentions) into ``destination``, clear away those of the build before."""
    destination.mkdir(parents=True, exist_ok=True)
    index = destination / "manifest.json"
    before = json.loads(index.read_text(encoding="utf-8")) if index.exists() else {}
    manifest: dict[str, str] = {}
    for name, body in _mentioned_first(files):
        for known, hashed in manifest.items():
            body = body.replace(f'"{known}"'.encode(), f'"{hashed}"'.encode())
            body = body.replace(f'"./{known}"'.encode(), f'"./{hashed}"'.encode())
        stem, dot, kind = name.rpartition(".")
        manifest[name] = f"{stem}.{hashlib.sha256(body).hexdigest()[:10]}{dot}{kind}"
        (destination / manifest[name]).write_bytes(body)
    for old in set(before.values()) - set(manifest.values()):
        (destination / old).unlink(missing_ok=True)
    index.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return manifest


def _mentioned_first(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    rank = (".woff2", "govuk-frontend.js", "seal.js", "parcels.js", "")
    yield from sorted(files.items(), key=lambda item: [item[0].endswith(end) for end in rank].index(True))
