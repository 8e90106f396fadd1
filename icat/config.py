"""The settings of one installation, read from one TOML file; every misspelt key is refused by name."""

import os
import tomllib
from email.errors import HeaderParseError
from email.headerregistry import Address
from pathlib import Path
from typing import Any, Literal

import msgspec

from icat.errors import ConfigError
from icat.i18n import Message

_PACKAGE = Path(__file__).parent
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


class DatabaseConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Where the data lies."""

    url: str = ""
    owner_url: str = ""


class MailConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How letters leave. Without a host they wait."""

    host: str = ""
    port: int = 0
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str = ""
    password_file: str = ""
    sender: str = ""

    @property
    def is_set_up(self) -> bool:
        """Whether letters can leave."""
        return bool(self.host)


class CallConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The command that makes a call or sends a short message. Empty: there is none."""

    command: list[str] = []
    timeout_seconds: float = 20

    @property
    def is_set_up(self) -> bool:
        """Whether anybody can be called."""
        return bool(self.command)


class Config(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Every setting; ``config.example.toml`` says what each means."""

    data_dir: Path = Path("data")
    key_file: Path = Path("icat.key")
    signing_key_file: Path = Path("icat-signing.key")
    instruments_dir: str = ""
    database: DatabaseConfig = msgspec.field(default_factory=DatabaseConfig)
    mail: MailConfig = msgspec.field(default_factory=MailConfig)
    call: CallConfig = msgspec.field(default_factory=CallConfig)
    public_url: str = "http://127.0.0.1:8000"
    bind: str = "127.0.0.1:8000"
    trusted_proxies: int = 0
    workers: int = 2
    threads: int = 4
    language: str = "uk"
    exit_url: str = "https://www.google.com/search?q=%D0%BF%D0%BE%D0%B3%D0%BE%D0%B4%D0%B0"
    argon2_memory_kib: int = 65536

    @property
    def database_url(self) -> str:
        """The application's database: PostgreSQL where it is named, else SQLite in the data folder."""
        return self.database.url or f"sqlite:///{self.data_dir / 'icat.sqlite3'}"

    @property
    def owner_url(self) -> str:
        """The database as its owner reaches it: only migrations use this."""
        return self.database.owner_url or self.database_url

    @property
    def is_secure(self) -> bool:
        """Whether people reach this installation over HTTPS."""
        return self.public_url.startswith("https://")


def _place(name: str) -> Path:
    """A folder that lies inside an installed wheel, or at the top of a checkout."""
    shipped = _PACKAGE / f"_{name}"
    return shipped if shipped.is_dir() else _PACKAGE.parent / name


TEMPLATES = _place("templates")
MIGRATIONS = _place("migrations")
TOOLS = _place("tools")
STATIC = _PACKAGE / "static"
DATA = _PACKAGE / "data"


def _path(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"not a {kind.__name__}")


def from_mapping(given: dict[str, Any], base: Path) -> Config:
    """Settings from parsed TOML; relative paths start at ``base``. Refuses unknown keys and wrong types by name."""
    try:
        config = msgspec.convert(given, Config, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise ConfigError(Message("The configuration is wrong: %(why)s.", why=str(error))) from error
    if config.language not in ("uk", "en"):
        raise ConfigError(Message("The configuration is wrong: %(why)s.", why="language must be uk or en"))
    if config.call.is_set_up and not Path(config.call.command[0]).is_absolute():
        why = "call.command begins with the whole path of a program, such as /usr/local/bin/icat-call"
        raise ConfigError(Message("The configuration is wrong: %(why)s.", why=why))
    if not 1 <= config.call.timeout_seconds <= 60:
        why = "call.timeout_seconds is from 1 to 60"
        raise ConfigError(Message("The configuration is wrong: %(why)s.", why=why))
    places = {name: base / getattr(config, name) for name in ("data_dir", "key_file", "signing_key_file")}
    own = str(base / config.instruments_dir) if config.instruments_dir else ""
    return msgspec.structs.replace(config, **places, instruments_dir=own, mail=_checked_mail(config.mail, base))


def is_address(text: str) -> bool:
    """Whether mail can be sent there: one address, in the letters that mail knows."""
    try:
        found = Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError):
        return False
    return bool(found.username and found.domain) and text.isascii() and text.isprintable()


def _checked_mail(mail: MailConfig, base: Path) -> MailConfig:
    """Refuse a sender that is no address, and a way over the network that anybody on it could read."""
    if not mail.is_set_up:
        return mail
    if not is_address(mail.sender):
        raise ConfigError(Message("The configuration is wrong: %(why)s.", why="mail.sender is no address"))
    if mail.security == "none" and mail.host not in LOOPBACK:
        why = "mail.security = none is for a mail server on this machine only"
        raise ConfigError(Message("The configuration is wrong: %(why)s.", why=why))
    return msgspec.structs.replace(mail, password_file=str(base / mail.password_file) if mail.password_file else "")


def load(path: Path | None = None) -> Config:
    """Read the settings file: ``path``, else the one that ICAT_CONFIG names, else ``./icat.toml``.

    Refuses a file that is not there or not TOML.
    """
    path = path or Path(os.environ.get("ICAT_CONFIG", "icat.toml"))
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(Message("There is no configuration file at %(path)s.", path=str(path))) from error
    except OSError as error:
        raise ConfigError(Message("The configuration file cannot be read: %(why)s.", why=str(error))) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(Message("The configuration file is not TOML: %(why)s.", why=str(error))) from error
    return from_mapping(given, path.resolve().parent)
