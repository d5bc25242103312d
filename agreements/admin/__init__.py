"""Data entry and oversight: the stock admin, opened and closed by the registry's rules."""

from agreements.admin import agreements, corrections, outbox, partners, places, webhooks

__all__ = ["agreements", "corrections", "outbox", "partners", "places", "webhooks"]
