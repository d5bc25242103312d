"""The staff's own pages."""

from django.urls import path

from agreements.desk import press, views

urlpatterns = [
    path("", views.Desk.as_view(), name="desk"),
    path("from-text/", press.FromText.as_view(), name="desk-from-text"),
]
