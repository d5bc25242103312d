"""Data entry and oversight: the stock admin, opened and closed by the registry's rules."""

from agreements.admin import agreements, outbox, partners, places, webhooks

__all__ = ["agreements", "outbox", "partners", "places", "webhooks"]
