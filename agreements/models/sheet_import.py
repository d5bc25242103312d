"""A spreadsheet that was handed in: from its file to the records that it became, row by row."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import ImportStep, RowOutcome
from agreements.models.agreement import Agreement
from agreements.models.bilingual import in_readers_language
from agreements.models.city import City
from agreements.rules import standing_of

# Steps at which something is being done, here or in the background.
AT_WORK = (ImportStep.READING, ImportStep.CHECKING, ImportStep.WRITING, ImportStep.UNDOING)


class SheetImportQuerySet(models.QuerySet["SheetImport"]):
    def visible_to(self, user: Any) -> "SheetImportQuerySet":
        """One's own; for the registrar everybody's."""
        return self if standing_of(user).registrar else self.filter(by=user)

    def held(self, pk: int) -> "SheetImport":
        """One import, held until the transaction ends: who else works on it waits."""
        return self.select_for_update(no_key=True, of=("self",)).select_related("by", "own_city").get(pk=pk)


class SheetImport(models.Model):
    """One file, what its columns were taken for, and how far it has come."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("handed in at"), auto_now_add=True)
    step = models.CharField(_("step"), max_length=10, choices=ImportStep, default=ImportStep.MAPPING)

    # ---- The file
    file_name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField(_("content"), null=True)
    sheet = models.PositiveSmallIntegerField(_("sheet"), default=0)
    sheet_name = models.CharField(_("name of the sheet"), max_length=200, blank=True)
    heading_row = models.PositiveIntegerField(_("row of the headings"), default=1)
    headings = models.JSONField(_("headings"), default=list)
    samples = models.JSONField(_("first rows"), default=list)
    remarks = models.JSONField(_("remarks"), default=list)

    # ---- What was chosen
    keys = models.JSONField(_("what the columns say"), default=list)
    own_city = models.ForeignKey(
        City, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("city of the sheet")
    )
    publishes = models.BooleanField(_("publish at once"), default=False)
    answers = models.JSONField(_("which cities are meant"), default=dict)

    # ---- What became of it
    cities_made = models.JSONField(_("cities added"), default=list)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    failure = models.JSONField(_("why it stopped"), null=True)

    objects: ClassVar[Any] = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a spreadsheet")
        verbose_name_plural = _("imports of spreadsheets")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.step in AT_WORK

    @property
    def is_open(self) -> bool:
        """Whether nothing was written yet and it may still be changed or given up."""
        return self.step in (ImportStep.MAPPING, ImportStep.PREVIEW)

    @property
    def failure_in_words(self) -> str:
        return in_readers_language(self.failure) if self.failure else ""

    def move(self, step: ImportStep, **columns: Any) -> None:
        """Go to another step."""
        self.step = step
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=["step", *columns])

    def finish(self, step: ImportStep) -> None:
        """It has come to its end; the file is let go."""
        self.move(step, finished_at=timezone.now(), content=None)


class SheetRowQuerySet(models.QuerySet["SheetRow"]):
    def to_write(self) -> "SheetRowQuerySet":
        """Those that are taken over when the import is accepted, and were not yet."""
        wanted = models.Q(outcome__in=[RowOutcome.NEW, RowOutcome.CHANGED])
        return self.filter(wanted | models.Q(outcome=RowOutcome.DUPLICATE, taken=True), written=False)

    def not_taken(self) -> "SheetRowQuerySet":
        """Those that are to be mended and handed in again."""
        return self.filter(outcome__in=[RowOutcome.REFUSED, RowOutcome.ASKED])

    def counts(self) -> dict[str, int]:
        """How many rows there are of each outcome."""
        found = self.order_by().values("outcome").annotate(many=models.Count("pk"))
        return dict(found.values_list("outcome", "many"))


class SheetRow(models.Model):
    """One row of the file: its cells, and what was made of it."""

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"))
    marks = models.JSONField(_("what is wrong with single cells"), default=dict)

    # ---- What was found
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome, blank=True)
    says = models.JSONField(_("what it says"), default=dict)
    faults = models.JSONField(_("faults"), default=list)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    alike = models.CharField(_("what tells it from others"), max_length=120, blank=True)
    version = models.PositiveIntegerField(_("version of the record"), default=0)
    taken = models.BooleanField(_("take it all the same"), default=False)

    # ---- What was done
    written = models.BooleanField(_("written"), default=False)
    agreement = models.ForeignKey(
        Agreement, models.SET_NULL, null=True, related_name="+", verbose_name=_("agreement")
    )
    made = models.JSONField(_("what was added"), default=dict)
    mark = models.CharField(_("fingerprint of the record"), max_length=32, blank=True)

    objects: ClassVar[Any] = SheetRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a spreadsheet")
        verbose_name_plural = _("rows of spreadsheets")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_row_once"),
        ]
        indexes = [
            models.Index(fields=["sheet", "outcome", "number"], name="sheet_row_by_outcome"),
            models.Index(fields=["sheet", "alike"], name="sheet_row_alike"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}, {self.number}"

    def given(self, keys: list[str]) -> dict[str, str]:
        """The text of each cell by what its column says."""
        return {key: cell for key, cell in zip(keys, self.cells, strict=False) if key and cell}
