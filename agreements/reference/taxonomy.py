"""The taxonomy of cooperation domains, from its file into the database."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from agreements.models import CooperationDomain

FILE = Path(__file__).with_name("taxonomy.toml")


def names_in_file() -> tuple[tuple[str, str], ...]:
    """The names of all domains in the file, each with the code of its top-level domain."""
    return tuple(
        (top["code"], domain[name])
        for top in tomllib.loads(FILE.read_text(encoding="utf-8"))["domain"]
        for domain in (top, *top.get("child", []))
        for name in ("name_ar", "name_en")
        if domain.get(name)
    )


@transaction.atomic
def load_taxonomy() -> int:
    """Bring the domains in line with the file, by code; a domain the file does not name stays.

    Returns how many domains the file names."""
    position = 0
    for top in tomllib.loads(FILE.read_text(encoding="utf-8"))["domain"]:
        children = top.pop("child", [])
        parent = _write(top, position := position + 1)
        for child in children:
            _write(child, position := position + 1, parent)
    return position


def _write(
    domain: dict[str, Any], position: int, parent: CooperationDomain | None = None
) -> CooperationDomain:
    columns = {**domain, "position": position, "parent": parent}
    code = columns.pop("code")
    return CooperationDomain.objects.update_or_create(code=code, defaults=columns)[0]
