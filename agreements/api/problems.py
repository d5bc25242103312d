"""Answers that say no: `application/problem+json` (RFC 9457), in the caller's language.

Each kind of problem has an address of its own as its `type`, at which a person reads what it means and
what to do; the address never changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
)
from django.core.exceptions import ValidationError as ModelProblem
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.settings import api_settings

if TYPE_CHECKING:
    from agreements.models import StateChange

WHOLE = api_settings.NON_FIELD_ERRORS_KEY
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its name in addresses, the status of the answer, what it is called, and what
    whoever meets it can do."""

    name: str
    status: int
    title: Any
    advice: Any


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "invalid",
            400,
            _("The request has mistakes."),
            _("“errors” names each field or parameter with what is wrong about it. Mend them and ask again."),
        ),
        Kind(
            "malformed",
            400,
            _("The request cannot be read."),
            _("The body is not the JSON, or the form, that its Content-Type announces."),
        ),
        Kind(
            "not-authenticated",
            401,
            _("The key is not accepted."),
            _(
                "Send “Authorization: Bearer” with a key that is neither revoked nor expired; the registrar "
                "gives out new ones. Reading needs no key."
            ),
        ),
        Kind(
            "forbidden",
            403,
            _("This may not be done."),
            _("“detail” says which rule stands against it. Another key or another person may be allowed to."),
        ),
        Kind(
            "not-found",
            404,
            _("There is nothing here."),
            _("The address is wrong, or the record is not one that you may read."),
        ),
        Kind(
            "method-not-allowed",
            405,
            _("This address does not take that method."),
            _("The header “Allow” names those that it takes."),
        ),
        Kind(
            "not-acceptable",
            406,
            _("No such format is offered."),
            _("Ask with “Accept” or “format” for one of the formats in the reference."),
        ),
        Kind(
            "gone",
            410,
            _("This record has been withdrawn from view."),
            _("Its number stays with it for good; “reason” and “withdrawn_on” say why and since when."),
        ),
        Kind(
            "changed-meanwhile",
            412,
            _("The record has been changed since you read it."),
            _("Read it again, apply your change to what it says now, and send the new ETag as “If-Match”."),
        ),
        Kind(
            "too-large",
            413,
            _("The request is too large."),
            _("The reference says how much one request may hold. Send less at a time."),
        ),
        Kind(
            "unsupported-media-type",
            415,
            _("The body is in a format that is not read."),
            _("Send JSON as “application/json”, a file as “multipart/form-data”."),
        ),
        Kind(
            "key-reused",
            422,
            _("This Idempotency-Key was used for another request."),
            _("Choose a new value for each new request; repeat it only with the very same body."),
        ),
        Kind(
            "precondition-required",
            428,
            _("Say which state of the record you are changing."),
            _("Send the ETag of the record as you read it in “If-Match”, so that nobody’s edit is lost."),
        ),
        Kind(
            "too-many-requests",
            429,
            _("Too many requests."),
            _("“Retry-After” says for how many seconds to wait. A key has a higher limit than none."),
        ),
        Kind(
            "server-error",
            500,
            _("The registry failed to answer."),
            _("The mistake is ours and has been logged; nothing was changed. Try again later."),
        ),
        Kind(
            "unavailable",
            503,
            _("The registry is not available just now."),
            _("Try again in a minute."),
        ),
    )
}
# Of the two kinds with status 400, the one that names no field.
BY_STATUS = {kind.status: kind for kind in KINDS.values()}


def problem(
    request: HttpRequest, kind: Kind, detail: Any = "", headers: Mapping[str, str] | None = None, **also: Any
) -> JsonResponse:
    """The answer that tells of a problem; `also` are members beyond those that every problem has."""
    told = {
        "type": _address(request, kind),
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(detail or kind.title),
        **also,
    }
    return JsonResponse(
        told,
        status=kind.status,
        headers={"Content-Language": get_language(), "Vary": "Accept-Language", **(headers or {})},
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def _address(request: HttpRequest, kind: Kind) -> str:
    """The kind's own address; without its host where the request named none that is ours."""
    path = reverse("problem", args=[kind.name])
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path


# ---- What goes wrong in a view -----------------------------------------------------------------


class Gone(exceptions.APIException):
    """The record was published and has been withdrawn from view: its number, the day and the reason."""

    status_code = 410
    default_detail = KINDS["gone"].title

    def __init__(self, withdrawal: "StateChange") -> None:
        super().__init__()
        self.also = {
            "registry_number": withdrawal.agreement.registry_number,
            "withdrawn_on": timezone.localdate(withdrawal.at).isoformat(),
            "reason": withdrawal.reason,
        }
        if survivor := withdrawal.agreement.merged_into:
            self.also["merged_into"] = survivor.registry_number


class Merged(exceptions.APIException):
    """The record was merged into another of the same instrument, and its address leads there for good."""

    status_code = 301

    def __init__(self, merger: "StateChange") -> None:
        super().__init__()
        self.survivor: Any = merger.agreement.merged_into
        self.told = {
            "registry_number": merger.agreement.registry_number,
            "merged_into": self.survivor.registry_number,
            "merged_on": timezone.localdate(merger.at).isoformat(),
            "reason": merger.reason,
        }

    def answer(self, request: HttpRequest) -> JsonResponse:
        """Where it is now, and in the body when and why it was merged."""
        address = reverse("api:agreement-detail", args=[self.survivor.reference])
        return JsonResponse(
            self.told,
            status=self.status_code,
            headers={"Location": request.build_absolute_uri(address)},
            json_dumps_params={"ensure_ascii": False},
        )


class Refusal(exceptions.APIException):
    """A problem of a kind that the framework does not know."""

    def __init__(self, kind: str, detail: Any = None) -> None:
        self.kind = KINDS[kind]
        self.status_code = self.kind.status
        super().__init__(detail or self.kind.title)


def answer_to(error: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """The problem that an exception of a view amounts to; None for a mistake of our own."""
    request: HttpRequest = context["request"]._request
    if isinstance(error, ModelProblem | exceptions.ValidationError):
        return problem(request, KINDS["invalid"], errors=dict(by_name(_detail_of(error))))
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent):
        return problem(request, KINDS["too-large"])
    if isinstance(error, Http404):
        return problem(request, KINDS["not-found"])
    if isinstance(error, PermissionDenied):
        return problem(request, KINDS["forbidden"], error)
    if isinstance(error, Merged):
        return error.answer(request)
    if isinstance(error, exceptions.APIException):
        return _answer_to_api(request, error)
    return None


def _answer_to_api(request: HttpRequest, error: Any) -> JsonResponse:
    kind = getattr(error, "kind", None) or _kind_of(error)
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    return problem(request, kind, error.detail, headers, **getattr(error, "also", {}))


def _kind_of(error: exceptions.APIException) -> Kind:
    return BY_STATUS.get(error.status_code, KINDS["invalid" if error.status_code < 500 else "server-error"])


def _detail_of(error: Any) -> Any:
    """What is wrong, by field: of a model's refusal or of a serializer's."""
    if isinstance(error, exceptions.ValidationError):
        return error.detail
    named = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return {WHOLE if name == NON_FIELD_ERRORS else name: messages for name, messages in named.items()}


def by_name(detail: Any, name: str = "") -> Iterator[tuple[str, list[str]]]:
    """The messages by the dotted name of their field, `parties.0.city`; what concerns a whole has the
    name of the whole."""
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            path = f"{name}.{key}" if name else str(key)
            yield from by_name(inner, name if key == WHOLE else path)
    elif isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        for position, item in enumerate(detail):
            yield from by_name(item, f"{name}.{position}" if name else str(position))
    elif messages := [str(item) for item in (detail if isinstance(detail, list) else [detail])]:
        yield name or "body", messages
