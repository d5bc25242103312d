"""Where a fact comes from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import SourceKind
from agreements.models.agreement import Agreement
from agreements.models.bilingual import Bilingual
from agreements.models.part import AgreementPart
from agreements.partial_date_fields import PartialDateField
from agreements.web_address_field import WebAddressField


class Source(AgreementPart):
    """A document, page, report or person that states what a record holds."""

    stays_once_published = False

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="sources", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=SourceKind, default=SourceKind.OFFICIAL_SITE)
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = WebAddressField(_("address"), max_length=500, blank=True)
    locator = models.CharField(
        _("place in it"),
        max_length=200,
        blank=True,
        help_text=_("Page, article or entry under which the source has it."),
    )
    date = PartialDateField(_("date"))
    quote = models.TextField(
        _("quote"), blank=True, help_text=_("The decisive words, exactly as they stand.")
    )

    title = Bilingual("title")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["locator"], condition=~Q(locator=""), name="source_by_its_locator"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_ar="", title_en="", publisher="", url=""),
                name="source_can_be_identified",
                violation_error_message=_("Give at least a title, a publisher or an address."),
            )
        ]

    def __str__(self) -> str:
        return str(self.title) or self.publisher or self.url
