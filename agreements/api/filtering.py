"""The API's lists are narrowed by the same FilterSets as the pages; a mistake answers 400 by name."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

NOTHING_GIVEN = gettext_lazy("Nothing is given: give a value, or leave this out.")


class StrictFilterBackend(DjangoFilterBackend):
    def get_filterset_kwargs(self, request: Any, queryset: Any, view: Any) -> Any:
        return {**super().get_filterset_kwargs(request, queryset, view), "only_asked": True}

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        """Raises ValidationError for a parameter that is unknown or has an impossible value."""
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        view.filterset = filterset
        refuse_mistakes(filterset, request.query_params)
        asked = request.query_params.get("ordering")
        if asked is not None:
            view.in_order = self._ordered(filterset.qs, asked, view)
            return view.dressed(view.in_order)
        rows, found = filterset.qs, getattr(filterset, "found", None)
        return found.listing(view.listed) if found else view.listed(rows)

    def _ordered(self, queryset: Any, asked: str, view: Any) -> Any:
        if asked.removeprefix("-") not in view.orderings:
            allowed = ", ".join(view.orderings)
            message = _("Cannot order by this. Allowed, with or without “-”: %(allowed)s.")
            raise ValidationError({"ordering": [message % {"allowed": allowed}]})
        column = view.orderings[asked.removeprefix("-")]
        tie = "-pk" if asked.startswith("-") else "pk"
        return queryset.order_by(f"-{column}" if asked.startswith("-") else column, tie)


def refuse_mistakes(filterset: Any, parameters: Any) -> None:
    """Raises ValidationError for a parameter that is unknown, empty, given twice, or has an impossible
    value."""
    problems = {
        **_empty(filterset, parameters),
        **filterset.errors,
        **filterset.unknown_parameters(),
        **_repeated(parameters),
    }
    if problems:
        raise ValidationError(problems)


def _empty(filterset: Any, parameters: Any) -> dict[str, list[Any]]:
    """Each filter without a value: whoever meant one would be told of everything."""
    return {name: [NOTHING_GIVEN] for name in filterset.known() if parameters.get(name) == ""}


def _repeated(parameters: Any) -> dict[str, list[str]]:
    """Each parameter that is given more than once with different values: it would be half obeyed."""
    message = _("Given more than once: give one value.")
    return {name: [message] for name, values in parameters.lists() if len(set(values)) > 1}
