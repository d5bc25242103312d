"""What each side of an agreement says, as a section of the record's page."""

from typing import Any

from django import template
from django.urls import reverse

from agreements import rules
from agreements.models import Agreement, Statement

register = template.Library()


@register.inclusion_tag("agreements/_statements.html", takes_context=True)
def statements_of(context: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """Each party with what it said last, and what this reader may do about it."""
    user = context["request"].user
    latest = Statement.objects.latest_of(agreement)
    may_ask = bool(rules.may_ask_statement(user, agreement))
    sides = [
        {
            "party": party,
            "statement": latest.get(party.pk),
            "may_state": bool(rules.may_state(user, party)),
            "may_ask": may_ask,
        }
        for party in agreement.parties.all()
    ]
    return {"object": agreement, "sides": sides}


@register.simple_tag(takes_context=True)
def deposit_address(context: dict[str, Any], agreement: Agreement) -> str:
    """Where this reader may deposit a document with the agreement; empty where they may not."""
    may = rules.may_add_to(context["request"].user, agreement)
    return reverse("deposit", args=[agreement.reference]) if may else ""
