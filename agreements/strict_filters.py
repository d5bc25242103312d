"""What the filters of all lists have in common: an unknown one is an error; the search goes beside them."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.search.query import Finding, find

# Parameters that are no filters: which page, how long, in which order; what of each record, and how written.
BESIDE_FILTERS = frozenset({"page", "page_size", "cursor", "ordering", "fields", "lang", "format"})


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet for which a parameter that it does not know is an error, not silence."""

    base_filters: dict[str, Any]

    def __init__(self, data: Any = None, *args: Any, only_asked: bool = False, **kwargs: Any) -> None:
        """`only_asked`: where no form is shown, of the filters only those are made that are asked for."""
        if only_asked:
            every: dict[str, Any] = vars(type(self))["base_filters"]
            self.base_filters = {name: each for name, each in every.items() if name in (data or ())}
        super().__init__(data, *args, **kwargs)

    def known(self) -> set[str]:
        """The parameters by which this caller may narrow the list."""
        return set(vars(type(self))["base_filters"])

    @property
    def narrowed_by(self) -> dict[str, Any]:
        """The filters that were given a value, with it; nought is a value too. After the filters were
        checked."""
        chosen = self.form.cleaned_data
        return {name: value for name, value in chosen.items() if value not in (None, "")}

    @property
    def asked(self) -> dict[str, str]:
        """The same as they stand in the address."""
        return {name: self.data[name] for name in self.narrowed_by}

    def unknown_parameters(self) -> dict[str, list[Any]]:
        """Each parameter that is no filter, with a word on what is allowed."""
        strange = self.data.keys() - self.known() - BESIDE_FILTERS
        message = _("Unknown filter. Allowed: %(allowed)s.")
        return {name: [message % {"allowed": ", ".join(sorted(self.known()))}] for name in strange}


class SearchingFilterSet(StrictFilterSet):
    """A FilterSet whose `q` asks the search, within what the other filters leave."""

    q = django_filters.CharFilter(label=_("Search"), method="by_text")
    found: Finding

    def by_text(self, queryset: Any, name: str, value: str) -> Any:
        """Asked last, in `filter_queryset`."""
        return queryset

    def filter_keys(self) -> Iterator[str]:
        """Those of the filters that the index knows as keys."""
        return iter(())

    def keys_left_out(self) -> list[str]:
        """Those that no match may bear."""
        return []

    def said_by_keys(self) -> bool:
        """Whether the keys say all that the filters and the rows' own conditions say."""
        return False

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        narrowed = super().filter_queryset(queryset)
        text = self.form.cleaned_data.get("q") or ""
        self.found = find(
            narrowed,
            text,
            also=self.filter_keys(),
            without=self.keys_left_out(),
            said=self.said_by_keys(),
        )
        return self.found.rows
