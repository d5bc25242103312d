"""Asking a party what it says of an agreement, and the link by which it answers without an account."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agreements import rules
from agreements.enumerations import MembershipRole, RecordState, StatementChannel
from agreements.models.outgoing_mail import OutgoingMail
from agreements.models.party import Party
from agreements.models.statement import Statement
from agreements.models.user import User

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement

VALID = timedelta(days=30)
# How often a day one party is written to, one person asks, and one link's form may be sent.
PARTY_A_DAY = 3
PERSON_A_DAY = 30
TRIES_AN_HOUR = 20

SALT = "agreements.statement-request"


class Spent(Exception):
    """The link is no longer good; `why` says it: used, expired, revoked or tried."""

    def __init__(self, why: str, request: "StatementRequest") -> None:
        super().__init__(why)
        self.why, self.request = why, request


class StatementRequestQuerySet(models.QuerySet["StatementRequest"]):
    def open(self, at: datetime | None = None) -> "StatementRequestQuerySet":
        """Those that can still be answered."""
        now = at or timezone.now()
        return self.filter(answered_at=None, revoked_at=None, expires_at__gt=now)

    def to_member(self, user: Any) -> "StatementRequestQuerySet":
        """Those to the cities that this person works for."""
        return self.filter(party__city__in=rules.standing_of(user).cities)

    def by_token(self, token: str) -> "StatementRequest | None":
        """The request that a link stands for, if the registry signed it."""
        try:
            key = signing.Signer(salt=SALT).unsign(token)
        except signing.BadSignature:
            return None
        return self.filter(key=key).select_related("party__city", "party__agreement").first()

    def ask(self, party: Party, by: Any, email: str = "", language: str = "ar") -> "StatementRequest":
        """Ask a party for its statement, by mail: its people in the registry, or at `email` somebody who has
        no account, who is sent a link that works once. What was asked before is no longer good.

        Raises PermissionDenied with the reason, ValidationError by field."""
        answer = rules.may_ask_statement(by, party.agreement)
        if not answer:
            raise PermissionDenied(answer.reason)
        with transaction.atomic():
            Party.objects.select_for_update(no_key=True).get(pk=party.pk)
            self._refuse_too_many(party, by)
            colleagues = list(_people_of(party)) if not email else []
            if not email and not colleagues:
                raise ValidationError({"email": _("Nobody of this city has an account: give an address.")})
            self.open().filter(party=party).update(revoked_at=timezone.now())
            request = self.create(party=party, asked_by=by, email=email, language=language)
            request._write_to(colleagues)
        return request

    def _refuse_too_many(self, party: Party, by: Any) -> None:
        today = self.filter(asked_at__gt=timezone.now() - timedelta(days=1))
        if (
            today.filter(party=party).count() >= PARTY_A_DAY
            or today.filter(asked_by=by).count() >= PERSON_A_DAY
        ):
            raise ValidationError({"email": _("That is enough for one day: ask again tomorrow.")})


def _people_of(party: Party) -> models.QuerySet[User]:
    """Who works for the party's city in the registry."""
    roles = [MembershipRole.CONTRIBUTOR, MembershipRole.REVIEWER]
    return User.objects.filter(
        is_active=True, memberships__city=party.city_id, memberships__role__in=roles
    ).distinct()


def in_a_while() -> datetime:
    return timezone.now() + VALID


class StatementRequest(models.Model):
    """That a party was asked what it says of an agreement."""

    party = models.ForeignKey(
        Party, models.CASCADE, related_name="statement_requests", verbose_name=_("party")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    # Empty: its people in the registry were asked.
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=2, default="ar")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"), default=in_a_while)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    statement = models.ForeignKey(
        Statement, models.SET_NULL, null=True, related_name="+", verbose_name=_("statement")
    )
    # How often the form behind the link was sent, in the hour that began at `tries_since`.
    tries = models.PositiveSmallIntegerField(default=0)
    tries_since = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = StatementRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a statement")
        verbose_name_plural = _("requests for statements")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["party"],
                condition=Q(answered_at=None, revoked_at=None),
                name="statement_request_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.asked_at:%Y-%m-%d}"

    @property
    def token(self) -> str:
        return signing.Signer(salt=SALT).sign(str(self.key))

    @property
    def agreement(self) -> "Agreement":
        agreement: Agreement = self.party.agreement
        return agreement

    def why_spent(self, at: datetime | None = None) -> str:
        """Why it cannot be answered any more: `used`, `revoked` or `expired`; empty while it can."""
        if self.answered_at:
            return "used"
        if self.revoked_at or self.agreement.record_state != RecordState.PUBLISHED:
            return "revoked"
        return "expired" if self.expires_at <= (at or timezone.now()) else ""

    def revoke(self, by: Any) -> None:
        """Take the request back: its link is no longer good."""
        answer = rules.may_ask_statement(by, self.agreement)
        if not answer:
            raise PermissionDenied(answer.reason)
        type(self).objects.open().filter(pk=self.pk).update(revoked_at=timezone.now())

    def count_try(self) -> None:
        """Count that the form was sent. Raises Spent where that was too often within the hour."""
        rows, now = type(self).objects.filter(pk=self.pk), timezone.now()
        rows.filter(tries_since__lt=now - timedelta(hours=1)).update(tries=0, tries_since=now)
        rows.update(tries=F("tries") + 1)
        self.refresh_from_db(fields=["tries", "tries_since"])
        if self.tries > TRIES_AN_HOUR:
            raise Spent("tried", self)

    def answer(self, statement: Statement) -> None:
        """The party's word, by the link; once. Raises Spent where it was answered meanwhile."""
        with transaction.atomic():
            locked = type(self).objects.select_for_update().get(pk=self.pk)
            if why := locked.why_spent():
                raise Spent(why, locked)
            statement.party, statement.channel = self.party, StatementChannel.ONE_TIME_LINK
            make(statement)

    # ---- What is mailed

    def _write_to(self, colleagues: list[User]) -> None:
        about = f"statement-request-{self.pk}"
        context = {"request": self, "party": self.party, "agreement": self.agreement}
        if self.email:
            link = _address("statement_link", self.token, language=self.language)
            OutgoingMail.objects.write(
                to=self.email,
                about=about,
                template="statement_by_link",
                context={**context, "link": link},
                language=self.language,
                is_confidential=True,
            )
        for person in colleagues:
            link = _address("state", self.agreement.reference, self.party_id, language=person.language)
            OutgoingMail.objects.write(
                to=person, about=about, template="statement_asked", context={**context, "link": link}
            )


def _address(name: str, *args: Any, language: str) -> str:
    with override(language):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"


def state(statement: Statement, by: Any) -> None:
    """The party's word, by one of its own people. Raises PermissionDenied with the reason."""
    answer = rules.may_state(by, statement.party)
    if not answer:
        raise PermissionDenied(answer.reason)
    statement.channel, statement.account = StatementChannel.ACCOUNT, by
    with transaction.atomic():
        make(statement)


def make(statement: Statement) -> None:
    """Record a statement, answer what asked for it, and tell who asked and the other parties."""
    statement.made_on = timezone.localdate()
    statement.full_clean()
    statement.save()
    requests = StatementRequest.objects.open().filter(party=statement.party)
    asked = [request.asked_by for request in requests.select_related("asked_by") if request.asked_by]
    requests.update(answered_at=timezone.now(), statement=statement)
    agreement = statement.party.agreement
    agreement.refresh_from_db(fields=["confirmation"])
    others = User.objects.filter(
        is_active=True,
        memberships__role=MembershipRole.REVIEWER,
        memberships__city__in=agreement.parties.exclude(pk=statement.party_id).values("city"),
    )
    for person in {*asked, *others}:
        link = _address("agreement", agreement.reference, language=person.language)
        context = {"statement": statement, "agreement": agreement, "link": link}
        OutgoingMail.objects.write(
            to=person, about=f"statement-{statement.pk}", template="statement_made", context=context
        )
