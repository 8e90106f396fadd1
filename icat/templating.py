"""The Jinja environment that pages and prints share: how a date, a phone number and a translated sentence look.

It knows nothing of the web, so that a print made in a child process looks the same as the page it came from.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

from icat.clock import local, today
from icat.i18n import catalogue, language

STATIC_DIR = Path(__file__).parent / "static"
KIT = "govuk_frontend_jinja"


def environment(templates_dir: Path, *, static_dir: Path = STATIC_DIR, static_url: str = "/static/") -> Environment:
    """Templates of ``templates_dir`` with our filters and globals; a name that nobody set is an error, not a blank."""
    env = Environment(
        loader=FileSystemLoader(templates_dir),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        finalize=_nothing_for_none,
    )
    # The extension fills the placeholders itself (escaping what it puts in), so it is given the bare sentences.
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        lambda text: catalogue(language()).ugettext(text) if text else "",
        lambda one, many, n: catalogue(language()).ungettext(one, many, n),
        newstyle=True,
    )
    env.filters.update(day=day, moment=moment, clock=clock, weekday_day=weekday_day, phone=phone, age=age, lean=lean)
    env.globals.update(
        language=language,
        today=today,
        kit=_kit(),
        static=lambda name: _address(static_dir, static_url, name),
    )
    return env


def _nothing_for_none(value: Any) -> Any:
    return "" if value is None else value


def _kit() -> Callable[[str, dict[str, Any]], Markup]:
    """``kit("govukRadios", params)``: a macro of the UI kit, whose templates need unset names to be blank."""
    env = Environment(
        loader=PrefixLoader({KIT: PackageLoader(KIT)}),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def draw(macro: str, params: dict[str, Any]) -> Markup:
        folder = "".join("-" + c.lower() if c.isupper() else c for c in macro.removeprefix("govuk")).lstrip("-")
        drawn = getattr(env.get_template(f"{KIT}/components/{folder}/macro.html").module, macro)(params)
        return Markup(drawn)  # noqa: S704 - the kit's own templates escape what they are given

    return draw


@cache
def manifest(static_dir: Path) -> dict[str, str]:
    """Plain name -> name with the hash of its content, as ``icat assets`` wrote it; empty where it never ran."""
    try:
        return dict(json.loads((static_dir / "manifest.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def _address(static_dir: Path, static_url: str, name: str) -> str:
    """Where the browser finds the file ``name``; nothing if it was not built, so that a page can do without it."""
    built = manifest(static_dir).get(name)
    return static_url + built if built else ""


def day(value: date | None) -> str:
    """05.12.2026, in both languages: the order that every paper in the field has."""
    if value is None:
        return ""
    value = local(value).date() if isinstance(value, datetime) else value
    return f"{value:%d.%m.%Y}"


def moment(value: datetime | None) -> str:
    """05.12.2026 14:20 on the team's clock. Refuses a moment without a zone."""
    return "" if value is None else f"{local(value):%d.%m.%Y %H:%M}"


def clock(value: datetime | None) -> str:
    """14:20 on the team's clock. Refuses a moment without a zone."""
    return "" if value is None else f"{local(value):%H:%M}"


def weekday_day(value: date | None) -> str:
    """The day with its weekday, as one says it: субота, 5 грудня 2026."""
    if value is None:
        return ""
    value = local(value).date() if isinstance(value, datetime) else value
    return str(format_date(value, "EEEE, d MMMM y", locale=language()))


def phone(value: str | None) -> str:
    """+380 67 123 45 67: the pairs in which people here read a number aloud. What is no such number stays as it is."""
    if not value:
        return ""
    if value.startswith("+380") and len(value) == 13 and value[1:].isdigit():
        return f"+380 {value[4:6]} {value[6:9]} {value[9:11]} {value[11:]}"
    try:
        return str(format_number(parse(value, None), PhoneNumberFormat.INTERNATIONAL))
    except NumberParseException:
        return value


def lean(drawn: str) -> Markup:
    """The same without the indents of the templates: on a weak signal they cost seconds. Line ends that somebody typed
    are written as references and stay."""
    return Markup(re.sub(r"\n\s+", "\n", drawn))  # noqa: S704 - nothing is added to what was escaped already


def age(born: date | int | None, on: date | None = None) -> str:
    """Whole years on a day (today unless told). Of a year alone only this much is known: 30–31."""
    if born is None:
        return ""
    on = on or today()
    if isinstance(born, int):
        years = on.year - born
        return f"{years - 1}–{years}" if years > 0 else "0"
    return str(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
