"""What `make bench` loads: the registry, and the bare function beside it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from django.conf import settings

from registry.wsgi import application  # noqa: F401 – the server is told its name.

# As in production, and not as the tests have it: files as they lay at the start, connections that are kept.
settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
settings.DATABASES["default"]["CONN_MAX_AGE"] = 60
# What is measured is the answering, not the refusing of too many questions.
settings.API_CALLS_WITHOUT_KEY = 10**9

from django_countries import countries  # noqa: E402

from agreements import enumerations  # noqa: E402
from agreements.evidence import EvidenceLevel  # noqa: E402
from agreements.wording import both_words, country_names  # noqa: E402
from tests.benchmarks import bare as baseline  # noqa: E402

LISTS = {
    "kind": enumerations.AgreementKind,
    "effect_rule": enumerations.EffectKind,
    "term": enumerations.TermKind,
    "renewal": enumerations.RenewalRule,
    "status": enumerations.LegalStatus,
    "confirmation": enumerations.Confirmation,
    "evidence_level": EvidenceLevel,
    "role": enumerations.PartyRole,
    "role_of_person": enumerations.SignatoryRole,
    "basis": enumerations.CoverageBasis,
    "source_kind": enumerations.SourceKind,
}
words = {
    name: {str(value): both_words(choices, value) for value in choices.values}
    for name, choices in LISTS.items()
}
words["country"] = {code: country_names(code) for code, _name in countries}
bare = baseline.application(str(settings.DATABASES["default"]["NAME"]), words)
