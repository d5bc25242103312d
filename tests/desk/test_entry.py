"""The entry form without a script: what it writes, what it refuses and how it says so."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import Agreement, City, EntryDraft, OutgoingMail
from agreements.models.revision import Revision
from tests.cast import Cast
from tests.desk.conftest import domains
from tests.factories import AgreementFactory, CityFactory, published

pytestmark = pytest.mark.django_db
Send = Callable[..., Any]


def test_a_filled_form_becomes_a_draft_with_all_its_parts(cast: Cast, send: Send, filled: dict) -> None:
    answer = send(cast.contributor_of_hebron, None, filled)
    agreement = Agreement.objects.with_status().get()
    assert answer.url == f"/ar/desk/records/{agreement.reference}/"
    assert agreement.created_by == cast.contributor_of_hebron
    assert [party.city.slug for party in agreement.parties.all()] == ["hebron", "amman"]
    [person] = agreement.parties.get(city=cast.amman).signatories.all()
    assert (person.name_ar, person.office_ar) == ("عقل بلتاجي", "أمين عمّان")
    assert domains(agreement) == [("heritage", "إدارة التراث العمراني")]
    assert agreement.sources.get().title_ar == "خبر على الموقع الرسمي"
    assert str(agreement.events.get().date) == "2014-07"
    assert (str(agreement.signed_on), agreement.status) == ("2014-06-03", "in_force")
    assert Revision.objects.of("agreement", agreement.pk).count() == 1


def test_save_and_submit_leads_to_the_step(cast: Cast, send: Send, filled: dict) -> None:
    answer = send(cast.contributor_of_hebron, None, filled, _submit="1")
    assert answer.url.endswith("/submit/")


def test_faults_stand_at_their_fields_with_what_was_typed(cast: Cast, send: Send, filled: dict) -> None:
    filled |= {"signed_on": "31/02/2014", "kind": "", "source-n1-url": "javascript:alert(1)"}
    answer = send(cast.contributor_of_hebron, None, filled)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert {id for id, _label, _message in answer.context["entry"].faults()} >= {
        "id_signed_on",
        "id_kind",
        "id_source-n1-url",
    }
    for text in ("31/02/2014", "عقل بلتاجي", "إدارة التراث العمراني", "javascript:alert(1)"):
        assert text in html
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_html_in_any_field_is_shown_as_text(cast: Cast, send: Send, filled: dict, text: str) -> None:
    hostile = {
        name: text if isinstance(value, str) and name.endswith(("_ar", "_name")) else value
        for name, value in filled.items()
    }
    answer = send(cast.contributor_of_hebron, None, hostile)
    assert text not in answer.content.decode()
    filled |= {"title_ar": text, "signatory-n1-name_ar": text, "domain-heritage-quote_ar": text}
    agreement_page = send(cast.contributor_of_hebron, None, filled).url
    client = Client()
    client.force_login(cast.contributor_of_hebron)
    for page in (agreement_page, f"{agreement_page}edit/", f"{agreement_page}history/", "/ar/desk/"):
        html = client.get(page).content.decode()
        assert text not in html


def test_a_city_of_many_is_asked_for_and_a_missing_one_is_added_as_a_proposal(
    cast: Cast, send: Send, filled: dict
) -> None:
    CityFactory(name_ar="الخليل", slug="other-hebron")
    answer = send(cast.contributor_of_hebron, None, filled)
    assert {city.slug for city in answer.context["entry"].parties[0].form.possible} == {
        "hebron",
        "other-hebron",
    }
    filled |= {"party-n1-city": cast.hebron.pk, "party-n2-city_name": "Gaziantep"}
    assert send(cast.contributor_of_hebron, None, filled).status_code == 422
    filled |= {"party-n2-add_city": "on"}
    asked = send(cast.contributor_of_hebron, None, filled).context["entry"].parties[1].form
    assert "add_country" in asked.errors
    send(cast.contributor_of_hebron, None, filled | {"party-n2-add_country": "TR"})
    city = City.objects.get(name_en="Gaziantep")
    assert (city.slug, city.country.code, city.proposed_by) == ("gaziantep", "TR", cast.contributor_of_hebron)


def test_ones_own_city_is_a_party_and_none_stands_twice(cast: Cast, send: Send, filled: dict) -> None:
    strange = send(cast.reviewer_of_bursa, None, filled)
    assert strange.context["entry"].problems == ["مدينتك ليست طرفًا في هذه الاتفاقية."]
    twice = send(cast.registrar, None, filled | {"party-n2-city_name": "الخليل"})
    assert "city_name" in twice.context["entry"].parties[1].form.errors


def test_rows_are_added_and_removed_without_a_script(cast: Cast, send: Send, filled: dict) -> None:
    page = send(cast.contributor_of_hebron, None, filled, _add="signatory-n2")
    assert [len(row.rows) for row in page.context["entry"].parties] == [0, 2]
    assert not Agreement.objects.exists()
    send(cast.contributor_of_hebron, None, filled)
    agreement = Agreement.objects.get()
    data = stored(as_client(cast.contributor_of_hebron), agreement)
    source = agreement.sources.get().pk
    person = agreement.parties.get(city=cast.amman).signatories.get().pk
    data |= {f"source-{source}-remove": "on", f"signatory-{person}-remove": "on", "domain": []}
    assert send(cast.contributor_of_hebron, agreement, data).status_code == 302
    assert (agreement.sources.count(), domains(agreement)) == (0, [])
    assert not agreement.parties.get(city=cast.amman).signatories.exists()


def as_client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def stored(client: Client, agreement: Agreement) -> dict[str, Any]:
    """The form as the page holds it when it is opened."""
    context = client.get(f"/ar/desk/records/{agreement.reference}/edit/").context
    return {**context["entry"].typed, "_version": context["version"], "_found": context["found"]}


def test_saving_what_was_found_changes_nothing(cast: Cast, send: Send, filled: dict) -> None:
    send(cast.contributor_of_hebron, None, filled)
    agreement = Agreement.objects.get()
    before = Revision.objects.of("agreement", agreement.pk).last().content
    send(cast.contributor_of_hebron, agreement, stored(as_client(cast.contributor_of_hebron), agreement))
    assert Revision.objects.of("agreement", agreement.pk).last().content == before
    assert agreement.version == 1


def test_the_second_of_two_merges_and_sees_what_both_changed(cast: Cast, send: Send) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="كما كان", title_en="As it was")
    mine = stored(as_client(cast.reviewer_of_amman), agreement)
    theirs = stored(as_client(cast.reviewer_of_hebron), agreement)
    send(cast.reviewer_of_hebron, agreement, theirs | {"title_ar": "عنوانهم", "place_ar": "عمّان"})
    answer = send(cast.reviewer_of_amman, agreement, mine | {"title_ar": "عنواني", "title_en": "Mine"})
    merging = answer.context["merging"]
    assert answer.status_code == 409
    assert merging.conflicts == {"title_ar": ["عنوانهم"]}
    assert "place_ar" in merging.theirs
    agreement.refresh_from_db()
    assert (agreement.title_ar, agreement.title_en) == ("عنوانهم", "As it was")
    again = answer.context["entry"].typed | {
        "_version": answer.context["version"],
        "_found": answer.context["found"],
    }
    assert send(cast.reviewer_of_amman, agreement, again).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.title_ar, agreement.title_en, agreement.place_ar) == ("عنواني", "Mine", "عمّان")


def test_theirs_is_taken_field_by_field_without_a_script(cast: Cast, send: Send) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="كما كان", place_ar="كما كان")
    mine = stored(as_client(cast.reviewer_of_amman), agreement)
    theirs = stored(as_client(cast.reviewer_of_hebron), agreement)
    party = agreement.parties.get(city=cast.amman).pk
    bursa = {f"party-{party}-city_name": "Bursa", f"party-{party}-city": cast.bursa.pk}
    send(cast.reviewer_of_hebron, agreement, theirs | {"title_ar": "عنوانهم", "place_ar": "مكانهم", **bursa})
    wanted = {"title_ar": "عنواني", "place_ar": "مكاني", f"party-{party}-city_name": "عمان"}
    answer = send(cast.registrar, agreement, mine | wanted)
    assert answer.status_code == 409
    html = answer.content.decode()
    for name in ("title_ar", "place_ar", f"party-{party}-city_name"):
        assert f'name="_theirs" value="{name}"' in html
    again = answer.context["entry"].typed | {
        "_version": answer.context["version"],
        "_found": answer.context["found"],
        "_theirs": ["title_ar", f"party-{party}-city_name"],
    }
    assert send(cast.registrar, agreement, again).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.title_ar, agreement.place_ar) == ("عنوانهم", "مكاني")
    assert agreement.parties.get(pk=party).city == cast.bursa


def test_a_record_in_another_state_since_is_refused_in_words(cast: Cast, send: Send) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    data = stored(as_client(cast.contributor_of_hebron), agreement)
    agreement.submit(by=cast.contributor_of_hebron)
    answer = send(cast.contributor_of_hebron, agreement, data)
    assert answer.status_code == 403
    assert "قيد المراجعة" in answer.content.decode() or "يُراجَع" in answer.content.decode()


# ---- Kept while it is typed


def keep(client: Client, **data: Any) -> Any:
    return client.post("/ar/desk/entry/keep/", data)


def test_what_is_typed_is_kept_and_shown_again_even_if_it_is_no_date(cast: Cast, as_: Any) -> None:
    clerk = as_(cast.contributor_of_hebron)
    answer = keep(clerk, title_ar="نصف عنوا", signed_on="32/13", party=["n1"]).json()
    assert "حُفظ الساعة" in answer["message"]
    keep(clerk, title_ar="نصف عنوان", signed_on="32/13", party=["n1"], _draft=answer["draft"])
    assert EntryDraft.objects.count() == 1
    page = clerk.get(f"/ar/desk/entry/?draft={answer['draft']}")
    assert 'value="32/13"' in page.content.decode()
    assert "نصف عنوان" in clerk.get("/ar/desk/").content.decode()
    assert as_(cast.reviewer_of_hebron).get(f"/ar/desk/entry/?draft={answer['draft']}").status_code == 404


def test_saving_ends_the_unfinished_entry(cast: Cast, as_: Any, send: Send, filled: dict) -> None:
    draft = keep(as_(cast.contributor_of_hebron), title_ar="نصف").json()["draft"]
    send(cast.contributor_of_hebron, None, filled | {"_draft": draft})
    assert not EntryDraft.objects.exists()


def test_keeping_is_refused_in_words(cast: Cast, as_: Any) -> None:
    agreement = published(parties=[cast.hebron, cast.amman])
    assert keep(Client(), title_ar="x").status_code == 401
    refused = keep(as_(cast.contributor_of_hebron), _reference=agreement.reference)
    assert (refused.status_code, bool(refused.json()["message"])) == (403, True)
    assert keep(as_(cast.contributor_of_hebron), _reference="draft-0").status_code == 403
    assert keep(as_(cast.contributor_of_hebron), title_ar="س" * 600_000).status_code == 413
    assert keep(as_(cast.contributor_of_hebron), title_ar="\x00", _draft="٩" * 30).status_code == 200


@pytest.mark.parametrize("told", ["²", "9" * 30, "9" * 5_000, "-1", "n", "\u0669" * 30])
def test_an_id_that_is_none_is_nobodys_entry(
    cast: Cast, as_: Any, send: Send, filled: dict, told: str
) -> None:
    clerk = as_(cast.contributor_of_hebron)
    assert keep(clerk, title_ar="نصف", _draft=told).status_code == 200
    file = SimpleUploadedFile("text.pdf", b"%PDF-1.7")
    assert clerk.post("/ar/desk/entry/files/", {"_draft": told, "file": file}).status_code == 404
    assert clerk.get("/ar/desk/entry/", {"draft": told}).status_code == 404
    assert send(cast.contributor_of_hebron, None, filled | {"file": [told]}).status_code == 422
    assert send(cast.contributor_of_hebron, None, filled | {"_draft": told}).status_code == 302


def test_what_was_sent_after_the_session_ended_is_there_after_signing_in(cast: Cast, filled: dict) -> None:
    client = Client()
    sign_in = client.post("/ar/desk/entry/", filled).url
    assert sign_in == "/ar/account/login/?next=/ar/desk/entry/"
    data = {"login": cast.contributor_of_hebron.email, "password": "correct horse"}
    assert client.post(sign_in, data).url == "/ar/desk/entry/"
    page = client.get("/ar/desk/entry/")
    assert page.context["entry"].data["title_ar"] == "اتفاقية التآخي والتعاون"


def test_cities_are_found_in_both_scripts_and_likely_duplicates_shown(cast: Cast, as_: Any) -> None:
    clerk = as_(cast.contributor_of_hebron)
    for typed in ("الخل", "Heb"):
        [found] = json.loads(clerk.get("/ar/desk/entry/cities/", {"q": typed}).content)["cities"]
        assert (found["id"], found["name"]) == (cast.hebron.pk, "الخليل")
    record = published(parties=[cast.hebron, cast.amman], signed_on="2014")
    pair = {"party": ["n1", "n2"], "party-n1-city": cast.hebron.pk, "party-n2-city": cast.amman.pk}
    html = clerk.post("/ar/desk/entry/duplicates/", pair | {"signed_on": "6/2014"}).content.decode()
    assert record.registry_number in html
    html = clerk.post("/ar/desk/entry/duplicates/", pair | {"signed_on": "1990"}).content.decode()
    assert record.registry_number not in html


# ---- Steps


def test_remarks_stand_beside_the_fields_and_people_are_told(cast: Cast, as_: Any) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], created_by=cast.contributor_of_hebron)
    agreement.submit(by=cast.contributor_of_hebron)
    told = set(OutgoingMail.objects.values_list("to", flat=True))
    assert told == {cast.reviewer_of_hebron.email, cast.reviewer_of_amman.email}
    path = f"/ar/desk/records/{agreement.reference}/"
    reviewer = as_(cast.reviewer_of_amman)
    assert reviewer.post(f"{path}return/", {"reason": ""}).status_code == 422
    assert reviewer.post(f"{path}return/", {"reason": "", "remark-signed_on": "متى؟"}).status_code == 302
    assert OutgoingMail.objects.filter(to=cast.contributor_of_hebron.email).exists()
    page = as_(cast.contributor_of_hebron).get(f"{path}edit/").content.decode()
    assert "متى؟" in page


def test_of_two_reviewers_who_publish_at_once_one_publishes(cast: Cast, as_: Any) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    agreement.submit(by=cast.contributor_of_hebron)
    path = f"/ar/desk/records/{agreement.reference}/publish/"
    assert as_(cast.reviewer_of_amman).post(path).status_code == 302
    assert as_(cast.reviewer_of_hebron).post(path).status_code in (403, 404)
    assert Agreement.objects.get().state_changes.filter(after="published").count() == 1


# ---- History


def test_a_former_state_comes_back_as_a_new_change(cast: Cast, as_: Any, send: Send, filled: dict) -> None:
    send(cast.contributor_of_hebron, None, filled)
    agreement = Agreement.objects.get()
    data = stored(as_client(cast.contributor_of_hebron), agreement)
    person = agreement.parties.get(city=cast.amman).signatories.get().pk
    data |= {"title_ar": "عنوان آخر", f"signatory-{person}-remove": "on", "domain": []}
    send(cast.contributor_of_hebron, agreement, data)
    clerk, path = as_(cast.contributor_of_hebron), f"/ar/desk/records/{agreement.reference}/history/"
    page = clerk.get(path).content.decode()
    assert "عنوان آخر" in page
    assert "عقل بلتاجي" in page
    english = clerk.get(path.replace("/ar/", "/en/")).content.decode()
    assert "title in Arabic" in english
    stale = {"reason": "خطأ", "version": agreement.version - 1}
    assert clerk.post(f"{path}1/restore/", stale).status_code == 409
    good = {"reason": "كان الأول هو الصحيح", "version": agreement.version}
    assert clerk.post(f"{path}1/restore/", good).status_code == 302
    agreement.refresh_from_db()
    assert agreement.title_ar == "اتفاقية التآخي والتعاون"
    assert agreement.parties.get(city=cast.amman).signatories.get().name_ar == "عقل بلتاجي"
    assert domains(agreement) == [("heritage", "إدارة التراث العمراني")]
    last = Revision.objects.of("agreement", agreement.pk).last()
    assert (last.number, last.reason) == (3, "كان الأول هو الصحيح")


def test_a_city_that_a_clerk_adds_is_shown_once_a_published_record_carries_it(
    cast: Cast, as_: Any, send: Send, filled: dict
) -> None:
    filled |= {"party-n2-city_name": "Gaziantep", "party-n2-add_city": "on", "party-n2-add_country": "TR"}
    send(cast.contributor_of_hebron, None, filled)
    doors = [
        "/ar/cities/",
        "/en/suggestions/?q=Gazi",
        "/api/v1/cities/",
        "/sitemap-cities.xml",
    ]
    own = ("/ar/cities/gaziantep/", "/api/v1/cities/gaziantep/", "/embed/cities/gaziantep/")
    assert not [path for path in doors if b"gaziantep" in Client().get(path).content.lower()[-4000:]]
    assert [Client().get(path).status_code for path in own] == [404, 404, 404]
    assert as_(cast.reviewer_of_amman).get(own[0]).status_code == 200
    found = as_(cast.reviewer_of_amman).get("/ar/desk/entry/cities/?q=Gazi").json()["cities"]
    assert [city["name"] for city in found] == ["Gaziantep"]

    agreement = Agreement.objects.get()
    agreement.submit(by=cast.contributor_of_hebron)
    agreement.publish(by=cast.reviewer_of_hebron)
    assert [Client().get(path).status_code for path in own] == [200, 200, 200]
    assert b"Gaziantep" in Client().get("/en/cities/").content
    assert City.objects.proposed().get().slug == "gaziantep", "the registrar looks at it all the same"
