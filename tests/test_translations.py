"""Every word of the interface stands in Arabic and in English, and none in the wrong one."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import frontend
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client

from agreements.models import Agreement, City, User
from agreements.reference.sample import load_sample
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.factories import AgreementFactory, published
from tests.worlds import begin_with

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "registry" / "locale" / "ar" / "LC_MESSAGES" / "django.po"

# ---- The catalogue -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    """The messages of code and templates, collected as `make messages` does."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [line] = re.findall(r"^KEYWORDS := (.+)$", makefile, flags=re.M)
    keywords = {**DEFAULT_KEYWORDS, **frontend.parse_keywords(line.replace("-k ", "").split())}
    with (ROOT / "registry" / "locale" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = frontend.parse_mapping_cfg(file)
    found = Catalog()
    for name, number, message, _comments, context in extract_from_dir(
        ROOT, methods, options, keywords, directory_filter=lambda path: Path(path).name[0] not in "._"
    ):
        found.add(message, locations=[(name, number)], context=context)
    return found


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ar")


def texts(string: str | tuple[str, ...] | list[str]) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


def test_messages_are_found_in_code_and_in_templates(wanted: Catalog) -> None:
    ids = {texts(message.id)[0] for message in wanted}
    assert {"Publish", "Legal status", "Calls itself", "Twinning agreement", "%(shown)s agreement"} <= ids
    assert len(ids) > 400


def test_every_message_has_its_arabic(wanted: Catalog, catalogue: Catalog) -> None:
    missing = []
    for message in wanted:
        if not message.id:
            continue
        found = catalogue.get(texts(message.id)[0], context=message.context)
        if found is None or not all(texts(found.string)):
            missing.append((message.context, texts(message.id)[0], message.locations[0][0]))
    assert missing == []


def test_the_catalogue_keeps_nothing_that_is_no_longer_said(wanted: Catalog, catalogue: Catalog) -> None:
    said = {(message.context, texts(message.id)[0]) for message in wanted}
    kept = {(message.context, texts(message.id)[0]) for message in catalogue if message.id}
    assert sorted(kept - said, key=str) == []
    assert list(catalogue.obsolete) == []


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def test_placeholders_agree(catalogue: Catalog) -> None:
    """Each form has the placeholders of its message; “one” and “two” may say the number in a word."""
    wrong = []
    for message in catalogue:
        ids, forms = texts(message.id), texts(message.string)
        due = set(PLACEHOLDER.findall(ids[-1]))
        for number, form in enumerate(forms if message.id else []):
            held = set(PLACEHOLDER.findall(form))
            spelled_out = len(ids) > 1 and number < 3 and held <= due
            if held != due and not spelled_out:
                wrong.append((ids[0], form))
    assert wrong == []


def test_every_counted_message_has_the_six_arabic_forms(catalogue: Catalog) -> None:
    assert [m.id for m in catalogue if len(texts(m.id)) > 1 and len(texts(m.string)) != 6] == []


def test_arabic_is_written_in_arabic(catalogue: Catalog) -> None:
    """No Persian or presentation letters, no doubled spaces, no Latin comma after an Arabic word."""
    fault = re.compile(r"[یکۀﭐ-﷿ﹰ-ﻼ]|  |[ء-ي][,;?]")
    assert [
        text for message in catalogue for text in texts(message.string) if message.id and fault.search(text)
    ] == []


def test_what_a_person_typed_keeps_its_own_direction_between_arabic_words(catalogue: Catalog) -> None:
    """A date such as 2016-13 is read from its other end where Arabic letters stand before it."""
    typed = re.compile(r"«(?!\u2068)%\((text|name|number|asked|order)\)s|(?<!\u2068)\b\d{4}-\d\d-\d\d|من -\d")
    assert [
        text for message in catalogue for text in texts(message.string) if message.id and typed.search(text)
    ] == []


# ---- The pages -----------------------------------------------------------------------------------


class Interface(HTMLParser):
    """The words of a page that are the interface's own: no scripts, no text of a record (`<bdi>`, or
    marked with a language of its own), no code."""

    OWN_TEXT = {"bdi", "script", "style", "code"}
    VOID = {"meta", "link", "input", "img", "br", "hr"}
    SPOKEN = ("placeholder", "aria-label", "alt", "title")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._aside: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        aside = tag in self.OWN_TEXT or ("lang" in given and tag != "html")
        if not (aside or any(self._aside)):
            spoken = [given[name] or "" for name in self.SPOKEN if name in given]
            if given.get("type") in ("submit", "button"):
                spoken.append(given.get("value") or "")
            self.words += spoken
        if tag not in self.VOID:
            self._aside.append(aside)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self._aside:
            self._aside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(self._aside):
            self.words.append(" ".join(data.split()))


# Django itself names a few pictures in English in every language: the search box’s, yes and no.
LATIN_ALLOWED = re.compile(
    r"^(Search|True|False)$|English|API|JSON|CSV|XLSX|PDF|PNG|JPEG|TIFF|WebP|Word|OpenDocument"
    r"|SHA-256|ISO 3166-[12]|ISO 4217|SDG"
    r"|[^ ]+@[^ ]+|GeoNames|Wikidata|Q168225|PS-HBN|TW-[0-9]{4}-[0-9]{5}|draft-[0-9]+"
    r"|Mayor of Hebron|Greater Amman Municipality|ILS|JOD|EUR|(?<![A-Za-z])(ar|en|tr|fr)(?![A-Za-z])"
)
ARABIC_ALLOWED = re.compile(r"العربية|أمانة عمان الكبرى|رئيس بلدية الخليل|مجلس بلدي الخليل")


def foreign(html: str, language: str) -> list[str]:
    """The words of the interface that are in the other language."""
    allowed, letters = {
        "ar": (LATIN_ALLOWED, r"[A-Za-z]{2,}"),
        "en": (ARABIC_ALLOWED, r"[ء-ي]{2,}"),
    }[language]
    return [text for text in Interface(html).words if re.search(letters, allowed.sub("", text))]


@pytest.fixture
def pages(db: None) -> list[str]:
    begin_with(load_taxonomy)
    begin_with(load_sample)
    one, other = Agreement.objects.order_by("registry_number")
    wrong = "?q=x&city=zzz&signed_from=2014-13&as_of=2014&kind=zzz&domain=zzz&country=zzz"
    return [
        "/",
        "/agreements/",
        f"/agreements/{wrong}".replace("zzz", "٩٩٩"),
        f"/agreements/{one.registry_number}/",
        f"/agreements/{other.registry_number}/",
        "/cities/",
        "/cities/?q=٩٩٩",
        "/cities/hebron/",
        "/domains/",
        "/domains/transport/",
        "/domains/transport-roads/",
        "/nowhere/",
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
    ]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_shows_a_word_of_the_other_language(client: Client, pages: list[str], language: str) -> None:
    found = {path: foreign(client.get(f"/{language}{path}").content.decode(), language) for path in pages}
    assert {path: words for path, words in found.items() if words} == {}


def own_texts() -> set[str]:
    """What the records themselves say: the stock lists show it without a mark."""
    columns = [
        ("name_ar", "name_en", "authority_ar", "authority_en", "slug"),
        ("name_ar", "name_en", "email"),
    ]
    cities, people = City.objects.values_list(*columns[0]), User.objects.values_list(*columns[1])
    return {text for row in [*cities, *people] for text in row if text}


def admin_pages(cast: Cast) -> Iterator[str]:
    """The pages of the admin that staff work on, with records named in no letters."""
    columns = {"parties": [cast.hebron, cast.amman], "title_ar": "1", "title_en": "1", "source": "2"}
    draft, submitted, record = (
        AgreementFactory(**columns),
        AgreementFactory(**columns),
        published(**columns),
    )
    submitted.submit(by=cast.contributor_of_hebron)
    agreements = "/admin/agreements/agreement"
    yield from ("/admin/", f"{agreements}/", f"{agreements}/?status=in_force", f"{agreements}/add/")
    for agreement in (draft, submitted, record):
        yield f"{agreements}/{agreement.pk}/change/"
        yield f"{agreements}/{agreement.pk}/history/"
    yield f"{agreements}/{draft.pk}/delete/"
    yield f"{agreements}/{draft.pk}/submit-step/"
    yield f"{agreements}/{submitted.pk}/publish-step/"
    yield f"{agreements}/{submitted.pk}/return-step/"
    yield f"{agreements}/{record.pk}/withdraw-step/"
    yield f"{agreements}/{record.pk}/publish-step/"
    for model in ("city", "cooperationdomain", "user"):
        yield f"/admin/agreements/{model}/"
        yield f"/admin/agreements/{model}/add/"
    yield f"/admin/agreements/city/{cast.hebron.pk}/change/"
    yield f"/admin/agreements/user/{cast.partner.pk}/change/"
    yield f"/admin/agreements/user/{cast.partner.pk}/password/"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_of_the_admin_shows_a_word_of_the_other_language(
    cast: Cast, as_: Client, language: str
) -> None:
    registrar = as_(cast.registrar)
    found: dict[str, list[str]] = {}
    for path in admin_pages(cast):
        response = registrar.get(f"/{language}{path}", follow=True)
        assert response.status_code in (200, 403), path
        words = foreign(response.content.decode(), language)
        found[path] = [text for text in words if text not in own_texts()]
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_refusal_of_the_form_shows_a_word_of_the_other_language(
    cast: Cast, as_: Client, language: str
) -> None:
    """An empty form, and one filled with nonsense."""
    address = f"/{language}/admin/agreements/agreement/add/"
    registrar = as_(cast.registrar)
    groups = ("parties", "signatory", "coverages", "sources", "events", "approval", "documents", "activities")
    counts = {f"{name}-TOTAL_FORMS": "1" for name in groups} | {
        f"{name}-INITIAL_FORMS": "0" for name in groups
    }
    counts |= {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}
    columns = ("city", "side", "kind", "date", "url")
    nonsense = {f"{name}-0-{column}": "٩" for name in groups for column in columns}
    typed = {"signed_on": "2014-13", "expires_on": "٩", "duration_months": "٩-", "events-0-note_ar": "٩"}
    for data in (counts, counts | nonsense | typed):
        response = registrar.post(address, data)
        assert response.status_code == 200
        assert foreign(response.content.decode(), language) == []
