"""The public pages."""

from django.urls import path, register_converter

from agreements.pages import browsing, depositing, home, records, stating, style, suggesting


class ReferenceConverter:
    """What names a record in addresses: `TW-2026-00001`, or `draft-17` before it has a number."""

    regex = r"TW-[0-9]{4}-[0-9]{5,9}|draft-[0-9]{1,18}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("agreements/", browsing.AgreementList.as_view(), name="agreements"),
    path("agreements/<reference:reference>/", records.AgreementDetail.as_view(), name="agreement"),
    path("agreements/<reference:reference>/documents/", depositing.Deposit.as_view(), name="deposit"),
    path("agreements/<reference:reference>/statements/<int:pk>/", stating.State.as_view(), name="state"),
    path(
        "agreements/<reference:reference>/statements/<int:pk>/ask/",
        stating.Ask.as_view(),
        name="ask-statement",
    ),
    path("statements/<str:token>/", stating.StatementLink.as_view(), name="statement_link"),
    path("cities/", browsing.CityList.as_view(), name="cities"),
    path("cities/<slug:slug>/", records.CityDetail.as_view(), name="city"),
    path("domains/", browsing.DomainList.as_view(), name="domains"),
    path("domains/<slug:code>/", records.DomainDetail.as_view(), name="domain"),
    path("signatories/", browsing.SignatoryList.as_view(), name="signatories"),
    path("signatories/<int:pk>/", records.SignatoryDetail.as_view(), name="signatory"),
    path("style/", style.Style.as_view(), name="style"),
    path("suggestions/", suggesting.suggest, name="suggestions"),
    path("documents/<int:pk>/", records.DocumentFile.as_view(), name="document"),
]
