"""Which city a sheet means: by name in either script, by another name, by id; where that does not decide it,
it is asked and never guessed."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from anyascii import anyascii
from django.utils.text import slugify

from agreements.arabic import fold
from agreements.exchange.drafting import kind_of
from agreements.exchange.sheets.values import ARABIC_LETTER, parted_by_names
from agreements.from_text.gazetteer import same
from agreements.models import City, CityAlias, User
from agreements.rules import may_keep_register
from agreements.search.query import find

NAMES = ("name_ar", "name_en", "authority_ar", "authority_en")
COLUMNS = ("pk", "slug", *NAMES, "country", "geonames_id", "wikidata_id")
AUTHORITY = re.compile(
    r"^(?:بلديه|امانه|مدينه|محافظه|عاصمه|مجلس قروي|مجلس|جماعه|بلديه مدينه|امانه مدينه"
    r"|(?:the )?(?:greater )?(?:municipality|city|town) of|greater) (?=\S)"
    r"|(?<=\S) (?:municipality|city|الكبري)$"
)
BETWEEN = re.compile(r"^\s*(?:(?:ما )?بين|between)\s+", re.I)
MOST_OFFERED = 8


@dataclass(frozen=True)
class Named:
    """A city as a cell names it."""

    name: str
    country: str = ""

    @property
    def key(self) -> str:
        """The same for spellings that readers do not tell apart."""
        return f"{same(fold(self.name))}|{self.country}"


@dataclass
class Question:
    """A name that does not decide which city is meant: those it may mean. `may_be_new`: none of them bears
    the name itself."""

    named: Named
    possible: list[City] = field(default_factory=list)
    may_be_new: bool = True


class Places:
    """The cities of the register by all that they are called, with what was answered to questions, and those
    that are to be added."""

    def __init__(self, by: User | None = None, answers: dict[str, Any] | None = None) -> None:
        self.by = by
        self.answers = answers or {}
        self.fresh: dict[str, City] = {}
        self._asked: dict[str, City | Question] = {}
        self._called: dict[str, list[City]] = defaultdict(list)
        self._known: dict[str, City] = {}
        self._slugs: dict[str, City] = {}
        by_pk = {}
        for city in City.objects.only(*COLUMNS).order_by("pk").iterator():
            by_pk[city.pk] = city
            self._learn(city)
        for text, pk in CityAlias.objects.order_by("pk").values_list("text", "city").iterator():
            self._call(text, by_pk[pk])
        self._by_pk = by_pk

    def _learn(self, city: City) -> None:
        self._slugs[city.slug] = city
        if city.wikidata_id:
            self._known[city.wikidata_id] = city
        if city.geonames_id:
            self._known[str(city.geonames_id)] = city
        for name in NAMES:
            self._call(getattr(city, name), city)

    def _call(self, name: str, city: City) -> None:
        key = same(fold(name)) if name else ""
        if key and city not in self._called[key]:
            self._called[key].append(city)

    # ---- What is meant

    def meant(self, name: str, country: str = "") -> City | Question:
        """The city, which may be one that is to be added; or the question that has to be answered first."""
        named = Named(name.strip(), country)
        if named.key not in self._asked:
            self._asked[named.key] = self._find(named)
        return self._asked[named.key]

    def _find(self, named: Named) -> City | Question:
        if answered := self._answer(named):
            return answered
        if named.name in self._known:
            return self._known[named.name]
        if named.name in self._slugs:
            return self._slugs[named.name]
        called = self.called(named.name)
        there = [city for city in called if not named.country or city.country.code == named.country]
        if len(there) == 1:
            return there[0]
        if there:
            return Question(named, there[:MOST_OFFERED], may_be_new=False)
        alike = [city for city in self._alike(named) if city not in called]
        if named.country and not alike:
            return self.new(named.name, named.country, named.key)
        return Question(named, [*called, *alike][:MOST_OFFERED])

    def _answer(self, named: Named) -> City | None:
        told = self.answers.get(named.key, {})
        if told.get("new"):
            return self.new(named.name, told["new"], named.key)
        return self._by_pk.get(told.get("city"))

    def called(self, name: str) -> list[City]:
        """The cities of this name, with or without the word for what they are."""
        key = fold(name)
        return self._called.get(same(key)) or self._called.get(same(AUTHORITY.sub("", key))) or []

    def listed(self, text: str) -> list[str]:
        """The cities of a cell that names several: «بين الخليل وبورصة», Amman – Rabat."""
        return parted_by_names(BETWEEN.sub("", text), self.called)

    def _alike(self, named: Named) -> list[City]:
        found = find(City.objects.all(), named.name).listing()[:MOST_OFFERED]
        near = [self._by_pk[city.pk] for city in found if city.pk in self._by_pk]
        return [city for city in near if not named.country or city.country.code == named.country]

    # ---- Those that are to be added

    def new(self, name: str, country: str, key: str = "", slug: str = "", **names: str) -> City:
        """A city that the register does not have yet, and does not save yet; the same for the same name."""
        key = key or Named(name, country).key
        if key not in self.fresh:
            texts = {name_: text[:200] for name_, text in names.items() if text} or {
                f"name_{'ar' if ARABIC_LETTER.search(name) else 'en'}": _bare(name)[:200]
            }
            city = City(
                slug=slug or self._slug(texts.get("name_en") or texts.get("name_ar", ""), country),
                kind=kind_of(name),
                country=country,
                proposed_by=self.by if self.by and not may_keep_register(self.by) else None,
                **texts,
            )
            # The country was recognised already, and the kind is one of ours.
            city.clean_fields(exclude=["proposed_by", "country", "kind"])
            self._slugs[city.slug] = city
            self.fresh[key] = city
        return self.fresh[key]

    def _slug(self, name: str, country: str) -> str:
        stem = slugify(anyascii(name))[:60] or "city"
        more = (f"{stem}-{country.lower()}{number}" for number in chain([""], count(2)))
        return next(slug for slug in chain([stem], more) if slug not in self._slugs)

    def by_slug(self, slug: str) -> City | None:
        return self._slugs.get(slug)


def _bare(name: str) -> str:
    """The city's own name, of the name of its authority."""
    words = name.split()
    if len(words) > 1 and AUTHORITY.match(fold(words[0]) + " x"):
        return " ".join(words[1:])
    return name
