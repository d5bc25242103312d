"""From draft to published record: the states of a record, its number, and who moved it when."""

# mypy: disable-error-code="arg-type, attr-defined, misc"
# Publication is the part of Agreement that moves it; the other columns it reads are Agreement’s.

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import rules
from agreements.acts import acting
from agreements.enumerations import MembershipRole, RecordState
from agreements.models.city import City
from agreements.models.history import remembering
from agreements.models.outgoing_mail import OutgoingMail
from agreements.models.user import Membership, User

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement

# Columns that only the verbs write: no copy of a record, however old, can bring its state back.
MOVED_BY_VERBS = frozenset(
    {
        "record_state",
        "registry_number",
        "published_at",
        "submitted_by_id",
        "merged_into_id",
        "merged_numbers",
    }
)

NUMBERED = Q(record_state__in=[RecordState.PUBLISHED, RecordState.WITHDRAWN])


class Publication(models.Model):
    """A record that is drafted, submitted, returned or published, and may be withdrawn from view.

    Each verb checks who may do it (PermissionDenied with the reason), checks what it needs
    (ValidationError by field), does it, and records it, in one transaction."""

    record_state = models.CharField(
        _("record state"), max_length=10, choices=RecordState, default=RecordState.DRAFT, editable=False
    )
    registry_number = models.CharField(
        _("registry number"), max_length=16, null=True, unique=True, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )

    # ---- Two records of one instrument
    merged_into = models.ForeignKey(
        "Agreement",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    merged_numbers = models.JSONField(_("numbers merged into it"), default=list, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (Q(record_state=RecordState.WITHDRAWN) & ~Q(merged_into=F("pk"))),
                name="agreement_merged_is_out_of_view",
            ),
            models.CheckConstraint(
                condition=(NUMBERED & Q(registry_number__isnull=False))
                | (~NUMBERED & Q(registry_number__isnull=True)),
                name="agreement_has_a_number_once_published",
            ),
        ]

    # ---- The verbs

    def submit(self, by: User) -> None:
        """A clerk hands the draft to the reviewers."""
        with transaction.atomic():
            self._lock()
            self._allow(rules.may_submit(by, self))
            self._require_completeness()
            self._move(RecordState.SUBMITTED, by, submitted_by=by)

    def return_for_completion(self, by: User, remarks: str, at_fields: dict[str, str] | None = None) -> None:
        """A reviewer sends it back with remarks: on the whole, and on single fields by their names."""
        with transaction.atomic():
            self._lock()
            self._allow(rules.may_return(by, self))
            noted = {name: text.strip() for name, text in (at_fields or {}).items() if text.strip()}
            if not noted:
                _required(remarks)
            self._move(RecordState.RETURNED, by, remarks.strip(), remarks=noted)

    def publish(self, by: User) -> None:
        """A reviewer who is not its submitter makes it public; it gets its number for good."""
        with transaction.atomic():
            self._lock()
            self._allow(rules.may_publish(by, self))
            self._require_completeness()
            now = timezone.now()
            number = RegistryYear.next_number(timezone.localdate(now))
            self._move(RecordState.PUBLISHED, by, registry_number=number, published_at=now)
            for city in City.objects.filter(parties__agreement=self.pk, listed=False):
                city.listed = True
                city.save()

    def withdraw(self, by: User, reason: str) -> None:
        """The registrar takes a published record from view; its number answers with the reason."""
        with transaction.atomic():
            self._lock()
            self._allow(rules.may_withdraw(by, self))
            self._move(RecordState.WITHDRAWN, by, _required(reason))

    def merge_into(self, survivor: "Agreement", by: User, reason: str) -> None:
        """The registrar joins a record to another of the same instrument. Its number leads there for
        good, and so do the numbers that led to it; what was gathered about the instrument goes along."""
        with transaction.atomic():
            list(type(self)._default_manager.locked({self.pk, survivor.pk}))
            self._lock()
            survivor._lock()
            self._allow(rules.may_merge_into(by, self, survivor))
            numbers = sorted({*survivor.merged_numbers, *self.merged_numbers, self.registry_number})
            with survivor.kept_current(self.pk):
                type(self)._default_manager.filter(pk=survivor.pk).update(
                    merged_numbers=numbers, updated_at=timezone.now()
                )
                self.merged.update(merged_into=survivor)
                self._move(
                    RecordState.WITHDRAWN, by, _required(reason), merged_into=survivor, merged_numbers=[]
                )
                self._hand_over(survivor)
            survivor.merged_numbers = numbers

    # ---- What they check

    def gaps(self) -> dict[str, Any]:
        """What the record still needs before it can be published, by field."""
        proved = self.sources.exists() or self.documents.exists()
        return self.lacking(parties=self.parties.count(), proved=proved)

    def lacking(self, parties: int, proved: bool) -> dict[str, Any]:
        """The same for a record with so many parties, proved by a source or document or not."""
        missing: dict[str, Any] = {}
        if parties < 2:
            missing["parties"] = _("An agreement has two parties or more.")
        if not self.kind:
            missing["kind"] = _("Choose the kind of agreement.")
        if not self.title.strip():
            missing["title_ar"] = _("Give the title in Arabic or in English.")
        if not proved:
            missing["sources"] = _("Name at least one source, or deposit a document.")
        return missing

    def _require_completeness(self) -> None:
        if missing := self.gaps():
            raise ValidationError(missing)

    def _allow(self, answer: rules.Answer) -> None:
        if not answer:
            raise PermissionDenied(answer.reason)

    def _lock(self) -> None:
        """Take the record's row for the rest of the transaction, and see it as it is now."""
        self.refresh_from_db(from_queryset=type(self)._default_manager.select_for_update())

    def open_remarks(self) -> dict[str, str]:
        """What the reviewer asked for when the record was returned, by field; on the whole under “”."""
        if self.record_state != RecordState.RETURNED:
            return {}
        last = self.state_changes.filter(after=RecordState.RETURNED).last()
        return {"": last.reason, **last.remarks} if last else {}

    def _move(
        self,
        to: RecordState,
        by: User,
        reason: str = "",
        remarks: dict[str, str] | None = None,
        **columns: Any,
    ) -> None:
        columns |= {"record_state": to, "updated_at": timezone.now()}
        with acting(by, reason), self.kept_current():
            type(self)._default_manager.filter(pk=self.pk).update(**columns)
        change = StateChange.objects.create(
            agreement=self, before=self.record_state, after=to, by=by, reason=reason, remarks=remarks or {}
        )
        for name, value in columns.items():
            setattr(self, name, value)
        self._tell(change)

    def _tell(self, change: "StateChange") -> None:
        """Write to those whom the step concerns; whoever took it knows."""
        for person in self._concerned(change).exclude(pk=change.by_id):
            context = {"agreement": self, "change": change, "person": person}
            OutgoingMail.objects.write(person, f"state-change-{change.pk}", "step", context)

    def _concerned(self, change: "StateChange") -> Any:
        """The reviewers of the parties when there is something to review; then who entered and who submitted
        it; once the public reads it, or no longer does, all who work for a party."""
        people = User.objects.filter(is_active=True)
        cities = self.parties.values("city")
        if change.after == RecordState.SUBMITTED:
            return people.filter(
                pk__in=Membership.objects.filter(city__in=cities, role=MembershipRole.REVIEWER).values("user")
            )
        if change.after == RecordState.RETURNED:
            return people.filter(pk__in={self.created_by_id, self.submitted_by_id} - {None})
        return people.filter(pk__in=Membership.objects.filter(city__in=cities).values("user"))

    def _hand_over(self, survivor: "Agreement") -> None:
        """Documents, activities, links and sources, as far as the other record lacks them. What the
        parties said, and what is held to have happened, stays with the record of which it was said."""
        self.documents.update(agreement=survivor)
        with remembering(self.activities.all()):
            self.activities.update(agreement=survivor)
        named = {_what_it_names(source) for source in survivor.sources.all()}
        for source in self.sources.all():
            if _what_it_names(source) not in named:
                source.pk, source.agreement, source._state.adding = None, survivor, True
                source.save()
        for end, links in (("subject", self.links.all()), ("object", self.inverse_links.all())):
            for link in links:
                setattr(link, end, survivor)
                with suppress(ValidationError), transaction.atomic():
                    link.full_clean()
                    link.save()


def _what_it_names(source: Any) -> tuple[Any, ...]:
    return (source.title_ar, source.title_en, source.publisher, source.url, source.date)


def _required(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason in a sentence.")})
    return reason.strip()


class StateChangeQuerySet(models.QuerySet["StateChange"]):
    def withdrawal_of(self, reference: str) -> "StateChange | None":
        """Why and when the record with this registry number was withdrawn from view; None if it was not."""
        if "\x00" in reference:
            return None
        withdrawn = self.filter(
            agreement__registry_number=reference,
            agreement__record_state=RecordState.WITHDRAWN,
            after=RecordState.WITHDRAWN,
        )
        return withdrawn.select_related("agreement__merged_into").last()

    def mergers_into(self, survivor: "Agreement") -> "StateChangeQuerySet":
        """When and why other records were merged into this one."""
        merged = self.filter(agreement__merged_into=survivor, after=RecordState.WITHDRAWN)
        return merged.select_related("agreement")


class StateChange(models.Model):
    """That a record went from one state to another: when, by whom and why. Written once, never changed."""

    agreement = models.ForeignKey(
        "Agreement", models.CASCADE, related_name="state_changes", verbose_name=_("agreement")
    )
    before = models.CharField(_("from"), max_length=10, choices=RecordState)
    after = models.CharField(_("to"), max_length=10, choices=RecordState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.TextField(_("reason"), blank=True)
    remarks = models.JSONField(_("remarks by field"), default=dict, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = StateChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class RegistryYear(models.Model):
    """How many registry numbers a year has given out; its row is the queue at the counter."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("year of the register")
        verbose_name_plural = _("years of the register")

    def __str__(self) -> str:
        return str(self.year)

    @classmethod
    def next_number(cls, day: date) -> str:
        """`TW-2026-00001`: the year's next number, without gaps. Within the publishing transaction:
        who comes second waits for the first, and a failure gives the number back."""
        return cls.next_numbers(day, 1)[0]

    @classmethod
    def next_numbers(cls, day: date, how_many: int) -> list[str]:
        """As many numbers in a row, under the same conditions."""
        cls.objects.get_or_create(year=day.year)
        row = cls.objects.select_for_update().get(year=day.year)
        first = row.last_number + 1
        row.last_number += how_many
        row.save(update_fields=["last_number"])
        return [f"TW-{row.year}-{number:05d}" for number in range(first, first + how_many)]
