"""Bringing a project file to the newest format, or making a new one: Alembic, run from the program."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from app.storage.connection import autocommit, transaction
from app.storage.schema import APPLICATION_ID

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = MIGRATIONS / "versions"
VERSION_FOLDERS = (VERSIONS,)


def upgrade(engine: Engine, to: int) -> None:
    """Run every migration up to format `to` in one transaction; all or none.

    Foreign keys are off meanwhile (a batch copy drops the old table, which would take the rows that
    refer to it along) and checked at the end. Raises RuntimeError when they do not hold.
    """
    # Alembic takes a third of a second to import; most openings need no migration.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(v).replace("%", "%%") for v in VERSION_FOLDERS))
    with autocommit(engine) as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    try:
        with transaction(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, f"{to:04d}")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration to format {to} left broken references: {broken[:5]}")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {to}")
    finally:
        with autocommit(engine) as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def back_up(path: Path, version: int) -> Path:
    """Copy the project beside itself before it is migrated, its write-ahead log included.

    Returns the copy, `NAME.format-1.sora`; numbered on where there is one already.
    """
    copy = path.with_name(f"{path.stem}.format-{version}{path.suffix}")
    count = 1
    while copy.exists():
        count += 1
        copy = path.with_name(f"{path.stem}.format-{version}-{count}{path.suffix}")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        shutil.copymode(path, copy)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy
