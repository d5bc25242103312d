"""Who gets which answer where: one table of addresses, roles and methods over all three doors.

A row reads: this address, asked so, answers each role with this status. 302 in the admin leads to the
sign-in page, or to the first page with a word where there is no such record for that person.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from agreements.exchange.sheets.handing_in import hand_in
from agreements.models import (
    Activity,
    Agreement,
    Document,
    EntryDraft,
    HeldFile,
    OutgoingMail,
    Proposal,
    StatementRequest,
    Subscription,
    User,
)
from agreements.models.record_check import check_token
from tests.cast import ROLES, Cast, recall
from tests.factories import (
    AgreementFactory,
    CityFactory,
    CoverageFactory,
    DomainFactory,
    EventFactory,
    SignatoryFactory,
    given_key,
    published,
)
from tests.worlds import begin_with

FOLDER = "/ar/admin/agreements"

# For each role in the order of tests.cast.ROLES: reader, partner, contributor of Hebron, reviewers of
# Hebron, of Amman and of Bursa, registrar.
OPEN = (200, 200, 200, 200, 200, 200, 200)
NOBODY = (404, 404, 404, 404, 404, 404, 404)
READ_ONLY = (405, 405, 405, 405, 405, 405, 405)
MEMBERS = (302, 302, 200, 200, 200, 200, 200)
REGISTRAR = (302, 302, 403, 403, 403, 403, 200)
REGISTRAR_WRITES = (302, 302, 403, 403, 403, 403, 302)
REFUSED = (302, 302, 403, 403, 403, 403, 403)
LED_ON = (302, 302, 302, 302, 302, 302, 302)
SIX_OPEN = OPEN[1:]
SIX_LED_ON = LED_ON[1:]
NO_FACTOR_YET = (302, 404, 404, 404, 404, 404, 404)
ACCOUNTS = (302, *SIX_OPEN)
DESK = (302, 403, 200, 200, 200, 200, 200)
ONLY_REGISTRAR = (302, 403, 403, 403, 403, 403, 200)
OF_WHO_HANDED_IN = (302, 403, 200, 404, 404, 404, 200)

TABLE = [
    # ---- Pages
    ("GET", "/ar/", OPEN),
    ("GET", "/ar/agreements/", OPEN),
    ("GET", "/ar/agreements/{published}/", OPEN),
    ("GET", "/ar/agreements/{hebron_amman}/", (404, 404, 200, 200, 200, 404, 200)),
    ("GET", "/ar/agreements/{amman_bursa}/", (404, 404, 404, 404, 200, 200, 200)),
    ("GET", "/ar/agreements/{merged}/", (301, 301, 200, 200, 200, 301, 200)),
    ("GET", "/ar/agreements/{withdrawn}/", (410, 410, 200, 200, 200, 410, 200)),
    ("GET", "/ar/cities/", OPEN),
    ("GET", "/ar/cities/hebron/", OPEN),
    ("GET", "/ar/agreements/{published}/correction/", OPEN),
    ("GET", "/ar/agreements/{hebron_amman}/correction/", NOBODY),
    ("GET", "/ar/agreements/{withdrawn}/correction/", NOBODY),
    ("POST", "/ar/agreements/{hebron_amman}/correction/", NOBODY),
    ("POST", "/ar/agreements/{published}/correction/", OPEN),
    ("GET", "/ar/cities/hebron/correction/", OPEN),
    ("GET", "/ar/domains/gis/correction/", OPEN),
    ("POST", "/ar/domains/gis/correction/", OPEN),
    ("GET", "/ar/signatories/{signatory}/correction/", OPEN),
    ("POST", "/ar/signatories/{signatory}/correction/", OPEN),
    ("GET", "/ar/signatories/{draft_signatory}/correction/", NOBODY),
    ("GET", "/ar/correction/thanks/", OPEN),
    ("GET", "/ar/statistics/", OPEN),
    ("GET", "/ar/statistics/figures.csv", OPEN),
    ("GET", "/robots.txt", OPEN),
    ("GET", "/sitemap.xml", OPEN),
    ("GET", "/sitemap-pages.xml", OPEN),
    ("GET", "/api/v1/statistics/", OPEN),
    ("POST", "/api/v1/statistics/", READ_ONLY),
    ("GET", "/ar/map/", OPEN),
    ("GET", "/ar/map/places/", OPEN),
    ("GET", "/ar/map/names/0/", OPEN),
    ("GET", "/ar/domains/", OPEN),
    ("GET", "/ar/domains/gis/", OPEN),
    ("GET", "/ar/relationships/amman/hebron/", OPEN),
    ("GET", "/ar/signatories/", OPEN),
    ("GET", "/ar/signatories/{signatory}/", OPEN),
    ("GET", "/ar/signatories/{draft_signatory}/", NOBODY),
    ("GET", "/ar/style/", OPEN),
    ("GET", "/ar/suggestions/?q=Hebron", OPEN),
    ("GET", "/ar/documents/{public_file}/", OPEN),
    ("GET", "/ar/documents/{internal_file}/", (403, 403, 200, 200, 200, 403, 200)),
    ("GET", "/ar/documents/{draft_file}/", (404, 404, 404, 404, 200, 200, 200)),
    ("GET", "/ar/documents/{withdrawn_file}/", (404, 404, 200, 200, 200, 404, 200)),
    ("POST", "/ar/agreements/{published}/", READ_ONLY),
    ("DELETE", "/ar/agreements/{published}/", READ_ONLY),
    ("POST", "/ar/documents/{public_file}/", READ_ONLY),
    ("GET", "/ar/agreements/{published}/statements/{party}/", (403, 403, 200, 200, 403, 403, 403)),
    ("POST", "/ar/agreements/{published}/statements/{party}/", (403, 403, 400, 400, 403, 403, 403)),
    ("GET", "/ar/agreements/{published}/statements/{party}/ask/", (403, 403, 403, 200, 200, 403, 200)),
    ("POST", "/ar/agreements/{published}/statements/{party}/ask/", (403, 403, 403, 400, 400, 403, 400)),
    (
        "GET",
        "/ar/agreements/{hebron_amman}/statements/{draft_party}/ask/",
        (404, 404, 403, 403, 403, 404, 403),
    ),
    ("GET", "/ar/agreements/{hebron_amman}/statements/{draft_party}/", (404, 404, 200, 200, 403, 404, 403)),
    ("GET", "/ar/statements/{link}/", OPEN),
    ("GET", "/ar/cities/hebron/report.pdf", (403, 403, 200, 200, 200, 200, 200)),
    ("GET", "/ar/cities/hebron/report.xlsx", (403, 403, 200, 200, 200, 200, 200)),
    ("GET", "/ar/reminders/", (302, 200, 200, 200, 200, 200, 200)),
    ("POST", "/ar/reminders/", (302, 400, 400, 400, 400, 400, 400)),
    ("GET", "/ar/reminders/stop/{stop}/", OPEN),
    ("POST", "/ar/reminders/stop/{stop}/", OPEN),
    ("GET", "/ar/calendar/{calendar}.ics", OPEN),
    ("GET", "/ar/still-right/{check}/", OPEN),
    ("POST", "/ar/still-right/{check}/", OPEN),
    ("POST", "/ar/statements/{link}/", (400,) * 7),
    ("GET", "/ar/agreements/{published}/documents/", (403, 403, 403, 200, 200, 403, 200)),
    ("GET", "/ar/agreements/{hebron_amman}/documents/", (404, 404, 200, 200, 200, 404, 200)),
    ("GET", "/ar/agreements/{amman_bursa}/documents/", (404, 404, 404, 404, 200, 200, 200)),
    ("GET", "/ar/agreements/{withdrawn}/documents/", (404, 404, 403, 200, 200, 404, 200)),
    ("POST", "/ar/agreements/{published}/documents/", (403, 403, 403, 400, 400, 403, 400)),
    ("POST", "/ar/agreements/{hebron_amman}/documents/", (404, 404, 400, 400, 400, 404, 400)),
    ("POST", "/ar/agreements/{amman_bursa}/documents/", (404, 404, 404, 404, 400, 400, 400)),
    ("GET", "/ar/developers/", OPEN),
    ("GET", "/ar/developers/reference/", OPEN),
    ("GET", "/api/openapi.yaml", OPEN),
    ("GET", "/embed/cities/hebron/", OPEN),
    ("POST", "/embed/cities/hebron/", READ_ONLY),
    ("GET", "/embed/theme.css", OPEN),
    ("GET", "/oembed/?url=http://testserver/ar/cities/hebron/", OPEN),
    ("GET", "/api/problems/gone/", (302, 302, 302, 302, 302, 302, 302)),
    # ---- Accounts: who has not signed in is led to do so, who has is led on
    ("GET", "/ar/account/login/", (200, *SIX_LED_ON)),
    ("GET", "/ar/account/logout/", (302, *SIX_OPEN)),
    ("POST", "/ar/account/logout/", (302, *SIX_LED_ON)),
    ("GET", "/ar/account/inactive/", OPEN),
    ("GET", "/ar/account/signup/", (200, *SIX_LED_ON)),
    ("POST", "/ar/account/signup/", (200, *SIX_LED_ON)),
    ("GET", "/ar/account/confirm-email/", OPEN),
    ("GET", "/ar/account/confirm-email/none/", OPEN),
    ("GET", "/ar/account/password/reset/", OPEN),
    ("GET", "/ar/account/password/reset/done/", OPEN),
    ("GET", "/ar/account/password/reset/key/1-none/", OPEN),
    ("GET", "/ar/account/password/reset/key/done/", OPEN),
    ("GET", "/ar/account/login/code/confirm/", LED_ON),
    ("GET", "/ar/account/", ACCOUNTS),
    ("GET", "/ar/account/email/", ACCOUNTS),
    ("GET", "/ar/account/password/change/", ACCOUNTS),
    ("GET", "/ar/account/password/set/", LED_ON),
    ("GET", "/ar/account/reauthenticate/", ACCOUNTS),
    ("GET", "/ar/account/2fa/", ACCOUNTS),
    ("GET", "/ar/account/2fa/authenticate/", LED_ON),
    ("GET", "/ar/account/2fa/reauthenticate/", LED_ON),
    ("GET", "/ar/account/2fa/totp/activate/", LED_ON),
    ("GET", "/ar/account/2fa/totp/deactivate/", NO_FACTOR_YET),
    ("GET", "/ar/account/2fa/recovery-codes/", NO_FACTOR_YET),
    ("GET", "/ar/account/2fa/recovery-codes/generate/", LED_ON),
    ("GET", "/ar/account/2fa/recovery-codes/download/", NO_FACTOR_YET),
    ("GET", "/ar/account/2fa/webauthn/", ACCOUNTS),
    ("GET", "/ar/account/2fa/webauthn/add/", LED_ON),
    ("GET", "/ar/account/2fa/webauthn/reauthenticate/", LED_ON),
    ("GET", "/ar/account/2fa/webauthn/keys/0/remove/", LED_ON),
    ("GET", "/ar/account/2fa/webauthn/keys/0/edit/", LED_ON),
    ("GET", "/ar/account/2fa/webauthn/login/", LED_ON),
    ("GET", "/ar/account/directory/", ACCOUNTS),
    ("GET", "/ar/account/directory/signup/", LED_ON),
    ("GET", "/ar/account/directory/login/cancelled/", OPEN),
    ("GET", "/ar/account/directory/login/error/", (401, 401, 401, 401, 401, 401, 401)),
    ("GET", "/account/oidc/directory/login/", NOBODY),
    ("GET", "/account/oidc/directory/login/callback/", NOBODY),
    ("GET", "/ar/account/invitations/", ONLY_REGISTRAR),
    ("POST", "/ar/account/invitations/", ONLY_REGISTRAR),
    ("POST", "/ar/account/invitations/0/send/", (302, 403, 403, 403, 403, 403, 404)),
    ("POST", "/ar/account/invitations/0/revoke/", (302, 403, 403, 403, 403, 403, 404)),
    ("GET", "/ar/account/invitation/none/", NOBODY),
    ("POST", "/ar/account/invitation/none/", NOBODY),
    # ---- Desk
    ("GET", "/ar/desk/", DESK),
    ("GET", "/ar/desk/from-text/", DESK),
    ("GET", "/ar/desk/wikidata/", (302, 403, 403, 403, 403, 403, 200)),
    ("POST", "/ar/desk/wikidata/", (302, 403, 403, 403, 403, 403, 422)),
    # Without a text the form is shown again.
    ("POST", "/ar/desk/from-text/", (302, 403, 422, 422, 422, 422, 422)),
    ("POST", "/ar/desk/", (302, 403, 405, 405, 405, 405, 405)),
    # The sheet was handed in by the contributor of Hebron; the registrar sees everybody's.
    ("GET", "/ar/desk/import/", DESK),
    ("POST", "/ar/desk/import/", (302, 403, 422, 422, 422, 422, 422)),
    ("GET", "/ar/desk/import/headings/", DESK),
    ("GET", "/ar/desk/import/template-ar.xlsx", DESK),
    ("GET", "/ar/desk/import/template-fr.xlsx", (302, 403, 404, 404, 404, 404, 404)),
    ("GET", "/ar/desk/import/{sheet}/", OF_WHO_HANDED_IN),
    ("POST", "/ar/desk/import/{sheet}/", (302, 403, 422, 404, 404, 404, 422)),
    ("GET", "/ar/desk/import/{sheet}/cities/", (302, 403, 302, 404, 404, 404, 302)),
    ("POST", "/ar/desk/import/{sheet}/cities/", (302, 403, 302, 404, 404, 404, 302)),
    ("POST", "/ar/desk/import/{sheet}/alike/", (302, 403, 302, 404, 404, 404, 302)),
    ("POST", "/ar/desk/import/{sheet}/accept/", (302, 403, 302, 404, 404, 404, 302)),
    ("POST", "/ar/desk/import/{sheet}/discard/", (302, 403, 302, 404, 404, 404, 302)),
    ("GET", "/ar/desk/import/{sheet}/undo/", OF_WHO_HANDED_IN),
    ("POST", "/ar/desk/import/{sheet}/undo/", (302, 403, 422, 404, 404, 404, 422)),
    ("GET", "/ar/desk/import/{sheet}/rows.csv", OF_WHO_HANDED_IN),
    ("GET", "/ar/desk/import/{sheet}/to-mend.xlsx", OF_WHO_HANDED_IN),
    ("GET", "/ar/desk/import/{sheet}/nothing.csv", (302, 403, 404, 404, 404, 404, 404)),
    ("GET", "/ar/desk/waiting/review/", DESK),
    ("GET", "/ar/desk/waiting/nothing/", (302, 403, 404, 404, 404, 404, 404)),
    ("POST", "/ar/desk/cities/{proposed_city}/settle/", (302, 403, 403, 403, 403, 403, 302)),
    ("GET", "/ar/desk/corrections/", DESK),
    ("POST", "/ar/desk/corrections/0/", (302, 403, 404, 404, 404, 404, 404)),
    ("GET", "/ar/desk/entry/", DESK),
    # A form without its fields is shown again, with what is missing.
    ("POST", "/ar/desk/entry/", (302, 403, 422, 422, 422, 422, 422)),
    ("POST", "/ar/desk/entry/keep/", (401, 403, 200, 200, 200, 200, 200)),
    ("GET", "/ar/desk/entry/keep/", READ_ONLY),
    # Without an unfinished entry there is none that the file could wait with.
    ("POST", "/ar/desk/entry/files/", (401, 403, 404, 404, 404, 404, 404)),
    ("POST", "/ar/desk/entry/duplicates/", (401, 403, 200, 200, 200, 200, 200)),
    ("GET", "/ar/desk/entry/cities/?q=Hebron", (401, 403, 200, 200, 200, 200, 200)),
    ("POST", "/ar/desk/entry/{unfinished}/discard/", (302, 404, 302, 404, 404, 404, 404)),
    ("GET", "/ar/desk/records/{published}/", DESK),
    ("GET", "/ar/desk/records/{hebron_amman}/", (302, 403, 200, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{amman_bursa}/", (302, 403, 404, 404, 200, 200, 200)),
    ("GET", "/ar/desk/records/{withdrawn}/", (302, 403, 200, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{hebron_amman}/edit/", (302, 403, 200, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{amman_bursa}/edit/", (302, 403, 404, 404, 200, 200, 200)),
    ("GET", "/ar/desk/records/{submitted}/edit/", (302, 403, 403, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{published}/edit/", (302, 403, 403, 403, 403, 403, 200)),
    # Without the number of the state that was found, nothing is overwritten.
    ("POST", "/ar/desk/records/{hebron_amman}/edit/", (302, 403, 409, 409, 409, 404, 409)),
    ("POST", "/ar/desk/records/{published}/edit/", (302, 403, 403, 403, 403, 403, 409)),
    ("POST", "/ar/desk/records/{hebron_amman}/discard/", (302, 403, 302, 302, 302, 404, 302)),
    ("POST", "/ar/desk/records/{published}/discard/", (302, 403, 403, 403, 403, 403, 403)),
    ("GET", "/ar/desk/records/{hebron_amman}/submit/", (302, 403, 200, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{submitted}/publish/", (302, 403, 403, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{submitted}/return/", (302, 403, 403, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{published}/withdraw/", ONLY_REGISTRAR),
    ("GET", "/ar/desk/records/{published}/nothing/", (302, 403, 403, 403, 403, 403, 403)),
    ("POST", "/ar/desk/records/{hebron_amman}/submit/", (302, 403, 302, 302, 302, 404, 302)),
    ("POST", "/ar/desk/records/{submitted}/publish/", (302, 403, 403, 302, 302, 404, 302)),
    ("POST", "/ar/desk/records/{submitted}/return/", (302, 403, 403, 422, 422, 404, 422)),
    ("POST", "/ar/desk/records/{published}/withdraw/", (302, 403, 403, 403, 403, 403, 422)),
    ("GET", "/ar/desk/records/{hebron_amman}/history/", (302, 403, 200, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{published}/history/", DESK),
    ("GET", "/ar/desk/records/{hebron_amman}/history/1/restore/", (302, 403, 200, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{published}/history/1/restore/", ONLY_REGISTRAR),
    ("POST", "/ar/desk/records/{hebron_amman}/history/1/restore/", (302, 403, 422, 422, 422, 404, 422)),
    ("POST", "/ar/desk/records/{published}/history/1/restore/", (302, 403, 403, 403, 403, 403, 422)),
    # ---- Added by reviewers, proposed by contributors; a form without its fields is shown again
    ("GET", "/ar/desk/records/{published}/add/event/", (302, 403, 200, 200, 200, 403, 200)),
    ("GET", "/ar/desk/records/{published}/add/nothing/", (302, 403, 404, 404, 404, 404, 404)),
    ("GET", "/ar/desk/records/{hebron_amman}/add/activity/", (302, 403, 200, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{submitted}/add/activity/", (302, 403, 403, 200, 200, 404, 200)),
    ("GET", "/ar/desk/records/{withdrawn}/add/document/", (302, 403, 403, 200, 200, 404, 200)),
    ("POST", "/ar/desk/records/{published}/add/event/", (302, 403, 422, 422, 422, 403, 422)),
    ("POST", "/ar/desk/records/{published}/add/document/", (302, 403, 422, 422, 422, 403, 422)),
    ("GET", "/ar/desk/proposals/", DESK),
    ("POST", "/ar/desk/proposals/{proposal.pk}/", (302, 403, 422, 422, 422, 404, 422)),
    ("GET", "/ar/desk/proposals/{proposal.pk}/file/", (302, 403, 200, 200, 200, 404, 200)),
    # ---- What was changed of anything else; a former state needs its reason
    ("GET", "/ar/desk/history/city/{hebron.pk}/", DESK),
    ("GET", "/ar/desk/history/domain/{domain.pk}/", DESK),
    ("GET", "/ar/desk/history/activity/{activity}/", DESK),
    ("GET", "/ar/desk/history/activity/{draft_activity}/", (302, 403, 200, 200, 200, 403, 200)),
    ("GET", "/ar/desk/history/person/{partner.pk}/", ONLY_REGISTRAR),
    ("GET", "/ar/desk/history/city/{hebron.pk}/1/restore/", ONLY_REGISTRAR),
    ("POST", "/ar/desk/history/city/{hebron.pk}/1/restore/", (302, 403, 403, 403, 403, 403, 422)),
    ("POST", "/ar/desk/history/activity/{activity}/1/restore/", (302, 403, 403, 403, 403, 403, 422)),
    ("POST", "/ar/desk/history/activity/{draft_activity}/1/restore/", (302, 403, 422, 422, 422, 403, 422)),
    # ---- API
    ("GET", "/api/v1/", OPEN),
    ("GET", "/api/v1/agreements/", OPEN),
    ("GET", "/api/v1/agreements/{published}/", OPEN),
    ("GET", "/api/v1/agreements/{hebron_amman}/", (404, 404, 200, 200, 200, 404, 200)),
    ("GET", "/api/v1/agreements/{amman_bursa}/", (404, 404, 404, 404, 200, 200, 200)),
    ("GET", "/api/v1/agreements/{merged}/", (301, 301, 200, 200, 200, 301, 200)),
    ("GET", "/api/v1/agreements/{withdrawn}/", (410, 410, 200, 200, 200, 410, 200)),
    ("GET", "/api/v1/agreements/?record_state=draft", (400, 400, 200, 200, 200, 200, 200)),
    ("GET", "/api/v1/cities/", OPEN),
    ("GET", "/api/v1/cities/hebron/", OPEN),
    ("GET", "/api/v1/domains/", OPEN),
    ("GET", "/api/v1/domains/gis/", OPEN),
    ("GET", "/api/v1/signatories/", OPEN),
    ("GET", "/api/v1/signatories/{signatory}/", OPEN),
    ("GET", "/api/v1/signatories/{draft_signatory}/", NOBODY),
    ("GET", "/api/v1/changes/", OPEN),
    ("GET", "/api/v1/webhooks/", (401, 403, 403, 403, 403, 403, 403)),
    ("POST", "/api/v1/webhooks/", (401, 403, 403, 403, 403, 403, 403)),
    ("GET", "/api/v1/webhooks/1/", (401, 403, 403, 403, 403, 403, 403)),
    ("DELETE", "/api/v1/webhooks/1/", (401, 403, 403, 403, 403, 403, 403)),
    ("GET", "/api/v1/webhooks/1/deliveries/", (401, 403, 403, 403, 403, 403, 403)),
    ("POST", "/api/v1/webhooks/1/secret/", (401, 403, 403, 403, 403, 403, 403)),
    ("POST", "/api/v1/webhooks/1/resume/", (401, 403, 403, 403, 403, 403, 403)),
    ("POST", "/api/v1/webhooks/1/trial/", (401, 403, 403, 403, 403, 403, 403)),
    ("GET", "/api/v1/activities/", OPEN),
    ("GET", "/api/v1/activities/{activity}/", OPEN),
    ("GET", "/api/v1/activities/{draft_activity}/", NOBODY),
    ("GET", "/api/v1/events/", OPEN),
    ("GET", "/api/v1/events/{event}/", OPEN),
    ("GET", "/api/v1/events/{draft_event}/", NOBODY),
    ("GET", "/api/v1/relationships/?city=hebron", OPEN),
    ("GET", "/api/v1/relationships/hebron/amman/", OPEN),
    ("GET", "/api/v1/documents/", OPEN),
    ("GET", "/api/v1/documents/{public_file}/", OPEN),
    ("GET", "/api/v1/documents/{public_file}/file/", OPEN),
    ("GET", "/api/v1/documents/{internal_file}/", (404, 404, 200, 200, 200, 404, 200)),
    ("GET", "/api/v1/documents/{internal_file}/file/", (404, 404, 200, 200, 200, 404, 200)),
    ("GET", "/api/v1/documents/{draft_file}/file/", (404, 404, 404, 404, 200, 200, 200)),
    ("GET", "/api/v1/documents/{withdrawn_file}/file/", (404, 404, 200, 200, 200, 404, 200)),
    # A body is missing (400), or the state that is meant (428), for those who may write.
    ("POST", "/api/v1/agreements/", (401, 403, 400, 400, 400, 400, 400)),
    ("PUT", "/api/v1/agreements/{published}/", READ_ONLY),
    ("PATCH", "/api/v1/agreements/{hebron_amman}/", (401, 404, 428, 428, 428, 404, 428)),
    ("PATCH", "/api/v1/agreements/{published}/", (401, 403, 403, 403, 403, 403, 428)),
    ("DELETE", "/api/v1/agreements/{hebron_amman}/", (401, 404, 428, 428, 428, 404, 428)),
    ("DELETE", "/api/v1/agreements/{published}/", (401, 403, 403, 403, 403, 403, 403)),
    ("POST", "/api/v1/agreements/{hebron_amman}/submit/", (401, 404, 428, 428, 428, 404, 428)),
    ("POST", "/api/v1/agreements/{published}/submit/", (401, 403, 403, 403, 403, 403, 403)),
    ("POST", "/api/v1/agreements/{published}/events/", (401, 403, 400, 400, 400, 403, 400)),
    ("POST", "/api/v1/agreements/{amman_bursa}/events/", (401, 404, 404, 404, 400, 400, 400)),
    ("POST", "/api/v1/agreements/{published}/documents/", (401, 403, 400, 400, 400, 403, 400)),
    # ---- Admin: its first page and lists
    ("GET", "/ar/admin/", MEMBERS),
    ("GET", FOLDER + "/agreement/", MEMBERS),
    ("GET", FOLDER + "/agreement/add/", MEMBERS),
    ("GET", FOLDER + "/city/", MEMBERS),
    ("GET", FOLDER + "/cooperationdomain/", MEMBERS),
    ("GET", FOLDER + "/user/", REGISTRAR),
    ("GET", "/ar/admin/autocomplete/?app_label=agreements&model_name=party&field_name=city", MEMBERS),
    # ---- Admin: one agreement
    ("GET", FOLDER + "/agreement/{published.pk}/change/", MEMBERS),
    ("GET", FOLDER + "/agreement/{hebron_amman.pk}/change/", (302, 302, 200, 200, 200, 302, 200)),
    ("GET", FOLDER + "/agreement/{amman_bursa.pk}/change/", (302, 302, 302, 302, 200, 200, 200)),
    ("GET", FOLDER + "/agreement/{withdrawn.pk}/change/", (302, 302, 200, 200, 200, 302, 200)),
    # The history is told at the desk.
    ("GET", FOLDER + "/agreement/{published.pk}/history/", LED_ON),
    ("GET", FOLDER + "/agreement/{hebron_amman.pk}/history/", LED_ON),
    ("GET", FOLDER + "/city/{hebron.pk}/history/", LED_ON),
    # A form without its fields is shown again to those who may write, and refused to the others.
    ("POST", FOLDER + "/agreement/add/", MEMBERS),
    ("POST", FOLDER + "/agreement/{published.pk}/change/", (302, 302, 403, 200, 200, 403, 200)),
    ("POST", FOLDER + "/agreement/{hebron_amman.pk}/change/", (302, 302, 200, 200, 200, 302, 200)),
    ("POST", FOLDER + "/agreement/{amman_bursa.pk}/change/", (302, 302, 302, 302, 200, 200, 200)),
    ("POST", FOLDER + "/agreement/{withdrawn.pk}/change/", (302, 302, 403, 200, 200, 302, 200)),
    ("GET", FOLDER + "/agreement/{hebron_amman.pk}/delete/", (302, 302, 200, 200, 200, 403, 200)),
    ("GET", FOLDER + "/agreement/{amman_bursa.pk}/delete/", (302, 302, 403, 403, 200, 200, 200)),
    ("GET", FOLDER + "/agreement/{published.pk}/delete/", REFUSED),
    ("POST", FOLDER + "/agreement/{published.pk}/delete/", REFUSED),
    ("POST", FOLDER + "/agreement/{withdrawn.pk}/delete/", REFUSED),
    # ---- Admin: steps (a person of another pair does not learn that the draft exists)
    ("GET", FOLDER + "/agreement/{hebron_amman.pk}/submit-step/", (302, 302, 200, 200, 200, 404, 200)),
    ("GET", FOLDER + "/agreement/{amman_bursa.pk}/submit-step/", (302, 302, 404, 404, 200, 200, 200)),
    ("GET", FOLDER + "/agreement/{submitted.pk}/submit-step/", (302, 302, 403, 403, 403, 404, 403)),
    ("GET", FOLDER + "/agreement/{submitted.pk}/publish-step/", (302, 302, 403, 200, 200, 404, 200)),
    ("GET", FOLDER + "/agreement/{submitted.pk}/return-step/", (302, 302, 403, 200, 200, 404, 200)),
    ("GET", FOLDER + "/agreement/{published.pk}/publish-step/", REFUSED),
    ("GET", FOLDER + "/agreement/{published.pk}/withdraw-step/", REGISTRAR),
    ("GET", FOLDER + "/agreement/{published.pk}/merge-step/", REGISTRAR),
    ("GET", FOLDER + "/agreement/{withdrawn.pk}/withdraw-step/", (302, 302, 403, 403, 403, 404, 403)),
    ("POST", FOLDER + "/agreement/{hebron_amman.pk}/submit-step/", (302, 302, 302, 302, 302, 404, 302)),
    ("POST", FOLDER + "/agreement/{amman_bursa.pk}/submit-step/", (302, 302, 404, 404, 302, 302, 302)),
    ("POST", FOLDER + "/agreement/{submitted.pk}/publish-step/", (302, 302, 403, 302, 302, 404, 302)),
    ("POST", FOLDER + "/agreement/{submitted.pk}/return-step/", (302, 302, 403, 200, 200, 404, 200)),
    ("POST", FOLDER + "/agreement/{published.pk}/withdraw-step/", REGISTRAR),
    ("POST", FOLDER + "/agreement/{published.pk}/merge-step/", REGISTRAR),
    # ---- Admin: cities, the taxonomy, people
    ("GET", FOLDER + "/city/add/", REGISTRAR),
    ("GET", FOLDER + "/city/{hebron.pk}/change/", MEMBERS),
    ("POST", FOLDER + "/city/{hebron.pk}/change/", REGISTRAR),
    ("GET", FOLDER + "/city/{hebron.pk}/delete/", REGISTRAR),
    ("GET", FOLDER + "/cooperationdomain/{domain.pk}/change/", MEMBERS),
    ("POST", FOLDER + "/cooperationdomain/{domain.pk}/change/", REGISTRAR),
    ("POST", FOLDER + "/cooperationdomain/{domain.pk}/delete/", REGISTRAR),
    ("GET", FOLDER + "/user/add/", REGISTRAR),
    ("GET", FOLDER + "/user/{partner.pk}/change/", REGISTRAR),
    ("POST", FOLDER + "/user/{partner.pk}/change/", REGISTRAR),
    ("GET", FOLDER + "/user/{partner.pk}/password/", REGISTRAR),
    ("POST", FOLDER + "/user/{partner.pk}/password/", REGISTRAR),
    ("GET", FOLDER + "/user/{partner.pk}/delete/", REFUSED),
    # ---- Admin: partner sites and their keys
    ("GET", FOLDER + "/partnersite/", REGISTRAR),
    ("GET", FOLDER + "/partnersite/add/", REGISTRAR),
    ("GET", FOLDER + "/partnersite/{key.site.pk}/change/", REGISTRAR),
    ("GET", FOLDER + "/partnersite/{key.site.pk}/delete/", REGISTRAR),
    ("GET", FOLDER + "/apikey/", REGISTRAR),
    ("GET", FOLDER + "/apikey/add/", REGISTRAR),
    ("POST", FOLDER + "/apikey/add/", REGISTRAR),
    ("GET", FOLDER + "/apikey/{key.pk}/change/", REGISTRAR),
    ("POST", FOLDER + "/apikey/{key.pk}/change/", REGISTRAR),
    ("GET", FOLDER + "/apikey/{key.pk}/delete/", REFUSED),
    ("GET", FOLDER + "/apikey/{key.pk}/replace/", REGISTRAR),
    ("POST", FOLDER + "/apikey/{key.pk}/replace/", REGISTRAR),
    ("GET", FOLDER + "/apikey/{key.pk}/revoke/", REGISTRAR),
    ("POST", FOLDER + "/apikey/{key.pk}/revoke/", REGISTRAR_WRITES),
    # ---- Admin: webhooks and their messages (none is there: the registrar is led away with a word)
    ("GET", FOLDER + "/webhook/", REGISTRAR),
    ("GET", FOLDER + "/webhook/add/", REGISTRAR),
    ("POST", FOLDER + "/webhook/add/", REGISTRAR),
    ("GET", FOLDER + "/webhook/0/change/", REGISTRAR_WRITES),
    ("GET", FOLDER + "/webhook/0/delete/", REGISTRAR_WRITES),
    ("GET", FOLDER + "/webhook/0/secret/", REGISTRAR_WRITES),
    ("GET", FOLDER + "/webhookmessage/", REGISTRAR),
    ("GET", FOLDER + "/webhookmessage/add/", REFUSED),
    ("GET", FOLDER + "/webhookmessage/0/change/", REGISTRAR_WRITES),
    ("GET", FOLDER + "/webhookmessage/0/delete/", REFUSED),
    # ---- Admin: what readers suggested (none is there: members are led away with a word)
    ("GET", FOLDER + "/correctionsuggestion/", MEMBERS),
    ("GET", FOLDER + "/correctionsuggestion/0/change/", (302, 302, 302, 302, 302, 302, 302)),
    ("GET", FOLDER + "/correctionsuggestion/0/delete/", REGISTRAR_WRITES),
    # ---- Admin: words of the search (none is there: the registrar is led away with a word)
    ("GET", FOLDER + "/wordform/", REGISTRAR),
    ("GET", FOLDER + "/wordform/add/", REGISTRAR),
    ("GET", FOLDER + "/wordform/0/change/", REGISTRAR_WRITES),
    ("GET", FOLDER + "/wordform/0/delete/", REGISTRAR_WRITES),
    # ---- Admin: the outbox, which nobody writes by hand
    ("GET", FOLDER + "/outgoingmail/", REGISTRAR),
    ("GET", FOLDER + "/outgoingmail/{mail}/change/", REGISTRAR),
    ("POST", FOLDER + "/outgoingmail/{mail}/change/", REFUSED),
    ("GET", FOLDER + "/outgoingmail/add/", REFUSED),
    ("GET", FOLDER + "/outgoingmail/{mail}/delete/", REFUSED),
    # ---- The same addresses asked otherwise. To these a form is as good as a question: nothing is in it.
    ("POST", "/ar/cities/hebron/correction/", OPEN),
    ("POST", "/robots.txt", OPEN),
    ("POST", "/sitemap.xml", OPEN),
    ("POST", "/sitemap-pages.xml", OPEN),
    ("POST", "/ar/suggestions/?q=Hebron", OPEN),
    ("POST", "/ar/calendar/{calendar}.ics", OPEN),
    ("POST", "/api/problems/gone/", LED_ON),
    ("PUT", "/api/problems/gone/", LED_ON),
    ("PATCH", "/api/problems/gone/", LED_ON),
    ("DELETE", "/api/problems/gone/", LED_ON),
    ("POST", "/ar/account/login/", (200, *SIX_LED_ON)),
    ("POST", "/ar/account/password/reset/", OPEN),
    ("POST", "/ar/account/password/reset/key/1-none/", OPEN),
    ("POST", "/ar/account/login/code/confirm/", LED_ON),
    ("POST", "/ar/account/email/", LED_ON),
    ("POST", "/ar/account/password/change/", ACCOUNTS),
    ("POST", "/ar/account/password/set/", LED_ON),
    ("POST", "/ar/account/reauthenticate/", ACCOUNTS),
    ("POST", "/ar/account/2fa/authenticate/", LED_ON),
    ("POST", "/ar/account/2fa/reauthenticate/", LED_ON),
    ("POST", "/ar/account/2fa/totp/activate/", LED_ON),
    ("POST", "/ar/account/2fa/recovery-codes/generate/", LED_ON),
    ("POST", "/ar/account/2fa/webauthn/add/", LED_ON),
    ("POST", "/ar/account/2fa/webauthn/reauthenticate/", LED_ON),
    ("POST", "/ar/account/2fa/webauthn/keys/0/remove/", LED_ON),
    ("POST", "/ar/account/2fa/webauthn/keys/0/edit/", LED_ON),
    ("POST", "/ar/account/2fa/webauthn/login/", LED_ON),
    ("POST", "/ar/account/directory/", ACCOUNTS),
    ("POST", "/ar/account/directory/signup/", LED_ON),
    ("POST", "/ar/admin/", MEMBERS),
    ("POST", FOLDER + "/agreement/", MEMBERS),
    ("POST", FOLDER + "/city/", MEMBERS),
    ("POST", FOLDER + "/cooperationdomain/", MEMBERS),
    ("POST", FOLDER + "/user/", REGISTRAR),
    ("POST", FOLDER + "/agreement/{published.pk}/history/", LED_ON),
    ("POST", FOLDER + "/city/{hebron.pk}/history/", LED_ON),
    ("POST", FOLDER + "/city/add/", REGISTRAR),
    ("POST", FOLDER + "/city/{hebron.pk}/delete/", REGISTRAR),
    ("GET", FOLDER + "/cooperationdomain/{domain.pk}/delete/", REGISTRAR),
    ("POST", FOLDER + "/user/add/", REGISTRAR),
    ("POST", FOLDER + "/partnersite/", REGISTRAR),
    ("POST", FOLDER + "/partnersite/add/", REGISTRAR),
    ("POST", FOLDER + "/partnersite/{key.site.pk}/change/", REGISTRAR),
    ("POST", FOLDER + "/partnersite/{key.site.pk}/delete/", REGISTRAR),
    ("POST", FOLDER + "/apikey/", REGISTRAR),
    ("POST", FOLDER + "/webhook/", REGISTRAR),
    ("POST", FOLDER + "/webhook/0/change/", REGISTRAR_WRITES),
    ("POST", FOLDER + "/webhook/0/delete/", REGISTRAR_WRITES),
    ("POST", FOLDER + "/webhook/0/secret/", REGISTRAR_WRITES),
    ("POST", FOLDER + "/webhookmessage/", REGISTRAR),
    ("POST", FOLDER + "/webhookmessage/0/change/", REGISTRAR_WRITES),
    ("POST", FOLDER + "/correctionsuggestion/", MEMBERS),
    ("POST", FOLDER + "/correctionsuggestion/0/delete/", REGISTRAR_WRITES),
    ("POST", FOLDER + "/wordform/", REGISTRAR),
    ("POST", FOLDER + "/wordform/add/", REGISTRAR),
    ("POST", FOLDER + "/wordform/0/change/", REGISTRAR_WRITES),
    ("POST", FOLDER + "/wordform/0/delete/", REGISTRAR_WRITES),
    ("POST", FOLDER + "/outgoingmail/", REGISTRAR),
]


@pytest.fixture
def register(cast: Cast) -> dict[str, Any]:
    """What the addresses of the table name."""
    return begin_with(one_of_each)


def one_of_each() -> dict[str, Any]:
    cast = recall()
    pair = [cast.hebron, cast.amman]
    domain = DomainFactory(code="gis")
    draft = AgreementFactory(parties=pair)
    other = AgreementFactory(parties=[cast.amman, cast.bursa])
    submitted = AgreementFactory(parties=pair)
    submitted.submit(by=cast.contributor_of_hebron)
    withdrawn_file = deposit(AgreementFactory(parties=pair), "public")
    withdrawn = withdrawn_file.agreement
    public_file, internal_file = (
        deposit(AgreementFactory(parties=pair), kind) for kind in ("public", "internal")
    )
    for agreement in (withdrawn, public_file.agreement, internal_file.agreement):
        agreement.submit(by=cast.contributor_of_hebron)
        agreement.publish(by=cast.reviewer_of_amman)
    withdrawn.withdraw(by=cast.registrar, reason="قيد مكرر")
    record = published(parties=pair)
    merged = published(parties=pair)
    merged.merge_into(record, by=cast.registrar, reason="قيد مكرر")
    CoverageFactory(agreement=record, domain=domain)
    proposed = CityFactory(slug="proposed", proposed_by=cast.contributor_of_hebron)
    unfinished = EntryDraft.objects.create(by=cast.contributor_of_hebron, typed={})
    sheet = hand_in(cast.contributor_of_hebron, "list.csv", "المدينة أ,المدينة ب\nالخليل,عمّان\n".encode())
    return {
        "proposed_city": proposed.pk,
        "proposal": proposal_of(record, cast.contributor_of_hebron),
        "unfinished": unfinished.pk,
        "sheet": sheet.pk,
        "published": Named(record),
        "hebron_amman": Named(draft),
        "amman_bursa": Named(other),
        "submitted": Named(submitted),
        "withdrawn": Named(withdrawn),
        "merged": Named(merged),
        "public_file": public_file.pk,
        "internal_file": internal_file.pk,
        "draft_file": deposit(other, "public").pk,
        "withdrawn_file": withdrawn_file.pk,
        "activity": Activity.objects.create(agreement=record, kind="visit", title_ar="زيارة").pk,
        "draft_activity": Activity.objects.create(agreement=draft, kind="visit", title_ar="زيارة").pk,
        "event": EventFactory(agreement=record).pk,
        "draft_event": EventFactory(agreement=draft).pk,
        "signatory": SignatoryFactory(party=record.parties.get(order=1)).pk,
        "draft_signatory": SignatoryFactory(party=draft.parties.get(order=1)).pk,
        "hebron": cast.hebron,
        "partner": cast.partner,
        "key": given_key(cast.registrar)[0],
        "domain": domain,
        "stop": Subscription.objects.of(cast.reviewer_of_hebron).token,
        "calendar": Subscription.objects.of(cast.reviewer_of_hebron).calendar_key,
        "check": check_token(record, cast.reviewer_of_hebron),
        "party": record.parties.get(order=1).pk,
        "draft_party": draft.parties.get(order=1).pk,
        "link": StatementRequest.objects.ask(
            record.parties.get(order=2), by=cast.registrar, email="partner@amman.test"
        ).token,
        "mail": OutgoingMail.objects.create(to="a@registry.test", about="x", language="ar", subject="1").pk,
    }


def proposal_of(record: Any, by: User) -> Proposal:
    file = HeldFile.objects.hold(SimpleUploadedFile("text.pdf", b"%PDF-"), by)
    return Proposal.objects.propose(record, by, "document", Document(), named=["kind"], file=file)


@dataclass
class Named:
    """An agreement in an address: by its reference, or by its row."""

    agreement: Agreement

    @property
    def pk(self) -> int:
        return self.agreement.pk

    def __format__(self, spec: str) -> str:
        return self.agreement.reference


def deposit(agreement: Any, visibility: str) -> Document:
    file = SimpleUploadedFile("text.pdf", b"%PDF-")
    return Document.objects.create(agreement=agreement, file=file, visibility=visibility)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_answer_of_the_table(
    cast: Cast, as_: Callable[[User | None], Client], register: dict[str, Any], role: str
) -> None:
    wrong: list[str] = []
    signed_in = as_(cast.person(role)).cookies
    for method, pattern, expected in TABLE:
        address = pattern.format(**register)
        due = dict(zip(ROLES, expected, strict=True))[role]
        client = Client()
        client.cookies.update(signed_in)
        got = answer(client, method, address)
        if got != due:
            wrong.append(f"{method} {pattern} as {role}: {got}, not {due}")
    assert wrong == []


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REFUSALS = {401, 403, 404, 405, 410}


@pytest.mark.parametrize("role", ROLES)
def test_what_no_row_names_is_refused_to_every_role(
    cast: Cast, as_: Callable[[User | None], Client], register: dict[str, Any], role: str
) -> None:
    """Every method of every address: those that the table leaves out answer nobody."""
    addresses: dict[str, str] = {}
    named: set[tuple[str, str]] = set()
    for method, pattern, _due in TABLE:
        address = pattern.format(**register)
        name = resolve(address.partition("?")[0]).view_name
        addresses.setdefault(name, address)
        named.add((method, name))
    client = as_(cast.person(role))
    let_in: list[str] = []
    for name, address in addresses.items():
        for method in METHODS:
            if (method, name) not in named and not refused(client, method, address):
                let_in.append(f"{method} {address}")
    assert let_in == []


def refused(client: Client, method: str, address: str) -> bool:
    """Whether the answer is no, or leads to the sign-in page."""
    with undone():
        response = client.generic(method, address)
        if response.streaming:
            response.getvalue()
    leads_to = response.headers.get("Location", "")
    return response.status_code in REFUSALS or "/login/?next=" in leads_to


def answer(client: Client, method: str, address: str) -> int:
    """The status of the answer; what it may have done is undone."""
    with undone():
        response = client.generic(method, address)
        if response.streaming:
            response.getvalue()
    return response.status_code


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Of the stock admin, what is the same for every model.
STOCK = {
    "admin:app_list",
    "admin:jsi18n",
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "admin:view_on_site",
    "admin:agreements_city_history",
    "admin:agreements_cooperationdomain_add",
    "admin:agreements_cooperationdomain_history",
    "admin:agreements_outgoingmail_history",
    "admin:agreements_user_history",
    "admin:agreements_apikey_history",
    "admin:agreements_webhook_history",
    "admin:agreements_webhookmessage_history",
    "admin:agreements_partnersite_history",
    "admin:agreements_wordform_history",
    "admin:agreements_correctionsuggestion_add",
    "admin:agreements_correctionsuggestion_history",
}


# What leads on to an address of the table, or says that there is none; and what a monitor asks.
ELSEWHERE = {"", "api:<path:address>/", "admin:<path:object_id>/", "admin:(?P<url>.*)$", "health"}


def test_every_page_of_the_project_stands_in_the_table(register: dict[str, Any]) -> None:
    asked = {resolve(pattern.format(**register).partition("?")[0]).view_name for _m, pattern, _due in TABLE}
    assert sorted(set(names(get_resolver())) - asked - STOCK - ELSEWHERE) == []


def names(resolver: Any, space: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces; of one without a name its path."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name or pattern.pattern}"
