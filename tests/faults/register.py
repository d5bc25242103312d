"""What the fault test asks of the register, in a process of its own: `python -m tests.faults.register lay`
lays a record with two cities and prints how to work on it; `look` prints what is in the database."""

import json
import sys
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402

from agreements.enumerations import MembershipRole  # noqa: E402
from agreements.models import Document, OutgoingMail, Statement, User  # noqa: E402
from tests.factories import CityFactory, member, published  # noqa: E402


def lay() -> dict[str, Any]:
    hebron, amman = CityFactory(slug="hebron"), CityFactory(slug="amman")
    clerk = member(MembershipRole.REVIEWER, hebron, email="hebron@registry.test")
    member(MembershipRole.REVIEWER, amman, email="amman@registry.test")
    agreement = published(parties=[hebron, amman])
    # What its publication is mailed to is not what is counted here.
    OutgoingMail.objects.all().delete()
    return {
        "session": session_of(clerk),
        "reference": agreement.reference,
        "party": agreement.parties.get(city=hebron).pk,
    }


def session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def look() -> dict[str, Any]:
    return {
        "statements": dict(Statement.objects.values_list("pk", "note_ar")),
        "documents": {
            document.title_ar: [
                document.text_state,
                document.text,
                document.file.storage.exists(document.file.name),
            ]
            for document in Document.objects.all()
        },
        "documents_in_all": Document.objects.count(),
        "mails": [
            {"key": mail.key.hex, "about": mail.about, "state": mail.state, "attempts": mail.attempts}
            for mail in OutgoingMail.objects.all()
        ],
    }


if __name__ == "__main__":
    print(json.dumps({"lay": lay, "look": look}[sys.argv[1]]()))  # noqa: T201
