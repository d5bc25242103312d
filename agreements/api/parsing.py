"""How the bodies of requests are read: JSON of a size that a record has, and files."""

import json
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

from agreements.api.problems import Refusal

# A record with every part it can have takes a tenth of it.
MOST_JSON = 1_000_000
# What the proxy lets through.
MOST_FILE = 50_000_000


def refuse_beyond(most: int, request: Any) -> None:
    """Raises Refusal for a body that announces more bytes than are read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > most:
        raise Refusal("too-large", _("At most %(most)s bytes are read.") % {"most": most})


def _no_such_number(text: str) -> NoReturn:
    raise ValueError(text)


class JsonBody(BaseParser):
    """JSON after RFC 8259, without NaN and infinities, not nested deeper than can be read."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Raises Refusal for a body that is too large, ParseError for one that is no JSON."""
        refuse_beyond(MOST_JSON, parser_context["request"])
        body = stream.read(MOST_JSON + 1)
        if len(body) > MOST_JSON:
            raise Refusal("too-large", _("At most %(most)s bytes are read.") % {"most": MOST_JSON})
        try:
            return json.loads(body.decode(), parse_constant=_no_such_number)
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error
        except ValueError as error:
            raise ParseError(_("The body is not JSON in UTF-8.")) from error


class FileBody(MultiPartParser):
    """A form with a file, as a browser would send it."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Raises Refusal for more than a file may have, ParseError for what is no form."""
        refuse_beyond(MOST_FILE, parser_context["request"])
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError as error:
            raise ParseError(_("The body is not a form with a file.")) from error
