"""The admin's forms as a browser has them: what stands in each field, and what is said beside it."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

Fields = dict[str, Any]


class _Form(HTMLParser):
    """Collects the fields of the page's main form, the errors by field, and the buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.errors: dict[str, str] = {}
        self.buttons: set[str] = set()
        self.empty_rows: set[str] = set()
        self._select: str | None = None
        self._chosen: list[str] = []
        self._multiple = False
        self._textarea: str | None = None
        self._error: tuple[str, int] | None = None
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "input" and given.get("type") == "submit":
            self.buttons.add(name or "")
        elif tag == "input" and name:
            self._input(name, given)
        elif tag == "select" and name:
            self._select, self._chosen, self._multiple = name, [], "multiple" in given
        elif tag == "option" and self._select and "selected" in given:
            self._chosen.append(given.get("value") or "")
        elif tag == "textarea" and name:
            self._textarea = name
            self.fields[name] = ""
        if tag == "ul":
            self._depth += 1
            if "errorlist" in (given.get("class") or "").split():
                self._error = (_field_of(given.get("id") or ""), self._depth)

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value") or "on")
        elif kind != "file":
            self.fields[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] += data
        if self._error and data.strip():
            field = self._error[0]
            self.errors[field] = f"{self.errors.get(field, '')} {data.strip()}".strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self.fields[self._select] = self._chosen if self._multiple else (self._chosen or [""])[0]
            self._select = None
        elif tag == "textarea" and self._textarea:
            # A browser drops the line break that follows the opening tag.
            self.fields[self._textarea] = self.fields[self._textarea].removeprefix("\r").removeprefix("\n")
            self._textarea = None
        elif tag == "ul":
            if self._error and self._error[1] == self._depth:
                self._error = None
            self._depth -= 1


def _field_of(error_id: str) -> str:
    """`id_parties-1-city_error` belongs to the field `parties-1-city`; no id: to the whole form."""
    return error_id.removeprefix("id_").removesuffix("_error")


def fields_of(response: HttpResponse) -> Fields:
    """What a browser would send if the form were submitted as it stands, the template rows left out."""
    fields = _Form(response.content.decode()).fields
    return {
        name: value
        for name, value in fields.items()
        if name != "csrfmiddlewaretoken" and "__prefix__" not in name
    }


def template_rows_of(response: HttpResponse) -> Fields:
    """The fields of the hidden rows that “Add another” copies."""
    fields = _Form(response.content.decode()).fields
    return {name: value for name, value in fields.items() if "__prefix__" in name}


def errors_of(response: HttpResponse) -> dict[str, str]:
    """What is said of each field; what is said of no single field stands under the empty name."""
    return _Form(response.content.decode()).errors


def buttons_of(response: HttpResponse) -> set[str]:
    return _Form(response.content.decode()).buttons


def add_row(fields: Fields, prefix: str, **columns: Any) -> Fields:
    """One more row at the end of an inline, as the button “Add another” makes it."""
    number = int(fields[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in columns.items()}
    return {**fields, f"{prefix}-TOTAL_FORMS": str(number + 1), **row}


def fill_row(fields: Fields, prefix: str, number: int, **columns: Any) -> Fields:
    """A row that is there, filled in."""
    return {**fields, **{f"{prefix}-{number}-{name}": value for name, value in columns.items()}}


def send(client: Client, address: str, fields: Fields, button: str = "_continue") -> Any:
    """Submit the form with one of its buttons."""
    return client.post(address, {**fields, button: "1"})
