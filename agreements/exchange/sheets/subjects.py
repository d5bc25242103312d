"""Which domains of the taxonomy a sheet means: by code, by name in either language, or by the words that
people commonly use for one, as far as those mean one domain only."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.arabic import fold
from agreements.exchange.sheets.values import parted_by_names
from agreements.from_text.domain_names import stemmed
from agreements.from_text.lexicon import read
from agreements.models import CooperationDomain

NO_DOMAIN = _("“%(text)s” is no domain of the register’s taxonomy.")
SEVERAL = _("“%(text)s” may be one of several domains: %(possible)s. Write the one that is meant.")
FIELD = tuple(f"{fold(word)} " for word in ("مجال", "مجالات", "قطاع", "field of", "sector of"))


class Subjects:
    """The taxonomy by all that its domains are called."""

    def __init__(self) -> None:
        self._called: dict[str, CooperationDomain] = {}
        # A code comes before any name; and where a part is called like another domain, the domain is meant.
        domains = sorted(
            CooperationDomain.objects.select_related("parent"),
            key=lambda domain: (domain.parent_id is not None, domain.position, domain.code),
        )
        for column in ("code", "name_ar", "name_en"):
            for domain in domains:
                if name := getattr(domain, column):
                    self._called.setdefault(fold(name), domain)
        self._meant = _usual_words(domains)

    def named(self, text: str) -> CooperationDomain:
        """Raises ValidationError where there is none, or where it may be more than one."""
        found = self._possible(text)
        if not found:
            raise ValidationError(NO_DOMAIN, params={"text": text[:60]})
        if len(found) > 1:
            possible = "; ".join(f"{one.name_ar or one.name_en} ({one.code})" for one in found)
            raise ValidationError(SEVERAL, params={"text": text[:60], "possible": possible})
        return found[0]

    def listed(self, text: str) -> list[str]:
        """The items of a cell that lists domains; what each of them means is for `named` to say."""
        return parted_by_names(text, self._possible)

    def _possible(self, text: str) -> list[CooperationDomain]:
        bare = _without_the_word(fold(text))
        if found := self._called.get(fold(text)) or self._called.get(bare):
            return [found]
        return self._meant.get(stemmed(bare), [])


def _without_the_word(key: str) -> str:
    """Without “field of” before it."""
    return next((key.removeprefix(word) for word in FIELD if key.startswith(word)), key)


def _usual_words(domains: list[CooperationDomain]) -> dict[str, list[CooperationDomain]]:
    """The domains that each phrase may mean, by the stems of its words: their own names in another form, and
    the words of the press."""
    meant: dict[str, list[CooperationDomain]] = defaultdict(list)
    by_code = {domain.code: domain for domain in domains}
    phrases = [(name, one) for one in domains for name in (one.name_ar, one.name_en) if name]
    for code, languages in read("domains").items():
        if code in by_code:
            phrases += [(word, by_code[code]) for words in languages.values() for word in words]
    for phrase, domain in phrases:
        held = meant[stemmed(phrase)]
        # A domain and a part of it are no two answers: the wider one is what is surely meant.
        if any(one in (domain, domain.parent) for one in held):
            continue
        held[:] = [one for one in held if one.parent != domain] + [domain]
    return meant
