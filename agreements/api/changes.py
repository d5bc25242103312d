"""Following the register: every publication, change, withdrawal and merge, in order and without gaps.

Who begins without a cursor, applies each change to the copy they keep (the record as it is told, or nothing
where it is out of view) and asks again with the cursor they were given, ends with a copy of the register.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.viewsets import GenericViewSet

from agreements import public_json
from agreements.api import cursors
from agreements.api.answers import Answers, Told, origin_of
from agreements.api.formats import Json
from agreements.api.pagination import Pages
from agreements.api.serializers.changes import ChangeSerializer, ChangesSerializer
from agreements.api.wanted import Wanted
from agreements.models import Change

PARAMETERS = ("format", "page_size", "since")


class ChangeViewSet(Answers, GenericViewSet[Any]):
    """Every publication, change, withdrawal and merge in the order in which it became visible."""

    serializer_class = ChangeSerializer
    pagination_class = Pages
    filter_backends: Sequence[Any] = ()
    renderer_classes = [Json]
    queryset = Change.objects.none()

    @extend_schema(
        parameters=[
            OpenApiParameter("since", description="The cursor of the answer before; left out to begin."),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses={200: ChangesSerializer},
    )
    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self._refuse_strange_parameters()
        paginator: Any = self.paginator
        size, place = paginator.get_page_size(request), self._place()
        rows = list(Change.objects.for_followers().after(place)[: size + 1])
        told = [self.told(row) for row in rows[:size]]
        last = rows[:size][-1].number if rows else place
        end = {"cursor": cursors.written(last, "changes"), "more": len(rows) > size}
        # A cursor is signed with the time: what it stands for is the tag.
        tag = b"".join([f"{place}-{last}-{len(rows) > size}".encode(), *(each.tag for each in told)])

        def body() -> bytes:
            results = b",".join([each.text for each in told])
            return b"".join((orjson.dumps(end)[:-1], b',"results":[', results, b"]}"))

        return self.answer(tag, body, told, Wanted())

    def _place(self) -> int:
        asked = self.request.query_params.get("since")
        return cursors.read(asked, "changes", "since") if asked else 0

    def _refuse_strange_parameters(self) -> None:
        strange = [name for name in self.request.query_params if name not in PARAMETERS]
        if strange:
            message = _("Unknown parameter. Allowed: %(allowed)s.") % {"allowed": ", ".join(PARAMETERS)}
            raise ValidationError({name: [message] for name in strange})

    def told(self, row: Change) -> Told:
        head = ChangeSerializer(row, context=self.get_serializer_context()).data
        held = getattr(row.agreement, "public_record", None)
        text, tag = b"null", b"none"
        if held is not None:
            copied, place = public_json.as_of(bytes(held.text), bytes(held.periods), timezone.localdate())
            text = copied.replace(public_json.ORIGIN, origin_of(self.request))
            tag = b"%s-%d" % (held.digest.encode(), place)
        told = {**head, "agreement": orjson.Fragment(text)}
        return Told(orjson.dumps(told), b"%d-%s" % (row.number, tag), row.at)

    def _for_caches(self, request: Any) -> str:
        """Who follows wants the latest: a cache asks each time whether there is more."""
        return "private, no-cache" if request.user.is_authenticated else "public, no-cache"
