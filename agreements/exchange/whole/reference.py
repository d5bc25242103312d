"""What an export tells beside agreements: domains, word forms, cities, links."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from agreements.exchange.whole.depositing import decoded
from agreements.exchange.whole.rows import NotTaken, Told, found, listed, made
from agreements.models import AgreementLink, City, CityAlias, CooperationDomain, User, WordForm


def saved(row: Any) -> None:
    """Save a row that keeps the rules."""
    row.full_clean()
    row.save()


def linked(link: AgreementLink) -> None:
    """Save a link that keeps the rules; what both ends tell is brought up to date afterwards."""
    link.full_clean()
    AgreementLink.objects.bulk_create([link])


def domain_of(told: Told, domains: dict[str, CooperationDomain]) -> CooperationDomain:
    told = dict(told)
    parent = told.pop("parent", None)
    if parent is not None and parent not in domains:
        raise NotTaken(f"There is no domain {parent}.")
    domain: CooperationDomain = made(CooperationDomain, told, {"parent": domains.get(parent)}, [])
    return domain


def word_form_of(told: Told) -> WordForm:
    form: WordForm = made(WordForm, told, {}, [])
    return form


@dataclass
class NewCity:
    city: City
    aliases: list[CityAlias] = field(default_factory=list)
    moments: dict[str, datetime] = field(default_factory=dict)
    emblem: Told | None = None

    def keep_emblem(self) -> None:
        if self.emblem:
            content = decoded(self.emblem.get("content"))
            self.city.emblem.save(
                str(self.emblem.get("name", "emblem"))[:80], ContentFile(content), save=False
            )
            City.objects.filter(pk=self.city.pk).update(emblem=self.city.emblem.name)


def city_of(told: Told, by: User) -> NewCity:
    told = dict(told)
    aliases, emblem = listed(told, "aliases"), told.pop("emblem", None)
    proposed_by = by if told.pop("proposed", False) else None
    moments: list[Any] = []
    city = made(City, told, {"proposed_by": proposed_by}, moments)
    rows = [made(CityAlias, alias, {"city": city}, []) for alias in aliases]
    return NewCity(city, rows, moments[0][1] if moments else {}, emblem if isinstance(emblem, dict) else None)


def link_of(told: Told, ids: dict[Any, int]) -> AgreementLink:
    told = dict(told)
    relations = {f"{end}_id": found(ids, told.pop(end, None), "agreement") for end in ("subject", "object")}
    link: AgreementLink = made(AgreementLink, told, relations, [])
    return link
