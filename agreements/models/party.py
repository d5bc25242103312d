"""The cities that are party to an agreement, and the people who signed for them."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import PartyRole, SignatoryRole
from agreements.models.bilingual import Bilingual, RecordText, known_in_one_language
from agreements.models.city import City
from agreements.models.part import AgreementPart, AgreementPartQuerySet, PartOfParty
from agreements.partial_date_fields import PartialDateField, may_begin_by

# As many as one form holds.
MOST_PARTIES = 12


class Party(AgreementPart):
    """A city's place in one agreement."""

    agreement = models.ForeignKey(
        "Agreement", models.CASCADE, related_name="parties", verbose_name=_("agreement")
    )
    city = models.ForeignKey(
        City,
        models.PROTECT,
        db_index=False,  # The index of its agreements begins with it.
        related_name="parties",
        verbose_name=_("city"),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=1, help_text=_("1 for the first party, 2 for the second…")
    )
    role = models.CharField(_("role"), max_length=10, choices=PartyRole, default=PartyRole.PARTY)
    name_ar = models.CharField(
        _("name as written, in Arabic"),
        max_length=250,
        blank=True,
        help_text=_("As the instrument writes it; leave empty if it is the local authority’s usual name."),
    )
    name_en = models.CharField(_("name as written, in English"), max_length=250, blank=True)
    withdrawn_on = PartialDateField(
        _("withdrawn on"), editable=False, help_text=_("Follows from the event “Withdrawal of a party”.")
    )
    has_withdrawn = models.BooleanField(_("has withdrawn"), default=False, editable=False)

    written_name = Bilingual("name")

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["city", "agreement"], name="agreements_of_a_city")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "city"],
                name="city_once_an_agreement",
                violation_error_message=_(
                    "This city is already a party: no city stands twice in one agreement."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> RecordText:
        """The name in the instrument, else the local authority's, else the city's."""
        return self.written_name or self.city.authority or self.city.name


class SignatoryQuerySet(AgreementPartQuerySet):
    def of_agreements(self, agreements: models.QuerySet[Any]) -> "SignatoryQuerySet":
        """The people who signed these agreements, entered last first, each with party, city and agreement at
        hand."""
        # As a list of all their ids, SQLite would go through it even for one person.
        theirs = models.Exists(agreements.order_by().filter(pk=models.OuterRef("party__agreement")))
        return self.filter(theirs).select_related("party__city", "party__agreement").order_by("-pk")

    def given_by(self, day: date | None) -> "SignatoryQuerySet":
        """Signatures without those that were surely given after a day; all where no day is named. One whose
        own date is not said was given with the agreement."""
        if day is None:
            return self
        of_all = "party__agreement__signed_on"
        with_all = may_begin_by(of_all, day) | models.Q(**{of_all: None})
        return self.filter(may_begin_by("signed_on", day) | models.Q(with_all, signed_on=None))

    def of_the_same_name(self, signatory: "Signatory") -> "SignatoryQuerySet":
        """Signatures under this one's Arabic or English name."""
        same = models.Q(pk=signatory.pk)
        for column in ("name_ar", "name_en"):
            if name := getattr(signatory, column):
                same |= models.Q(**{column: name})
        return self.filter(same)


class Signatory(PartOfParty):
    """A person who signed for a party, in the office they held."""

    stays_once_published = False

    party = models.ForeignKey(Party, models.CASCADE, related_name="signatories", verbose_name=_("party"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    name_ar = models.CharField(_("name in Arabic"), max_length=150, blank=True)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    office_ar = models.CharField(
        _("office in Arabic"), max_length=200, blank=True, help_text=_("As printed: رئيس بلدية الخليل.")
    )
    office_en = models.CharField(
        _("office in English"), max_length=200, blank=True, help_text=_("As printed: Mayor of Hebron.")
    )
    role = models.CharField(_("role"), max_length=12, choices=SignatoryRole, default=SignatoryRole.SIGNED)
    signed_on = PartialDateField(_("signed on"), help_text=_("Only if it differs from the agreement’s date."))

    name = Bilingual("name")
    office = Bilingual("office")

    objects: ClassVar[Any] = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["party__order", "order", "pk"]
        constraints = [
            known_in_one_language(
                "name", "signatory_has_a_name", _("Give the name in Arabic or in English.")
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("signatory", args=[self.pk])
