"""Two cities: every instrument to which both are party, and what governs between them today."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import orjson
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.viewsets import GenericViewSet

from agreements import public_json
from agreements.api.answers import Answers, Told, origin_of
from agreements.api.days import OF_A_DAY, OnADay
from agreements.api.formats import Csv, GeoJson, Json, JsonLines, Xlsx
from agreements.api.reading import workbook
from agreements.api.serializers.relationships import RelationshipOfTwoSerializer, RelationshipSerializer
from agreements.api.tables import columns_of_pairs, headings
from agreements.api.wanted import Wanted
from agreements.enumerations import LegalStatus, RecordState
from agreements.exchange import geojson, tables
from agreements.models import Agreement, City, Party

COLUMNS = columns_of_pairs()
OF_LIST = ("as_of", "city", "format", "lang")
OF_ONE = ("as_of", "format", "lang")
AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATE, description=OF_A_DAY)


class RelationshipViewSet(OnADay, Answers, GenericViewSet[Any]):
    """`relationships/?city=hebron`: whom a city is joined with. `relationships/hebron/amman/`: what joins
    two cities."""

    renderer_classes = [Json, JsonLines, Csv, Xlsx, GeoJson]
    filter_backends: Sequence[Any] = ()
    queryset = Agreement.objects.none()
    serializer_class = RelationshipSerializer

    @extend_schema(
        parameters=[
            OpenApiParameter("city", str, required=True, description="A city by its short name."),
            AS_OF,
        ]
    )
    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        wanted = self._wanted(OF_LIST)
        city = self._named(request.query_params.get("city"))
        return self._tell([self._pair(city, *row) for row in partners_of(city, self.asked_day)], wanted)

    @extend_schema(
        operation_id="relationships_of_two", parameters=[AS_OF], responses=RelationshipOfTwoSerializer
    )
    def of_two(self, request: Any, first: str, second: str) -> Any:
        """What joins two cities: every instrument to which both are party, and what governs today."""
        wanted = self._wanted(OF_ONE)
        cities = {city.slug: city for city in City.objects.listed().filter(slug__in=[first, second])}
        if len(cities) < 2:
            raise NotFound
        pair = [cities[first], cities[second]]
        between = Agreement.objects.published().come_about_by(self.asked_day).between(*pair)
        rows = list(between.newest_first().for_copying())
        told = [self._copied(row) for row in rows]
        agreements = [orjson.loads(each) for each in told]
        in_force = [each["url"] for each in agreements if (each["status"] or {}).get("code") == "in_force"]
        record = {
            **self._pair(pair[0], pair[1], len(rows), len(in_force)),
            "governing_today": in_force,
            "agreements": agreements,
        }
        return self._tell([record], wanted, alone=True)

    # ---- Asked

    def _wanted(self, allowed: Iterable[str]) -> Wanted:
        strange = [name for name in self.request.query_params if name not in allowed]
        if strange:
            message = _("Unknown parameter. Allowed: %(allowed)s.") % {"allowed": ", ".join(allowed)}
            raise ValidationError({name: [message] for name in strange})
        return Wanted.read(self.request.query_params, ())

    def _named(self, slug: str | None) -> City:
        city = City.objects.listed().filter(slug=slug).first() if slug and "\x00" not in slug else None
        if city is None:
            raise ValidationError({"city": [_("Name a city by its short name, such as hebron.")]})
        return city

    # ---- Told

    def _pair(self, first: City, second: City, count: int, in_force: int) -> dict[str, Any]:
        path = f"/api/v1/relationships/{first.slug}/{second.slug}/"
        return {
            "url": self.request.build_absolute_uri(path),
            "cities": [self._end(first), self._end(second)],
            "agreement_count": count,
            "in_force_count": in_force,
        }

    def _end(self, city: City) -> dict[str, Any]:
        named = orjson.dumps(public_json.city_named(city)).replace(public_json.ORIGIN, self._origin())
        return {
            **self.called_then(orjson.loads(named)),
            "latitude": city.latitude,
            "longitude": city.longitude,
        }

    def _origin(self) -> bytes:
        return origin_of(self.request)

    def _copied(self, row: Any) -> bytes:
        text, _place = public_json.as_of(bytes(row.text), bytes(row.periods), self.day)
        text = text.replace(public_json.ORIGIN, self._origin())
        if self.asked_day is None:
            return text
        return orjson.dumps(public_json.as_it_stood(orjson.loads(text), self.asked_day, self.names_then))

    def _tell(self, records: Sequence[dict[str, Any]], wanted: Wanted, alone: bool = False) -> Any:
        if alone and isinstance(self.form, Json):
            body = orjson.dumps(wanted.of(records[0]))
        else:
            body = self._written(records, wanted)
        return self.answer(body, lambda: body, [Told(body, b"")], wanted)

    def _written(self, records: Sequence[dict[str, Any]], wanted: Wanted) -> bytes:
        """All of them in the format that was agreed upon."""
        form = self.form
        if isinstance(form, GeoJson):
            return b"".join(geojson.collection(map(wanted.feature, map(geojson.relationship, records))))
        if isinstance(form, JsonLines):
            return b"".join(orjson.dumps(wanted.of(each)) + b"\n" for each in records)
        if isinstance(form, Csv | Xlsx):
            table = (
                headings(COLUMNS, wanted.language),
                [[column.cell(each, wanted.language) for column in COLUMNS] for each in records],
            )
            if isinstance(form, Csv):
                return "".join(tables.csv_lines(*table)).encode()
            return b"".join(workbook(lambda file: tables.write_xlsx(*table, wanted.language, file)))
        around = {"count": len(records), "count_is_minimum": False, "next": None, "previous": None}
        return orjson.dumps({**around, "results": [wanted.of(each) for each in records]})


def partners_of(city: City, on: date | None = None) -> list[tuple[City, int, int]]:
    """The cities that published agreements join with this one; for each how many do, and how many of these
    are in force today. `on`: by that day, and on it. Those with the most come first."""
    day = on or timezone.localdate()
    in_force = Q(
        agreement__status_periods__status=LegalStatus.IN_FORCE,
        agreement__status_periods__first_day__lte=day,
        agreement__status_periods__last_day__gte=day,
    )
    sides = Party.objects.filter(
        agreement__record_state=RecordState.PUBLISHED,
        agreement__in=Party.objects.filter(city=city).values("agreement"),
    ).exclude(city=city)
    if on is not None:
        known = Agreement.objects.come_about_by(on).of_cities([city.pk]).order_by()
        sides = sides.filter(agreement__in=known.values("pk"))
    counted = (
        sides.order_by()
        .values("city")
        .annotate(
            found=Count("agreement", distinct=True), force=Count("agreement", distinct=True, filter=in_force)
        )
        .order_by("-found", F("city"))
    )
    rows = list(counted.values_list("city", "found", "force"))
    cities = City.objects.in_bulk([pk for pk, _found, _force in rows])
    return [(cities[pk], found, force) for pk, found, force in rows]
