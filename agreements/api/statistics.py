"""Statistics as data: the same figures as the page's, narrowed by the same filters as the list."""

from typing import Any

import orjson
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from agreements.api.answers import Answers
from agreements.api.filtering import refuse_mistakes
from agreements.api.formats import Json
from agreements.api.serializers.statistics import StatisticsSerializer
from agreements.api.wanted import Wanted
from agreements.filters import AgreementFilter
from agreements.kept import public_filter
from agreements.statistics import in_both_languages


class Statistics(Answers, APIView):
    """How many agreements there are by year, decade, country, city, domain, kind, status and evidence."""

    renderer_classes = [Json]

    @extend_schema(
        parameters=[
            OpenApiParameter(name) for name in AgreementFilter.base_filters if name != "record_state"
        ],
        responses={200: StatisticsSerializer},
    )
    def get(self, request: Request) -> Any:
        """Raises ValidationError for a parameter that is unknown or has an impossible value."""
        filterset = public_filter(request.query_params)
        refuse_mistakes(filterset, request.query_params)
        body = orjson.dumps(in_both_languages(request.query_params), default=str)
        return self.answer(body, lambda: body, [], Wanted())
