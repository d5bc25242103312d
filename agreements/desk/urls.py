"""The staff's own pages."""

from django.urls import path

from agreements.desk import views

urlpatterns = [
    path("", views.Desk.as_view(), name="desk"),
]
