"""A page of agreements as an Atom feed (RFC 4287), in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.exchange.calendar import text_in

Told = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One entry: its address is its name for good."""

    title: str
    link: str
    name: str
    changed_at: datetime
    text: str = ""
    published_at: datetime | None = None
    categories: tuple[str, ...] = ()


def feed(records: Iterable[tuple[Told, datetime]], language: str, here: str) -> str:
    """The feed of these agreements, each with when its public text last changed. `here` is the feed's own
    address."""
    return written([_agreement(record, at, language) for record, at in records], language, here)


def _agreement(record: Told, changed_at: datetime, language: str) -> Item:
    return Item(
        title=text_in(record["title"], language) or record["registry_number"],
        link=record["page"][language],
        name=record["url"],
        changed_at=changed_at,
        text=text_in(record["summary"], language),
        published_at=datetime.fromisoformat(record["published_at"]),
        categories=(record["kind"]["name"][language],),
    )


def beside(record: Told, changed_at: datetime, language: str) -> Item:
    """What happened to an agreement, or was done under it."""
    kind = record["kind"]["name"][language]
    of = record["agreement"]
    named = text_in(record.get("title") or {"ar": None, "en": None}, language) or kind
    return Item(
        title=f"{named}: {text_in(of['title'], language) or of['registry_number']}",
        link=record["url"],
        name=record["url"],
        changed_at=changed_at,
        text=text_in(record.get("note") or record.get("outcome") or {"ar": None, "en": None}, language),
        categories=(kind,),
    )


def written(items: Iterable[Item], language: str, here: str) -> str:
    """The feed as XML."""
    with override(language):
        made = Atom1Feed(
            title=_("Agreements between cities"),
            link=here,
            feed_url=here,
            description="",
            language=language,
            feed_guid=here,
        )
        for item in items:
            made.add_item(
                title=item.title,
                link=item.link,
                description=item.text,
                unique_id=item.name,
                updateddate=item.changed_at,
                pubdate=item.published_at,
                categories=item.categories,
            )
        return made.writeString("utf-8")
