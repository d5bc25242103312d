"""What makes a bad deployment, found by `manage.py check` before anybody else finds it."""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import Error as DatabaseFailure
from django.db import connection


@register(Tags.database)
def no_sample_accounts_in_production(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """registry.E001: an account of the sample data can sign in on a production server."""
    if settings.DEBUG or not databases:
        return []
    try:
        usable = _usable_sample_accounts()
    except DatabaseFailure:
        return []  # There are no accounts yet, or registry.E002 says more.
    if not usable:
        return []
    return [
        Error(
            f"{usable} sample accounts (…@example.org) can sign in.",
            hint="Deactivate them, or begin with an empty database.",
            id="registry.E001",
        )
    ]


def _usable_sample_accounts() -> int:
    users = get_user_model()
    if users._meta.db_table not in connection.introspection.table_names():
        return 0
    found = users._default_manager.filter(email__iendswith="@example.org", is_active=True)
    return sum(user.has_usable_password() for user in found)


@register(Tags.database)
def the_database_answers_in_unicode(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """registry.E002: the database cannot be reached. registry.E003: it cannot hold Arabic."""
    if not databases:
        return []
    try:
        encoding = _encoding()
    except DatabaseFailure as failure:
        reason = str(failure).strip() or type(failure).__name__
        return [
            Error(f"The database does not answer: {reason}", hint="See DATABASE_URL.", id="registry.E002")
        ]
    if encoding.startswith("UTF"):
        return []
    return [
        Error(
            f"The database keeps text as {encoding}, which cannot hold Arabic.",
            hint="Create it with the encoding UTF8.",
            id="registry.E003",
        )
    ]


def _encoding() -> str:
    asked = "SHOW server_encoding" if connection.vendor == "postgresql" else "PRAGMA encoding"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return str(cursor.fetchone()[0])


@register(Tags.security)
def deposited_documents_are_not_public(**kwargs: Any) -> list[CheckMessage]:
    """registry.E004: the folder of deposited documents lies in the one that everybody may read."""
    if not settings.MEDIA_ROOT.resolve().is_relative_to(settings.STATIC_ROOT.resolve()):
        return []
    return [Error("MEDIA_ROOT lies inside STATIC_ROOT, which is public.", id="registry.E004")]


@register(Tags.files, deploy=True)
def documents_can_be_deposited(**kwargs: Any) -> list[CheckMessage]:
    """registry.E005: the server may not write to the folder of deposited documents."""
    folder = settings.MEDIA_ROOT
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"Nothing can be written to MEDIA_ROOT ({folder}).",
            hint="Give it to the user that runs the registry.",
            id="registry.E005",
        )
    ]


@register(Tags.files, deploy=True)
def calls_can_be_counted(**kwargs: Any) -> list[CheckMessage]:
    """registry.W010: the server may not write where calls of the API are counted: there is no limit."""
    file = settings.COUNTERS_FILE
    if os.access(file if file.exists() else file.parent, os.W_OK) and os.access(file.parent, os.W_OK):
        return []
    return [
        Warning(
            f"Calls of the API cannot be counted in COUNTERS_FILE ({file}): nobody is held to a limit.",
            hint="Name a file that the user who runs the registry may write.",
            id="registry.W010",
        )
    ]
