"""What one party says of an agreement."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import AgreementKind, RecordState, StatementChannel
from agreements.models.bilingual import Bilingual, readers_language
from agreements.models.city import City
from agreements.models.part import AgreementPartQuerySet, PartOfParty
from agreements.models.party import Party
from agreements.partial_date_fields import PartialDateField
from agreements.partial_dates import PartialDate
from agreements.reasons import date_in_words

# What a party says is a kind; of what it does not know it says nothing.
CLAIMED_KINDS = [kind for kind in AgreementKind.choices if kind[0] != AgreementKind.UNKNOWN]

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement


class StatementQuerySet(AgreementPartQuerySet):
    def latest_of(self, agreement: "Agreement") -> dict[int, "Statement"]:
        """What each party of an agreement said last, by the party's id."""
        said = self.filter(party__agreement=agreement.pk).order_by("made_on", "pk")
        return {statement.party_id: statement for statement in said}

    def published_of_city(self, city: City) -> "StatementQuerySet":
        """What a city says of the published agreements to which it is party."""
        theirs = self.filter(party__city=city, party__agreement__record_state=RecordState.PUBLISHED)
        return theirs.select_related("party__agreement")


class Statement(PartOfParty):
    """A party's own dated word on an agreement: what it is, whether it is in force, since when."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="statements", verbose_name=_("party"))
    kind_claimed = models.CharField(
        _("kind, as this party sees it"), max_length=16, choices=CLAIMED_KINDS, blank=True
    )
    in_force_claimed = models.BooleanField(_("in force, as this party sees it"), null=True, blank=True)
    signed_on_claimed = PartialDateField(_("date of signature, as this party has it"))
    note_ar = models.TextField(_("note in Arabic"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    made_on = models.DateField(_("made on"))
    made_by = models.CharField(_("made by"), max_length=200, help_text=_("Name and office."))
    channel = models.CharField(_("through"), max_length=16, choices=StatementChannel)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )

    note = Bilingual("note")

    objects: ClassVar[Any] = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-made_on", "-pk"]

    @property
    def made_day(self) -> PartialDate:
        return PartialDate.of(self.made_on)

    @property
    def signed_day(self) -> str:
        """The date of signature as this party has it, in the reader's words."""
        day = self.signed_on_claimed
        return date_in_words(day, readers_language(), settings.REGION) if day else ""

    def __str__(self) -> str:
        return f"{self.party}, {self.made_on}"
