"""The public pages."""

from django.urls import path, register_converter

from agreements.pages import depositing, style, suggesting, views


class ReferenceConverter:
    """What names a record in addresses: `TW-2026-00001`, or `draft-17` before it has a number."""

    regex = r"TW-[0-9]{4}-[0-9]{5,9}|draft-[0-9]{1,18}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("agreements/", views.AgreementList.as_view(), name="agreements"),
    path("agreements/<reference:reference>/", views.AgreementDetail.as_view(), name="agreement"),
    path("agreements/<reference:reference>/documents/", depositing.Deposit.as_view(), name="deposit"),
    path("cities/", views.CityList.as_view(), name="cities"),
    path("cities/<slug:slug>/", views.CityDetail.as_view(), name="city"),
    path("domains/", views.DomainList.as_view(), name="domains"),
    path("domains/<slug:code>/", views.DomainDetail.as_view(), name="domain"),
    path("style/", style.Style.as_view(), name="style"),
    path("suggestions/", suggesting.suggest, name="suggestions"),
    path("documents/<int:pk>/", views.DocumentFile.as_view(), name="document"),
]
