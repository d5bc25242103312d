"""The closed lists of the domain: code, English word; the Arabic word is its translation.

The codes are stored and published and never change; the words may.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementKind(TextChoices):
    TWINNING = "twinning", _("Twinning agreement")
    BROTHERHOOD = "brotherhood", _("Brotherhood and cooperation agreement")
    COOPERATION = "cooperation", _("Cooperation agreement")
    FRIENDSHIP = "friendship", _("Friendship agreement")
    PARTNERSHIP = "partnership", _("Partnership agreement")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    INTENT = "intent", _("Declaration of intent")
    FRAMEWORK = "framework", _("Framework agreement")
    PROTOCOL = "protocol", _("Protocol")
    PROGRAMME = "programme", _("Executive programme")
    PROJECT = "project", _("Project agreement")
    AMENDMENT = "amendment", _("Amendment")
    RENEWAL = "renewal", _("Renewal instrument")
    OTHER = "other", pgettext_lazy("kind of agreement", "Other")
    UNKNOWN = "unknown", pgettext_lazy("kind of agreement", "Not known")


class CityKind(TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    GREATER_MUNICIPALITY = "greater_municipality", _("Greater municipality")
    METROPOLITAN = "metropolitan", _("Metropolitan municipality")
    COMMUNE = "commune", _("Commune")
    VILLAGE_COUNCIL = "village_council", _("Village council")
    GOVERNORATE = "governorate", _("Governorate")
    REGION = "region", _("Region")
    DISTRICT = "district", _("District")
    JOINT_COUNCIL = "joint_council", _("Joint services council")
    CAMP_COMMITTEE = "camp_committee", _("Camp committee")
    ASSOCIATION = "association", _("Association of local authorities")
    OTHER = "other", pgettext_lazy("kind of city", "Other")
    UNKNOWN = "unknown", pgettext_lazy("kind of city", "Not known")


class AliasKind(TextChoices):
    SPELLING = "spelling", _("Other spelling")
    TRANSLITERATION = "transliteration", _("Transliteration")
    OFFICIAL = "official", _("Official name")
    SHORT = "short", _("Short name")
    FORMER = "former", _("Former name")
    EXONYM = "exonym", _("Name in another language")


class LegalStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    SIGNED = "signed", _("Signed (entry into force not known)")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Expired")
    TERMINATED = "terminated", _("Terminated")
    SUPERSEDED = "superseded", _("Superseded")
    NOT_CONCLUDED = "not_concluded", _("Not concluded")
    UNKNOWN = "unknown", pgettext_lazy("legal status", "Not known")


class ActivityStatus(TextChoices):
    """Whether anything was done under an agreement lately: apart from whether it is in force."""

    ACTIVE = "active", pgettext_lazy("activity of an agreement", "Active")
    DORMANT = "dormant", pgettext_lazy("activity of an agreement", "Dormant")
    UNKNOWN = "unknown", pgettext_lazy("activity of an agreement", "Not known")


class RecordState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for review")
    RETURNED = "returned", _("Returned for completion")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn from view")


class ChangeKind(TextChoices):
    """What a change of the public register was."""

    PUBLICATION = "publication", pgettext_lazy("what happened to a record", "Publication")
    CHANGE = "change", pgettext_lazy("what happened to a record", "Change")
    WITHDRAWAL = "withdrawal", pgettext_lazy("what happened to a record", "Withdrawal from view")
    MERGE = "merge", pgettext_lazy("what happened to a record", "Merged into another")


class Confirmation(TextChoices):
    UNCONFIRMED = "unconfirmed", _("Confirmed by no party")
    ONE_SIDED = "one_sided", _("Stated by one side")
    CONFIRMED = "confirmed", _("Confirmed by the parties")
    DISPUTED = "disputed", _("Disputed")


class TermKind(TextChoices):
    INDEFINITE = "indefinite", _("Indefinite")
    FIXED = "fixed", _("Fixed term")
    UNKNOWN = "unknown", pgettext_lazy("term", "Not known")


class RenewalRule(TextChoices):
    NONE = "none", _("Not renewed")
    BY_AGREEMENT = "by_agreement", _("By agreement of the parties")
    TACIT = "tacit", _("Tacit, unless notice is given")
    UNKNOWN = "unknown", pgettext_lazy("renewal", "Not known")


class EffectKind(TextChoices):
    ON_SIGNATURE = "on_signature", _("On signature")
    ON_LAST_APPROVAL = "on_last_approval", _("On the last approval")
    FIXED_DATE = "fixed_date", _("On a fixed date")
    UNKNOWN = "unknown", pgettext_lazy("effect rule", "Not known")


class PartyRole(TextChoices):
    PARTY = "party", _("Party")
    LEAD = "lead", _("Lead party")
    ACCEDING = "acceding", _("Acceding party")


class SignatoryRole(TextChoices):
    SIGNED = "signed", pgettext_lazy("role of a person", "Signed")
    INITIALLED = "initialled", pgettext_lazy("role of a person", "Initialled")
    WITNESS = "witness", _("Witness")
    PATRON = "patron", _("Patron")


class CoverageBasis(TextChoices):
    EXPLICIT = "explicit", _("Named in the text")
    INFERRED = "inferred", _("Inferred by the registrar")


class ApprovalLevel(TextChoices):
    COUNCIL = "council", _("Municipal council")
    GOVERNORATE = "governorate", _("Governorate")
    MINISTRY = "ministry", _("Ministry")
    CABINET = "cabinet", _("Council of ministers")
    PARLIAMENT = "parliament", _("Parliament")
    OTHER = "other", pgettext_lazy("level of approval", "Other")


class ApprovalOutcome(TextChoices):
    APPROVED = "approved", pgettext_lazy("outcome", "Approved")
    REJECTED = "rejected", pgettext_lazy("outcome", "Rejected")
    DEFERRED = "deferred", pgettext_lazy("outcome", "Deferred")
    PENDING = "pending", pgettext_lazy("outcome", "Pending")


class EventKind(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("event", "Proposed")
    INITIALLED = "initialled", pgettext_lazy("event", "Initialled")
    APPROVED = "approved", pgettext_lazy("event", "Approved")
    REJECTED = "rejected", pgettext_lazy("event", "Rejected")
    SIGNED = "signed", pgettext_lazy("event", "Signed")
    ENTERED_INTO_FORCE = "entered_into_force", _("Entered into force")
    EXTENDED = "extended", _("Extended")
    RENEWED = "renewed", _("Renewed")
    NOTICE_GIVEN = "notice_given", _("Notice of termination given")
    SUSPENDED = "suspended", pgettext_lazy("event", "Suspended")
    REINSTATED = "reinstated", _("Reinstated")
    WITHDRAWAL = "withdrawal", _("Withdrawal of a party")
    TERMINATED = "terminated", pgettext_lazy("event", "Terminated")
    SUPERSEDED = "superseded", pgettext_lazy("event", "Superseded by another")
    NOT_CONCLUDED = "not_concluded", pgettext_lazy("event", "Not concluded")
    REVIEWED = "reviewed", _("Reviewed")
    CORRECTED = "corrected", _("Corrected")
    VOIDED = "voided", _("Entry voided")


class LinkPredicate(TextChoices):
    """How a later or lower instrument stands to another; `inverse` reads it from the other end."""

    RENEWS = "renews", _("renews")
    AMENDS = "amends", _("amends")
    REPLACES = "replaces", _("replaces")
    IMPLEMENTS = "implements", _("implements")
    ANNEX_TO = "annex_to", _("is an annex to")
    BASED_ON = "based_on", _("is based on")
    PARALLEL_TO = "parallel_to", _("is parallel to")

    @property
    def inverse(self) -> str:
        return str(INVERSE_LABELS[self])

    @property
    def is_symmetric(self) -> bool:
        """Whether it says the same from both ends, so that it can form no ring."""
        return self is LinkPredicate.PARALLEL_TO


INVERSE_LABELS = {
    LinkPredicate.RENEWS: _("is renewed by"),
    LinkPredicate.AMENDS: _("is amended by"),
    LinkPredicate.REPLACES: _("is replaced by"),
    LinkPredicate.IMPLEMENTS: _("is implemented by"),
    LinkPredicate.ANNEX_TO: _("has the annex"),
    LinkPredicate.BASED_ON: _("is the basis of"),
    LinkPredicate.PARALLEL_TO: _("is parallel to"),
}


class ActivityKind(TextChoices):
    VISIT = "visit", _("Visit")
    DELEGATION = "delegation", _("Delegation")
    TRAINING = "training", _("Training")
    EXPERT_EXCHANGE = "expert_exchange", _("Exchange of experts")
    PROJECT = "project", _("Project")
    EVENT = "event", pgettext_lazy("activity", "Event")
    FESTIVAL = "festival", _("Festival")
    DONATION = "donation", _("Donation")
    RELIEF = "relief", _("Relief")
    YOUTH_EXCHANGE = "youth_exchange", _("Youth exchange")
    SPORT = "sport", _("Sport")
    EXHIBITION = "exhibition", _("Exhibition")
    JOINT_COMMITTEE = "joint_committee", _("Joint committee")
    NAMING = "naming", _("Naming of a street or square")
    PUBLICATION = "publication", _("Publication")


class ActivityState(TextChoices):
    PLANNED = "planned", pgettext_lazy("activity", "Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    UNKNOWN = "unknown", pgettext_lazy("activity", "Not known")


class DocumentKind(TextChoices):
    AGREEMENT = "agreement", _("Text of the agreement")
    ANNEX = "annex", _("Annex")
    RESOLUTION = "resolution", _("Council resolution")
    MINUTES = "minutes", _("Minutes")
    TRANSLATION = "translation", _("Translation")
    LETTER = "letter", _("Letter")
    PHOTO = "photo", _("Photograph")
    REPORT = "report", _("Report")
    OTHER = "other", pgettext_lazy("kind of document", "Other")


class Authenticity(TextChoices):
    AUTHENTIC = "authentic", _("Authentic text")
    CERTIFIED_COPY = "certified_copy", _("Certified copy")
    COPY = "copy", _("Plain copy")
    TRANSLATION = "translation", _("Translation without legal force")
    UNKNOWN = "unknown", pgettext_lazy("authenticity", "Not known")


class TextState(TextChoices):
    WAITING = "waiting", _("To be read")
    READ = "read", pgettext_lazy("key", "Read")
    NONE = "none", _("Holds no text")
    UNREADABLE = "unreadable", _("Could not be read")


class Visibility(TextChoices):
    INTERNAL = "internal", _("Internal")
    PUBLIC = "public", _("Public")


class SourceKind(TextChoices):
    SIGNED_DOCUMENT = "signed_document", _("Signed document")
    COUNCIL_MINUTES = "council_minutes", _("Council minutes")
    GAZETTE = "gazette", _("Official gazette")
    OFFICIAL_SITE = "official_site", _("Official website")
    PRESS = "press", _("Press")
    DATABASE = "database", _("Database")
    PERSON = "person", _("Person")


class StatementChannel(TextChoices):
    ACCOUNT = "account", _("Account in the registry")
    ONE_TIME_LINK = "one_time_link", _("One-time link")


class Digest(TextChoices):
    DAILY = "daily", _("Daily, where something is near")
    WEEKLY = "weekly", _("Weekly")
    NEVER = "never", _("Never")


class DeliveryState(TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")


class CorrectionState(TextChoices):
    OPEN = "open", pgettext_lazy("suggested correction", "Open")
    ACCEPTED = "accepted", pgettext_lazy("suggested correction", "Accepted")
    DECLINED = "declined", pgettext_lazy("suggested correction", "Declined")


class AdditionKind(TextChoices):
    """What is added to a record once it is published."""

    EVENT = "event", _("Event")
    ACTIVITY = "activity", _("Activity")
    DOCUMENT = "document", _("Document")


class WordFormKind(TextChoices):
    PLURAL = "plural", _("Plural")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    VARIANT = "variant", _("Other form")


class MembershipRole(TextChoices):
    CONTRIBUTOR = "contributor", _("Contributor")
    REVIEWER = "reviewer", _("Reviewer")
    REGISTRAR = "registrar", _("Registrar")


class KeyScope(TextChoices):
    READ = "read", pgettext_lazy("key", "Read")
    WRITE = "write", _("Write for its cities")


class Subject(TextChoices):
    """What has a history of its own."""

    AGREEMENT = "agreement", _("Agreement")
    ACTIVITY = "activity", _("Activity")
    CITY = "city", _("City")
    DOMAIN = "domain", _("Cooperation domain")
    PERSON = "person", _("Person")


class ImportStep(TextChoices):
    """How far a spreadsheet has come."""

    MAPPING = "mapping", pgettext_lazy("import of a spreadsheet", "Columns to be checked")
    READING = "reading", pgettext_lazy("import of a spreadsheet", "Being read")
    CHECKING = "checking", pgettext_lazy("import of a spreadsheet", "Being checked")
    PREVIEW = "preview", pgettext_lazy("import of a spreadsheet", "To be accepted")
    WRITING = "writing", pgettext_lazy("import of a spreadsheet", "Being entered")
    DONE = "done", pgettext_lazy("import of a spreadsheet", "Entered")
    UNDOING = "undoing", pgettext_lazy("import of a spreadsheet", "Being undone")
    UNDONE = "undone", pgettext_lazy("import of a spreadsheet", "Undone")
    FAILED = "failed", pgettext_lazy("import of a spreadsheet", "Could not be read")


class RowOutcome(TextChoices):
    """What a row of a spreadsheet is for the register."""

    NEW = "new", pgettext_lazy("row of a spreadsheet", "New")
    CHANGED = "changed", pgettext_lazy("row of a spreadsheet", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("row of a spreadsheet", "Unchanged")
    DUPLICATE = "duplicate", pgettext_lazy("row of a spreadsheet", "Likely there already")
    ASKED = "asked", pgettext_lazy("row of a spreadsheet", "City to be settled")
    REFUSED = "refused", pgettext_lazy("row of a spreadsheet", "Refused")
