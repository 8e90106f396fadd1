"""What the wheel needs beyond its Python files; it refuses to be built while a part is missing."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Beside the package in the repository, inside it in a wheel: `icat.config` finds them in both places.
SHIPPED = {"templates": "icat/_templates", "migrations": "icat/_migrations", "tools": "icat/_tools"}


def missing_parts(root: Path) -> list[str]:
    """What stands in the way of a wheel that works where there is neither Node nor a compiler, each with its cure."""
    missing = [f"{folder}/ is not there" for folder in SHIPPED if not (root / folder).is_dir()]
    if not list((root / "icat/static").glob("govuk-frontend.*.css")):
        missing.append("icat/static has not been built, or without its style sheet: run `icat assets`")
    catalogues = sorted((root / "icat/locale").glob("*/LC_MESSAGES/*.po"))
    if not catalogues:
        missing.append("icat/locale has no catalogue")
    for catalogue in catalogues:
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            missing.append(f"{catalogue.relative_to(root)} is not compiled: run `pybabel compile -d icat/locale`")
    return missing


class Parts(BuildHookInterface):
    """Adds templates, migrations and the tools to a wheel. An editable installation reads them where they are."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects the files."""
        if version == "editable":
            return
        root = Path(self.root)
        if missing := missing_parts(root):
            raise SystemExit("This wheel would not work:\n" + "\n".join(f"- {part}" for part in missing))
        build_data["force_include"].update({str(root / folder): place for folder, place in SHIPPED.items()})
