"""One form for the instrument and all that hangs on it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.enumerations import RecordState
from agreements.models import Agreement, AgreementLink, Document, Event, Party, Signatory, Source
from tests.admin.conftest import ADD, change_page, step_page
from tests.admin.forms import (
    Fields,
    add_row,
    buttons_of,
    errors_of,
    fields_of,
    fill_row,
    send,
    template_rows_of,
)
from tests.cast import Cast
from tests.factories import (
    AgreementFactory,
    CityFactory,
    DomainFactory,
    EventFactory,
    SignatoryFactory,
    published,
)


def english(address: str) -> str:
    return address.replace("/ar/", "/en/", 1)


def the_agreement() -> Agreement:
    return Agreement.objects.get()


def refused(client: Client, address: str, fields: Fields) -> tuple[dict[str, str], dict[str, str], Fields]:
    """The errors in Arabic, in English, and what stands in the form afterwards."""
    arabic = send(client, address, fields)
    assert arabic.status_code == 200, "the form was accepted"
    latin = send(client, english(address), fields)
    return errors_of(arabic), errors_of(latin), fields_of(arabic)


# ---- Entering ------------------------------------------------------------------------------------


def test_one_post_enters_the_whole_agreement(contributor: Client, cast: Cast, filled_in: Fields) -> None:
    response = send(contributor, ADD, filled_in)
    assert errors_of(response) == {} if response.status_code == 200 else response.status_code == 302
    agreement = the_agreement()
    assert agreement.created_by == cast.contributor_of_hebron
    assert str(agreement.signed_on) == "2014-06-03"
    assert agreement.authentic_languages == ["ar", "en"]
    assert [(party.order, party.city) for party in agreement.parties.all()] == [
        (1, cast.hebron),
        (2, cast.amman),
    ]
    assert [(person.name_ar, person.party.city) for person in Signatory.objects.all()] == [
        ("داوود الزعتري", cast.hebron),
        ("عقل بلتاجي", cast.amman),
    ]
    assert agreement.coverages.count() == 3
    assert agreement.sources.get().title_ar == "خبر صحفي"
    assert agreement.events.get().kind == "signed"
    assert agreement.record_state == RecordState.DRAFT


def test_status_and_its_reason_stand_there_right_after_saving(contributor: Client, filled_in: Fields) -> None:
    response = contributor.post(ADD, {**filled_in, "_continue": "1"}, follow=True)
    assert "سارية منذ 3 حزيران 2014، تاريخ التوقيع." in response.content.decode()
    assert "status_now" not in fields_of(response), "nobody types a status"


def test_a_form_sent_back_as_it_stands_changes_nothing(contributor: Client, filled_in: Fields) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement())
    before = fields_of(contributor.get(address))
    assert send(contributor, address, before).status_code == 302
    assert fields_of(contributor.get(address)) == before


def test_an_edit_is_kept(contributor: Client, filled_in: Fields) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement())
    fields = fields_of(contributor.get(address)) | {
        "title_en": "Another title",
        "signatory-1-name_en": "Aqel",
    }
    assert send(contributor, address, fields).status_code == 302
    assert the_agreement().title_en == "Another title"
    assert Signatory.objects.get(name_en="Aqel").party.order == 2


def test_save_and_submit_leads_to_the_page_of_the_step(contributor: Client, filled_in: Fields) -> None:
    response = send(contributor, ADD, filled_in, "_then_submit")
    assert response.url == step_page(the_agreement(), "submit")
    address = change_page(the_agreement())
    response = send(contributor, address, fields_of(contributor.get(address)), "_then_submit")
    assert response.url == step_page(the_agreement(), "submit")


# ---- Sides: rows that belong to a party ----------------------------------------------------------


def test_a_third_party_and_its_signatory_come_in_one_go(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement())
    fields = fields_of(contributor.get(address))
    fields = add_row(fields, "parties", city=cast.bursa.pk, role="acceding")
    fields = add_row(fields, "signatory", side="3", name_en="Somebody", role="signed")
    fields = add_row(fields, "approval", side="3", level="council", outcome="approved", decided_on="2015")
    assert send(contributor, address, fields).status_code == 302
    third = the_agreement().parties.get(order=3)
    assert third.city == cast.bursa
    assert third.signatories.get().name_en == "Somebody"
    assert str(third.approvals.get().decided_on) == "2015"


def test_twelve_parties_each_with_a_signatory_come_in_one_go(contributor: Client, cast: Cast) -> None:
    fields = fields_of(contributor.get(ADD)) | {"kind": "framework", "title_ar": "شبكة مدن"}
    fields = fill_row(fields, "parties", 0, city=cast.hebron.pk)
    fields = fill_row(fields, "parties", 1, city=CityFactory().pk)
    for _ in range(10):
        fields = add_row(fields, "parties", city=CityFactory().pk, role="party")
    for number in range(2):
        fields = fill_row(fields, "signatory", number, side=str(number + 1), name_ar=f"موقّع {number + 1}")
    for number in range(2, 12):
        fields = add_row(
            fields, "signatory", side=str(number + 1), name_ar=f"موقّع {number + 1}", role="signed"
        )
    assert send(contributor, ADD, fields).status_code == 302
    assert [person.name_ar for person in Signatory.objects.order_by("party__order")] == [
        f"موقّع {number}" for number in range(1, 13)
    ]


def test_a_row_of_parties_left_blank_does_not_count_as_a_side(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    fields = fill_row(filled_in, "parties", 1, city="")
    fields = add_row(fields, "parties", city=cast.amman.pk, role="party")
    assert send(contributor, ADD, fields).status_code == 302
    assert Signatory.objects.get(name_ar="عقل بلتاجي").party.city == cast.amman
    assert [party.order for party in the_agreement().parties.all()] == [1, 2]


def test_removing_a_party_with_its_signatory_leaves_the_others_with_theirs(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    send(contributor, ADD, add_row(filled_in, "parties", city=cast.bursa.pk, role="party"))
    address = change_page(the_agreement())
    fields = fields_of(contributor.get(address)) | {"parties-1-DELETE": "on", "signatory-1-DELETE": "on"}
    fields = add_row(fields, "signatory", side="3", name_ar="موقّع بورصة", role="signed")
    assert send(contributor, address, fields).status_code == 302
    assert {person.name_ar: person.party.city for person in Signatory.objects.all()} == {
        "داوود الزعتري": cast.hebron,
        "موقّع بورصة": cast.bursa,
    }
    assert [(party.order, party.city) for party in the_agreement().parties.all()] == [
        (1, cast.hebron),
        (2, cast.bursa),
    ]


def test_a_signatory_never_slips_to_another_party_when_theirs_is_removed(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement())
    fields = fields_of(contributor.get(address)) | {"parties-0-DELETE": "on"}
    arabic, latin, still = refused(contributor, address, fields)
    assert arabic["signatory-0-side"] == "هذا الطرف بصدد الحذف: اختر طرفًا آخر، أو احذف هذا القيد أيضًا."
    assert latin["signatory-0-side"].startswith("This party is being removed")
    assert "signatory-1-side" not in arabic, "the other party and its signatory are not concerned"
    assert still["signatory-0-side"] == "1"
    assert still["parties-0-DELETE"] == ["on"]
    assert Party.objects.count() == 2


def test_a_signatory_moves_to_another_party_while_their_own_is_removed(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement())
    fields = fields_of(contributor.get(address)) | {"parties-1-DELETE": "on", "signatory-1-side": "1"}
    assert send(contributor, address, fields).status_code == 302
    assert {person.party.city for person in Signatory.objects.all()} == {cast.hebron}
    assert Signatory.objects.count() == 2


def test_a_signatory_of_a_side_that_does_not_exist_is_told_so(contributor: Client, filled_in: Fields) -> None:
    fields = fill_row(filled_in, "signatory", 1, side="3")
    arabic, latin, still = refused(contributor, ADD, fields)
    assert arabic["signatory-1-side"] == "لا يوجد هذا الطرف في النموذج."
    assert latin["signatory-1-side"] == "There is no such party on this form."
    assert still["signatory-1-side"] == "3"
    assert still["signatory-1-name_ar"] == "عقل بلتاجي"
    assert still["signatory-0-side"] == "1"


@pytest.mark.parametrize("side", ["0", "13", "-1", "x", "١"])
def test_a_side_that_was_never_offered_is_refused_in_words(
    contributor: Client, filled_in: Fields, side: str
) -> None:
    arabic, _latin, _still = refused(contributor, ADD, fill_row(filled_in, "signatory", 0, side=side))
    assert arabic["signatory-0-side"]


def test_a_signatory_without_a_side_is_asked_for_it(contributor: Client, filled_in: Fields) -> None:
    arabic, latin, still = refused(contributor, ADD, fill_row(filled_in, "signatory", 0, side=""))
    assert arabic["signatory-0-side"] == "هذا الحقل مطلوب."
    assert latin["signatory-0-side"] == "This field is required."
    assert still["signatory-0-name_ar"] == "داوود الزعتري"


def test_the_template_of_add_another_offers_every_side_and_holds_nothing(contributor: Client) -> None:
    page = contributor.get(ADD)
    rows = template_rows_of(page)
    assert rows["signatory-__prefix__-side"] == ""
    assert rows["approval-__prefix__-side"] == ""
    assert rows["events-__prefix__-side"] == ""
    assert "الطرف الثاني عشر" in page.content.decode()


def test_the_parties_of_a_saved_agreement_are_offered_by_name(contributor: Client, filled_in: Fields) -> None:
    send(contributor, ADD, filled_in)
    page = contributor.get(change_page(the_agreement())).content.decode()
    assert "1. بلدية الخليل" in page
    assert "2. أمانة عمان الكبرى" in page
    assert "الطرف الثالث" in page


def test_who_may_only_look_reads_each_side_by_name(reviewer: Client, contributor: Client, cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    SignatoryFactory(party=agreement.parties.get(order=2), name_ar="عقل بلتاجي")
    EventFactory(agreement=agreement, kind="initialled", party=agreement.parties.get(order=1))
    agreement.submit(by=cast.contributor_of_hebron)
    page = contributor.get(change_page(agreement))
    assert page.status_code == 200
    assert "_save" not in buttons_of(page)
    html = page.content.decode()
    assert html.count("أمانة عمان الكبرى") >= 2
    assert 'name="signatory-0-name_ar"' not in html


# ---- Bad input -----------------------------------------------------------------------------------


def test_a_city_twice_is_named_at_the_second_row(contributor: Client, cast: Cast, filled_in: Fields) -> None:
    arabic, latin, still = refused(
        contributor, ADD, fill_row(filled_in, "parties", 1, city=cast.hebron.pk, name_ar="كما كُتب")
    )
    assert arabic["parties-1-city"] == "هذه المدينة طرف من قبل، ولا تُذكر مدينة مرتين في اتفاقية واحدة."
    assert latin["parties-1-city"].startswith("This city is already a party")
    assert "parties-0-city" not in arabic
    assert still["parties-1-city"] == str(cast.hebron.pk)
    assert still["parties-1-name_ar"] == "كما كُتب"


def test_a_city_twice_is_refused_on_a_saved_agreement_too(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement())
    fields = add_row(fields_of(contributor.get(address)), "parties", city=cast.amman.pk, role="party")
    arabic, _latin, still = refused(contributor, address, fields)
    assert arabic["parties-2-city"]
    assert still["parties-2-city"] == str(cast.amman.pk)


@pytest.mark.parametrize("sides", [("1", "2"), ("2", "1")])
def test_two_parties_change_places_and_their_signatories_stay_with_them(
    contributor: Client, cast: Cast, filled_in: Fields, sides: tuple[str, str]
) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement())
    fields = fields_of(contributor.get(address))
    fields |= {"parties-0-city": cast.amman.pk, "parties-1-city": cast.hebron.pk}
    fields |= {"signatory-0-side": sides[0], "signatory-1-side": sides[1]}
    response = send(contributor, address, fields)
    assert response.status_code == 302, errors_of(response)
    assert [party.city for party in the_agreement().parties.all()] == [cast.amman, cast.hebron]
    assert Signatory.objects.get(name_ar="عقل بلتاجي").party.city == cast.amman


def test_a_city_may_take_the_row_of_one_that_is_removed_or_moves_on(
    registrar: Client, cast: Cast, filled_in: Fields
) -> None:
    send(registrar, ADD, filled_in)
    address = change_page(the_agreement())
    fields = fields_of(registrar.get(address))
    fields |= {"parties-0-city": cast.amman.pk, "parties-1-city": cast.bursa.pk}
    arabic, latin, _still = refused(registrar, address, fields)
    assert latin["signatory-0-side"].startswith("Another city stands in this place now")
    assert "signatory-1-side" not in arabic, "Amman is still there, and its signatory with it"
    fields["signatory-0-DELETE"] = "on"
    assert send(registrar, address, fields).status_code == 302
    assert Signatory.objects.get().party.city == cast.amman
    assert [party.city for party in the_agreement().parties.all()] == [cast.amman, cast.bursa]
    fields = fields_of(registrar.get(address)) | {"parties-0-city": cast.bursa.pk, "parties-1-DELETE": "on"}
    fields["signatory-0-DELETE"] = "on"
    assert send(registrar, address, fields).status_code == 302
    assert [party.city for party in the_agreement().parties.all()] == [cast.bursa]


def test_a_clerk_enters_agreements_of_their_own_city(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    foreign = fill_row(filled_in, "parties", 0, city=cast.bursa.pk)
    arabic, latin, still = refused(contributor, ADD, foreign)
    assert arabic[""] == "مدينتك ليست طرفًا في هذه الاتفاقية."
    assert latin[""] == "Your city is not a party to this agreement."
    assert still["parties-0-city"] == str(cast.bursa.pk)
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement())
    fields = fields_of(contributor.get(address)) | {"parties-0-DELETE": "on", "signatory-0-DELETE": "on"}
    refused(contributor, address, fields)


def test_a_party_removed_and_entered_anew_is_no_repetition(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement())
    fields = fields_of(contributor.get(address)) | {"parties-1-DELETE": "on", "signatory-1-side": "3"}
    fields = add_row(fields, "parties", city=cast.amman.pk, role="lead")
    response = send(contributor, address, fields)
    assert response.status_code == 302, errors_of(response)
    assert the_agreement().parties.get(city=cast.amman).role == "lead"


@pytest.mark.parametrize(
    ("typed", "arabic_words", "english_words"),
    [
        ("2014-13", "لا يوجد شهر", "has no such month"),
        ("٣١/٠٢/٢٠١٤", "لا يوجد يوم", "has no such day"),
        ("في الصيف", "ليس", "is not a date"),
        ("0099", "", "outside the years"),
    ],
)
def test_a_date_that_is_none_is_explained_at_its_field(
    contributor: Client, filled_in: Fields, typed: str, arabic_words: str, english_words: str
) -> None:
    arabic, latin, still = refused(contributor, ADD, filled_in | {"signed_on": typed})
    assert typed in arabic["signed_on"]
    assert arabic_words in arabic["signed_on"]
    assert english_words in latin["signed_on"]
    assert still["signed_on"] == typed


def test_a_date_in_a_row_is_explained_at_its_field(contributor: Client, filled_in: Fields) -> None:
    fields = fill_row(filled_in, "events", 0, date="٣١/٠٢/٢٠١٤")
    fields = fill_row(fields, "signatory", 0, signed_on="2014-13")
    fields = fill_row(fields, "sources", 0, date="13/2014")
    arabic, _latin, still = refused(contributor, ADD, fields)
    assert {"events-0-date", "signatory-0-signed_on", "sources-0-date"} <= set(arabic)
    assert still["events-0-date"] == "٣١/٠٢/٢٠١٤"
    assert still["signatory-0-signed_on"] == "2014-13"


def test_an_expiry_before_signature_is_refused(contributor: Client, filled_in: Fields) -> None:
    fields = filled_in | {"term": "fixed", "expires_on": "2013"}
    arabic, latin, still = refused(contributor, ADD, fields)
    assert arabic["expires_on"]
    assert latin["expires_on"] == "It cannot expire before it was signed or took effect."
    assert still["expires_on"] == "2013"
    assert still["signed_on"] == "٣/٦/٢٠١٤"


def test_a_ring_of_links_is_refused(contributor: Client, cast: Cast) -> None:
    first, second = (AgreementFactory(parties=[cast.hebron, cast.amman]) for _ in range(2))
    AgreementLink.objects.create(subject=second, predicate="renews", object=first)
    address = change_page(first)
    fields = add_row(fields_of(contributor.get(address)), "links", predicate="amends", object=second.pk)
    arabic, latin, still = refused(contributor, address, fields)
    assert arabic["links-0-object"]
    assert latin["links-0-object"].startswith("This closes a ring")
    assert still["links-0-object"] == str(second.pk)


def test_an_event_after_its_party_withdrew_is_refused(contributor: Client, cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman, cast.bursa])
    EventFactory(agreement=agreement, kind="withdrawal", party=agreement.parties.get(order=3), date="2016")
    address = change_page(agreement)
    fields = add_row(
        fields_of(contributor.get(address)), "events", kind="notice_given", side="3", date="2018"
    )
    arabic, latin, still = refused(contributor, address, fields)
    assert "2016" in arabic["events-1-date"]
    assert "withdrew on 2016" in latin["events-1-date"]
    assert still["events-1-date"] == "2018"
    assert still["events-1-side"] == "3"


def test_an_event_after_a_withdrawal_on_the_same_form_is_refused(
    contributor: Client, filled_in: Fields
) -> None:
    fields = add_row(filled_in, "events", kind="withdrawal", side="2", date="2016")
    fields = add_row(fields, "events", kind="notice_given", side="2", date="2018")
    _arabic, latin, _still = refused(contributor, ADD, fields)
    assert "withdrew on 2016" in latin["events-2-date"]
    assert "أمانة عمان الكبرى" in _arabic["events-2-date"]


def test_a_withdrawal_that_names_no_party_is_asked_which(contributor: Client, filled_in: Fields) -> None:
    fields = add_row(filled_in, "events", kind="withdrawal", date="2016")
    arabic, latin, _still = refused(contributor, ADD, fields)
    assert arabic["events-1-side"]
    assert latin["events-1-side"] == "Say which party withdrew."


def test_a_voiding_entry_that_voids_nothing_is_refused(contributor: Client, filled_in: Fields) -> None:
    _arabic, latin, _still = refused(contributor, ADD, add_row(filled_in, "events", kind="voided"))
    assert any("names the event that it voids" in text for text in latin.values())


def test_an_event_that_another_voids_is_not_removed_alone(contributor: Client, cast: Cast) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman])
    wrong = EventFactory(agreement=agreement, kind="signed", date="2014")
    EventFactory(agreement=agreement, kind="voided", voids=wrong)
    address = change_page(agreement)
    fields = fields_of(contributor.get(address))
    row = next(n for n in range(2) if fields[f"events-{n}-id"] == str(wrong.pk))
    response = send(contributor, address, fields | {f"events-{row}-DELETE": "on"})
    assert response.status_code == 200
    assert Event.objects.count() == 2
    assert errors_of(response)


def test_a_party_whose_event_is_voided_goes_with_its_events_or_is_refused_in_words(
    contributor: Client, cast: Cast
) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman, cast.bursa])
    wrong = EventFactory(agreement=agreement, kind="initialled", party=agreement.parties.get(order=3))
    EventFactory(agreement=agreement, kind="voided", voids=wrong)
    address = change_page(agreement)
    fields = fields_of(contributor.get(address)) | {"parties-2-DELETE": "on"}
    response = send(contributor, address, fields)
    assert response.status_code in (200, 302)
    assert response.status_code == 302 or errors_of(response)


def test_an_empty_file_and_a_program_are_refused_in_words(contributor: Client, filled_in: Fields) -> None:
    fields = add_row(filled_in, "documents", file=SimpleUploadedFile("empty.pdf", b""), **a_document())
    fields = add_row(fields, "documents", file=SimpleUploadedFile("run.exe", b"MZ"), **a_document())
    response = send(contributor, ADD, fields)
    assert errors_of(response)["documents-0-file"]
    assert "ليس الملف" in errors_of(response)["documents-1-file"]
    assert Document.objects.count() == 0


def a_document(**columns: Any) -> dict[str, Any]:
    return {
        "kind": "agreement",
        "authenticity": "copy",
        "visibility": "internal",
        "title_ar": "نص الاتفاقية",
        **columns,
    }


def test_a_document_is_deposited_with_its_fingerprint_and_its_depositor(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    file = SimpleUploadedFile("نص الاتفاقية.pdf", b"%PDF-1.7 text")
    assert (
        send(contributor, ADD, add_row(filled_in, "documents", file=file, **a_document())).status_code == 302
    )
    document = Document.objects.get()
    assert (document.original_name, document.size) == ("نص الاتفاقية.pdf", 13)
    assert document.deposited_by == cast.contributor_of_hebron
    assert document.sha256 in contributor.get(change_page(the_agreement())).content.decode()


def test_a_source_that_cannot_be_identified_is_refused(contributor: Client, filled_in: Fields) -> None:
    fields = fill_row(filled_in, "sources", 0, title_ar="", quote="نص")
    _arabic, latin, still = refused(contributor, ADD, fields)
    assert any("title, a publisher or an address" in text for text in latin.values())
    assert still["sources-0-quote"] == "نص"


def test_a_domain_named_twice_is_refused(contributor: Client, filled_in: Fields) -> None:
    fields = fill_row(filled_in, "coverages", 1, domain=filled_in["coverages-0-domain"])
    arabic, _latin, _still = refused(contributor, ADD, fields)
    assert arabic


@pytest.mark.parametrize("missing", ["parties-TOTAL_FORMS", "signatory-TOTAL_FORMS", "events-INITIAL_FORMS"])
def test_a_form_that_arrives_torn_is_refused_in_words(
    contributor: Client, filled_in: Fields, missing: str
) -> None:
    fields = {name: value for name, value in filled_in.items() if name != missing}
    assert send(contributor, ADD, fields).status_code == 200
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("column", ["parties-0-city", "coverages-0-domain", "links-0-object"])
def test_a_reference_to_what_does_not_exist_is_refused(
    contributor: Client, filled_in: Fields, column: str
) -> None:
    fields = add_row(filled_in, "links", predicate="renews") if column.startswith("links") else filled_in
    arabic, _latin, _still = refused(contributor, ADD, fields | {column: "999999"})
    assert column in arabic


def test_a_nul_character_is_refused_and_not_a_crash(contributor: Client, filled_in: Fields) -> None:
    arabic, _latin, _still = refused(contributor, ADD, filled_in | {"title_ar": "a\x00b"})
    assert arabic["title_ar"]


# ---- Likely duplicates -----------------------------------------------------------------------------


def test_a_likely_duplicate_is_shown_with_a_link_before_submitting(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    before = published(parties=[cast.amman, cast.hebron], title_ar="توأمة الخليل وعمّان")
    page = contributor.post(ADD, {**filled_in, "_continue": "1"}, follow=True).content.decode()
    draft = Agreement.objects.exclude(pk=before.pk).get()
    for html in (page, contributor.get(step_page(draft, "submit")).content.decode()):
        assert change_page(before) in html
        assert "توأمة الخليل وعمّان" in html


def test_without_a_likely_duplicate_nothing_is_warned_of(contributor: Client, cast: Cast) -> None:
    AgreementFactory(parties=[cast.hebron, cast.bursa])
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    for address in (ADD, change_page(draft), step_page(draft, "submit")):
        assert "likely-duplicates" not in contributor.get(address).content.decode()


# ---- What others may see ---------------------------------------------------------------------------


def test_a_link_to_another_pairs_draft_is_neither_offered_nor_shown(
    registrar: Client, contributor: Client, cast: Cast
) -> None:
    ours = AgreementFactory(parties=[cast.hebron, cast.amman])
    theirs = AgreementFactory(parties=[cast.amman, cast.bursa], title_ar="سر بين عمّان وبورصة")
    address = change_page(ours)
    fields = fields_of(contributor.get(address))
    arabic, _latin, _still = refused(
        contributor, address, add_row(fields, "links", predicate="renews", object=theirs.pk)
    )
    assert arabic["links-0-object"]
    AgreementLink.objects.create(subject=ours, predicate="renews", object=theirs)
    assert "سر بين عمّان وبورصة" not in contributor.get(address).content.decode()
    assert "سر بين عمّان وبورصة" in registrar.get(address).content.decode()
    assert send(contributor, address, fields_of(contributor.get(address))).status_code == 302
    assert AgreementLink.objects.count() == 1, "what one does not see, one does not remove"


def test_a_source_of_another_agreement_cannot_be_named_by_an_event(
    contributor: Client, cast: Cast, filled_in: Fields
) -> None:
    other = AgreementFactory(parties=[cast.hebron, cast.amman])
    source = Source.objects.get(agreement=other)
    arabic, _latin, _still = refused(contributor, ADD, fill_row(filled_in, "events", 0, source=source.pk))
    assert arabic["events-0-source"]


def test_a_clerk_cannot_certify(contributor: Client, registrar: Client, filled_in: Fields) -> None:
    send(contributor, ADD, filled_in | {"certified_on": "2020-01-01"})
    assert the_agreement().certified_on is None
    address = change_page(the_agreement())
    fields = fields_of(registrar.get(address)) | {"certified_on": "2020-01-01"}
    assert send(registrar, address, fields).status_code == 302
    assert the_agreement().certified_on


def test_a_draft_is_discarded_after_a_question(contributor: Client, filled_in: Fields) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement()).replace("change", "delete")
    assert contributor.get(address).status_code == 200
    assert contributor.post(address, {"post": "yes"}).status_code == 302
    assert not Agreement.objects.exists()


def test_the_history_of_the_form_can_be_read(contributor: Client, filled_in: Fields) -> None:
    send(contributor, ADD, filled_in)
    address = change_page(the_agreement()).replace("change", "history")
    assert contributor.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("rows", [2, 20])
def test_the_form_asks_the_same_number_of_queries_however_long_it_is(
    contributor: Client, cast: Cast, django_assert_max_num_queries: Any, rows: int
) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, *(CityFactory() for _ in range(11))])
    for number in range(rows):
        party = agreement.parties.all()[number % 12]
        SignatoryFactory(party=party)
        EventFactory(agreement=agreement, party=party, kind="reviewed")
        agreement.coverages.create(domain=DomainFactory())
    contributor.get(change_page(agreement))
    with django_assert_max_num_queries(60):
        assert contributor.get(change_page(agreement)).status_code == 200
