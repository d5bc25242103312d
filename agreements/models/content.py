"""What a record says, as plain values: to be kept, compared and brought back."""

from collections.abc import Iterable
from typing import Any

from django.db import models

# Not what somebody entered, but what follows from it.
LEFT_OUT = frozenset(
    {
        "id",
        "created_at",
        "updated_at",
        "confirmation",
        "evidence_level",
        "withdrawn_on",
        "has_withdrawn",
        "recorded_at",
        "agreement_id",
        "party_id",
        "created_by_id",
        "submitted_by_id",
        "published_at",
        # Of a city, of a person: what is settled by steps, or theirs alone.
        "proposed_by_id",
        "listed",
        "password",
        "last_login",
        "date_joined",
        "is_superuser",
    }
)
OF_AGREEMENT = ("coverages", "sources")
OF_ACTIVITY = ("cities", "domains")
OF_PARTY = ("signatories", "approvals", "statements")


def columns_of(row: models.Model) -> dict[str, Any]:
    """The entered columns of a row, as JSON holds them."""
    return {
        field.attname: _plain(field.get_prep_value(getattr(row, field.attname)))
        for field in row._meta.concrete_fields
        if field.attname not in LEFT_OUT
    }


def plain_columns(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Some columns of a row that is perhaps not stored, by their names in the database."""
    fields = [row._meta.get_field(name) for name in names]
    return {
        field.attname: _plain(field.get_prep_value(getattr(row, field.attname)))
        for field in fields
        if isinstance(field, models.Field) and field.concrete and not field.many_to_many
    }


def _plain(value: Any) -> Any:
    """A value that JSON can hold."""
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)


def content_of_agreement(agreement: Any) -> dict[str, Any]:
    """An agreement with its parts, by the ids of their rows. It came by `gathered`: nothing is asked."""
    return {
        **columns_of(agreement),
        "parties": {
            str(party.pk): {
                **columns_of(party),
                **{name: _rows(getattr(party, name).all()) for name in OF_PARTY},
            }
            for party in agreement.parties.all()
        },
        **{name: _rows(getattr(agreement, name).all()) for name in OF_AGREEMENT},
        "events": {
            str(event.pk): {**columns_of(event), "party_id": event.party_id}
            for event in agreement.events.all()
        },
        # What a file says can be read in the file.
        "documents": _rows(agreement.documents.all(), "text", "text_state"),
        "links": _rows(agreement.links.all(), "subject_id"),
    }


def content_of_city(city: Any) -> dict[str, Any]:
    return {**columns_of(city), "aliases": _rows(city.aliases.all(), "city_id")}


def content_of_activity(activity: Any) -> dict[str, Any]:
    return {
        **columns_of(activity),
        "agreement_id": activity.agreement_id,
        **{name: sorted(getattr(activity, name).values_list("pk", flat=True)) for name in OF_ACTIVITY},
    }


def content_of_person(person: Any) -> dict[str, Any]:
    """Who somebody is in the register and which roles they hold; nothing of how they sign in."""
    return {**columns_of(person), "memberships": _rows(person.memberships.all(), "user_id")}


def _rows(rows: Any, *without: str) -> dict[str, dict[str, Any]]:
    """The rows by their ids, without some columns, such as that which names what they belong to."""
    return {
        str(row.pk): {name: value for name, value in columns_of(row).items() if name not in without}
        for row in rows
    }
