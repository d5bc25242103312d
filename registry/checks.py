"""What makes a bad deployment, found by `manage.py check` before anybody else finds it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection


@register(Tags.database, Tags.security)
def no_sample_accounts_in_production(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """registry.E001: an account of the sample data can sign in on a production server."""
    if settings.DEBUG or not databases:
        return []
    users = get_user_model()
    if users._meta.db_table not in connection.introspection.table_names():
        return []
    try:
        found = list(users._default_manager.filter(email__endswith="@example.org", is_active=True))
    except DatabaseError:
        return []
    usable = [user for user in found if user.has_usable_password()]
    if not usable:
        return []
    return [
        Error(
            f"{len(usable)} sample accounts (…@example.org) can sign in.",
            hint="Deactivate them, or begin with an empty database.",
            id="registry.E001",
        )
    ]
