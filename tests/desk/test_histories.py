"""Every record keeps what it said, not agreements alone: who changed it, when, why; and it comes back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agreements.acts import acting
from agreements.models import (
    Activity,
    Agreement,
    AgreementLink,
    City,
    CooperationDomain,
    Revision,
    User,
)
from tests.cast import Cast
from tests.factories import AgreementFactory, DomainFactory, published

pytestmark = pytest.mark.django_db
As = Callable[[Any], Client]


def last(record: Any) -> Revision:
    found: Revision = Revision.objects.of(record.subject, record.pk).last()
    return found


def history_of(record: Any, language: str = "ar") -> str:
    return f"/{language}/desk/history/{record.subject}/{record.pk}/"


def test_a_city_keeps_each_change_with_its_other_names(cast: Cast) -> None:
    with acting(cast.registrar, "كما يوقّع المجلس"):
        cast.hebron.authority_en = "Municipality of Hebron"
        cast.hebron.save()
        cast.hebron.aliases.create(text="Al-Khalil", language="en")
    told = last(cast.hebron)
    assert (told.by, told.reason, told.number) == (cast.registrar, "كما يوقّع المجلس", 2)
    assert told.content["authority_en"] == "Municipality of Hebron"
    assert [alias["text"] for alias in told.content["aliases"].values()] == ["Al-Khalil"]
    cast.hebron.save()
    assert last(cast.hebron).number == 2, "what changes nothing is no change"


def test_domains_activities_links_and_roles_are_kept_too(cast: Cast) -> None:
    domain = DomainFactory(name_ar="قبل")
    domain.name_ar = "بعد"
    domain.save()
    assert [row.content["name_ar"] for row in Revision.objects.of("domain", domain.pk)] == ["قبل", "بعد"]

    record, other = published(parties=[cast.hebron, cast.amman]), published()
    visit = Activity.objects.create(agreement=record, kind="visit", title_ar="زيارة")
    visit.cities.set([cast.hebron])
    visit.domains.add(domain)
    assert (last(visit).content["cities"], last(visit).content["domains"]) == ([cast.hebron.pk], [domain.pk])
    visit.cities.clear()
    assert last(visit).content["cities"] == []

    link = AgreementLink.objects.create(subject=record, predicate="renews", object=other)
    said = Revision.objects.of("agreement", record.pk).last().content["links"]
    assert said == {str(link.pk): {"predicate": "renews", "object_id": other.pk}}

    cast.partner.memberships.create(role="reviewer", city=cast.hebron)
    told = last(cast.partner).content
    assert [row["role"] for row in told["memberships"].values()] == ["reviewer"]
    assert not {"password", "last_login", "is_superuser"} & told.keys()


def test_what_was_deleted_leaves_its_last_words(cast: Cast) -> None:
    pk = DomainFactory(name_ar="يُحذف").pk
    CooperationDomain.objects.filter(pk=pk).delete()
    before, now = Revision.objects.of("domain", pk)
    assert (before.content["name_ar"], now.content) == ("يُحذف", None)


def test_the_page_tells_the_change_in_both_languages(cast: Cast, as_: As) -> None:
    with acting(cast.registrar, "سبب التصحيح"):
        cast.hebron.kind = "governorate"
        cast.hebron.save()
    clerk = as_(cast.contributor_of_hebron)
    arabic = clerk.get(history_of(cast.hebron)).content.decode()
    english = clerk.get(history_of(cast.hebron, "en")).content.decode()
    for page, words in ((arabic, ("محافظة", "سبب التصحيح")), (english, ("Governorate", "Municipality"))):
        assert all(word in page for word in words)
    assert "restore" not in arabic, "only the registrar brings it back"
    assert as_(cast.registrar).get(f"/ar/admin/agreements/city/{cast.hebron.pk}/history/").url == history_of(
        cast.hebron
    )


def restored(client: Client, record: Any, number: int, **data: Any) -> Any:
    path = f"{history_of(record)}{number}/restore/"
    return client.post(path, {"reason": "الأول صحيح", "version": record.version, **data})


def test_a_former_city_comes_back_as_a_new_change(cast: Cast, as_: As) -> None:
    alias = cast.hebron.aliases.create(text="Al-Khalil", language="en")
    City.objects.get(pk=cast.hebron.pk).aliases.get().delete()
    cast.hebron.name_en = "Habron"
    cast.hebron.save()
    client = as_(cast.registrar)
    page = client.get(f"{history_of(cast.hebron)}2/restore/").content.decode()
    assert "Habron" in page
    assert "Al-Khalil" in page
    assert restored(client, cast.hebron, 2, reason=" ").status_code == 422
    assert restored(client, cast.hebron, 2, version=1).status_code == 409
    assert restored(client, cast.hebron, 2).url == history_of(cast.hebron)
    cast.hebron.refresh_from_db()
    assert (cast.hebron.name_en, cast.hebron.aliases.get().pk) == ("Hebron", alias.pk)
    assert (last(cast.hebron).reason, last(cast.hebron).by) == ("الأول صحيح", cast.registrar)


def test_what_cannot_come_back_is_said(cast: Cast, as_: As) -> None:
    cast.hebron.slug = "al-khalil"
    cast.hebron.save()
    cast.amman.slug = "hebron"
    cast.amman.save()
    answer = restored(as_(cast.registrar), cast.hebron, 1)
    assert answer.status_code == 422
    assert City.objects.get(pk=cast.hebron.pk).slug == "al-khalil"


def test_a_role_taken_away_and_an_activity_come_back(cast: Cast, as_: As) -> None:
    person = User.objects.get(pk=cast.reviewer_of_bursa.pk)
    number = person.version
    person.memberships.get().delete()
    client = as_(cast.registrar)
    assert restored(client, person, number).status_code == 302
    assert person.memberships.get().city == cast.bursa

    draft = AgreementFactory(parties=[cast.hebron, cast.amman])
    visit = Activity.objects.create(agreement=draft, kind="visit", title_ar="زيارة")
    visit.cities.set([cast.hebron])
    number = visit.version
    visit.cities.clear()
    assert restored(as_(cast.contributor_of_hebron), visit, number).status_code == 302
    assert visit.cities.get() == cast.hebron
    assert restored(as_(cast.reviewer_of_bursa), visit, number).status_code == 403
    visit.delete()
    lost = Activity(pk=Revision.objects.filter(subject="activity").last().row)
    assert restored(client, lost, number).status_code == 302
    assert Activity.objects.get(pk=lost.pk).agreement == draft


def test_what_is_said_of_a_file_and_links_come_back_with_the_agreement(cast: Cast, as_: As) -> None:
    record, other = published(parties=[cast.hebron, cast.amman]), published()
    AgreementLink.objects.create(subject=record, predicate="renews", object=other)
    number = record.version
    AgreementLink.objects.all().delete()
    path = f"/ar/desk/records/{record.reference}/history/{number}/restore/"
    answer = as_(cast.registrar).post(path, {"reason": "حُذف خطأً", "version": record.version})
    assert answer.status_code == 302
    assert Agreement.objects.get(pk=record.pk).links.get().object == other


def test_nobody_learns_of_roles_but_the_registrar(cast: Cast, as_: As) -> None:
    assert as_(cast.reviewer_of_amman).get(history_of(cast.partner)).status_code == 403
    assert as_(cast.registrar).get(history_of(cast.partner)).status_code == 200
    assert as_(cast.registrar).get("/ar/desk/history/nothing/1/").status_code == 404
    assert as_(cast.registrar).get("/ar/desk/history/city/999999/").status_code == 404
