"""The page that makes a draft of a press text."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agreements.desk.press import RULES
from agreements.enumerations import RecordState
from agreements.models import Agreement, City, User
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.factories import AgreementFactory
from tests.from_text.announced import only
from tests.worlds import begin_with

As = Callable[[User | None], Client]
ADDRESS = "/ar/desk/from-text/"

TEXT = (
    "الخليل وعمّان تتآخيان\n"
    "وقع أمين عمّان كرم الحسن ورئيس بلدية الخليل سامر عوض، أمس، في عمّان، اتفاقية تآخ وتعاون في مجال "
    "التراث العمراني، بحضور السفير ماهر لطفي."
)
NEW = "وقع رئيس بلدية الخليل سامر عوض ورئيس بلدية غنت البلجيكية يان بيترز اتفاقية توأمة."
SOURCE = {"url": "press.example/1", "publisher": "وكالة", "published": "4/6/2014"}


@pytest.fixture(autouse=True)
def taxonomy(db: None) -> None:
    begin_with(load_taxonomy)


def page(client: Client, text: str, **more: str) -> Any:
    return client.post(ADDRESS, {"text": text, **SOURCE, **more})


def proposed(response: Any, index: int = 0, **corrected: str) -> dict[str, str]:
    """What the browser sends when the clerk presses the button under a proposal."""
    sheet = response.context["sheets"][index]
    sent = {"text": response.context["form"]["text"].value(), **SOURCE, "agreement": str(index)}
    for form in [sheet.instrument, *(form for group in sheet.groups for form in group)]:
        for field in form:
            value = field.value()
            if value is True:
                sent[field.html_name] = "on"
            elif value not in (False, None):
                sent[field.html_name] = str(value)
    for group in sheet.groups:
        for field in group.management_form:
            sent[field.html_name] = str(field.value())
    return {name: value for name, value in (sent | corrected).items() if value != "-"}


def test_what_was_read_becomes_a_draft_with_source_and_quotes(cast: Cast, as_: As) -> None:
    client = as_(cast.contributor_of_hebron)
    response = client.post(ADDRESS, proposed(page(client, TEXT)))
    agreement = Agreement.objects.get()
    assert response.status_code == 302
    assert response["Location"] == agreement.get_absolute_url()
    assert agreement.record_state == RecordState.DRAFT
    assert agreement.created_by == cast.contributor_of_hebron
    assert (agreement.kind, agreement.designation_ar) == ("brotherhood", "اتفاقية تآخ وتعاون")
    assert (str(agreement.signed_on), agreement.place_ar) == ("2014-06-03", "عمّان")
    assert [party.city.slug for party in agreement.parties.all()] == ["amman", "hebron"]
    people = [
        (one.name_ar, one.office_ar) for party in agreement.parties.all() for one in party.signatories.all()
    ]
    assert people == [("كرم الحسن", "أمين عمّان"), ("سامر عوض", "رئيس بلدية الخليل")]
    assert [(one.domain.code, one.quote_ar) for one in agreement.coverages.all()] == [
        ("heritage", "التراث العمراني")
    ]
    source = agreement.sources.get()
    assert (source.url, source.publisher, str(source.date)) == (
        "https://press.example/1",
        "وكالة",
        "2014-06-04",
    )
    assert "اتفاقية تآخ وتعاون" in source.quote
    assert agreement.events.get().kind == "signed"


def test_each_proposal_is_marked_in_the_text_with_how_sure_it_is(cast: Cast, as_: As) -> None:
    response = page(as_(cast.registrar), TEXT)
    marked = {piece.text: piece for piece in response.context["pieces"] if piece.what}
    assert "".join(piece.text for piece in response.context["pieces"]) == TEXT
    assert "أمس" in marked
    assert all(piece.certainty_label and piece.reason for piece in marked.values())
    shown = response.content.decode()
    assert all(
        f"{piece.what}: {piece.reason} ({piece.certainty_label})" in shown for piece in marked.values()
    )


def test_the_clerk_corrects_and_leaves_out(cast: Cast, as_: As) -> None:
    client = as_(cast.registrar)
    sent = proposed(
        page(client, TEXT), **{"a0-kind": "friendship", "a0-signed_on": "2014", "a0-signatory-0-take": "-"}
    )
    client.post(ADDRESS, sent)
    agreement = Agreement.objects.get()
    assert (agreement.kind, str(agreement.signed_on)) == ("friendship", "2014")
    assert [party.signatories.count() for party in agreement.parties.all()] == [0, 1]


def test_a_new_city_is_added_and_the_registrar_looks_at_what_a_clerk_added(cast: Cast, as_: As) -> None:
    for clerk, waits in ((cast.contributor_of_hebron, True), (cast.registrar, False)):
        client = as_(clerk)
        client.post(ADDRESS, proposed(page(client, NEW)))
        city = City.objects.get(name_ar="غنت")
        assert (city.country.code, city.authority_ar, city.kind) == ("BE", "بلدية غنت", "municipality")
        assert (city.proposed_by is not None) == waits
        assert [party.city for party in Agreement.objects.get().parties.all()] == [cast.hebron, city]
        Agreement.objects.all().delete()
        city.delete()


def test_a_planned_agreement_becomes_a_planned_draft(cast: Cast, as_: As) -> None:
    client = as_(cast.registrar)
    client.post(ADDRESS, proposed(page(client, "تعتزم بلدية الخليل توقيع اتفاقية تعاون مع أمانة عمّان.")))
    agreement = Agreement.objects.with_status().get()
    assert (agreement.events.get().kind, agreement.signed_on, agreement.status) == (
        "proposed",
        None,
        "planned",
    )


def test_a_likely_duplicate_is_shown(cast: Cast, as_: As) -> None:
    there = AgreementFactory(parties=[cast.hebron, cast.amman])
    assert there.title_ar in page(as_(cast.registrar), TEXT).content.decode()


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("   ", "النص فارغ", 422),
        ("ا" * 100_001, "أطول مما ينبغي", 422),
        ("زار وفد من عمّان مدينة الخليل.", "لا يعلن هذا النص اتفاقية بين مدن", 200),
    ],
)
def test_what_cannot_be_read_is_said_in_words(
    cast: Cast, as_: As, text: str, words: str, status: int
) -> None:
    response = page(as_(cast.registrar), text)
    assert (response.status_code, words in response.content.decode()) == (status, True)
    assert Agreement.objects.count() == 0


def test_a_source_is_asked_for_and_what_was_typed_stays(cast: Cast, as_: As) -> None:
    response = page(as_(cast.registrar), TEXT, url="", publisher="")
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"publisher"}
    assert "سامر عوض" in response.content.decode()


@pytest.mark.parametrize(
    "corrected",
    [
        {"a0-party-0-take": "-"},
        {"a0-party-0-city": "لا مدينة"},
        {"a0-party-0-city": "hebron"},
        {"a0-signed_on": "13/13/2014"},
        {"a0-signatory-0-party": "لا طرف"},
        {"a0-party-TOTAL_FORMS": "x"},
        {"a0-kind": "nonsense"},
    ],
)
def test_a_mistake_writes_nothing_and_is_answered_at_the_field(
    cast: Cast, as_: As, corrected: dict[str, str]
) -> None:
    client = as_(cast.registrar)
    response = client.post(ADDRESS, proposed(page(client, TEXT), **corrected))
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert Agreement.objects.count() == 0


def test_a_clerk_enters_agreements_of_their_own_city_only(cast: Cast, as_: As) -> None:
    client = as_(cast.reviewer_of_bursa)
    answer = client.post(ADDRESS, proposed(page(client, TEXT)))
    assert (answer.status_code, Agreement.objects.count()) == (422, 0)
    assert "مدينتك ليست طرفًا" in answer.content.decode()


@pytest.mark.parametrize("index", ["9", "-1", "x", "٠"])
def test_an_agreement_that_was_not_proposed_is_not_entered(cast: Cast, as_: As, index: str) -> None:
    client = as_(cast.registrar)
    assert client.post(ADDRESS, proposed(page(client, TEXT)) | {"agreement": index}).status_code in (200, 302)
    assert Agreement.objects.count() <= (1 if index == "٠" else 0)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "Amman Mayor Karl Hasan visited Hebron. The twinning protocol between Hebron and Amman was "
            "signed between the Mayor of Hebron Sam Awad and Karl Hasan.",
            "full_name",
        ),
        (
            "زار رئيس بلدية الخليل سامر عوض مدينة عمان.\n"
            "ووقع رئيس بلدية الخليل وأمين عمان كرم حسن اتفاقية توأمة.",
            "office",
        ),
        (
            "ترأس كل من سامر عوض، رئيس بلدية الخليل، ويان بيترز، عمدة غنت البلجيكية، حفل توقيع مذكرة تفاهم "
            "بين المدينتين.",
            "chaired",
        ),
    ],
)
def test_the_page_has_words_for_each_rule(text: str, rule: str) -> None:
    assert rule in {person.evidence.rule for person in only(text).signatories}
    assert RULES[rule]
