"""What records said when an import had written them: as long as they say it, the import can be undone."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import orjson

from agreements.exchange.whole.telling import content_of
from agreements.models.gathering import gathered_as_entered


def fingerprints(ids: Iterable[Any]) -> dict[Any, str]:
    """Each record's own words in short; they differ as soon as anybody changes anything in it."""
    found = {}
    for agreement in gathered_as_entered({pk for pk in ids if pk}):
        told = orjson.dumps(content_of(agreement), option=orjson.OPT_SORT_KEYS)
        found[agreement.pk] = sha256(told).hexdigest()[:32]
    return found
