"""Who calls: a key of a partner site, else a person who is signed in, else nobody in particular."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from agreements.api.limits import CallsAMinute
from agreements.models import ApiKey
from agreements.rules import act_through, may_use, no


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer twr_…`. Who calls with a writing key is the person who answers for it,
    narrowed to the key's cities; a reading key reads what everybody reads."""

    scheme = "Bearer"

    def authenticate(self, request: Any) -> tuple[Any, ApiKey] | None:
        """Raises AuthenticationFailed, with the reason, for a key that opens nothing."""
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.scheme.lower():
            return None
        key = ApiKey.objects.of_token(token.strip())
        answer = may_use(key) if key else no(_("There is no such key."))
        if key is None or not answer:
            # Guessing is counted like reading without a key.
            CallsAMinute().refuse_beyond_limit(request)
            raise AuthenticationFailed(answer.reason)
        key.note_use()
        return (act_through(key) if key.writes else AnonymousUser()), key

    def authenticate_header(self, request: Any) -> str:
        return f'{self.scheme} realm="api"'
