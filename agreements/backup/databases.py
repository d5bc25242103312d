"""The database into an archive and back: as a file of SQLite, or table by table of PostgreSQL.

Both are taken as they stand at one moment while the server goes on: SQLite's online backup copies one
state, and PostgreSQL shows one transaction (REPEATABLE READ) one state. Nothing but the driver is needed.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from agreements.backup.archive import CHUNK, BadArchive, Manifest, Writer

FILE = "database/register.sqlite3"
TABLE = "database/{}.copy"
CONTENT_OF_REGISTER = ("agreements_agreement", "agreements_city", "agreements_user", "agreements_document")


def applied_migrations() -> list[str]:
    """The migrations that the database has, in a fixed order."""
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations)


def known_migrations() -> set[str]:
    """The migrations that this version brings."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def is_empty() -> bool:
    """Whether the register holds no record, city, person or document yet."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in tables.intersection(CONTENT_OF_REGISTER):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
            if cursor.fetchone():
                return False
    return True


# ---- Writing ---------------------------------------------------------------------------------


def write_database(writer: Writer, beside: Path) -> None:
    """The database as it stands now; a copy of SQLite's file is made beside the archive first."""
    if connection.vendor == "sqlite":
        _write_sqlite(writer, beside)
    else:
        _write_postgresql(writer)


def _write_sqlite(writer: Writer, beside: Path) -> None:
    with _temporary(beside) as name:
        connection.ensure_connection()
        copy = sqlite3.connect(name)
        try:
            connection.connection.backup(copy)
            _require_sound(copy)
            tables = [name for (name,) in copy.execute(TABLES_OF_SQLITE)]
            writer.manifest.rows = {
                table: copy.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0] for table in tables
            }
        finally:
            copy.close()
        with open(name, "rb") as file:
            writer.copy(FILE, file)


TABLES_OF_SQLITE = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
    "AND name NOT LIKE 'sqlite_%' ORDER BY name"
)


def _require_sound(database: sqlite3.Connection) -> None:
    (answer,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise BadArchive(f"The database is damaged: {answer}")


@contextmanager
def _temporary(folder: Path) -> Iterator[str]:
    descriptor, name = tempfile.mkstemp(prefix=".backup-", suffix=".sqlite3", dir=folder)
    os.close(descriptor)
    try:
        yield name
    finally:
        for left in (name, f"{name}-journal", f"{name}-wal", f"{name}-shm"):
            Path(left).unlink(missing_ok=True)


def _write_postgresql(writer: Writer) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in sorted(connection.introspection.table_names(cursor)):
            columns = _columns(cursor, table)
            listed = ", ".join(map(connection.ops.quote_name, columns))
            with writer.member(TABLE.format(table)) as member:
                quoted = connection.ops.quote_name(table)
                cursor.copy_expert(f"COPY {quoted} ({listed}) TO STDOUT", member, size=CHUNK)
                writer.manifest.rows[table] = cursor.rowcount
            writer.manifest.columns[table] = columns


def _columns(cursor: Any, table: str) -> list[str]:
    """The columns that can be written: those that the database computes are left out."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


# ---- Restoring -------------------------------------------------------------------------------


def require_restorable(manifest: Manifest) -> None:
    """Raises BadArchive unless this installation can take the database of the archive."""
    if manifest.database != connection.vendor:
        raise BadArchive(
            f"The archive holds a database of {manifest.database}, this installation uses "
            f"{connection.vendor}: restore it into an installation with the same database."
        )
    names = {entry.name for entry in manifest.entries if entry.name.startswith("database/")}
    if connection.vendor == "sqlite":
        if names != {FILE}:
            raise BadArchive("The archive does not hold the database of a register.")
        if not set(manifest.migrations) <= known_migrations():
            raise BadArchive(
                f"The archive was written by version {manifest.version}, which is newer than this one: "
                "install that version first."
            )
        return
    if not is_migrated() or manifest.migrations != applied_migrations():
        raise BadArchive(
            f"The archive was written by version {manifest.version} with other migrations than this database "
            "has: install that version, run migrate, restore, and upgrade then."
        )
    tables = set(connection.introspection.table_names())
    if names != {TABLE.format(table) for table in tables} or set(manifest.columns) != tables:
        raise BadArchive("The archive does not hold just the tables that this database has.")


def is_migrated() -> bool:
    return "django_migrations" in connection.introspection.table_names()


class DatabaseRestore:
    """Takes the members of a verified archive one by one; all of them count, or none."""

    def __init__(self, manifest: Manifest, beside: Path) -> None:
        self.manifest, self.beside = manifest, beside

    @contextmanager
    def begun(self) -> Iterator["DatabaseRestore"]:
        if connection.vendor == "sqlite":
            yield self
            return
        with transaction.atomic():
            with connection.cursor() as cursor:
                tables = sorted(connection.introspection.table_names(cursor))
                quoted = ", ".join(map(connection.ops.quote_name, tables))
                cursor.execute(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE")
            yield self
            self._set_sequences()

    def take(self, name: str, content: IO[bytes]) -> None:
        if connection.vendor == "sqlite":
            self._take_sqlite(content)
            return
        table = name.removeprefix("database/").removesuffix(".copy")
        with connection.cursor() as cursor:
            columns = self.manifest.columns[table]
            if columns != _columns(cursor, table):
                raise BadArchive(f"The table {table} has other columns in the archive.")
            listed = ", ".join(map(connection.ops.quote_name, columns))
            quoted = connection.ops.quote_name(table)
            cursor.copy_expert(f"COPY {quoted} ({listed}) FROM STDIN", content, size=CHUNK)

    def _take_sqlite(self, content: IO[bytes]) -> None:
        with _temporary(self.beside) as name:
            with open(name, "wb") as file:
                while chunk := content.read(CHUNK):
                    file.write(chunk)
            source = sqlite3.connect(name)
            try:
                _require_sound(source)
                connection.ensure_connection()
                source.backup(connection.connection)
            except sqlite3.DatabaseError as error:
                raise BadArchive(f"The database of the archive cannot be read: {error}") from error
            finally:
                source.close()

    def _set_sequences(self) -> None:
        """The numbers go on where they were."""
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                for found in connection.introspection.get_sequences(cursor, table):
                    quoted, column = map(connection.ops.quote_name, (table, found["column"]))
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE(MAX({column}), 1), "
                        f"MAX({column}) IS NOT NULL) FROM {quoted}",
                        [quoted, found["column"]],
                    )
