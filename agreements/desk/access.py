"""Who may enter the desk."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import View

from agreements.rules import may_enter_admin


class MembersOnly(LoginRequiredMixin, View):
    """Raises PermissionDenied, with the reason, for who has signed in and has no role."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = may_enter_admin(request.user)
        if request.user.is_authenticated and not answer:
            raise PermissionDenied(answer.reason)
        return super().dispatch(request, *args, **kwargs)
