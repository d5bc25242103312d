"""The taxonomy of what cities cooperate in: two levels, stable codes."""

from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import CoverageBasis, Subject
from agreements.models.bilingual import Bilingual, known_in_one_language
from agreements.models.content import columns_of
from agreements.models.derivation import bring_up_to_date
from agreements.models.edition import Edition
from agreements.models.history import Remembered, RememberedQuerySet
from agreements.models.part import AgreementPart

CODE = RegexValidator(r"^[a-z][a-z0-9-]*$", _("A code is made of small Latin letters, digits and hyphens."))
SDG_TARGET = RegexValidator(
    r"^(1[0-7]|[1-9])\.([1-9][0-9]?|[a-d])$", _("An SDG target looks like 11.4 or 3.d.")
)


def are_sdg_targets(value: list[str]) -> None:
    """Refuse anything but a list of targets of the Sustainable Development Goals."""
    if not isinstance(value, list) or not all(isinstance(target, str) for target in value):
        raise ValidationError(_("Give the SDG targets as a list."))
    for target in value:
        SDG_TARGET(target)


class CooperationDomainQuerySet(RememberedQuerySet):
    def top_level(self) -> "CooperationDomainQuerySet":
        return self.filter(parent__isnull=True)

    def within(self, code: str) -> "CooperationDomainQuerySet":
        """The domain with this code and its sub-domains."""
        return self.filter(Q(code=code) | Q(parent__code=code))

    def with_relatives(self) -> "CooperationDomainQuerySet":
        """With the domain above and those below."""
        return self.select_related("parent").prefetch_related("children")

    def with_published_agreements(self, on: date | None = None) -> "CooperationDomainQuerySet":
        """Each domain with `agreement_count`: the published agreements that name it or a sub-domain; `on`: of
        those that had come to be something by that day."""
        this = models.OuterRef(models.OuterRef("pk"))
        # The domains first, then their coverages by index: asked as one condition with OR, PostgreSQL
        # reads all coverages for each domain.
        relatives = CooperationDomain.objects.filter(Q(pk=this) | Q(parent=this)).order_by()
        others = apps.get_model("agreements", "Agreement").objects.not_published()
        covered = (
            DomainCoverage.objects.filter(domain__in=relatives.values("pk"))
            .exclude(agreement__in=others.order_by().values("pk"))
            .order_by()
        )
        if on is not None:
            covered = covered.filter(
                agreement__status_periods__first_day__lte=on, agreement__status_periods__last_day__gte=on
            )
        count = covered.annotate(
            found=models.Func(F("agreement"), function="COUNT", template="COUNT(DISTINCT %(expressions)s)")
        )
        return self.annotate(
            agreement_count=models.Subquery(count.values("found"), output_field=models.IntegerField())
        )


class CooperationDomain(Remembered):
    """One heading of cooperation: roads and transport, GIS, urban heritage, youth…"""

    subject = Subject.DOMAIN

    code = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        validators=[CODE],
        help_text=_("Published in the API; never changes."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name_ar = models.CharField(_("name in Arabic"), max_length=150, blank=True)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    description_ar = models.TextField(_("description in Arabic"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    sdg_targets = models.JSONField(
        _("SDG targets"),
        default=list,
        blank=True,
        validators=[are_sdg_targets],
        help_text=_('Targets of the Sustainable Development Goals, such as ["11.2", "9.1"].'),
    )

    name = Bilingual("name")
    description = Bilingual("description")

    objects: ClassVar[Any] = CooperationDomainQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperation domain")
        verbose_name_plural = _("cooperation domains")
        ordering = ["position", "code"]
        constraints = [
            known_in_one_language("name", "domain_has_a_name", _("Give the name in Arabic or in English.")),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="domain_is_not_its_own_part",
                violation_error_message=_("A domain cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("domain", args=[self.code])

    def content(self) -> dict[str, Any]:
        return columns_of(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A domain that is called otherwise is found by its new name wherever it is covered."""
        with transaction.atomic():
            called = _names(CooperationDomain.objects.filter(pk=self.pk))
            super().save(*args, **kwargs)
            if called and called != _names(CooperationDomain.objects.filter(pk=self.pk)):
                covered = Q(domain=self) | Q(domain__parent=self)
                covering = DomainCoverage.objects.filter(covered).values_list("agreement", flat=True)
                done = self.activities.filter(agreement__isnull=False).values_list("agreement", flat=True)
                bring_up_to_date({*covering, *done})
            Edition.turn()

    def clean(self) -> None:
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("The taxonomy has two levels: choose a top-level domain.")})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError(
                {"parent": _("This domain has parts of its own and must stay at the top level.")}
            )


def _names(domains: models.QuerySet[Any]) -> Any:
    return domains.values_list("code", "name_ar", "name_en", "parent").first()


class DomainCoverage(AgreementPart):
    """That an agreement covers a domain, with the words of the instrument that say so."""

    stays_once_published = False

    agreement = models.ForeignKey(
        "Agreement", models.CASCADE, related_name="coverages", verbose_name=_("agreement")
    )
    domain = models.ForeignKey(
        CooperationDomain,
        models.PROTECT,
        db_index=False,  # The index of its agreements begins with it.
        related_name="coverages",
        verbose_name=_("cooperation domain"),
    )
    basis = models.CharField(_("basis"), max_length=10, choices=CoverageBasis, default=CoverageBasis.EXPLICIT)
    article = models.CharField(
        _("article"), max_length=40, blank=True, help_text=_("Where in the text: article 3(2).")
    )
    quote_ar = models.TextField(_("words that name it, in Arabic"), blank=True)
    quote_en = models.TextField(_("words that name it, in English"), blank=True)

    quote = Bilingual("quote")

    class Meta:
        verbose_name = _("domain covered")
        verbose_name_plural = _("domains covered")
        ordering = ["pk"]
        indexes = [models.Index(fields=["domain", "agreement"], name="agreements_of_a_domain")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "domain"],
                name="domain_once_an_agreement",
                violation_error_message=_("This domain is already listed."),
            )
        ]

    def __str__(self) -> str:
        return str(self.domain)
