"""Answers that are made once for each state of the register, and kept until it changes.

What is kept is the same for everybody: it is made of published records alone.
"""

import json
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, NamedTuple

from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from agreements.filters import AgreementFilter
from agreements.models import Agreement, Edition
from agreements.models.agreement_queries import AgreementQuerySet


class Shown(NamedTuple):
    """What a reader asked for, and the key under which answers about it are kept."""

    agreements: AgreementQuerySet
    key: str


def public_filter(data: Any) -> AgreementFilter:
    """The filters of the list, over what anybody reads."""
    return AgreementFilter(data, Agreement.objects.published(), request=None)


def asked_for(filterset: AgreementFilter) -> Shown:
    """What the filters leave; those that are mistaken are left out."""
    agreements = filterset.qs
    chosen = {name: str(value) for name, value in filterset.narrowed_by.items()}
    parts = [Edition.now(), timezone.localdate().isoformat(), get_language(), *sorted(chosen.items())]
    return Shown(agreements, json.dumps(parts))


def kept(key: str, made: Callable[[], Any], where: str = "large") -> Any:
    """What was made under this key before, or is made now; what is small and many among the `pages`."""
    name, cache = digest(key), caches[where]
    found = cache.get(name)
    if found is None:
        found = made()
        cache.set(name, found)
    return found


def digest(text: str) -> str:
    """A short name for something long."""
    return blake2b(text.encode(), digest_size=12).hexdigest()
