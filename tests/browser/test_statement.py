"""A partner without an account confirms an agreement through a link that works once."""

import re

from playwright.sync_api import expect

from agreements.models import OutgoingMail
from tests.background.queue import do_all
from tests.factories import published


def test_a_partner_confirms_by_link(cast, sign_in, open_page, mailoutbox):
    agreement = published(parties=[cast.hebron, cast.bursa], title_ar="اتفاقية الخليل وبورصة")
    reviewer = sign_in(cast.reviewer_of_hebron)
    reviewer.goto(agreement.get_absolute_url())
    reviewer.click(".card:has-text('بورصة') >> text=اطلب إفادته")
    reviewer.fill("#id_email", "mayor@bursa.test")
    reviewer.select_option("#id_language", "en")
    reviewer.click("main button:text-is('أرسل الطلب')")
    expect(reviewer.locator(".notice.success")).to_be_visible()
    do_all()
    [letter] = [each for each in mailoutbox if each.recipients() == ["mayor@bursa.test"]]
    [link] = re.findall(r"http://localhost:8000(/en/statements/\S+)", letter.body)
    assert OutgoingMail.objects.get(to="mayor@bursa.test").text == ""

    partner = open_page(link, viewport={"width": 360, "height": 800})
    expect(partner.locator("html")).to_have_attribute("dir", "ltr")
    partner.select_option("#id_kind_claimed", "cooperation")
    partner.check("input[name=in_force_claimed][value=yes]")
    partner.fill("#id_signed_on_claimed", "2014")
    partner.fill("#id_made_by", "Alinur Aktaş, mayor")
    partner.click("main button:text-is('Make this statement')")
    expect(partner.locator("h1")).to_contain_text("Thank you")
    partner.goto(link)
    expect(partner.locator("main")).to_contain_text("can be used once")

    reader = open_page(agreement.get_absolute_url())
    expect(reader.locator("#statements")).to_contain_text("Alinur Aktaş, mayor")
    expect(reader.locator("#statements")).to_contain_text("من طرف واحد")
