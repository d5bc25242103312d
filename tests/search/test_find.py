"""Asking the index: what staff and citizens type, in the register as it stands in the database."""

import pytest
from django.contrib.auth.models import AnonymousUser

from agreements.filters import AgreementFilter
from agreements.models import Agreement, City, Signatory
from agreements.search import dialect
from agreements.search.passages import filter_key
from agreements.search.query import find
from tests.factories import AgreementFactory, SignatoryFactory, published
from tests.search.conftest import found, search


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("عمان الخليل", {"amman"}),
        ("بالخليل", {"amman", "bursa"}),
        ("الخليل بورصه", {"bursa"}),
        ("hebron", {"amman", "bursa"}),
        ("٢٠١٤", {"amman"}),
        ("متحف", {"amman"}),
        ("مدرسه", {"amman"}),
        ("الزعترى", {"amman"}),
        ("Zatari", {"amman"}),
        ("اردن", {"amman", "other"}),
        ("brotherhoods", {"amman"}),
    ],
)
def test_what_is_typed_finds_what_is_meant(twinned, typed, meant):
    assert found(typed) == {twinned[name].pk for name in meant}


def test_the_registry_number_finds_its_record(twinned):
    number = twinned["bursa"].registry_number
    assert found(number) == {twinned["bursa"].pk}
    assert found(number.lower().replace("-", " ")) == {twinned["bursa"].pk}


def test_nothing_typed_leaves_the_list_as_it_is(twinned):
    finding = search("  ")
    assert finding.stage == "all"
    assert set(finding.rows) == set(twinned.values())


@pytest.mark.parametrize("typed", ["x", "ع", "٣", "  . ", "«»", "*", '"', "\u200f\u200e", "ـ"])
def test_too_little_to_search_by_is_said(twinned, typed):
    finding = search(typed)
    assert finding.stage == "too_short"
    assert finding.ids == []


def test_the_word_being_typed_is_enough_by_its_beginning(twinned):
    finding = search("Hebr")
    assert finding.stage == "begun"
    assert set(finding.ids) == {twinned["amman"].pk, twinned["bursa"].pk}


def test_a_misspelt_name_offers_the_name_in_the_register(twinned):
    finding = search("Hebrn")
    assert (finding.stage, finding.meant) == ("near", "Hebron")
    assert set(finding.ids) == {twinned["amman"].pk, twinned["bursa"].pk}


def test_a_name_that_no_record_bears_any_longer_is_not_offered(twinned, cast):
    cast.hebron.name_en = "Hebran"
    cast.hebron.save()
    finding = search("Hebrin")
    assert (finding.stage, finding.meant) == ("near", "Hebran")
    assert set(finding.ids) == {twinned["amman"].pk, twinned["bursa"].pk}


def test_a_name_that_only_drafts_bear_is_not_offered_to_the_public(twinned, cast):
    draft = AgreementFactory(parties=[cast.hebron, cast.amman], title_en="Xylophone")
    SignatoryFactory(party=draft.parties.first(), name_en="Zebulon")
    assert (search("Xylofone").ids, search("Xylofone").meant) == ([], "")
    people = Signatory.objects.of_agreements(Agreement.objects.published())
    assert (find(people, "Zebulun").ids, find(people, "Zebulun").meant) == ([], "")
    everybody = Agreement.objects.visible_to(cast.registrar)
    assert find(everybody, "Xylofone").meant == "Xylophone"


def test_a_slip_that_made_another_name_of_a_name_is_met_as_well(twinned, cast):
    cast.amman.aliases.create(text="Ummar")
    published(parties=[cast.amman, cast.bursa], title_en="Omar Street")
    finding = search("Hebron Omar")
    assert (finding.stage, finding.ids) == ("near", [twinned["amman"].pk])


def test_single_letters_are_no_slips_of_the_words_that_hold_them(twinned):
    assert search("a:b").stage == "nothing"


def test_a_word_that_nobody_wrote_finds_nothing(twinned):
    finding = search("قسطنطينية")
    assert (finding.stage, finding.ids, finding.is_more) == ("nothing", [], False)


def test_a_title_counts_more_than_a_passing_mention(cast, forms):
    mentioned = published(parties=[cast.amman, cast.bursa], summary_ar="زار الوفد الخليل")
    titled = published(parties=[cast.hebron, cast.bursa], title_ar="اتفاقية الخليل")
    finding = search("الخليل")
    assert finding.ids == [titled.pk, mentioned.pk]
    assert [row.pk for row in finding.listing()[0:2]] == finding.ids


def test_filters_as_keys_narrow_what_is_found(twinned, cast):
    assert found("الخليل", also=[filter_key("city", cast.bursa.pk)]) == {twinned["bursa"].pk}
    assert found("الخليل", also=[filter_key("country", "JO")]) == {twinned["amman"].pk}
    assert found("الخليل", also=[filter_key("kind", "protocol")]) == set()


def test_a_filter_that_leaves_nothing_is_not_taken_for_a_misspelling(twinned):
    finding = search("Hebron", also=[filter_key("country", "FR")])
    assert (finding.stage, finding.ids, finding.meant) == ("word", [], "")


def test_cities_and_signatories_are_found_alike(twinned):
    assert [city.slug for city in find(City.objects.all(), "عَمّان").rows] == ["amman"]
    assert [person.name_en for person in find(Signatory.objects.all(), "الزعتري").rows] == ["Daoud Zatari"]


def test_more_matches_than_can_be_ranked_are_walked_and_are_the_same(twinned, monkeypatch):
    exact = found("الخليل")
    begun = found("الخلي")
    monkeypatch.setattr(dialect, "CAP", 1)
    for typed, expected in (("الخليل", exact), ("الخلي", begun)):
        finding = search(typed, also=[filter_key("state", "published")])
        assert finding.is_more
        assert finding.ids is None
        assert set(finding.rows.values_list("pk", flat=True)) == expected


def test_a_search_asks_the_same_few_questions_however_much_it_finds(twinned, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        search("الخليل")


def test_a_visitors_search_counts_only_what_is_published(twinned, cast):
    """The index alone answers it, and knows what is a draft and what was withdrawn."""
    AgreementFactory(parties=[cast.hebron, cast.amman])
    twinned["bursa"].withdraw(by=cast.registrar, reason="قُيّدت مرتين")
    for data, expected in (
        ({"q": "الخليل"}, {"amman"}),
        ({"q": "عمان", "kind": "twinning", "country": "TR"}, {"other"}),
        ({"q": "عمان", "city": "hebron"}, {"amman"}),
    ):
        filterset = AgreementFilter(data, Agreement.objects.visible_to(AnonymousUser()))
        assert set(filterset.qs) == {twinned[name] for name in expected}
        assert set(filterset.found.ids) == {twinned[name].pk for name in expected}
        assert len(filterset.found.listing()) == len(expected)


def test_a_member_finds_the_drafts_of_their_city_and_no_other(twinned, cast, rf):
    theirs = AgreementFactory(parties=[cast.hebron, cast.amman])
    AgreementFactory(parties=[cast.hebron, cast.bursa])
    request = rf.get("/")
    request.user = cast.reviewer_of_amman
    rows = Agreement.objects.visible_to(request.user)
    filterset = AgreementFilter({"q": "الخليل", "record_state": "draft"}, rows, request=request)
    assert list(filterset.qs) == [theirs]
    assert filterset.found.ids == [theirs.pk]


def test_what_is_in_an_order_of_others_or_asked_in_many_words_is_met_by_the_index(twinned, monkeypatch):
    monkeypatch.setattr(dialect, "CAP", 0)
    people = find(Signatory.objects.all(), "الزعتري")
    assert people.is_more
    assert (
        [person.name_en for person in people.rows]
        == [row.name_en for row in people.some(5)]
        == ["Daoud Zatari"]
    )
    many = search("الخليل عمان الخليل عمان الخليل")
    assert set(many.rows) == {twinned["amman"]}
