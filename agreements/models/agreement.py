"""Agreements: the instruments that the register exists for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import (
    AgreementKind,
    Confirmation,
    EffectKind,
    LegalStatus,
    RenewalRule,
    Subject,
    TermKind,
)
from agreements.evidence import EvidenceLevel
from agreements.languages import are_language_codes
from agreements.models.agreement_queries import NUMBERED_STATES, AgreementQuerySet
from agreements.models.bilingual import Bilingual
from agreements.models.content import content_of_agreement
from agreements.models.derivation import bring_chunk_up_to_date
from agreements.models.gathering import gathered
from agreements.models.publication import MOVED_BY_VERBS, Publication
from agreements.models.revision import Revision
from agreements.models.timestamped import Timestamped
from agreements.partial_date_fields import PartialDateField
from agreements.partial_dates import PartialDate

# The agreements whose rows are held by a block of `kept_current` that is open.
_held: ContextVar[dict[Any, "Agreement"]] = ContextVar("held", default={})  # noqa: B039 - never changed.

DERIVED = frozenset({"confirmation", "evidence_level"})


class Agreement(Publication, Timestamped):
    """One signed (or intended) instrument between two or more cities."""

    # ---- The instrument
    kind = models.CharField(_("kind"), max_length=16, choices=AgreementKind)
    designation_ar = models.CharField(
        _("own designation in Arabic"),
        max_length=300,
        blank=True,
        help_text=_("What the instrument calls itself, word for word; the press may call it something else."),
    )
    designation_en = models.CharField(_("own designation in English"), max_length=300, blank=True)
    title_ar = models.CharField(_("title in Arabic"), max_length=500, blank=True)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    summary_ar = models.TextField(_("summary in Arabic"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    authentic_languages = models.JSONField(
        _("authentic languages"),
        default=list,
        blank=True,
        validators=[are_language_codes],
        help_text=_("The languages whose text has legal force."),
    )

    # ---- Signature
    signed_on = PartialDateField(
        _("signed on"),
        help_text=_("As far as it is known: 2014, 06/2014 or 3/6/2014. Leave empty if unknown."),
    )
    signed_on_as_written = models.CharField(
        _("date as written"),
        max_length=100,
        blank=True,
        help_text=_("For example a Hijri date, as in the document."),
    )
    place_ar = models.CharField(_("place of signing in Arabic"), max_length=200, blank=True)
    place_en = models.CharField(_("place of signing in English"), max_length=200, blank=True)

    # ---- Entry into force
    effect_rule = models.CharField(
        _("takes effect"), max_length=16, choices=EffectKind, default=EffectKind.UNKNOWN
    )
    in_force_on = PartialDateField(
        _("date of effect"), help_text=_("The fixed date, or the day it is known to have entered into force.")
    )

    # ---- Term and renewal
    term = models.CharField(_("term"), max_length=12, choices=TermKind, default=TermKind.UNKNOWN)
    duration_months = models.PositiveSmallIntegerField(
        _("duration in months"), null=True, blank=True, help_text=_("5 years are 60 months.")
    )
    expires_on = PartialDateField(_("expires on"), help_text=_("The last day of the term."))
    renewal = models.CharField(_("renewal"), max_length=12, choices=RenewalRule, default=RenewalRule.UNKNOWN)
    renewal_months = models.PositiveSmallIntegerField(
        _("renewed each time for (months)"), null=True, blank=True
    )
    notice_months = models.PositiveSmallIntegerField(
        _("notice period in months"),
        null=True,
        blank=True,
        help_text=_("How long before the end notice must be given."),
    )

    # ---- Derived from what the parties said and deposited
    confirmation = models.CharField(
        _("confirmation"),
        max_length=12,
        choices=Confirmation,
        default=Confirmation.UNCONFIRMED,
        editable=False,
    )
    evidence_level = models.PositiveSmallIntegerField(
        _("evidence level"), choices=EvidenceLevel, default=EvidenceLevel.PRESS_OR_IMPORT, editable=False
    )
    certified_on = models.DateField(
        _("certified on"),
        null=True,
        blank=True,
        help_text=_("The day on which the registrar certified the record."),
    )

    # ---- The record
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )

    designation = Bilingual("designation")
    title = Bilingual("title")
    summary = Bilingual("summary")
    place = Bilingual("place")

    # Given by `AgreementQuerySet.with_status`: the legal status on the day that was asked for.
    status: str | None
    status_since: PartialDate | None
    status_until: PartialDate | None
    status_reason: dict[str, Any] | None

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-signed_on", "-pk"]
        indexes = [
            models.Index(fields=["record_state", "-signed_on", "-id"], name="agreement_newest_first"),
            # The admin lists those of all states.
            models.Index(fields=["-signed_on", "-id"], name="agreement_of_any_state"),
            # With what the list counts its records by, so that counting reads no record itself.
            models.Index(
                fields=["record_state", "kind", "evidence_level", "signed_on"], name="agreement_counted_by"
            ),
        ]
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=Q(term=TermKind.FIXED) | Q(duration_months__isnull=True, expires_on=""),
                name="agreement_ends_only_if_fixed",
                violation_error_message=_(
                    "A duration or an expiry date belongs to a fixed term: choose that term."
                ),
            ),
            models.CheckConstraint(
                condition=Q(duration_months__isnull=True) | Q(duration_months__gt=0),
                name="agreement_lasts_a_month_or_more",
                violation_error_message=_("The duration is at least one month."),
            ),
            models.CheckConstraint(
                condition=Q(renewal_months__isnull=True) | Q(renewal=RenewalRule.TACIT, renewal_months__gt=0),
                name="agreement_renewal_months_if_tacit",
                violation_error_message=_("Months of renewal belong to tacit renewal, and are at least one."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or str(self.designation) or self.reference

    @property
    def reference(self) -> str:
        """What names the record in addresses: its registry number, or `draft-17` before it has one."""
        return self.registry_number or f"draft-{self.pk}"

    @property
    def is_numbered(self) -> bool:
        """Whether it was ever published, and so holds a registry number for good."""
        return self.record_state in NUMBERED_STATES

    @property
    def status_label(self) -> str:
        """The word for the status that `with_status` found."""
        return str(LegalStatus(self.status).label) if self.status else ""

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.reference])

    # ---- Integrity

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if self.signed_on and self.in_force_on and self.in_force_on.before(self.signed_on):
            problems["in_force_on"] = _("It cannot take effect before it was signed.")
        if self.expires_on:
            start = self.in_force_on or self.signed_on
            if start and self.expires_on.before(start):
                problems["expires_on"] = _("It cannot expire before it was signed or took effect.")
            if self.term != TermKind.FIXED:
                problems["expires_on"] = _("An expiry date belongs to a fixed term: choose that term.")
        if self.duration_months and self.term != TermKind.FIXED:
            problems["duration_months"] = _("A duration belongs to a fixed term: choose that term.")
        if self.renewal_months and self.renewal != RenewalRule.TACIT:
            problems["renewal_months"] = _("Months of renewal belong to tacit renewal: choose that rule.")
        if problems:
            raise ValidationError(problems)

    # ---- Derived facts, in the transaction of the change

    @contextmanager
    def kept_current(self, *others: int) -> Iterator["Agreement"]:
        """Write within this block, which is given the agreement as it stands in the database; the
        derived facts follow before the transaction ends: its own, and those of other agreements, by
        their ids, that the writing concerns as well.

        Who writes at the same time waits here, and computes from what was stored before; nothing is
        taken from this copy, which may be old. Within such a block others of the same agreement only write:
        what follows is computed once, at the end of the outermost."""
        within = _held.get()
        if {self.pk, *others} <= within.keys():
            yield within[self.pk]
            return
        with transaction.atomic():
            concerned = {self.pk, *others, *Agreement.objects.linked_with(self.pk)} - {None}
            held = {row.pk: row for row in Agreement.objects.locked(concerned)}
            for pk in {self.pk, *others} & held.keys():
                self._keep_first(pk)
            token = _held.set(within | {pk: held[pk] for pk in {self.pk, *others} & held.keys()})
            try:
                yield held.get(self.pk, self)
            finally:
                _held.reset(token)
            for stored in bring_chunk_up_to_date({self.pk, *others}):
                Revision.objects.keep(Subject.AGREEMENT, stored.pk, content_of_agreement(stored))
                if stored.pk == self.pk:
                    self.confirmation, self.evidence_level = stored.confirmation, stored.evidence_level

    def _keep_first(self, pk: int) -> None:
        """Of a record that came by a bulk path, what it says before somebody changes it."""
        Revision.objects.keep_first(Subject.AGREEMENT, pk, lambda: content_of_agreement(gathered([pk])[0]))

    @property
    def version(self) -> int:
        """The number of what it says now: who saves what they began under another number, merges."""
        return int(Revision.objects.version(Subject.AGREEMENT, self.pk))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes what a person may enter: the state is moved by its verbs, the rest is derived."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = self._entered_columns()
        with self.kept_current():
            super().save(*args, **kwargs)

    def _entered_columns(self) -> set[str]:
        loaded = {field.attname for field in self._meta.concrete_fields} - self.get_deferred_fields()
        return loaded - {self._meta.pk.attname, *MOVED_BY_VERBS, *DERIVED}

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ValidationError for a record that was ever published: it is withdrawn instead."""
        with transaction.atomic():
            Agreement.objects.filter(pk=self.pk).refuse_numbered()
            pk = self.pk
            gone = super().delete(*args, **kwargs)
            Revision.objects.keep(Subject.AGREEMENT, pk, None)
            return gone
