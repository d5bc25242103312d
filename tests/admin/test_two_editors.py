"""Two people at the same record in the admin: nothing is overwritten silently."""

from typing import Any

import pytest

from tests.admin.conftest import change_page
from tests.admin.forms import fields_of, send
from tests.cast import Cast
from tests.factories import AgreementFactory

pytestmark = pytest.mark.django_db


def test_the_second_is_told_what_changed_and_decides(cast: Cast, as_: Any) -> None:
    agreement = AgreementFactory(parties=[cast.hebron, cast.amman], title_ar="كما كان")
    address = change_page(agreement)
    first, second = as_(cast.reviewer_of_hebron), as_(cast.reviewer_of_amman)
    opened = fields_of(second.get(address))
    send(first, address, fields_of(first.get(address)) | {"title_ar": "عنوان الأول"})
    answer = send(second, address, opened | {"title_ar": "عنوان الثاني"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "العنوان بالعربية" in html
    assert "لم يُحفظ" in html
    assert fields_of(answer)["title_ar"] == "عنوان الثاني"
    agreement.refresh_from_db()
    assert agreement.title_ar == "عنوان الأول"
    assert send(second, address, fields_of(answer)).status_code == 302
    agreement.refresh_from_db()
    assert agreement.title_ar == "عنوان الثاني"
