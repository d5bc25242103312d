"""What the mirror test lays in the register, in a process of its own: `python -m tests.mirror.register lay`
lays cities, people and two domains, and prints the registrar's session."""

import json
import sys
from typing import Any

import django

django.setup()

from tests.cast import assemble  # noqa: E402
from tests.factories import DomainFactory  # noqa: E402
from tests.faults.register import session_of  # noqa: E402


def lay() -> dict[str, Any]:
    people = assemble()
    DomainFactory(code="gis")
    DomainFactory(code="roads")
    return {"session": session_of(people.registrar)}


if __name__ == "__main__":
    print(json.dumps({"lay": lay}[sys.argv[1]]()))  # noqa: T201
