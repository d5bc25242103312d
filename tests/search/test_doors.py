"""Whichever door a record is changed through, the search finds it at once by what it says now, and by nothing
else: before the change, after it, and after what takes it back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.test import Client

from agreements.models import Agreement, CooperationDomain, Revision
from agreements.reference.taxonomy import load_taxonomy
from agreements.search.query import find
from tests.admin.conftest import change_page, step_page
from tests.admin.forms import add_row, fields_of, send
from tests.api.test_writing import Partner
from tests.cast import Cast
from tests.desk.sheets import workbook
from tests.desk.test_entry import stored
from tests.desk.test_importing import accept, handed_in, settle
from tests.exchange.test_whole import emptied
from tests.factories import AgreementFactory, CoverageFactory, SignatoryFactory, given_key, published
from tests.worlds import begin_with


class Words(NamedTuple):
    """What must find the record now, and what must not."""

    present: list[str]
    absent: list[str]


@dataclass
class House:
    """A published agreement of Hebron and Bursa, and a draft of Hebron and Amman; the registrar's browser."""

    cast: Cast
    record: Agreement
    draft: Agreement
    as_: Callable[[Any], Client]
    folder: Path

    @property
    def registrar(self) -> Client:
        return self.as_(self.cast.registrar)

    def fill(self, page: str, **changed: Any) -> None:
        """The admin's form on a page as it stands, but for what is changed."""
        fields = fields_of(self.registrar.get(page))
        assert send(self.registrar, page, {**fields, **changed}).status_code == 302


@pytest.fixture
def house(cast: Cast, as_: Callable[[Any], Client], forms: None, tmp_path: Path) -> House:
    begin_with(load_taxonomy)
    record = published(parties=[cast.hebron, cast.bursa], title_ar="اتفاقية المرفأ", title_en="Harbour")
    SignatoryFactory(party=record.parties.first(), name_ar="داوود الزعتري", name_en="Daoud Zatari")
    CoverageFactory(agreement=record, domain=CooperationDomain.objects.get(code="tourism"))
    draft = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="مسودة", title_en="Quarry")
    return House(cast, record, draft, as_, tmp_path)


# ---- The doors --------------------------------------------------------------------------------


def admin_form(house: House) -> Iterator[Words]:
    house.fill(change_page(house.record), title_en="Lighthouse", title_ar="اتفاقية المنارة")
    yield Words(["Lighthouse", "المناره", "بورصه"], ["Harbour", "المرفأ"])


def admin_withdrawal(house: House) -> Iterator[Words]:
    house.registrar.post(step_page(house.record, "withdraw"), {"reason": "قيد مكرر"})
    yield Words([], ["Harbour", "المرفأ", "Zatari", house.record.registry_number])


def admin_merge(house: House) -> Iterator[Words]:
    other = published(parties=[house.cast.hebron, house.cast.bursa], title_en="Survivor", title_ar="")
    fields = {"survivor": other.registry_number, "reason": "قُيّدا مرتين"}
    assert house.registrar.post(step_page(house.record, "merge"), fields).status_code == 302
    gone, house.record = house.record, other
    yield Words(["Survivor", gone.registry_number], ["Harbour", "المرفأ"])


def admin_signatory(house: House) -> Iterator[Words]:
    page = change_page(house.record)
    fields = fields_of(house.registrar.get(page))
    name = next(name for name, value in fields.items() if value == "Daoud Zatari")
    house.fill(page, **{name: "Tayseer Sneineh"})
    yield Words(["Sneineh"], ["Zatari"])


def admin_city(house: House) -> Iterator[Words]:
    house.fill(f"/ar/admin/agreements/city/{house.cast.bursa.pk}/change/", name_en="Prusa", name_ar="بروسة")
    yield Words(["Prusa", "بروسه"], ["Bursa", "بورصة"])


def admin_alias(house: House) -> Iterator[Words]:
    page = f"/ar/admin/agreements/city/{house.cast.bursa.pk}/change/"
    fields = add_row(
        fields_of(house.registrar.get(page)), "aliases", text="Prusias", language="en", kind="spelling"
    )
    assert send(house.registrar, page, fields).status_code == 302
    yield Words(["Prusias", "Bursa"], [])
    house.cast.bursa.aliases.get().delete()
    yield Words(["Bursa"], ["Prusias"])


def admin_domain(house: House) -> Iterator[Words]:
    domain = CooperationDomain.objects.get(code="tourism")
    page = f"/ar/admin/agreements/cooperationdomain/{domain.pk}/change/"
    house.fill(page, name_en="Hospitality", name_ar="الضيافة")
    yield Words(["Hospitality", "ضيافه"], ["Tourism", "السياحة"])


def desk_form(house: House) -> Iterator[Words]:
    page = f"/ar/desk/records/{house.draft.reference}/edit/"
    fields = stored(house.registrar, house.draft) | {"title_en": "Mill", "_save": "1"}
    assert house.registrar.post(page, fields).status_code == 302
    house.record = house.draft
    yield Words(["Mill"], ["Quarry"])


def desk_restoring(house: House) -> Iterator[Words]:
    before = Revision.objects.of("agreement", house.record.pk).last().number
    house.fill(change_page(house.record), title_en="Lighthouse")
    yield Words(["Lighthouse"], ["Harbour"])
    house.record.refresh_from_db()
    page = f"/ar/desk/records/{house.record.reference}/history/{before}/restore/"
    fields = {"reason": "الأول صحيح", "version": house.record.version}
    assert house.registrar.post(page, fields).status_code == 302
    yield Words(["Harbour"], ["Lighthouse"])


def programming_interface(house: House) -> Iterator[Words]:
    key = given_key(house.cast.registrar, house.cast.contributor_of_hebron, [house.cast.hebron])[1]
    answer = Partner(key).change(house.draft, {"title": {"en": "Mill"}, "summary": {"ar": "طاحونة"}})
    assert answer.status_code == 200, answer.content
    house.record = house.draft
    yield Words(["Mill", "الطاحونه"], ["Quarry"])


def sheet(house: House) -> Iterator[Words]:
    rows = [["رقم القيد", "العنوان بالعربية", "المجالات"], [house.record.registry_number, "المنارة", "water"]]
    brought = settle(house.registrar, handed_in(house.registrar, workbook(rows)))
    yield Words(["المرفأ"], ["المنارة", "المياه"])
    accept(house.registrar, brought)
    yield Words(["المنارة", "المياه"], ["المرفأ"])
    house.registrar.post(f"/ar/desk/import/{brought.pk}/undo/")
    yield Words(["المرفأ"], ["المنارة", "المياه"])


def sheet_of_new_records(house: House) -> Iterator[Words]:
    heading = ["المدينة الأولى", "المدينة الثانية", "العنوان بالعربية", "نوع الاتفاقية"]
    rows = [heading, ["بورصة", "عمان", "اتفاقية المنارة", "توأمة"]]
    brought = settle(house.registrar, handed_in(house.registrar, workbook(rows)), publishes="on")
    accept(house.registrar, brought)
    house.record = Agreement.objects.published().get(title_ar="اتفاقية المنارة")
    yield Words(["المنارة"], [])
    house.registrar.post(f"/ar/desk/import/{brought.pk}/undo/")
    yield Words([], ["المنارة"])


def whole_register(house: House) -> Iterator[Words]:
    file = house.folder / "register.jsonl"
    call_command("export_agreements", str(file))
    emptied()
    yield Words([], ["Harbour", "Zatari", "Bursa"])
    file.write_bytes(file.read_bytes().replace(b"Harbour", b"Lighthouse"))
    call_command("import_agreements", str(file))
    house.record = Agreement.objects.published().get()
    yield Words(["Lighthouse", "Zatari", "بورصه", "السياحه"], ["Harbour"])


DOORS = (
    admin_form,
    admin_withdrawal,
    admin_merge,
    admin_signatory,
    admin_city,
    admin_alias,
    admin_domain,
    desk_form,
    desk_restoring,
    programming_interface,
    sheet,
    sheet_of_new_records,
    whole_register,
)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_is_changed_through_any_door_is_found_at_once_by_what_it_says_now(
    house: House, door: Callable[[House], Iterator[Words]]
) -> None:
    assert _found(house, "Harbour Bursa Zatari السياحة") == {house.record.pk}
    for words in door(house):
        wrong = {
            text: _found(house, text) for text in words.present if _found(house, text) != {house.record.pk}
        }
        stale = {text: _found(house, text) for text in words.absent if _found(house, text)}
        assert (wrong, stale) == ({}, {})


def _found(house: House, text: str) -> set[int]:
    """What the public finds, and of what is in work what the registrar finds, by the words as typed."""
    agreements = Agreement.objects
    rows = agreements.published() if house.record != house.draft else agreements.filter(pk=house.draft.pk)
    finding = find(rows, text)
    return set(finding.ids or []) if finding.stage == "word" else set()
