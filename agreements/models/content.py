"""What a record says, as plain values: to be kept, compared and brought back."""

from typing import Any

from django.db import models

# Not what somebody entered, but what follows from it, or what the text of a file says.
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
        "text",
        "text_state",
        "agreement_id",
        "party_id",
        "created_by_id",
        "submitted_by_id",
        "published_at",
    }
)
OF_AGREEMENT = ("coverages", "sources", "documents")
OF_PARTY = ("signatories", "approvals", "statements")


def columns_of(row: models.Model) -> dict[str, Any]:
    """The entered columns of a row, as JSON holds them."""
    return {
        field.attname: _plain(field.get_prep_value(getattr(row, field.attname)))
        for field in row._meta.concrete_fields
        if field.attname not in LEFT_OUT
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
    }


def content_of_city(city: Any) -> dict[str, Any]:
    return {**columns_of(city), "aliases": _rows(city.aliases.all())}


def _rows(rows: Any) -> dict[str, dict[str, Any]]:
    return {str(row.pk): columns_of(row) for row in rows}
