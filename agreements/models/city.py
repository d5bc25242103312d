"""Cities, with the local authorities that act for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain, count
from typing import Any, ClassVar

from anyascii import anyascii
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Floor
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from agreements.enumerations import CityKind, Subject
from agreements.models.bilingual import Bilingual, known_in_one_language
from agreements.models.content import content_of_city
from agreements.models.derivation import bring_up_to_date
from agreements.models.edition import Edition
from agreements.models.history import Remembered, RememberedQuerySet
from agreements.models.timestamped import Timestamped
from agreements.rules import may_enter_admin, may_keep_register
from agreements.search.index import entries_of
from agreements.web_address_field import WebAddressField

QID = RegexValidator(r"^Q[1-9]\d*$", _("A Wikidata id is the letter Q and a number, such as Q168225."))
ISO_3166_2 = RegexValidator(
    r"^[A-Z]{2}-[A-Z0-9]{1,3}$", _("A region code is the country and a part, such as PS-HBN.")
)


class CityQuerySet(RememberedQuerySet):
    def party_to(self, agreements: models.QuerySet[Any]) -> "CityQuerySet":
        """Cities that are party to any of these agreements."""
        return self.filter(pk__in=agreements.values("parties__city"))

    def listed(self) -> "CityQuerySet":
        """Those that the public reads of."""
        return self.filter(listed=True)

    def visible_to(self, user: Any) -> "CityQuerySet":
        """What this person may look at: members also what a clerk has just added."""
        return self.all() if may_enter_admin(user) else self.listed()

    def proposed(self) -> "CityQuerySet":
        """Those that a clerk added while entering an agreement, for the registrar to look at."""
        return self.filter(proposed_by__isnull=False)

    def for_index(self) -> "CityQuerySet":
        """With what the search holds of each."""
        return self.select_related("search_entry").prefetch_related("aliases")

    def with_aliases(self) -> "CityQuerySet":
        return self.prefetch_related("aliases")

    def places(self) -> dict[str, tuple[float, float]]:
        """Where each city lies whose place is known, by short name: degrees east, degrees north."""
        known = self.filter(latitude__isnull=False).values_list("slug", "longitude", "latitude")
        return {slug: (east, north) for slug, east, north in known}

    def with_published_agreements(self, on: date | None = None) -> "CityQuerySet":
        """Each city with `agreement_count`: the published agreements it is party to; `on`: of those that had
        come to be something by that day."""
        parties = apps.get_model("agreements", "Party").objects.filter(city=models.OuterRef("pk"))
        if on is not None:
            parties = parties.filter(
                agreement__status_periods__first_day__lte=on, agreement__status_periods__last_day__gte=on
            )
        others = apps.get_model("agreements", "Agreement").objects.not_published()
        parties = parties.exclude(agreement__in=others.order_by().values("pk"))
        count = parties.order_by().values("city").annotate(found=models.Count("pk")).values("found")
        return self.annotate(agreement_count=Coalesce(models.Subquery(count), 0))

    def spread(self, degrees: int = 3) -> list[tuple[float, float, int]]:
        """How the cities lie over the earth: latitude and longitude of each field of so many degrees that
        holds any, and how many."""
        fields = (
            self.filter(latitude__isnull=False)
            .order_by()
            .annotate(
                north=Floor(models.F("latitude") / degrees),
                east=Floor(models.F("longitude") / degrees),
            )
            .values("north", "east")
            .annotate(many=models.Count("pk"), middle=models.Avg("latitude"), breadth=models.Avg("longitude"))
        )
        return list(fields.order_by("north", "east").values_list("middle", "breadth", "many"))

    def partners_of(self, city: "City") -> "CityQuerySet":
        """Cities that are party to a published agreement with this one, each with how many they `shared`:
        those with the most first."""
        parties = apps.get_model("agreements", "Party").objects
        theirs = parties.filter(city=city, agreement__record_state="published").values("agreement")
        beside = self.exclude(pk=city.pk).filter(parties__agreement__in=theirs)
        return beside.annotate(shared=models.Count("parties")).order_by("-shared", "name_ar", "pk")

    def called(self, text: str) -> "CityQuerySet":
        """Cities with exactly this short name, name or alias, in any letter case: more than one where
        cities share a name."""
        either = Q(slug__iexact=text)
        for column in ("name_ar", "name_en", "aliases__text"):
            either |= Q(**{f"{column}__iexact": text})
        return self.filter(pk__in=self.model.objects.filter(either).values("pk"))


class City(Remembered, Timestamped):
    """A city together with the local authority that acts for it: a municipality, a governorate,
    a village council, an association of local authorities."""

    subject = Subject.CITY

    # ---- Names
    slug = models.SlugField(
        _("short name in addresses"),
        max_length=80,
        unique=True,
        help_text=_("Latin letters, digits and hyphens; it stands in the page’s address and never changes."),
    )
    kind = models.CharField(_("kind"), max_length=24, choices=CityKind, default=CityKind.MUNICIPALITY)
    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    authority_ar = models.CharField(
        _("local authority in Arabic"),
        max_length=250,
        blank=True,
        help_text=_("As it signs: أمانة عمان الكبرى."),
    )
    authority_en = models.CharField(
        _("local authority in English"),
        max_length=250,
        blank=True,
        help_text=_("As it signs: Greater Amman Municipality."),
    )

    # ---- Place
    country: Any = CountryField(_("country"))
    region = models.CharField(
        _("region"),
        max_length=6,
        blank=True,
        validators=[ISO_3166_2],
        help_text=_("ISO 3166-2, such as PS-HBN."),
    )
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, help_text=_("Degrees north, such as 31.53.")
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, help_text=_("Degrees east, such as 35.1.")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population figure"), null=True, blank=True
    )

    # ---- Added by a clerk: not shown before a published record carries it or the registrar has looked at it
    listed = models.BooleanField(_("shown to the public"), default=True, db_default=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("proposed by"),
    )

    # ---- Elsewhere
    website = WebAddressField(_("website"), blank=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=16, blank=True, validators=[QID])
    geonames_id = models.PositiveIntegerField(_("GeoNames id"), null=True, blank=True, unique=True)
    emblem = models.ImageField(_("emblem"), upload_to="emblems/", blank=True)

    name = Bilingual("name")
    authority = Bilingual("authority")

    objects: ClassVar[Any] = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["name_ar", "name_en", "pk"]
        indexes = [models.Index(fields=["country"], name="city_by_country")]
        constraints = [
            known_in_one_language("name", "city_has_a_name", _("Give the name in Arabic or in English.")),
            models.UniqueConstraint(
                fields=["wikidata_id"],
                condition=~Q(wikidata_id=""),
                name="city_wikidata_id_is_its_own",
                violation_error_message=_("Another city already has this Wikidata id."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="city_coordinates_are_on_earth",
                violation_error_message=_(
                    "Give both coordinates or neither: latitude from -90 to 90, longitude from -180 to 180."
                ),
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True)
                | Q(population_year__isnull=False, population_year__range=(1000, 9999)),
                name="city_population_has_its_year",
                violation_error_message=_("Give the year of the population figure."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country.name})"

    def get_absolute_url(self) -> str:
        return reverse("city", args=[self.slug])

    def content(self) -> dict[str, Any]:
        return content_of_city(self)

    def clean(self) -> None:
        if self.region and self.country and not self.region.startswith(f"{self.country.code}-"):
            message = _("The region %(region)s does not belong to the country %(country)s.")
            params = {"region": self.region, "country": self.country.code}
            raise ValidationError({"region": ValidationError(message, params=params)})

    @property
    def picked_name(self) -> str:
        """The name in the reader's language, as a form writes the city that was picked."""
        return str(self.name)

    def propose(self, by: Any) -> None:
        """Somebody adds the city while entering an agreement; only the registrar’s is of the register at
        once."""
        if not may_keep_register(by):
            self.proposed_by, self.listed = by, False

    def settle(self) -> None:
        """The registrar has looked at it."""
        self.proposed_by, self.listed = None, True
        self.save()

    def choose_slug(self) -> None:
        """A short name in addresses that no other city has: the name in Latin letters and, where it is
        taken, the country or a number after it."""
        stem = slugify(anyascii(self.name_en or self.name_ar))[:60] or "city"
        taken = set(City.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
        more = (f"{stem}-{self.country.code.lower()}{number}" for number in chain([""], count(2)))
        self.slug = next(slug for slug in chain([stem], more) if slug not in taken)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with self.found_as_it_is_called():
            super().save(*args, **kwargs)

    @contextmanager
    def found_as_it_is_called(self) -> Iterator[None]:
        """Write names of the city within this block; the search finds it and its agreements by them
        before the transaction ends, and no longer by others; its agreements tell them."""
        with self.remembered():
            called = self._names()
            yield
            now = self._names()
            if now != called:
                entries_of(City).write(City.objects.filter(pk=self.pk).for_index())
            if called and now != called:
                bring_up_to_date(self._told_in())
            Edition.turn()

    def _told_in(self) -> set[int]:
        """The agreements that tell of it: as a party, or where something was done."""
        done_here = self.activities.filter(agreement__isnull=False).values_list("agreement", flat=True)
        return {*self.parties.values_list("agreement", flat=True), *done_here}

    def _names(self) -> Any:
        """All that the city is called in the database, and where it lies; None before it is there."""
        stored = City.objects.filter(pk=self.pk)
        columns = stored.values_list(
            "slug", "name_ar", "name_en", "authority_ar", "authority_en", "country"
        ).first()
        return columns and (columns, list(self.aliases.values_list("text", flat=True)))

    @property
    def acting_authority(self) -> str:
        """What signs for the city: its local authority, or its own name where that is not recorded."""
        return self.authority or self.name
