"""What the public reads of each record, held ready."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, NamedTuple, Self

from django.db import connection, models
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import public_json
from agreements.enumerations import ChangeKind, RecordState
from agreements.hanging import rows_of
from agreements.models.agreement import Agreement
from agreements.models.change import Change, RegisterCounter
from agreements.models.gathering import gathered, hang
from agreements.models.link import AgreementLink
from agreements.models.status_period import why


class Copy(NamedTuple):
    """What is held of a record, as it was read; see `AgreementQuerySet.for_copying`."""

    pk: int
    text: bytes
    periods: bytes
    digest: str
    changed_at: datetime


class Newest:
    """All that the public reads, by date of signature, the latest first: the list that is asked for most, in
    one plain question to the database."""

    PAGE = (
        "SELECT r.record_id, r.text, r.periods, r.digest, r.changed_at FROM agreements_agreement a"
        " JOIN agreements_publicrecord r ON r.record_id = a.id WHERE a.record_state = %s"
        " ORDER BY a.signed_on DESC, a.id DESC LIMIT %s OFFSET %s"
    )

    def count(self) -> int:
        return RegisterCounter.published_records()

    def __getitem__(self, place: slice) -> list[Copy]:
        return _copies(self.PAGE, RecordState.PUBLISHED.value, place.stop - place.start, place.start)


ONE = (
    "SELECT r.record_id, r.text, r.periods, r.digest, r.changed_at FROM agreements_agreement a"
    " JOIN agreements_publicrecord r ON r.record_id = a.id WHERE a.registry_number = %s"
)


def copy_of(number: str) -> Copy | None:
    """What is held of the published record with this registry number."""
    return next(iter(_copies(ONE, number)), None)


def _copies(question: str, *values: Any) -> list[Copy]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        rows = cursor.fetchall()
    return [Copy(pk, text, periods, digest, _aware(at)) for pk, text, periods, digest, at in rows]


def _aware(at: datetime) -> datetime:
    """A moment as PostgreSQL gives it; SQLite leaves out that it is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class PublicRecord(models.Model):
    """A published agreement's JSON, written in the transaction that changes anything it shows: a city's
    new name, a domain renamed, the other end of a link. Each rewriting is a `Change`.

    `text` and `periods` are joined for a day (see `public_json`); `digest` names both, so that the ETag of
    an answer is known before it is read."""

    record = models.OneToOneField(
        Agreement,
        models.CASCADE,
        primary_key=True,
        related_name="public_record",
        verbose_name=_("agreement"),
    )
    text = models.BinaryField()
    periods = models.BinaryField()
    digest = models.CharField(max_length=24)
    changed_at = models.DateTimeField(_("changed at"), db_index=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("public text of an agreement")
        verbose_name_plural = _("public texts of agreements")

    def __str__(self) -> str:
        return self.digest

    def on(self, day: date, origin: str) -> bytes:
        """The JSON with the legal status of a day, addresses beginning with this origin."""
        told, _place = public_json.as_of(bytes(self.text), bytes(self.periods), day)
        return told.replace(public_json.ORIGIN, origin.encode())

    @classmethod
    def write(cls, agreements: Iterable[Agreement]) -> None:
        """Rewrite what changed of the public texts of these agreements and of those linked with them, whose
        rows this transaction holds."""
        records = {agreement.pk: agreement for agreement in agreements}
        for other in _linked_with(records):
            records[other.pk] = other
        held = dict(cls.objects.filter(pk__in=records).values_list("pk", "digest"))
        fresh = {row.pk: row for row in cls._composed(list(records.values()))}
        changed = [row for row in fresh.values() if held.get(row.pk) != row.digest]
        gone = [pk for pk in held if pk not in fresh]
        cls.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["record"],
            update_fields=["text", "periods", "digest", "changed_at"],
        )
        if gone:
            cls.objects.filter(pk__in=gone).delete()
        known = [(row.pk, ChangeKind.CHANGE if row.pk in held else ChangeKind.PUBLICATION) for row in changed]
        Change.record([*known, *((pk, _how_it_went(records[pk])) for pk in gone)])

    @classmethod
    def _composed(cls, agreements: list[Agreement]) -> list[Self]:
        """The public texts of those among the agreements that are published; they came by `gathered`."""
        published = [each for each in agreements if each.record_state == RecordState.PUBLISHED]
        hang(published, "links", select_related=["object"])
        hang(published, "inverse_links", select_related=["subject"])
        prefetch_related_objects(hang(published, "activities"), "cities", "domains")
        now = timezone.now()
        return [cls._of(each, now) for each in published]

    @classmethod
    def compose(cls, agreements: Iterable[Agreement], now: datetime) -> list[tuple[Any, ...]]:
        """The same for published agreements that are not stored yet and all of whose rows are at hand: the
        columns, to be put in their place afterwards."""
        made = (cls._of(each, now) for each in agreements if each.record_state == RecordState.PUBLISHED)
        return [(row.pk, row.text, row.periods, row.digest) for row in made]

    @classmethod
    def put(cls, composed: Iterable[tuple[Any, ...]]) -> None:
        """Write what was composed: these records are public from now on."""
        now = timezone.now()
        rows = [
            cls(record_id=pk, text=text, periods=periods, digest=digest, changed_at=now)
            for pk, text, periods, digest in composed
        ]
        cls.objects.bulk_create(rows)
        Change.record([(row.pk, ChangeKind.PUBLICATION) for row in rows])

    @classmethod
    def _of(cls, agreement: Agreement, now: datetime) -> Self:
        sides = {party.pk: party for party in rows_of(agreement, "parties")}
        for event in rows_of(agreement, "events"):
            event.party = sides[event.party_id] if event.party_id else None
        text = public_json.held_text(agreement)
        periods = public_json.held_periods(rows_of(agreement, "status_periods"), why)
        digest = public_json.fingerprint(text, periods)
        return cls(record=agreement, text=text, periods=periods, digest=digest, changed_at=now)


def _how_it_went(agreement: Agreement) -> ChangeKind:
    """Why a record is out of view: taken from it, or joined to another."""
    return ChangeKind.MERGE if agreement.merged_into_id else ChangeKind.WITHDRAWAL


def _linked_with(records: dict[int, Agreement]) -> list[Agreement]:
    """The agreements at the other ends of these records' links."""
    links = AgreementLink.objects.filter(Q(subject__in=records) | Q(object__in=records))
    ends = {pk for pair in links.values_list("subject", "object") for pk in pair} - records.keys()
    return gathered(ends) if ends else []
