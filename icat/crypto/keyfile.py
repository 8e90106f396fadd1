"""A file that holds a key: made once, for the server's user only, and refused when anybody else could read it."""

import os
import stat
from pathlib import Path

from icat.errors import ConfigError
from icat.i18n import Message


def write_new(path: Path, text: str) -> None:
    """Write ``text`` into a new file with mode 0600 and onto the disk. ``FileExistsError`` where there is one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise
    except OSError as error:
        raise ConfigError(Message("The key file at %(path)s cannot be made: %(why)s.", path=path, why=error)) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read_words(path: Path) -> list[str]:
    """The words in a key file. Refuses one that cannot be read or that others can; ``FileNotFoundError`` for none."""
    try:
        mode = path.stat().st_mode
        words = path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(Message("The key file at %(path)s cannot be read.", path=path)) from error
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigError(Message("The key file at %(path)s can be read by others. Run: chmod 600 %(path)s", path=path))
    return words


def damaged(path: Path) -> ConfigError:
    """The refusal of a file whose words are not a key."""
    return ConfigError(Message("The key file at %(path)s is damaged.", path=path))
