"""For whoever reads the register by machine: the list of all pages in both languages, and what to leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from agreements.models import Agreement, City, CooperationDomain, Signatory

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# A file holds so many addresses: few enough to be made in a moment.
LIMIT = 2000


class InEachLanguage(Sequence[tuple[Any, str]]):
    """The rows of a query, each once a language, fetched only as far as they are looked at."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows
        self.length = len(rows) if isinstance(rows, list) else rows.count()

    def __len__(self) -> int:
        return self.length * len(LANGUAGES)

    def __getitem__(self, place: Any) -> Any:
        first, last = place.start // len(LANGUAGES), -(-place.stop // len(LANGUAGES))
        return [(row, language) for row in self.rows[first:last] for language in LANGUAGES]


class Pages(Sitemap):
    """Pages of a kind, in Arabic and English, each naming the other."""

    i18n = True
    alternates = True
    limit = LIMIT

    @property
    def paginator(self) -> Paginator:
        return Paginator(InEachLanguage(self.items()), self.limit)

    def items(self) -> Any:
        """Those that stand by themselves."""
        return ["home", "agreements", "cities", "map", "statistics", "domains", "signatories"]

    def location(self, item: Any) -> str:
        return reverse(item)


class Records(Pages):
    """The pages of records: when each was last changed."""

    def items(self) -> QuerySet[Any]:
        raise NotImplementedError

    def location(self, item: Any) -> str:
        return str(item.get_absolute_url())

    def lastmod(self, item: Any) -> datetime:
        changed: datetime = item.updated_at
        return changed

    def get_latest_lastmod(self) -> Any:
        return self.items().order_by().aggregate(last=Max("updated_at"))["last"]


class Agreements(Records):
    def items(self) -> QuerySet[Any]:
        return (
            Agreement.objects.published()
            .order_by("registry_number")
            .only("registry_number", "record_state", "updated_at")
        )


class Cities(Records):
    def items(self) -> QuerySet[Any]:
        return City.objects.listed().order_by("pk").only("slug", "updated_at")


class Domains(Pages):
    def items(self) -> QuerySet[Any]:
        return CooperationDomain.objects.order_by("pk").only("code")

    def location(self, item: Any) -> str:
        return str(item.get_absolute_url())


class Signatories(Pages):
    def items(self) -> QuerySet[Any]:
        return Signatory.objects.of_agreements(Agreement.objects.published()).order_by("pk")

    def location(self, item: Any) -> str:
        return str(item.get_absolute_url())


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": Pages,
    "agreements": Agreements,
    "cities": Cities,
    "domains": Domains,
    "signatories": Signatories,
}

# What no machine need fetch: forms, and every narrowed list there could be.
LEFT_OUT = ("admin/", "desk/", "account/", "*/correction/", "suggestions/", "map/places/", "map/names/")


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{language}/{path}" for language in LANGUAGES for path in LEFT_OUT]
    lines += ["Disallow: /*?*ordering=", "", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
