"""The addresses of the API, version 1."""

from django.urls import path
from rest_framework.routers import DefaultRouter

from agreements.api import statistics, viewsets
from agreements.api.changes import ChangeViewSet
from agreements.api.relationships import RelationshipViewSet
from agreements.api.webhooks import WebhookViewSet
from agreements.api.writing.views import WrittenAgreementViewSet

app_name = "api"

router = DefaultRouter(use_regex_path=False)
router.include_format_suffixes = False
router.register("agreements", WrittenAgreementViewSet, "agreement")
router.register("cities", viewsets.CityViewSet, "city")
router.register("domains", viewsets.DomainViewSet, "domain")
router.register("signatories", viewsets.SignatoryViewSet, "signatory")
router.register("documents", viewsets.DocumentViewSet, "document")
router.register("activities", viewsets.ActivityViewSet, "activity")
router.register("events", viewsets.EventViewSet, "event")
router.register("relationships", RelationshipViewSet, "relationship")
router.register("changes", ChangeViewSet, "change")
router.register("webhooks", WebhookViewSet, "webhook")

urlpatterns = [
    *router.urls,
    path("statistics/", statistics.Statistics.as_view(), name="statistics"),
    path(
        "relationships/<slug:first>/<slug:second>/",
        RelationshipViewSet.as_view({"get": "of_two"}),
        name="relationship-of-two",
    ),
    path("<path:address>/", viewsets.NoSuchAddress.as_view()),
]
