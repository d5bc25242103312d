"""The public pages."""

from django.urls import path

from agreements.pages import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("agreements/", views.AgreementList.as_view(), name="agreements"),
    path("agreements/<str:reference>/", views.AgreementDetail.as_view(), name="agreement"),
    path("cities/", views.CityList.as_view(), name="cities"),
    path("cities/<slug:slug>/", views.CityDetail.as_view(), name="city"),
    path("domains/", views.DomainList.as_view(), name="domains"),
    path("domains/<slug:code>/", views.DomainDetail.as_view(), name="domain"),
    path("documents/<int:pk>/", views.DocumentFile.as_view(), name="document"),
]
