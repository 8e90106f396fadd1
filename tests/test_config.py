"""The settings: each is named in the example, and each misspelling is refused by name."""

import os
import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from icat import config as settings
from icat.config import Config, DatabaseConfig, from_mapping, is_address, load
from icat.errors import ConfigError

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def test_the_example_loads():
    config = load(EXAMPLE)

    assert config.is_secure
    assert config.data_dir == EXAMPLE.parent / "data"
    assert config.key_file == EXAMPLE.parent / "icat.key"
    assert config.signing_key_file == EXAMPLE.parent / "icat-signing.key"


def names(kind: type) -> set[str]:
    found = set()
    for field in msgspec.structs.fields(kind):
        nested = isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)
        found |= {f"{field.name}.{name}" for name in names(field.type)} if nested else {field.name}
    return found


def test_the_example_names_every_setting_also_those_inside_others():
    given = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    found = {f"{name}.{inner}" for name, value in given.items() if isinstance(value, dict) for inner in value} | {
        name for name, value in given.items() if not isinstance(value, dict)
    }

    assert found == names(Config)


def test_the_example_says_of_each_setting_what_it_is_for():
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()

    for number, line in enumerate(lines):
        if re.match(r"\w+ = ", line) and not re.match(r"\w+ = ", lines[number - 1]):
            assert lines[number - 1].startswith("# "), line


def test_the_example_shows_what_holds_when_nothing_is_set():
    given, plain = load(EXAMPLE), from_mapping({}, EXAMPLE.parent)

    shown = {"public_url", "trusted_proxies"}  # as it will be in earnest; without settings it is a first look
    for name in Config.__struct_fields__:
        assert name in shown or getattr(given, name) == getattr(plain, name), name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('pubic_url = "https://icat.example.org"', "pubic_url"),
        ('[database]\nurll = "x"', "urll"),
        ("[databse]\n", "databse"),
        ('workers = "2"', "workers"),
        ("threads = 2.5", "threads"),
        ("trusted_proxies = true", "trusted_proxies"),
        ("data_dir = 7", "data_dir"),
        ("bind = 8000", "bind"),
        ('database = "postgresql://x"', "database"),
        ('language = "ru"', "language"),
    ],
)
def test_what_is_misspelt_or_of_the_wrong_kind_is_refused_by_name(tmp_path, text, named):
    path = tmp_path / "icat.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="configuration is wrong") as refused:
        load(path)

    assert named in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=re.escape(str(tmp_path / "icat.toml"))):
        load(tmp_path / "icat.toml")


@pytest.mark.parametrize("raw", [b"workers = ", b"\xff\xfe", b"workers = 1\nworkers = 2"])
def test_a_file_that_is_no_toml_is_refused(tmp_path, raw):
    path = tmp_path / "icat.toml"
    path.write_bytes(raw)

    with pytest.raises(ConfigError, match="is not TOML"):
        load(path)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_the_file_is_the_one_that_is_named_then_the_environments_then_the_folders(tmp_path, monkeypatch):
    for name, threads in (("named", 3), ("environment", 5), ("icat", 7)):
        (tmp_path / f"{name}.toml").write_text(f"threads = {threads}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICAT_CONFIG", str(tmp_path / "environment.toml"))

    assert load(tmp_path / "named.toml").threads == 3
    assert load().threads == 5
    monkeypatch.delenv("ICAT_CONFIG")
    assert load().threads == 7
    assert load().data_dir == tmp_path / "data"


def test_paths_start_at_the_folder_of_the_file_unless_they_are_whole(tmp_path):
    path = tmp_path / "icat.toml"
    path.write_text('data_dir = "here"\nkey_file = "/etc/icat/root.key"\nsigning_key_file = "s.key"', encoding="utf-8")

    config = load(path)

    assert (config.data_dir, config.key_file) == (tmp_path / "here", Path("/etc/icat/root.key"))
    assert config.signing_key_file == tmp_path / "s.key"


def test_the_database_is_sqlite_in_the_data_folder_unless_another_is_named(tmp_path):
    plain = Config(data_dir=tmp_path)
    server = Config(database=DatabaseConfig(url="postgresql+psycopg://app@/icat"))
    owned = Config(
        database=DatabaseConfig(url="postgresql+psycopg://app@/icat", owner_url="postgresql+psycopg://o@/icat")
    )

    assert plain.database_url == plain.owner_url == f"sqlite:///{tmp_path / 'icat.sqlite3'}"
    assert server.owner_url == server.database_url == "postgresql+psycopg://app@/icat"
    assert owned.owner_url == "postgresql+psycopg://o@/icat"


@pytest.mark.parametrize(("url", "secure"), [("https://icat.example.org", True), ("http://127.0.0.1:8000", False)])
def test_cookies_and_headers_are_strict_where_there_is_https(url, secure):
    assert Config(public_url=url).is_secure is secure


def test_templates_and_migrations_are_found_beside_the_package_or_inside_it(tmp_path, monkeypatch):
    assert settings.TEMPLATES.joinpath("base.html").exists()
    assert settings.MIGRATIONS.joinpath("env.py").exists()

    package = tmp_path / "icat"
    os.makedirs(package / "_templates")
    monkeypatch.setattr(settings, "_PACKAGE", package)

    assert settings._place("templates") == package / "_templates"
    assert settings._place("migrations") == tmp_path / "migrations"


@pytest.mark.parametrize(
    ("mail", "named"),
    [
        ('host = "mail.example.org"', "mail.sender"),
        ('host = "mail.example.org"\nsender = "icat"', "mail.sender"),
        ('host = "mail.example.org"\nsender = "a@b.org, c@d.org"', "mail.sender"),
        ('host = "mail.example.org"\nsender = "i@example.org"\nsecurity = "none"', "this machine only"),
        ('host = "mail.example.org"\nsender = "i@example.org"\nsecurity = "ssl"', "security"),
        ('from = "i@example.org"', "from"),
    ],
)
def test_mail_that_could_not_leave_or_would_be_read_on_the_way_is_refused(tmp_path, mail, named):
    path = tmp_path / "icat.toml"
    path.write_text(f"[mail]\n{mail}", encoding="utf-8")

    with pytest.raises(ConfigError, match=named):
        load(path)


def test_without_a_host_there_is_no_mail_and_with_one_it_is_encrypted(tmp_path):
    path = tmp_path / "icat.toml"
    path.write_text('[mail]\nhost = "m.example.org"\nsender = "i@example.org"\npassword_file = "mail.password"')

    mail = load(path).mail

    assert not Config().mail.is_set_up
    assert (mail.is_set_up, mail.security, mail.password_file) == (True, "tls", str(tmp_path / "mail.password"))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a@b.org", True),
        ("a.b+c@mail.b.org", True),
        *(
            (text, False)
            for text in ("", "a", "a@", "@b.org", "a@b.org,c@d.org", "a b@c.org", "а@b.org", "a@пошта.укр", "a@b.org\n")
        ),
    ],
)
def test_one_address_is_an_address(text, fits):
    assert is_address(text) is fits
