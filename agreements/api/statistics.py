"""Statistics as data: the same figures as the page's, narrowed by the same filters as the list."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agreements.api.serializers import StatisticsSerializer
from agreements.filters import AgreementFilter
from agreements.kept import public_filter
from agreements.statistics import in_both_languages


class Statistics(APIView):
    """How many agreements there are by year, decade, country, city, domain, kind, status and evidence."""

    @extend_schema(
        parameters=[
            OpenApiParameter(name) for name in AgreementFilter.base_filters if name != "record_state"
        ],
        responses={200: StatisticsSerializer},
    )
    def get(self, request: Request) -> Response:
        """Raises ValidationError for a parameter that is unknown or has an impossible value."""
        filterset = public_filter(request.query_params)
        problems: dict[str, Any] = {**filterset.errors, **filterset.unknown_parameters()}
        if problems:
            raise ValidationError(problems)
        return Response(in_both_languages(request.query_params))
