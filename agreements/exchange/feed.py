"""A page of agreements as an Atom feed (RFC 4287), in one language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.exchange.calendar import text_in

Told = dict[str, Any]


def feed(records: Iterable[tuple[Told, datetime]], language: str, here: str) -> str:
    """The feed of these records, each with when its public text last changed. `here` is the feed's own
    address."""
    with override(language):
        written = Atom1Feed(
            title=_("Agreements between cities"),
            link=here,
            feed_url=here,
            description="",
            language=language,
            feed_guid=here,
        )
        for record, changed_at in records:
            written.add_item(
                title=text_in(record["title"], language) or record["registry_number"],
                link=record["page"][language],
                description=text_in(record["summary"], language),
                unique_id=record["url"],
                updateddate=changed_at,
                pubdate=datetime.fromisoformat(record["published_at"]),
                categories=[record["kind"]["name"][language]],
            )
        return written.writeString("utf-8")
