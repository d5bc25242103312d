"""The nouns of the register, one file each.

They import each other in this order only, later ones the earlier: bilingual and timestamped text,
city, its other names, user, domain, party, publication, agreement, then what hangs on an agreement.
"""

from agreements.models.activity import Activity
from agreements.models.agreement import Agreement
from agreements.models.change import Change, RegisterCounter
from agreements.models.city import City
from agreements.models.city_alias import CityAlias
from agreements.models.correction import CorrectionSuggestion
from agreements.models.document import Document
from agreements.models.domain import CooperationDomain, DomainCoverage
from agreements.models.edition import Edition
from agreements.models.entry_draft import EntryDraft
from agreements.models.event import Approval, Event
from agreements.models.held_file import HeldFile
from agreements.models.invitation import Invitation
from agreements.models.kept_answer import KeptAnswer
from agreements.models.link import AgreementLink
from agreements.models.outgoing_mail import OutgoingMail
from agreements.models.partner import ApiKey, PartnerSite
from agreements.models.party import Party, Signatory
from agreements.models.proposal import Proposal
from agreements.models.public_record import PublicRecord
from agreements.models.publication import RegistryYear, StateChange
from agreements.models.record_check import RecordCheck
from agreements.models.revision import Revision
from agreements.models.search_entry import (
    AgreementEntry,
    CityEntry,
    SearchSlip,
    SearchWord,
    SignatoryEntry,
    WordForm,
)
from agreements.models.sheet_import import SheetImport, SheetRow
from agreements.models.source import Source
from agreements.models.statement import Statement
from agreements.models.statement_request import StatementRequest
from agreements.models.status_period import StatusPeriod
from agreements.models.subscription import Subscription
from agreements.models.user import Membership, User
from agreements.models.webhook import Webhook, WebhookAttempt, WebhookMessage

__all__ = [
    "Activity",
    "Agreement",
    "AgreementEntry",
    "AgreementLink",
    "ApiKey",
    "Approval",
    "Change",
    "City",
    "CityAlias",
    "CityEntry",
    "CooperationDomain",
    "CorrectionSuggestion",
    "Document",
    "DomainCoverage",
    "Edition",
    "EntryDraft",
    "Event",
    "HeldFile",
    "Invitation",
    "KeptAnswer",
    "Membership",
    "OutgoingMail",
    "PartnerSite",
    "Party",
    "Proposal",
    "PublicRecord",
    "RecordCheck",
    "RegisterCounter",
    "RegistryYear",
    "Revision",
    "SearchSlip",
    "SearchWord",
    "SheetImport",
    "SheetRow",
    "Signatory",
    "SignatoryEntry",
    "Source",
    "StateChange",
    "Statement",
    "StatementRequest",
    "StatusPeriod",
    "Subscription",
    "User",
    "Webhook",
    "WebhookAttempt",
    "WebhookMessage",
    "WordForm",
]
