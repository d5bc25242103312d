"""Many records at once: what follows from them is what follows from each by itself."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.enumerations import ApprovalLevel, ApprovalOutcome, EventKind
from agreements.exchange.bulk import enter_chunk, publish_chunk
from agreements.exchange.composing import NewRecord
from agreements.models import (
    Agreement,
    AgreementEntry,
    Approval,
    Change,
    City,
    CooperationDomain,
    DomainCoverage,
    Event,
    Party,
    PublicRecord,
    Signatory,
    SignatoryEntry,
    Source,
    Statement,
    StatusPeriod,
)
from agreements.models.derivation import bring_up_to_date
from agreements.reference.taxonomy import load_taxonomy
from tests.cast import Cast
from tests.search.conftest import found

DERIVED = (StatusPeriod, AgreementEntry, SignatoryEntry, PublicRecord, Change)


def a_record(cities: list[City], **columns: Any) -> NewRecord:
    """With something of everything, the parts in no order."""
    agreement = Agreement(
        kind="twinning",
        title_ar="اتفاقية توأمة",
        signed_on="2014-06",
        effect_rule="on_last_approval",
        term="fixed",
        duration_months=60,
        **columns,
    )
    parties = [
        Party(agreement=agreement, city=city, order=len(cities) - place) for place, city in enumerate(cities)
    ]
    first = parties[0]
    road, museum = CooperationDomain.objects.filter(parent__isnull=False)[:2]
    source = Source(agreement=agreement, title_ar="جريدة الوقائع", date="2014")
    return NewRecord(
        agreement,
        [
            Event(agreement=agreement, kind=EventKind.WITHDRAWAL, party=first, date="2018-03-01"),
            Event(agreement=agreement, kind=EventKind.SIGNED, date="2014-06-03", source=source),
            Signatory(party=first, name_ar="الثاني", order=2),
            Signatory(party=first, name_ar="الأول", office_en="Mayor", order=1),
            *parties,
            *(
                Approval(
                    party=party,
                    level=ApprovalLevel.COUNCIL,
                    outcome=ApprovalOutcome.APPROVED,
                    decided_on="2014-07-01",
                )
                for party in parties
            ),
            Statement(party=first, kind_claimed="twinning", made_on="2015-01-01"),
            Statement(party=first, kind_claimed="friendship", made_on="2016-01-01"),
            DomainCoverage(agreement=agreement, domain=museum, quote_ar="ترميم المتاحف"),
            DomainCoverage(agreement=agreement, domain=road),
            source,
        ],
    )


def derived() -> dict[str, list[Any]]:
    """All that is derived, in columns that a rewriting keeps."""
    beside = {"id", "changed_at"}
    return {
        rows.__name__: [
            {name: value for name, value in row.items() if name not in beside}
            for row in rows._default_manager.order_by("pk").values()
        ]
        for rows in DERIVED
    }


def test_what_is_derived_of_new_records_is_what_is_derived_of_them_afresh(cast: Cast) -> None:
    load_taxonomy()
    cast.hebron.aliases.create(text="خليل الرحمن")
    records = [a_record([cast.hebron, cast.amman]), a_record([cast.bursa, cast.hebron], place_ar="الخليل")]
    agreements = publish_chunk(records, cast.registrar, "استيراد")
    at_once = derived()
    assert all(at_once.values())
    stored = list(Agreement.objects.order_by("pk").values_list("confirmation", "evidence_level"))
    bring_up_to_date(agreement.pk for agreement in agreements)
    assert derived() == at_once
    assert list(Agreement.objects.order_by("pk").values_list("confirmation", "evidence_level")) == stored
    for rows in (StatusPeriod, PublicRecord, AgreementEntry, SignatoryEntry):
        rows._default_manager.all().delete()
    bring_up_to_date(agreement.pk for agreement in agreements)
    afresh = derived()
    for name in ("StatusPeriod", "PublicRecord", "AgreementEntry", "SignatoryEntry"):
        assert afresh[name] == at_once[name]


def test_new_records_are_found_by_what_their_cities_are_called_now(cast: Cast) -> None:
    """Whoever makes the records may hold a city for long."""
    load_taxonomy()
    old = City.objects.get(pk=cast.hebron.pk)
    cast.hebron.name_en = "Habron"
    cast.hebron.save()
    [agreement] = publish_chunk([a_record([old, cast.amman])], cast.registrar, "استيراد")
    assert found("Habron") == {agreement.pk}


def test_drafts_entered_at_once_are_found_by_those_who_may_see_them_and_by_no_one_else(cast: Cast) -> None:
    load_taxonomy()
    [draft] = enter_chunk([a_record([cast.hebron, cast.amman])])
    assert found("الوقائع") == set()
    assert AgreementEntry.objects.filter(pk=draft.pk).exists()
    assert not PublicRecord.objects.exists()


def test_a_chunk_takes_as_many_queries_as_a_few_records(cast: Cast) -> None:
    load_taxonomy()
    pairs = [[cast.hebron, cast.amman], [cast.bursa, cast.hebron], [cast.amman, cast.bursa]]
    publish_chunk([a_record(pairs[0])], cast.registrar, "استيراد")
    counts = []
    for number in (2, 20):
        records = [a_record(pairs[place % 3]) for place in range(number)]
        with CaptureQueriesContext(connection) as asked:
            publish_chunk(records, cast.registrar, "استيراد")
        counts.append(len(asked))
    assert counts[0] == counts[1]
