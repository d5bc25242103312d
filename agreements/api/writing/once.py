"""A request that is sent twice is carried out once: `Idempotency-Key`."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from agreements.api.problems import Refusal
from agreements.models import KeptAnswer

HEADER = "Idempotency-Key"
# Of the answer's headers, those that name what was made.
KEPT_HEADERS = ("Location", "ETag")


def once(request: Any, carry_out: Callable[[], Response]) -> Response:
    """The answer of `carry_out`; for a request that bears the name of an earlier one, that one's answer.

    Name, deed and answer are written in one transaction: of two that come at once the second waits, and
    what is refused leaves the name free. Raises Refusal where the earlier request was another."""
    name = request.headers.get(HEADER)
    if name is None:
        with transaction.atomic():
            return carry_out()
    if not 1 <= len(name) <= 255 or not name.isprintable():
        raise ValidationError({HEADER: [_("From 1 to 255 printable characters.")]})
    asked = {"caller": _caller(request), "name": name}
    fingerprint = fingerprint_of(request)
    KeptAnswer.objects.forget_old()
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(**asked, fingerprint=fingerprint)
        except IntegrityError:
            return _again(KeptAnswer.objects.get(**asked), fingerprint)
        answer = carry_out()
        kept.status, kept.body = answer.status_code, json.loads(JSONRenderer().render(answer.data))
        kept.headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        kept.save()
        return answer


def _again(kept: KeptAnswer, fingerprint: str) -> Response:
    if kept.fingerprint != fingerprint:
        raise Refusal("key-reused")
    return Response(kept.body, kept.status, headers={**kept.headers, "Idempotency-Replayed": "true"})


def _caller(request: Any) -> str:
    return f"key {request.auth.pk}" if request.auth is not None else f"person {request.user.pk}"


def fingerprint_of(request: Any) -> str:
    """What was asked: of a file, what is in it."""
    said = request.data
    if isinstance(said, Mapping):
        said = {name: _digest(value) if isinstance(value, File) else value for name, value in said.items()}
    return sha256(json.dumps([request.method, request.path, said], sort_keys=True).encode()).hexdigest()


def _digest(file: File) -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return f"{file.name} {digest.hexdigest()}"
