"""The entry form on the page: a field with its help, its fault, the reviewer's remark and what another
person wrote there meanwhile."""

from typing import Any

from django import template

from agreements.writing import in_a_row

register = template.Library()


@register.inclusion_tag("desk/_field.html", takes_context=True)
def entry_field(context: dict[str, Any], form: Any, name: str, css: str = "") -> dict[str, Any]:
    """A field of the entry form by its name."""
    bound = form[name]
    merging = context.get("merging") or None
    return {
        "field": bound,
        "css": css,
        "remark": (context.get("remarks") or {}).get(bound.html_name, ""),
        "conflict": merging.conflicts.get(bound.html_name) if merging else None,
        "changed": bool(merging and bound.html_name in merging.theirs),
        "said": _said(bound, merging.conflicts.get(bound.html_name) or []) if merging else "",
        "optional": not bound.field.required,
    }


def _said(bound: Any, values: list[str]) -> str:
    """Values in the words of their choices."""
    choices = {str(value): label for value, label in getattr(bound.field, "choices", [])}
    return in_a_row(choices.get(value, value) for value in values)
