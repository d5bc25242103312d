"""The formats of the API: chosen by `?format=` or else by the Accept header."""

from typing import Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer


class Format(BaseRenderer):
    """A format as the negotiation knows it. `whole`: whether an answer holds everything that matches, and
    not a page of it."""

    media_type: str
    format: str
    charset: str | None = None
    whole = False

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """What a serializer told, as JSON; the other formats are written by the views that offer them."""
        return b"" if data is None else orjson.dumps(data, default=str)


class Json(Format):
    media_type, format = "application/json", "json"


class JsonLines(Format):
    """A record on each line, as many as there are, sent while they are read."""

    media_type, format, whole = "application/x-ndjson", "jsonl", True


class Csv(Format):
    media_type, format, whole, charset = "text/csv", "csv", True, "utf-8"


class Xlsx(Format):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format, whole = "xlsx", True


class GeoJson(Format):
    media_type, format, whole = "application/geo+json", "geojson", True


class JsonLd(Format):
    media_type, format = "application/ld+json", "jsonld"


class Calendar(Format):
    media_type, format, whole, charset = "text/calendar", "ics", True, "utf-8"


class Atom(Format):
    media_type, format, charset = "application/atom+xml", "atom", "utf-8"


# What most callers say they take, for which nothing needs to be weighed: JSON comes first everywhere.
COMMON = ("*/*", "application/json")


class Negotiation(DefaultContentNegotiation):
    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        """Raises ValidationError for a `format` that the address does not offer."""
        asked = request.query_params.get("format")
        if asked is None and request.headers.get("Accept", "*/*") in COMMON:
            return renderers[0], renderers[0].media_type
        if asked is None:
            return super().select_renderer(request, renderers)
        for renderer in renderers:
            if renderer.format == asked:
                return renderer, renderer.media_type
        message = _("No such format. Offered here: %(formats)s.")
        offered = ", ".join(renderer.format for renderer in renderers)
        raise ValidationError({"format": [message % {"formats": offered}]})
