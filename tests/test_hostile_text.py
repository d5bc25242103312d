"""HTML in any field is text, on every page that shows it: to visitors, at the desk, in the admin."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.utils import timezone

from agreements.acts import acting
from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    Approval,
    City,
    CorrectionSuggestion,
    Document,
    SheetImport,
    Signatory,
    Source,
    Statement,
)
from tests.cast import Cast
from tests.desk.sheets import workbook
from tests.factories import (
    AgreementFactory,
    CityFactory,
    CoverageFactory,
    DomainFactory,
    EventFactory,
    published,
)
from tests.pages.reading import Page, badly_nested

pytestmark = pytest.mark.django_db

# It ends an attribute, an element and a script, and begins others; each field has it with its own name.
HOSTILE = "\"'></b></script><script>evil()</script><img src=evil onerror=evil()>"


def texts_of(model: type[models.Model]) -> Iterator[str]:
    """The columns of a model that hold whatever a person writes."""
    for field in model._meta.concrete_fields:
        free = (
            isinstance(field, (models.CharField, models.TextField)) and field.editable and not field.choices
        )
        ruled = isinstance(field, (models.URLField, models.SlugField)) or field.validators[1:]
        if free and not ruled and (field.max_length or len(HOSTILE)) >= len(HOSTILE):
            yield field.name


def poisoned(row: Any) -> Any:
    """The row with hostile text in every column that takes text."""
    columns = dict.fromkeys(texts_of(type(row)), HOSTILE)
    assert columns, type(row)
    for name in columns:
        setattr(row, name, HOSTILE)
    row.save()
    return row


@pytest.fixture
def city() -> City:
    found: City = poisoned(CityFactory(slug="evil", country="JO", population=None))
    found.aliases.create(text=HOSTILE, language="ar")
    return found


@pytest.fixture
def record(cast: Cast, city: City) -> Agreement:
    """A published record in which everything that hangs on it is hostile too."""
    record = poisoned(AgreementFactory(parties=[cast.hebron, city]))
    party = poisoned(record.parties.get(city=city))
    poisoned(Signatory(party=party, order=1))
    poisoned(Approval(party=party, decided_on="2014"))
    poisoned(EventFactory(agreement=record))
    poisoned(Activity(agreement=record, kind="visit"))
    poisoned(CoverageFactory(agreement=record, domain=poisoned(DomainFactory(code="evil")), basis="explicit"))
    poisoned(Source(agreement=record, kind="press"))
    file = SimpleUploadedFile("<img src=evil onerror=evil()>.pdf", b"%PDF-x")
    poisoned(Document(agreement=record, file=file, visibility="public", language="ar"))
    record.submit(by=cast.contributor_of_hebron)
    with acting(cast.reviewer_of_hebron, HOSTILE):
        record.publish(by=cast.reviewer_of_hebron)
    poisoned(Statement(party=party, made_on=timezone.localdate(), channel="account"))
    poisoned(CorrectionSuggestion(agreement=record, language="ar", sender="x"))
    AgreementLink.objects.create(
        subject=published(parties=[cast.hebron, city]), predicate="renews", object=record
    )
    return record


def proposed(clerk: Client, record: Agreement) -> None:
    data = {"kind": "renewed", "date": "2024", "note_ar": HOSTILE, "note_en": HOSTILE, "reason": HOSTILE}
    assert clerk.post(f"/ar/desk/records/{record.reference}/add/event/", data).status_code == 302


def handed_in(clerk: Client) -> str:
    """The page of a sheet that is hostile in its name, its headings and its cells."""
    headings = ["المدينة الأولى", "المدينة الثانية", "نوع الاتفاقية", "تاريخ التوقيع", "المجالات"]
    row = ["الخليل", HOSTILE, "توأمة", "2014", HOSTILE, HOSTILE]
    rows = [[*headings, HOSTILE], [HOSTILE] * len(row), row]
    file = workbook(rows, name="<img src=evil onerror=evil()>.xlsx", title="<b onclick=evil()>")
    assert clerk.post("/ar/desk/import/", {"file": file}).status_code == 302
    sheet = SheetImport.objects.latest("pk")
    return f"/desk/import/{sheet.pk}/"


def public_pages(record: Agreement, city: City) -> list[str]:
    signatory = Signatory.objects.get(party__agreement=record)
    address = f"/agreements/{record.registry_number}/"
    found = [
        "/",
        "/agreements/",
        f"/agreements/?q={record.registry_number}",
        "/cities/",
        "/domains/",
        "/signatories/",
    ]
    found += [
        address,
        f"{address}?as_of=2016-05-01",
        f"{address}correction/",
        f"/signatories/{signatory.pk}/",
    ]
    found += [f"/cities/{city.slug}/", f"/cities/{city.slug}/?as_of=2016-05-01", "/domains/evil/"]
    return [
        *found,
        f"/relationships/{city.slug}/hebron/",
        "/map/",
        "/statistics/",
        f"/cities/{city.slug}/correction/",
    ]


def desk_pages(record: Agreement, city: City) -> list[str]:
    pages = ["/desk/", "/desk/corrections/", "/desk/proposals/", "/desk/import/", "/desk/waiting/gaps/"]
    pages += [
        f"/desk/records/{record.reference}/{end}" for end in ("", "edit/", "history/", "history/1/restore/")
    ]
    pages += [f"/desk/history/city/{city.pk}/", f"/desk/records/{record.reference}/add/event/"]
    pages += [f"/desk/records/{record.reference}/withdraw/"]
    parties = record.parties.values_list("pk", flat=True)
    return [*pages, *(f"/agreements/{record.reference}/statements/{pk}/ask/" for pk in parties)]


def admin_pages(record: Agreement, city: City) -> list[str]:
    rows = [record, city, record.coverages.get().domain, CorrectionSuggestion.objects.get()]
    names = [(row._meta.model_name, row.pk) for row in rows]
    return [f"/admin/agreements/{name}/{end}" for name, pk in names for end in ("", f"{pk}/change/")]


def looked_at(client: Client, address: str) -> bool:
    """Whether the page shows the text; that it is nothing but text."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy, address
    assert "unsafe" not in policy, address
    html = answer.content.decode()
    for tag, given, _text in Page(html).elements:
        assert not [name for name in given if name.startswith("on")], (address, tag, given)
        assert "evil" not in (given.get("src") or "").partition("/")[0], (address, tag)
        assert tag != "script" or given.get("src") or given.get("type") in DATA, (address, given)
    if "/admin/" not in address:
        assert badly_nested(html) == [], address
    return "evil()" in html


# What a browser does not run.
DATA = ("application/json", "application/ld+json")
# Pages that have the text only in some of their states.
MAY_BE_CLEAN = ("/map/", "/statistics/", "/correction/", "/add/event/", "/withdraw/", "/desk/import/")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_html_in_any_field_is_text_on_every_page(
    cast: Cast, as_: Any, record: Agreement, city: City, language: str
) -> None:
    clerk, registrar = as_(cast.contributor_of_hebron), as_(cast.registrar)
    proposed(clerk, record)
    looks = [(as_(None), page) for page in public_pages(record, city)]
    looks += [(clerk, handed_in(clerk))]
    looks += [(registrar, page) for page in (*desk_pages(record, city), *admin_pages(record, city))]
    clean = [page for client, page in looks if not looked_at(client, f"/{language}{page}")]
    assert not [page for page in clean if not page.endswith(MAY_BE_CLEAN)]
    assert looked_at(as_(None), f"/embed/cities/{city.slug}/?lang={language}")


def test_a_sheet_is_text_in_its_preview_and_in_its_report(cast: Cast, as_: Any) -> None:
    clerk = as_(cast.contributor_of_hebron)
    page = f"/ar{handed_in(clerk)}"
    assert looked_at(clerk, page)
    sheet = SheetImport.objects.latest("pk")
    columns = {f"column_{place}": key for place, key in enumerate(sheet.keys)}
    assert clerk.post(page, {**columns, "own_city": cast.hebron.pk}).status_code == 302
    assert looked_at(clerk, page)
    clerk.post(page, {**columns, "own_city": "evil()"})
    assert looked_at(clerk, f"{page}cities/")


def test_the_fields_that_are_looked_at_are_all_there_are() -> None:
    """Whoever adds a text column to the record finds it poisoned too."""
    assert set(texts_of(Agreement)) >= {"title_ar", "title_en", "designation_ar", "summary_en", "place_ar"}
    assert set(texts_of(City)) >= {"name_ar", "name_en", "authority_ar"}
    assert set(texts_of(Source)) >= {"title_ar", "publisher", "quote"}
