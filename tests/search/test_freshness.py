"""The index changes in the transaction of the record: a hit never shows what is no longer there."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction

from agreements.models import AgreementEntry, CooperationDomain, Document, DomainCoverage, Source
from agreements.search.dialect import install
from tests.factories import AgreementFactory
from tests.search.conftest import found


def test_a_change_is_found_at_once_and_what_it_replaced_no_longer(twinned):
    agreement = twinned["bursa"]
    agreement.summary_ar = "محطة تحلية"
    agreement.save()
    assert found("تحلية") == {agreement.pk}
    agreement.summary_ar = ""
    agreement.save()
    assert found("تحلية") == set()


def test_what_is_rolled_back_is_not_found(twinned):
    with transaction.atomic():
        twinned["bursa"].sources.create(title_ar="جريدة الوقائع")
        assert found("الوقائع") == {twinned["bursa"].pk}
        transaction.set_rollback(True)
    assert found("الوقائع") == set()


def test_a_draft_is_not_found_by_the_public_until_it_is_published(cast, forms):
    draft = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="اتفاقية الميناء")
    assert found("الميناء") == set()
    draft.submit(by=cast.contributor_of_hebron)
    draft.publish(by=cast.reviewer_of_hebron)
    assert found("الميناء") == {draft.pk}


def test_a_withdrawn_record_is_no_longer_found(twinned, cast):
    twinned["bursa"].withdraw(by=cast.registrar, reason="قُيّدت مرتين")
    assert twinned["bursa"].pk not in found("بورصة")


def test_a_deleted_draft_leaves_no_entry(cast, forms):
    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    pk = draft.pk
    draft.delete()
    assert not AgreementEntry.objects.filter(pk=pk).exists()


def test_a_city_is_found_by_its_new_name_wherever_it_is_a_party(twinned, cast):
    cast.bursa.name_en = "Prusias"
    cast.bursa.save()
    assert found("Prusias") == {twinned["bursa"].pk, twinned["other"].pk}
    assert found("Bursa") == set()


def test_an_alias_is_found_as_long_as_it_stands(twinned, cast):
    alias = cast.hebron.aliases.create(text="خليل الرحمن")
    assert found("الرحمن") == {twinned["amman"].pk, twinned["bursa"].pk}
    alias.delete()
    assert found("الرحمن") == set()


def test_a_signatory_and_a_domain_are_found_as_long_as_they_stand(twinned):
    agreement = twinned["amman"]
    person = agreement.parties.first().signatories.get()
    person.name_en = "Someone Wholly Else"
    person.save()
    assert found("Zatari") == set()
    assert found("Wholly") == {agreement.pk}
    coverage = DomainCoverage.objects.create(
        agreement=agreement, domain=CooperationDomain.objects.get(code="tourism-promotion")
    )
    assert found("السياحة") == {agreement.pk}
    coverage.delete()
    assert found("السياحة") == set()


def test_a_domain_that_is_renamed_is_found_by_its_new_name(twinned):
    domain = CooperationDomain.objects.get(code="tourism")
    DomainCoverage.objects.create(agreement=twinned["amman"], domain=domain)
    domain.name_en = "Hospitality"
    domain.save()
    assert found("Hospitality") == {twinned["amman"].pk}


def test_a_source_is_found_as_long_as_it_stands(twinned):
    source = Source.objects.create(agreement=twinned["amman"], publisher="Quds Gazette")
    assert found("Quds") == {twinned["amman"].pk}
    source.delete()
    assert found("Quds") == set()


def test_only_public_documents_are_searched(twinned, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    document = Document(agreement=twinned["amman"], text="بند سري", visibility="internal")
    document.file = ContentFile(b"%PDF-1.4", name="a.pdf")
    document.save()
    assert found("سري") == set()
    document.visibility = "public"
    document.save()
    assert found("سري") == {twinned["amman"].pk}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="triggers keep the index on SQLite only")
def test_the_triggers_stand_and_laying_them_again_is_harmless(db):
    def triggers():
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
            return [row[0] for row in cursor.fetchall()]

    expected = sorted(
        f"search_{table}_{when}"
        for table in ("agreement", "city", "signatory")
        for when in ("added", "changed", "removed")
    )
    assert triggers() == expected
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        for table in ("agreement", "city", "signatory"):
            install(editor, f"search_{table}")
    assert triggers() == expected


def test_the_index_agrees_with_its_table_after_every_kind_of_write(twinned, cast):
    twinned["amman"].save()
    cast.hebron.aliases.create(text="Khalil")
    AgreementFactory().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("search_agreement", "search_city", "search_signatory"):
                cursor.execute(f"INSERT INTO {table}_fts({table}_fts, rank) VALUES ('integrity-check', 1)")
