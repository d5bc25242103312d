"""Webhooks through the API: whoever shows a key of a partner site says where the site is told of changes,
renews the secret, and reads how each delivery went."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError as ModelProblem
from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated, NotFound, PermissionDenied, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from agreements.api.answers import Answers, Told
from agreements.api.formats import Json
from agreements.api.pagination import Pages
from agreements.api.shapes import CodeField
from agreements.api.wanted import Wanted
from agreements.enumerations import DeliveryState
from agreements.models import PartnerSite, Webhook, WebhookAttempt, WebhookMessage

MOST = 10
OF_LIST = ("page", "page_size")


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    """Where a site is told; `stopped_at` since when it is told no more."""

    address = serializers.CharField(source="url", max_length=500)

    class Meta:
        model = Webhook
        fields = ["id", "address", "created_at", "stopped_at"]
        read_only_fields = ["id", "created_at", "stopped_at"]


class WebhookSecretSerializer(WebhookSerializer):
    """A webhook with the secret that signs what is sent to it: told when it is made or renewed, and never
    again."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]


class AttemptSerializer(serializers.ModelSerializer[WebhookAttempt]):
    """One attempt to hand a message over. Without an end: it was cut off, or goes on just now."""

    class Meta:
        model = WebhookAttempt
        fields = ["begun_at", "ended_at", "answered", "error"]
        read_only_fields = fields


class DeliverySerializer(serializers.ModelSerializer[WebhookMessage]):
    """A message, and each attempt to hand it over; `id` is what it bears as `webhook-id`."""

    id = serializers.CharField(source="__str__", read_only=True)
    state = CodeField(DeliveryState)
    attempts = AttemptSerializer(source="tries", many=True, read_only=True)
    next_attempt_at = serializers.SerializerMethodField()

    class Meta:
        model = WebhookMessage
        fields = ["id", "state", "written_at", "delivered_at", "next_attempt_at", "attempts"]
        read_only_fields = ["written_at", "delivered_at"]

    def get_next_attempt_at(self, message: WebhookMessage) -> datetime | None:
        return message.due_at if message.state == DeliveryState.WAITING else None


class WebhookViewSet(Answers, GenericViewSet[Webhook]):
    """The webhooks of the site whose key is shown."""

    renderer_classes = [Json]
    filter_backends: Sequence[Any] = ()
    pagination_class = Pages
    lookup_value_converter = "int"
    serializer_class = WebhookSerializer
    queryset = Webhook.objects.none()
    # Nothing here is changed that somebody else might have changed meanwhile.
    has_states = False

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Raises NotAuthenticated without a key, PermissionDenied for a person: they belong to sites."""
        super().initial(request, *args, **kwargs)
        if request.auth is None:
            if request.user and request.user.is_authenticated:
                raise PermissionDenied(_("This is for the key of a partner site."))
            raise NotAuthenticated

    def get_queryset(self) -> Any:
        return Webhook.objects.filter(site=self.request.auth.site_id)

    def get_object(self) -> Webhook:
        """Raises NotFound for another site's."""
        found: Webhook | None = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        return found

    # ---- Reading

    def list(self, request: Any) -> Any:
        """Where the site is told."""
        return self._page(self.get_queryset())

    def retrieve(self, request: Any, pk: int) -> Any:
        """One of them."""
        self._refuse_strange_parameters(())
        return self._tell(JSONRenderer().render(self.get_serializer(self.get_object()).data))

    @extend_schema(responses={200: DeliverySerializer(many=True)})
    @action(detail=True, serializer_class=DeliverySerializer)
    def deliveries(self, request: Any, pk: int) -> Any:
        """How each delivery of the last ninety days went, the newest first."""
        return self._page(self.get_object().messages.prefetch_related("tries"))

    # ---- Writing

    @extend_schema(request=WebhookSerializer, responses={201: WebhookSecretSerializer})
    def create(self, request: Any) -> Response:
        """Be told at an address from now on; the secret is in this answer and never told again."""
        given = WebhookSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with transaction.atomic():
            site = PartnerSite.objects.select_for_update().get(pk=request.auth.site_id)
            if site.webhooks.count() >= MOST:
                raise ValidationError({"address": [_("At most %(most)s webhooks a site.") % {"most": MOST}]})
            webhook = Webhook(site=site, url=given.validated_data["url"])
            _checked(webhook)
            webhook.save()
        return self._with_secret(webhook, 201)

    def destroy(self, request: Any, pk: int) -> Response:
        """Be told no more; what was written of its deliveries goes with it."""
        self.get_object().delete()
        return Response(status=204)

    @extend_schema(request=None, responses={200: WebhookSecretSerializer})
    @action(detail=True, methods=["post"])
    def secret(self, request: Any, pk: int) -> Response:
        """Renew the secret; for a week messages are signed with both."""
        webhook = self.get_object()
        webhook.rotate_secret(request.user, request.auth)
        return self._with_secret(webhook, 200)

    @extend_schema(request=None, responses={200: WebhookSerializer})
    @action(detail=True, methods=["post"])
    def resume(self, request: Any, pk: int) -> Response:
        """Be told again, from now on; what was missed is in the list of changes."""
        webhook = self.get_object()
        webhook.resume()
        return Response(WebhookSerializer(webhook).data)

    @extend_schema(request=None, responses={201: DeliverySerializer})
    @action(detail=True, methods=["post"])
    def trial(self, request: Any, pk: int) -> Response:
        """Have a message sent that tells of nothing, to see whether it arrives."""
        return Response(DeliverySerializer(self.get_object().try_out()).data, status=201)

    # ---- What they share

    def _with_secret(self, webhook: Webhook, status: int) -> Response:
        told = WebhookSecretSerializer(webhook).data
        return Response(told, status=status, headers={"Cache-Control": "no-store"})

    def _page(self, rows: Any) -> Any:
        self._refuse_strange_parameters(OF_LIST)
        found = self.paginate_queryset(rows) or []
        paginator: Any = self.paginator
        told = {**paginator.around(), "results": self.get_serializer(found, many=True).data}
        return self._tell(JSONRenderer().render(told))

    def _tell(self, body: bytes) -> Any:
        return self.answer(body, lambda: body, [Told(body, b"")], Wanted())

    def _refuse_strange_parameters(self, allowed: Sequence[str]) -> None:
        strange = [name for name in self.request.query_params if name not in (*allowed, "format")]
        if strange:
            message = _("Unknown parameter. Allowed: %(allowed)s.")
            told = [message % {"allowed": ", ".join((*allowed, "format"))}]
            raise ValidationError(dict.fromkeys(strange, told))

    def _for_caches(self, request: Any) -> str:
        """Whatever a key opens is the site's alone."""
        return "private, no-cache"


def _checked(webhook: Webhook) -> None:
    """Raises ValidationError, by the name that the API gives it, for an address that is never called."""
    try:
        webhook.full_clean()
    except ModelProblem as error:
        told = {"address" if name == "url" else name: said for name, said in error.message_dict.items()}
        raise ValidationError(told) from error
