"""Runs the migrations; called by ``icat db upgrade``, never by hand."""

from typing import Any

from alembic import context
from sqlalchemy import create_engine, event, pool

import icat.audit.models
import icat.cases.models
import icat.db.keys
import icat.files.models
import icat.imports.models
import icat.inquiries.models
import icat.jobs.models
import icat.meetings.models
import icat.members.models
import icat.outbox.models
import icat.plans.models
import icat.retention.models  # noqa: F401 - imported so that their tables are known
from icat.db.base import Base

config = context.config
engine = create_engine(config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool)

if engine.dialect.name == "sqlite":
    # Python's SQLite would commit before each change of a table, and a migration that fails would leave half of itself.
    @event.listens_for(engine, "connect")
    def _leave_transactions_alone(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("begin immediate")


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
