"""Statistics as data: the same figures as the page's, narrowed by the same filters as the list."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agreements.kept import public_filter
from agreements.statistics import in_both_languages


class Statistics(APIView):
    """How many agreements there are by year, decade, country, city, domain, kind, status and evidence."""

    def get(self, request: Request) -> Response:
        """Raises ValidationError for a parameter that is unknown or has an impossible value."""
        filterset = public_filter(request.query_params)
        problems: dict[str, Any] = {**filterset.errors, **filterset.unknown_parameters()}
        if problems:
            raise ValidationError(problems)
        return Response(in_both_languages(request.query_params))
