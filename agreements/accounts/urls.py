"""Signing in and out, one's own account, and invitations."""

from django.urls import include, path

from agreements.accounts import views

urlpatterns = [
    path("", views.OwnAccount.as_view(), name="account"),
    path("invitations/", views.Invitations.as_view(), name="invitations"),
    path("invitations/<int:pk>/send/", views.SendInvitation.as_view(), name="invitation-send"),
    path("invitations/<int:pk>/revoke/", views.RevokeInvitation.as_view(), name="invitation-revoke"),
    path("invitation/<slug:token>/", views.AcceptInvitation.as_view(), name="invitation"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("directory/", include("allauth.socialaccount.urls")),
]
