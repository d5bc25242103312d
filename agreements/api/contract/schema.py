"""What every operation promises beside its own answer: problems, limits, formats, states."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from agreements.api.contract import shapes
from agreements.api.days import OF_A_DAY
from agreements.api.formats import Json
from agreements.api.pagination import MOST
from agreements.api.problems import KINDS, MEDIA_TYPE

EXAMPLES = Path(__file__).parent / "examples.json"
FORMATS = Path(__file__).parent / "examples_of_formats.json"
COUNT = {"type": "integer", "minimum": 0}
LIMITS = {
    "RateLimit-Limit": "Calls a minute.",
    "RateLimit-Remaining": "Calls that are left in this minute.",
    "RateLimit-Reset": "Seconds until the next one begins.",
}
PROBLEM = {
    "type": "object",
    "description": "A problem after RFC 9457, in the language of Accept-Language.",
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "Explains itself; never changes.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "What is wrong, by the dotted name of a field or parameter.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "registry_number": {"type": "string"},
        "withdrawn_on": {"type": "string", "format": "date"},
        "reason": {"type": "string"},
        "merged_into": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
BOUNDS: dict[str, Any] = {"page": {"minimum": 1}, "page_size": {"minimum": 1, "maximum": MOST}}
BOUNDED = {"page": "Which page of the list.", "page_size": "How many records a page holds; 50 unless said."}
READING = ("invalid", "not-authenticated", "not-acceptable", "too-many-requests")
ONE = ("not-found",)
WRITING = ("forbidden", "not-found", "too-large", "unsupported-media-type")
STATED = ("changed-meanwhile", "precondition-required")
# Of a format beside JSON, OpenAPI says only that it is one.
OTHER: dict[str, Any] = {"type": "string", "format": "binary"}


@cache
def examples() -> dict[str, Any]:
    """By operation and status; written anew by the tests, see `make openapi`."""
    found: dict[str, Any] = json.loads(EXAMPLES.read_text())
    return found


@cache
def examples_of_formats() -> dict[str, Any]:
    """By operation and media type, what stands beside the JSON."""
    found: dict[str, Any] = json.loads(FORMATS.read_text())
    return found


MERGED: dict[str, Any] = {
    "description": "The record was merged into another, which stands at “Location”.",
    "headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}},
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "registry_number": {"type": "string"},
                    "merged_into": {"type": "string"},
                    "merged_on": {"type": "string", "format": "date"},
                    "reason": {"type": "string"},
                },
                "required": ["registry_number", "merged_into", "merged_on", "reason"],
            },
            "examples": {
                "sample": {
                    "value": {
                        "registry_number": "TW-2026-00007",
                        "merged_into": "TW-2026-00001",
                        "merged_on": "2026-01-15",
                        "reason": "سُجّل الصك نفسه مرتين.",
                    }
                }
            },
        }
    },
}


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = "agreements.api.keys.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> Any:
        return {"type": "http", "scheme": "bearer", "description": "A key of a partner site: `twr_…`."}


class Contract(AutoSchema):
    view: Any

    # ---- What may be asked

    def get_override_parameters(self) -> list[Any]:
        given = list(super().get_override_parameters())
        return [*given, *(self._of_reading() if self.method == "GET" else self._of_writing())]

    def _of_reading(self) -> list[OpenApiParameter]:
        """`format`, and where records are told: some fields, one language, another order."""
        offered = [form.format for form in self.view.get_renderers()]
        found = []
        if len(offered) > 1 or hasattr(self.view, "known_fields"):
            found.append(_asked("format", "In place of Accept.", enum=offered))
        if not hasattr(self.view, "known_fields") or getattr(self.view, "action", None) not in (
            "list",
            "retrieve",
        ):
            return found
        found += [
            _asked(
                "fields",
                "Only these of each record, with commas between; the answer leaves out the others. Of a table"
                " the columns of these; calendars, feeds and linked data are always whole.",
            ),
            _asked("lang", "One language: each text is that text, or the other one.", enum=["ar", "en"]),
        ]
        if getattr(self.view, "action", None) == "list":
            orders = [sign + name for name in self.view.orderings for sign in ("", "-")]
            found += [
                _asked("ordering", "With “-” the other way round.", enum=orders),
                _asked("cursor", "For reading everything: empty first, then as the `next` of each answer."),
            ]
        elif "as_of" in self.view.of_one:
            found.append(_asked("as_of", OF_A_DAY, OpenApiTypes.DATE))
        return found

    def _of_writing(self) -> list[OpenApiParameter]:
        if not getattr(self.view, "has_states", True):
            return []
        if self.method == "POST" and getattr(self.view, "action", None) != "submit":
            text = "A name of the request: sent again with the same body, it is carried out once."
            return [_header("Idempotency-Key", text)]
        return [_header("If-Match", "The ETag of the record as it was read.", required=True)]

    def _get_parameters(self) -> list[Any]:
        """With the bounds that pages have."""
        found = super()._get_parameters()
        for parameter in found:
            if parameter["in"] == "query" and parameter["name"] in BOUNDS:
                parameter["schema"] |= BOUNDS[parameter["name"]]
                parameter["description"] = BOUNDED[parameter["name"]]
        return found

    def get_auth(self) -> list[Any]:
        """Reading is open; writing needs a key."""
        found = super().get_auth()
        is_open = self.method == "GET" and getattr(self.view, "has_states", True)
        return found if is_open else [each for each in found if each]

    # ---- What is answered

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        for status, body in bodies.items():
            body["description"] = body["description"] or "As asked."
            body["headers"] = {**_limits(), **(_of_caches() if self.method == "GET" else {})}
            if status in ("200", "201") and self.method != "GET":
                body["headers"] |= {"ETag": _text("Names the state.")} if self._is_stated() else {}
            self._name_other_formats(body)
            self._show(status, body)
        if self.method == "GET":
            bodies["304"] = {"description": "Whoever sent If-None-Match has it already."}
        if (
            self.method == "GET"
            and getattr(self.view, "basename", "") == "agreement"
            and getattr(self.view, "detail", False)
        ):
            bodies["301"] = MERGED
        for name in self._problems():
            kind = KINDS[name]
            bodies.setdefault(str(kind.status), self._problem(kind))
        return bodies

    def _name_other_formats(self, body: Any) -> None:
        for media_type, content in body.get("content", {}).items():
            if media_type.endswith("+json"):
                content["schema"] = {"type": "object"}
            elif media_type != Json.media_type:
                content["schema"] = OTHER

    def _show(self, status: str, body: Any) -> None:
        """An example, as the application answered for the sample register."""
        shown = examples().get(self.get_operation_id(), {}).get(status)
        content = body.get("content", {}).get(Json.media_type)
        if content and shown is not None:
            content["examples"] = {"sample": {"value": shown}}
        for media_type, told in examples_of_formats().get(self.get_operation_id(), {}).items():
            if other := body.get("content", {}).get(media_type):
                other["examples"] = {"sample": {"value": told}}

    def _is_stated(self) -> bool:
        return getattr(self.view, "action", None) in ("create", "partial_update", "submit")

    def _problems(self) -> list[str]:
        found = [*READING]
        if "{" in self.path:
            found += ONE
        if getattr(self.view, "basename", "") == "agreement" and getattr(self.view, "detail", False):
            found.append("gone")  # Of a record that was merged, the address leads on.
        if self.method != "GET" and not getattr(self.view, "has_states", True):
            found += WRITING
        elif self.method != "GET":
            found += [
                *WRITING,
                *(
                    ("key-reused",)
                    if getattr(self.view, "action", None) in ("create", "events", "documents")
                    else STATED
                ),
            ]
        return found

    def _problem(self, kind: Any) -> dict[str, Any]:
        component = ResolvedComponent(
            name="Problem", type=ResolvedComponent.SCHEMA, object="Problem", schema=PROBLEM
        )
        self.registry.register_on_missing(component)
        example = {
            "type": f"{settings.SITE_URL}/api/problems/{kind.name}/",
            "title": str(kind.title),
            "status": kind.status,
            "detail": str(kind.title),
        }
        headers = {"Retry-After": {"schema": COUNT}} if kind.status == 429 else {}
        return {
            "description": str(kind.advice),
            "content": {MEDIA_TYPE: {"schema": component.ref, "examples": {kind.name: {"value": example}}}},
            "headers": {**(_limits() if kind.status != 401 else {}), **headers},
        }

    # ---- How shapes are named

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        """A text that may be empty is told as null, and may be written as null."""
        found = super()._map_serializer_field(field, direction, bypass_extensions)
        if getattr(field, "allow_blank", False) and found.get("type") == "string":
            found = {**found, "type": ["string", "null"]}
        return found

    def get_operation_id(self) -> str:
        """`agreements_list`, `agreements_events_create`: it names what generated clients call."""
        return re.sub(r"_partial_update$", "_change", super().get_operation_id()).removeprefix("v1_")


def _asked(name: str, text: str, kind: Any = OpenApiTypes.STR, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=text, **more)


def _header(name: str, text: str, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=text, required=required
    )


def _text(description: str) -> dict[str, Any]:
    return {"schema": {"type": "string"}, "description": description}


def _limits() -> dict[str, Any]:
    return {name: {"schema": COUNT, "description": text} for name, text in LIMITS.items()}


def _of_caches() -> dict[str, Any]:
    return {
        "ETag": _text("Strong; to be sent as If-None-Match."),
        "Last-Modified": _text("When the newest of what is told was changed."),
    }


__all__ = ["Contract", "shapes"]


# ---- The same promise from every database

# How large a number a column holds differs from database to database; the contract does not.
LIMITS_OF_COLUMNS = frozenset({32_767, 2_147_483_647, 9_223_372_036_854_775_807})


def without_limits_of_columns(result: Any, **kwargs: Any) -> Any:
    """The contract without the largest numbers that the columns of one database hold."""
    _drop_limits(result)
    return result


def _drop_limits(node: Any) -> None:
    if isinstance(node, list):
        for each in node:
            _drop_limits(each)
    elif isinstance(node, dict):
        if isinstance(node.get("maximum"), int) and node["maximum"] in LIMITS_OF_COLUMNS:
            del node["maximum"]
            node.pop("format", None)
        for each in node.values():
            _drop_limits(each)
