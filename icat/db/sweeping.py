"""Getting what was deleted out of the files: SQLite's log is written back and cut off, PostgreSQL's old rows are freed.

Deleting a key is not enough. SQLite overwrites it in the database but the log still holds the page until a checkpoint
cuts it off; PostgreSQL keeps the old row until VACUUM, and in its own log for longer. What is left in copies becomes
worthless when the key of the team is changed and the old one destroyed.
"""

import sqlite3

from sqlalchemy import create_engine

from icat.db import engine as db

_PATIENCE_SECONDS = 1.0
KEY_TABLES = ("data_key", "team_key", "ledger_detail")


def sweep_log() -> bool:
    """Cut off SQLite's log, outside the gate; whether nothing is left in it.

    Somebody who is reading may hold it back for a moment: the next one, or the nightly one, does it. On PostgreSQL
    there is nothing that the application's role could do; ``vacuum_keys`` is for its owner.
    """
    database = db.database()
    if not database.is_sqlite:
        return False
    connection = sqlite3.connect(str(database.engine.url.database), timeout=_PATIENCE_SECONDS, isolation_level=None)
    try:
        busy, _log, _moved = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    except sqlite3.OperationalError:  # locked for longer than we wait: the deletion itself is kept
        return False
    finally:
        connection.close()
    return not busy


def vacuum_keys(owner_url: str) -> None:
    """Free what was deleted from the tables of keys, as the owner of a PostgreSQL database.

    SQLite needs none: it overwrites what it deletes, and a vacuum would keep everybody from writing for as long as the
    whole file takes.
    """
    engine = create_engine(owner_url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        with engine.connect() as connection:
            for table in KEY_TABLES:
                connection.exec_driver_sql(" ".join(("vacuum (full)", table)))
    finally:
        engine.dispose()
