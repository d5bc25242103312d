"""What the search knows: an entry for each record, the words of names, and their other forms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import WordFormKind
from agreements.hanging import rows_of
from agreements.models.agreement import Agreement
from agreements.models.city import City
from agreements.models.edition import Edition
from agreements.models.party import Signatory
from agreements.search.index import Columns, composed, put_entries, words_to_know, write_entries
from agreements.search.keys import stored_keys
from agreements.search.passages import (
    filter_keys_of_agreement,
    passages_of_agreement,
    passages_of_city,
    passages_of_signatory,
)


class SearchWord(models.Model):
    """A word of a name or title in the register, by its key and as it is written."""

    key = models.CharField(max_length=40, unique=True)
    shown = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")

    def __str__(self) -> str:
        return self.shown


class SearchSlip(models.Model):
    """A known word with one letter left out: two words are one slip apart where they share one."""

    text = models.CharField(max_length=40, db_index=True)
    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="slips")

    class Meta:
        verbose_name = _("slip of a word")
        verbose_name_plural = _("slips of words")
        constraints = [models.UniqueConstraint(fields=["text", "word"], name="slip_once_a_word")]

    def __str__(self) -> str:
        return self.text


class SearchEntry(models.Model):
    """The keys of one record: those of its headings, and those of all else, with its filters."""

    # Whether its records have a date, by which they are listed.
    is_dated = False

    place = models.BigIntegerField()
    title = models.TextField()
    body = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title[:80]

    @classmethod
    def vocabulary(cls) -> type[SearchWord]:
        return SearchWord


_date_of = attrgetter("signed_on")


class AgreementEntry(SearchEntry):
    is_dated = True

    record = models.OneToOneField(Agreement, models.CASCADE, primary_key=True, related_name="search_entry")

    @classmethod
    def write(cls, agreements: Iterable[Agreement], afresh: bool = False) -> None:
        """Write what changed of the entries of these agreements, which were gathered, and of those of
        the people who signed them."""
        write_entries(cls, agreements, passages_of_agreement, filter_keys_of_agreement, _date_of, afresh)
        write_entries(SignatoryEntry, _who_signed(agreements), passages_of_signatory, afresh=afresh)

    @staticmethod
    def compose(agreements: Iterable[Agreement]) -> "ComposedEntries":
        """The same for agreements that are not stored yet, to be put in their place afterwards."""
        made = ComposedEntries()
        for agreement in agreements:
            entry = composed(agreement, passages_of_agreement, filter_keys_of_agreement, _date_of)
            made.agreements.append(entry[:4])
            made.words.update(words_to_know(entry))
        for person in _who_signed(agreements):
            entry = composed(person, passages_of_signatory)
            made.signatories.append(entry[:4])
            made.words.update(words_to_know(entry))
        return made

    class Meta:
        db_table = "search_agreement"
        verbose_name = _("search entry of an agreement")


def _who_signed(agreements: Iterable[Agreement]) -> Iterator[Signatory]:
    """The people who signed these agreements."""
    for agreement in agreements:
        for party in rows_of(agreement, "parties"):
            yield from rows_of(party, "signatories")


class CityEntry(SearchEntry):
    record = models.OneToOneField(City, models.CASCADE, primary_key=True, related_name="search_entry")

    @classmethod
    def write(cls, cities: Iterable[City], afresh: bool = False) -> None:
        """Write what changed of the entries of these cities, which came by `for_index`."""
        write_entries(cls, cities, passages_of_city, afresh=afresh)

    class Meta:
        db_table = "search_city"
        verbose_name = _("search entry of a city")


class SignatoryEntry(SearchEntry):
    """Written with the agreement that the person signed."""

    record = models.OneToOneField(Signatory, models.CASCADE, primary_key=True, related_name="search_entry")

    class Meta:
        db_table = "search_signatory"
        verbose_name = _("search entry of a signatory")


@dataclass
class ComposedEntries:
    """The entries of some agreements and of who signed them, and the words that their names teach."""

    agreements: list[Columns] = field(default_factory=list)
    signatories: list[Columns] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)

    def put(self) -> None:
        put_entries(AgreementEntry, self.agreements, self.words)
        put_entries(SignatoryEntry, self.signatories, {})


class WordForm(models.Model):
    """Two forms of one word: a broken plural and its singular, an abbreviation and what it stands for.
    The registrar adds to the list; the search uses an addition at once."""

    form = models.CharField(_("form"), max_length=40)
    word = models.CharField(_("word"), max_length=40)
    kind = models.CharField(_("kind"), max_length=16, choices=WordFormKind, default=WordFormKind.PLURAL)
    form_key = models.CharField(max_length=40, db_index=True, editable=False)
    word_key = models.CharField(max_length=40, db_index=True, editable=False)

    class Meta:
        verbose_name = _("form of a word")
        verbose_name_plural = _("forms of words")
        ordering = ["form", "word"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "word"],
                name="word_form_stands_once",
                violation_error_message=_("This pair is already in the list."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} = {self.word}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.compute_keys()
        with transaction.atomic():
            super().save(*args, **kwargs)
            Edition.turn()

    def compute_keys(self) -> None:
        """Set the keys under which the two forms are looked up."""
        self.form_key, self.word_key = _first_key(self.form), _first_key(self.word)


def _first_key(word: str) -> str:
    return next(iter(stored_keys(word)), "")
