"""Tests of the build of style sheet, scripts and fonts. Nothing here needs a network."""

import json
import shutil
from gzip import compress
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from font_source_sans_pro import font_files_ttf
from fontTools.ttLib import TTFont

from icat.cli.assets import SOURCE, assets, build, fetch_kit, script, style, web_font, write

SHEET = (
    '@charset "UTF-8";:root{--x:1}@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}'
    ".a{font-family:GDS Transport,arial,sans-serif}.b{color:red;background-image:url(/assets/images/govuk-crest.svg);"
    "top:0}/*# sourceMappingURL=x.map */"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Our sources without anything that npm fetched."""
    copy = tmp_path / "assets"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("node_modules"))
    return copy


def with_kit(source: Path) -> Path:
    version = json.loads((source / "package-lock.json").read_text())["packages"]["node_modules/govuk-frontend"][
        "version"
    ]
    dist = source / "node_modules/govuk-frontend/dist/govuk"
    dist.mkdir(parents=True)
    (dist.parents[1] / "package.json").write_text(json.dumps({"version": version}))
    (dist / "govuk-frontend.min.css").write_text(SHEET)
    (dist / "govuk-frontend.min.js").write_text("export{};//# sourceMappingURL=x.map")
    return source


def test_the_lock_names_the_bytes_and_no_host() -> None:
    text = (SOURCE / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]

    assert "http" not in text
    assert all(p["integrity"].startswith("sha512-") for name, p in packages.items() if name)


def test_font_and_crest_of_the_government_are_taken_out_of_the_sheet() -> None:
    ours = style(SHEET)

    assert ours == '@charset "UTF-8";:root{--x:1}.a{font-family:var(--app-font)}.b{color:red;top:0}'
    assert script("a;//# sourceMappingURL=x.map") == "a;"


def test_a_sheet_that_changed_its_form_is_refused_and_not_served() -> None:
    with pytest.raises(ValueError, match="GDS"):
        style(".a{font-family:'GDS Transport'}")


def test_the_web_font_is_small_is_called_differently_and_keeps_its_licence() -> None:
    body = web_font(font_files_ttf["SourceSansPro"])
    font = TTFont(BytesIO(body))
    names = {record.nameID: record.toUnicode() for record in font["name"].names}

    assert len(body) < 40_000
    assert "Source" not in names[1] + names[4] + names[6]
    assert "OFL" in names[13] or "Open Font" in names[13]
    assert not set(map(ord, "АҐЄІЇґєіїʼ’«»№₴–—…✓")) - set(font.getBestCmap())
    assert body == web_font(font_files_ttf["SourceSansPro"])


def test_a_build_names_files_by_content_and_points_them_at_each_other(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "static"

    built = build(out, with_kit(source))

    manifest = json.loads((out / "manifest.json").read_text())
    assert built.problem is None
    assert set(manifest) == set(built.files)
    assert manifest["app-regular.woff2"] in (out / manifest["app.css"]).read_text()
    assert f'"./{manifest["govuk-frontend.js"]}"' in (out / manifest["kit.js"]).read_text()
    assert (out / "print-fonts/SourceSansPro-Regular.ttf").stat().st_size > 200_000


def test_a_second_build_clears_away_what_the_first_one_wrote(tmp_path: Path) -> None:
    first = write(tmp_path, {"app.css": b"a", "gone.js": b"b"})
    second = write(tmp_path, {"app.css": b"c"})

    assert first["app.css"] != second["app.css"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([second["app.css"], "manifest.json"])


def test_without_npm_everything_of_ours_is_built_and_the_reason_is_said(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icat.cli.assets.shutil.which", lambda *_a, **_k: None)

    built = build(tmp_path / "static", source)

    assert "npm" in str(built.problem)
    assert {"app.css", "plain.css", "leave.js", "session.js"} <= set(built.files)
    assert "kit.js" not in built.files


def test_what_npm_says_is_passed_on(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no network here >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setattr("icat.cli.assets.shutil.which", lambda *_a, **_k: str(npm))

    assert "no network here" in str(fetch_kit(source))


def test_the_command_ends_in_failure_when_the_sheet_is_missing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icat.cli.assets.shutil.which", lambda *_a, **_k: None)
    monkeypatch.setattr("icat.cli.assets.STATIC_DIR", tmp_path / "static")
    monkeypatch.setattr(build, "__defaults__", (source,))

    result = CliRunner().invoke(assets)

    assert result.exit_code == 1
    assert "needs npm once" in result.output


def test_our_own_sheet_stays_small_and_no_script_of_ours_needs_what_the_policy_forbids() -> None:
    scripts = "".join(path.read_text() for path in SOURCE.glob("*.js"))

    assert len(compress((SOURCE / "app.css").read_bytes())) < 6_000
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "http:",
    ):
        assert forbidden not in scripts
