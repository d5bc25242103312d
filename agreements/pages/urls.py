"""The public pages."""

from collections.abc import Callable
from typing import Any

from django.urls import path, re_path

from agreements.addresses import RECORD
from agreements.pages import (
    browsing,
    correcting,
    depositing,
    figures,
    home,
    mapping,
    records,
    relating,
    reminders,
    reporting,
    stating,
    style,
    suggesting,
)
from agreements.pages.keeping import kept_for_visitors
from agreements.pages.tidying import tidied


def page(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page that every visitor reads alike, at one address."""
    return tidied(kept_for_visitors(view))


urlpatterns = [
    path("", page(home.Home.as_view()), name="home"),
    path("agreements/", page(browsing.AgreementList.as_view()), name="agreements"),
    path(f"agreements/{RECORD}/", page(records.AgreementDetail.as_view()), name="agreement"),
    path(f"agreements/{RECORD}/documents/", depositing.Deposit.as_view(), name="deposit"),
    path(f"agreements/{RECORD}/statements/<int:pk>/", stating.State.as_view(), name="state"),
    path(
        f"agreements/{RECORD}/statements/<int:pk>/ask/",
        stating.Ask.as_view(),
        name="ask-statement",
    ),
    path("statements/<str:token>/", stating.StatementLink.as_view(), name="statement_link"),
    path(
        f"agreements/{RECORD}/correction/",
        correcting.OfAgreement.as_view(),
        name="correct-agreement",
    ),
    path("cities/<slug:slug>/correction/", correcting.OfCity.as_view(), name="correct-city"),
    path("domains/<slug:code>/correction/", correcting.OfDomain.as_view(), name="correct-domain"),
    path("signatories/<int:pk>/correction/", correcting.OfSignatory.as_view(), name="correct-signatory"),
    path("correction/thanks/", correcting.Thanks.as_view(), name="correction-thanks"),
    path("map/", page(mapping.WorldMap.as_view()), name="map"),
    path("map/places/", mapping.Columns.as_view(), name="map-places"),
    path("map/names/<int:part>/", mapping.Names.as_view(), name="map-names"),
    path("statistics/", page(figures.StatisticsPage.as_view()), name="statistics"),
    path("statistics/figures.<slug:ending>", figures.StatisticsFile.as_view(), name="statistics-file"),
    re_path(
        r"^cities/(?P<slug>[-\w]+)/report\.(?P<kind>pdf|xlsx)$",
        reporting.CityReportFile.as_view(),
        name="city-report",
    ),
    path("reminders/", reminders.Reminders.as_view(), name="reminders"),
    path("reminders/stop/<str:token>/", reminders.StopReminders.as_view(), name="stop-reminders"),
    path("calendar/<uuid:key>.ics", reminders.calendar, name="calendar"),
    path("still-right/<str:token>/", reminders.StillRight.as_view(), name="still-right"),
    path("cities/", page(browsing.CityList.as_view()), name="cities"),
    path("cities/<slug:slug>/", page(records.CityDetail.as_view()), name="city"),
    path(
        "relationships/<slug:first>/<slug:second>/",
        page(relating.Relationship.as_view()),
        name="relationship",
    ),
    path("domains/", page(browsing.DomainList.as_view()), name="domains"),
    path("domains/<slug:code>/", page(records.DomainDetail.as_view()), name="domain"),
    path("signatories/", page(browsing.SignatoryList.as_view()), name="signatories"),
    path("signatories/<int:pk>/", page(records.SignatoryDetail.as_view()), name="signatory"),
    path("style/", page(style.Style.as_view()), name="style"),
    path("suggestions/", suggesting.suggest, name="suggestions"),
    path("documents/<int:pk>/", records.DocumentFile.as_view(), name="document"),
]
