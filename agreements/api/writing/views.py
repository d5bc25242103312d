"""The deeds of writing, as the collection of agreements offers them beside reading."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelProblem
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated
from rest_framework.response import Response

from agreements import rules
from agreements.api.formats import Json
from agreements.api.parsing import FileBody
from agreements.api.serializers.agreements import AgreementSerializer, DoneSerializer
from agreements.api.serializers.course import EventSerializer
from agreements.api.serializers.evidence import DocumentSerializer
from agreements.api.serializers.references import LinkedAgreementSerializer
from agreements.api.viewsets import AgreementViewSet
from agreements.api.writing.adding import ProposalSerializer, add, is_added_at_once, propose
from agreements.api.writing.once import once
from agreements.api.writing.rows import Faults, write_agreement
from agreements.api.writing.serializers import WrittenAgreement, WrittenDocument, WrittenEvent
from agreements.api.writing.states import require, tag_of
from agreements.enumerations import AdditionKind
from agreements.models import Agreement, Document, Event


def allow(answer: rules.Answer) -> None:
    """Raises PermissionDenied, with the reason, unless the answer is yes."""
    if not answer:
        raise PermissionDenied(answer.reason)


class WrittenAgreementViewSet(AgreementViewSet):
    """Agreements, read and written: drafts are created, changed, handed in and discarded; events and
    documents are added. Who may do what is for the rules; who calls with a key is the person who answers
    for it."""

    request: Any

    def get_renderers(self) -> Any:
        """What was written is told as JSON."""
        return super().get_renderers() if self.action in ("list", "retrieve", None) else [Json()]

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Who may change the record is told its state, to be named when changing it."""
        whole = isinstance(self.form, Json) and not request.query_params.keys() - {"format"}
        if self.is_public or not whole:
            return super().retrieve(request, *args, **kwargs)
        agreement = self.get_object()
        if not rules.may_edit(request.user, agreement):
            return super().retrieve(request, *args, **kwargs)
        told = self._tell(agreement)
        return Response(told, headers={"ETag": tag_of(told)})

    @extend_schema(request=WrittenAgreement, responses={201: DoneSerializer})
    def create(self, request: Any) -> Response:
        """Create a draft with its parts."""
        self._allow_to_write()
        allow(rules.may_create_agreement(request.user))
        return once(request, self._create)

    @extend_schema(request=WrittenAgreement, responses={200: DoneSerializer})
    def partial_update(self, request: Any, reference: str) -> Response:
        """Change a draft: what is left out stays, a list that is given takes the place of the old one."""
        with transaction.atomic():
            agreement = self._taken(reference)
            allow(rules.may_edit(request.user, agreement))
            self._require_state(agreement)
            write_agreement(agreement, self._given(WrittenAgreement, partial=True))
            self._stays_theirs(agreement)
            return self._done(agreement, CHANGE)

    def destroy(self, request: Any, reference: str) -> Response:
        """Discard a draft."""
        with transaction.atomic():
            agreement = self._taken(reference)
            allow(rules.may_delete(request.user, agreement))
            self._require_state(agreement)
            agreement.delete()
        return Response(status=204)

    @extend_schema(request=None, responses={200: DoneSerializer})
    @action(detail=True, methods=["post"])
    def submit(self, request: Any, reference: str) -> Response:
        """Hand the draft in for review."""
        with transaction.atomic():
            agreement = self._taken(reference)
            allow(rules.may_submit(request.user, agreement))
            self._require_state(agreement)
            faults = Faults()
            try:
                agreement.submit(by=request.user)
            except ModelProblem as error:
                faults.tell(error, Agreement, "")
            faults.refuse()
            return self._done(agreement, CHANGE)

    @extend_schema(request=WrittenEvent, responses={201: EventSerializer, 202: ProposalSerializer})
    @action(detail=True, methods=["post"])
    def events(self, request: Any, reference: str) -> Response:
        """Record what happened to the agreement. What a contributor adds to a published record is proposed
        (202): a reviewer looks at it."""
        self._allow_to_write()
        return once(request, lambda: self._add_event(reference))

    @extend_schema(request=WrittenDocument, responses={201: DocumentSerializer, 202: ProposalSerializer})
    @action(detail=True, methods=["post"], parser_classes=[FileBody])
    def documents(self, request: Any, reference: str) -> Response:
        """Deposit a file. What a contributor adds to a published record is proposed (202): a reviewer looks
        at it."""
        self._allow_to_write()
        return once(request, lambda: self._add_document(reference))

    # ---- The deeds themselves

    def _create(self) -> Response:
        agreement = Agreement(created_by=self.request.user)
        write_agreement(agreement, self._given(WrittenAgreement))
        self._stays_theirs(agreement)
        return self._done(agreement, ADDITION)

    def _add_event(self, reference: str) -> Response:
        event = Event(agreement=self._taken(reference))
        return self._add(AdditionKind.EVENT, event, WrittenEvent, EventSerializer)

    def _add_document(self, reference: str) -> Response:
        document = Document(agreement=self._taken(reference), deposited_by=self.request.user)
        return self._add(AdditionKind.DOCUMENT, document, WrittenDocument, DocumentSerializer)

    def _add(self, kind: AdditionKind, row: Any, form: Any, teller: Any) -> Response:
        """Write the row, or propose it to the reviewers."""
        user, context = self.request.user, self.get_serializer_context()
        at_once = is_added_at_once(user, row.agreement)
        given = dict(self._given(form))
        reason = given.pop("reason", None) or ""
        if not at_once:
            proposal = propose(user, kind, row, given, reason)
            return Response(ProposalSerializer(proposal, context=context).data, status=202)
        add(user, row, given, reason)
        self._log(row.agreement, CHANGE)
        return Response(teller(row, context=context).data, status=201)

    # ---- What they share

    def _allow_to_write(self) -> None:
        """Raises NotAuthenticated for nobody, PermissionDenied for a key that only reads."""
        if self.request.auth is not None:
            allow(rules.may_write_through(self.request.auth))
        elif not self.request.user.is_authenticated:
            raise NotAuthenticated

    def _taken(self, reference: str) -> Agreement:
        """The record, held until the transaction ends. Raises NotFound or Gone as reading does."""
        self._allow_to_write()
        visible = Agreement.objects.visible_to(self.request.user).by_reference(reference)
        agreement = visible.select_for_update(of=("self",), no_key=True).first()
        if agreement is None:
            self.get_object()
            raise AssertionError  # Who may read it has it already.
        return agreement

    def _given(self, form: Any, partial: bool = False) -> Mapping[str, Any]:
        serializer = form(data=self.request.data, partial=partial, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        given: Mapping[str, Any] = serializer.validated_data
        return given

    def _stays_theirs(self, agreement: Agreement) -> None:
        """Raises PermissionDenied where what was written is none of theirs: that undoes it."""
        allow(rules.may_edit(self.request.user, Agreement.objects.get(pk=agreement.pk)))

    def _require_state(self, agreement: Agreement) -> None:
        require(self.request, tag_of(self._tell(self._whole(agreement))))

    def _whole(self, agreement: Agreement) -> Agreement:
        return Agreement.objects.filter(pk=agreement.pk).for_page().get()

    def _tell(self, agreement: Agreement) -> dict[str, Any]:
        return dict(AgreementSerializer(agreement, context=self.get_serializer_context()).data)

    def _done(self, agreement: Agreement, flag: int) -> Response:
        """The record as it is now, and other records that may be of the same instrument."""
        self._log(agreement, flag)
        whole = self._whole(agreement)
        told = self._tell(whole)
        alike = Agreement.objects.visible_to(self.request.user).likely_duplicates_of(whole)[:10]
        context = self.get_serializer_context()
        told["likely_duplicates"] = LinkedAgreementSerializer(alike, many=True, context=context).data
        headers = {"ETag": tag_of(told)}
        if flag == ADDITION:
            headers["Location"] = told["url"]
        return Response(told, status=201 if flag == ADDITION else 200, headers=headers)

    def _log(self, agreement: Agreement, flag: int) -> None:
        """Who changed it through what, where the admin shows it."""
        through = self.request.auth or "API"
        LogEntry.objects.log_actions(
            self.request.user.pk,
            Agreement.objects.filter(pk=agreement.pk),
            flag,
            change_message=f"{through} {self.request.method}",
            single_object=True,
        )
