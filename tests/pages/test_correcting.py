"""“Suggest a correction”: from the form at a record to those who decide on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from agreements.models import Agreement, CooperationDomain, CorrectionSuggestion
from agreements.models.correction import MOST_FROM_ONE
from agreements.pages import correcting
from agreements.pages.correcting import stamp
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.factories import AgreementFactory, SignatoryFactory, published
from tests.pages.reading import page_of, text_of
from tests.worlds import begin_with


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: Any) -> None:
    """Tests write faster than people."""
    monkeypatch.setattr(correcting, "LEAST_SECONDS", -1)


@pytest.fixture
def record(cast: Cast) -> Agreement:
    return published(parties=[cast.hebron, cast.amman])


def send(client: Client, address: str, **columns: str) -> Any:
    filled = {"text": "The mayor’s name is written otherwise.", "opened": stamp(), **columns}
    return client.post(f"/en{address}correction/", filled)


def test_a_suggestion_to_an_agreement_reaches_the_register(client: Client, record: Agreement) -> None:
    address = f"/agreements/{record.registry_number}/"
    answer = send(client, address, evidence="Gazette 17", name="Salma", email="salma@example.org")
    assert answer.headers["Location"] == "/en/correction/thanks/"
    found = CorrectionSuggestion.objects.get()
    assert (found.agreement, found.city, found.state, found.language) == (record, None, "open", "en")
    assert (found.evidence, found.name, found.email) == ("Gazette 17", "Salma", "salma@example.org")
    assert "127.0.0.1" not in found.sender
    assert mail.outbox == []


def test_a_suggestion_to_a_city(client: Client, cast: Cast) -> None:
    assert send(client, "/cities/hebron/").status_code == 302
    assert CorrectionSuggestion.objects.get().city == cast.hebron


def test_a_suggestion_to_a_domain_is_for_whoever_keeps_the_taxonomy(client: Client, cast: Cast) -> None:
    begin_with(load_taxonomy)
    assert send(client, "/domains/heritage/").status_code == 302
    found = CorrectionSuggestion.objects.get()
    assert found.record == found.domain == CooperationDomain.objects.get(code="heritage")
    assert CorrectionSuggestion.objects.visible_to(cast.registrar).get() == found
    assert not CorrectionSuggestion.objects.visible_to(cast.reviewer_of_hebron).exists()


def test_a_suggestion_about_somebody_who_signed_stands_with_the_agreement(
    client: Client, cast: Cast, record: Agreement
) -> None:
    signatory = SignatoryFactory(party=record.parties.get(order=1))
    assert send(client, f"/signatories/{signatory.pk}/").status_code == 302
    found = CorrectionSuggestion.objects.visible_to(cast.reviewer_of_hebron).get()
    assert (found.record, found.signatory) == (record, signatory)
    signatory.delete()
    found.refresh_from_db()
    assert (found.record, found.signatory) == (record, None)


def test_nobody_suggests_about_who_signed_a_draft(client: Client, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    signatory = SignatoryFactory(party=draft.parties.get(order=1))
    assert send(client, f"/signatories/{signatory.pk}/").status_code == 404


def test_records_show_the_way_to_the_form(client: Client, record: Agreement) -> None:
    begin_with(load_taxonomy)
    signatory = SignatoryFactory(party=record.parties.get(order=1))
    for address in (
        f"/ar/agreements/{record.registry_number}/",
        "/ar/cities/hebron/",
        "/ar/domains/heritage/",
        f"/ar/signatories/{signatory.pk}/",
    ):
        assert f'href="{address}correction/"' in text_of(client.get(address))


def test_what_is_wrong_is_said_beside_its_box_and_what_was_typed_stays(client: Client, cast: Cast) -> None:
    answer = send(client, "/cities/hebron/", text="short", email="nobody", name="<b>سلمى</b>")
    html = text_of(answer)
    assert answer.status_code == 200
    assert 'role="alert"' in html
    assert "Say it in a sentence" in html
    assert 'value="nobody"' in html
    assert "&lt;b&gt;سلمى&lt;/b&gt;" in html
    page = page_of(answer)
    ((box, _text),) = page.all("input", name="email")
    assert box["aria-invalid"] == "true"
    assert box["aria-describedby"].split()[-1] in {found.get("id") for _tag, found, _text in page.elements}
    assert not CorrectionSuggestion.objects.exists()


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"website": "https://spam.example"}, "A box that should stay empty was filled in."),
        ({"opened": ""}, "The form was open for too long."),
        ({"opened": ":1:forged"}, "The form was open for too long."),
        ({"text": "x" * 4001}, "4000"),
        ({"text": "a\x00b and more than ten"}, "Null characters"),
    ],
)
def test_what_no_person_sends_is_refused(
    client: Client, cast: Cast, columns: dict[str, str], said: str
) -> None:
    assert said in text_of(send(client, "/cities/hebron/", **columns))
    assert not CorrectionSuggestion.objects.exists()


def test_a_form_that_was_open_too_long_is_stamped_anew(client: Client, cast: Cast) -> None:
    ((box, _text),) = page_of(send(client, "/cities/hebron/", opened="old")).all("input", name="opened")
    assert send(client, "/cities/hebron/", opened=box["value"]).status_code == 302


def test_haste_is_refused(client: Client, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(correcting, "LEAST_SECONDS", 3)
    assert "That was very fast" in text_of(send(client, "/cities/hebron/"))


def test_one_place_on_the_net_sends_only_so_many_an_hour(client: Client, cast: Cast) -> None:
    for _ in range(MOST_FROM_ONE):
        assert send(client, "/cities/hebron/").status_code == 302
    refused = send(client, "/cities/hebron/")
    assert refused.status_code == 429
    assert "Try again later" in text_of(refused)
    assert "The mayor’s name is written otherwise." in text_of(refused)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere, "/cities/hebron/").status_code == 302
    CorrectionSuggestion.objects.update(made_at=timezone.now() - timedelta(hours=2))
    assert send(client, "/cities/hebron/").status_code == 302


def test_a_draft_takes_no_suggestion(client: Client, cast: Cast) -> None:
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    assert send(client, f"/agreements/{draft.reference}/").status_code == 404


# ---- Who reads and decides -------------------------------------------------------------------


@pytest.fixture
def suggestion(record: Agreement) -> CorrectionSuggestion:
    return CorrectionSuggestion.objects.create(agreement=record, text="Wrong name", language="en", sender="x")


def test_it_is_seen_by_the_registrar_and_the_cities_it_concerns(
    cast: Cast, suggestion: CorrectionSuggestion
) -> None:
    of_bursa = CorrectionSuggestion.objects.create(city=cast.bursa, text="…", language="ar", sender="x")
    seen = {
        role: set(CorrectionSuggestion.objects.visible_to(cast.person(role)))
        for role in (
            "reader",
            "partner",
            "contributor_of_hebron",
            "reviewer_of_amman",
            "reviewer_of_bursa",
            "registrar",
        )
    }
    assert seen["reader"] == seen["partner"] == set()
    assert seen["contributor_of_hebron"] == seen["reviewer_of_amman"] == {suggestion}
    assert seen["reviewer_of_bursa"] == {of_bursa}
    assert seen["registrar"] == {suggestion, of_bursa}


def test_a_reviewer_accepts_or_declines_with_a_reason_and_once(
    cast: Cast, suggestion: CorrectionSuggestion
) -> None:
    for stranger in (cast.contributor_of_hebron, cast.reviewer_of_bursa, cast.partner):
        with pytest.raises(PermissionDenied):
            suggestion.accept(by=stranger)
    with pytest.raises(ValidationError):
        suggestion.decline(by=cast.reviewer_of_hebron, reason=" ")
    suggestion.decline(by=cast.reviewer_of_hebron, reason="The gazette has it so.")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.decided_by) == ("declined", cast.reviewer_of_hebron)
    assert suggestion.decided_at is not None
    assert not CorrectionSuggestion.objects.open().exists()
    with pytest.raises(ValidationError):
        suggestion.accept(by=cast.registrar)


def test_the_admin_shows_it_to_whom_it_concerns(
    as_: Any, cast: Cast, suggestion: CorrectionSuggestion
) -> None:
    folder = "/ar/admin/agreements/correctionsuggestion/"
    assert "Wrong name" in text_of(as_(cast.reviewer_of_amman).get(folder))
    assert "Wrong name" not in text_of(as_(cast.reviewer_of_bursa).get(folder))
    assert as_(cast.registrar).get(f"{folder}{suggestion.pk}/change/").status_code == 200
