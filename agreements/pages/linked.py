"""Records as linked data in the page itself, for search engines."""

import json
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from agreements.enumerations import RecordState
from agreements.exchange.linked_data import CONTEXT, Node, agreement_node, city_node, told_of, told_of_city
from agreements.models import Agreement, City

# What could end the element or begin another is written as JSON writes any character.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def data_block(node: Node) -> SafeString:
    """A block of data that no browser runs; nothing in it can end it."""
    text = json.dumps({"@context": CONTEXT, **node}, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(ESCAPES)))


def agreement_as_data(agreement: Agreement, origin: str, day: date) -> SafeString:
    """A published agreement; of a draft nothing is told."""
    if agreement.record_state != RecordState.PUBLISHED:
        return SafeString("")
    return data_block(agreement_node(told_of(agreement, origin, day)))


def city_as_data(city: City, origin: str) -> SafeString:
    return data_block(city_node(told_of_city(city, origin)))
