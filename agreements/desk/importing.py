"""Spreadsheets in: hand in a file, say what its columns are, look at every row; only then take it over."""

from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from agreements import rules
from agreements.comparing import Comparison
from agreements.desk.access import MembersOnly
from agreements.desk.ids import ids_in
from agreements.desk.importing_forms import ColumnsForm, FileForm
from agreements.enumerations import ImportStep, RowOutcome
from agreements.exchange.sheets import process, report
from agreements.exchange.sheets.handing_in import hand_in
from agreements.exchange.sheets.headings import called, columns
from agreements.exchange.sheets.table import MOST_ROWS
from agreements.exchange.sheets.template import write_template
from agreements.exchange.sheets.undoing import why_not_undone
from agreements.exchange.sheets.work import carry_on
from agreements.models import SheetImport, SheetRow, User
from agreements.models.bilingual import readers_language
from agreements.partial_dates import PartialDate

# What is looked at while the person waits; larger files are for the worker.
AT_ONCE = 250_000
PER_PAGE = 50


# ---- All imports, and a new one ------------------------------------------------------------------


class Imports(MembersOnly):
    """A person's imports, for the registrar everybody's; and the form to hand in another."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        answer = rules.may_import(request.user)
        if not answer:
            raise PermissionDenied(answer.reason)
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                sheet = hand_in(cast(User, request.user), str(file.name), file.read())
            except ValidationError as refusal:
                form.add_error("file", refusal)
            else:
                return redirect("desk-import-one", sheet.pk)
        return self._show(form, status=422)

    def _show(self, form: FileForm, status: int = 200) -> HttpResponse:
        rows = SheetImport.objects.visible_to(self.request.user).defer("content").select_related("by")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        context = {"form": form, "page_obj": page, "most_rows": MOST_ROWS}
        return render(self.request, "desk/import.html", context, status=status)


class Headings(MembersOnly):
    """By which headings each column is recognised."""

    def get(self, request: HttpRequest) -> HttpResponse:
        known = [{"column": column, "called": called().get(column.key, [])} for column in columns().values()]
        return render(request, "desk/import_headings.html", {"known": known})


class Template(MembersOnly):
    """The workbook to fill in, in Arabic or English."""

    def get(self, request: HttpRequest, language: str) -> HttpResponseBase:
        if language not in ("ar", "en"):
            raise Http404
        file = BytesIO()
        write_template(language, file)
        file.seek(0)
        name = f"agreements-{language}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name)


# ---- One import --------------------------------------------------------------------------------


class ImportPage(MembersOnly):
    """One import, as far as it has come."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and rules.may_import(request.user):
            found = SheetImport.objects.visible_to(request.user).select_related("by", "own_city")
            self.sheet: SheetImport = get_object_or_404(found.defer("content"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.sheet.step == ImportStep.MAPPING:
            return self._show_columns(ColumnsForm(self.sheet, cast(User, request.user)))
        if self.sheet.is_at_work:
            return self._show_progress()
        return self._show_rows()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The columns are settled: the rows are read and checked."""
        if not self.sheet.is_open:
            return redirect("desk-import-one", pk)
        form = ColumnsForm(self.sheet, cast(User, request.user), request.POST)
        if not form.is_valid():
            return self._show_columns(form, status=422)
        self.sheet.rows.all().delete()
        self.sheet.move(
            ImportStep.READING,
            keys=form.keys,
            own_city=form.cleaned_data["own_city"],
            publishes=form.cleaned_data.get("publishes", False),
        )
        go_on(self.sheet, "content")
        return redirect("desk-import-one", pk)

    def _show_columns(self, form: ColumnsForm, status: int = 200) -> HttpResponse:
        context = {"sheet": self.sheet, "form": form, "remarks": in_words(self.sheet.remarks)}
        return render(self.request, "desk/import_columns.html", context, status=status)

    def _show_progress(self) -> HttpResponse:
        rows = self.sheet.rows
        counted = {
            ImportStep.READING: (rows.count(), 0),
            ImportStep.CHECKING: (rows.exclude(outcome="").count(), rows.count()),
            ImportStep.WRITING: (rows.filter(written=True).count(), rows.to_write().count()),
            ImportStep.UNDOING: (rows.filter(written=False).count(), rows.count()),
        }
        done, of = counted[ImportStep(self.sheet.step)]
        if self.sheet.step == ImportStep.WRITING:
            of += done
        context = {"sheet": self.sheet, "done": done, "of": of}
        return render(self.request, "desk/import_progress.html", context)

    def _show_rows(self) -> HttpResponse:
        counts = self.sheet.rows.counts()
        wanted = self.request.GET.get("outcome", "")
        rows = self.sheet.rows.select_related("agreement")
        if wanted in RowOutcome.values:
            rows = rows.filter(outcome=wanted)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        outcomes = [(value, label, counts.get(value, 0)) for value, label in RowOutcome.choices]
        context = {
            "sheet": self.sheet,
            "page_obj": page,
            "rows": shown(self.sheet, list(page)),
            "outcomes": [one for one in outcomes if one[2]],
            "total": sum(counts.values()),
            "wanted": wanted,
            "asked": counts.get(RowOutcome.ASKED, 0),
            "to_write": self.sheet.rows.to_write().count(),
            "not_taken": self.sheet.rows.not_taken().exists(),
            "cities": new_cities(self.sheet),
            "remarks": in_words(self.sheet.remarks),
        }
        return render(self.request, "desk/import_rows.html", context)


def in_words(told: list[dict[str, str]]) -> list[str]:
    return [one[readers_language()] for one in told]


def go_on(sheet: SheetImport, by: str = "rows") -> None:
    """A small import is done at once, a large one by the worker."""
    if by == "content":
        large = len(SheetImport.objects.values_list("content", flat=True).get(pk=sheet.pk) or b"") > AT_ONCE
    else:
        large = sheet.rows.count() > process.PIECE
    if not large:
        for _again in range(3):
            if not process.go_on(sheet.pk).is_at_work:
                return
    carry_on.enqueue(sheet.pk)


def shown(sheet: SheetImport, rows: list[SheetRow]) -> list[dict[str, Any]]:
    """Rows with what is to be said of each in the reader's words."""
    comparison = Comparison([content for row in rows for content in (row.before, row.after)])
    return [
        {
            "row": row,
            "parties": row.says.get("parties", []),
            "signed_on": PartialDate.parse(said) if (said := row.says.get("signed_on")) else None,
            "remarked": bool(row.faults or row.agreement_id or row.after),
            "title": row.says.get("title", {}),
            "faults": report.faults_in_words(sheet, row),
            "differences": comparison.between(row.before, row.after) if row.after else [],
        }
        for row in rows
    ]


def new_cities(sheet: SheetImport, most: int = 60) -> list[dict[str, Any]]:
    """The cities that the import adds, each once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    if sheet.step == ImportStep.PREVIEW:
        for says in sheet.rows.to_write().values_list("says", flat=True).iterator():
            for party in says.get("parties", []):
                if party.get("new"):
                    found.setdefault((party["ar"] or party["en"], party["country"]), party)
            if len(found) >= most:
                break
    return list(found.values())


class TakeAlike(ImportPage):
    """Rows that are likely there already are taken all the same, or left out again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.sheet.step == ImportStep.PREVIEW:
            ticked = ids_in(request.POST.getlist("take")[:PER_PAGE])
            on_page = ids_in(request.POST.getlist("shown")[:PER_PAGE])
            rows = self.sheet.rows.filter(outcome=RowOutcome.DUPLICATE)
            rows.filter(number__in=on_page).update(taken=False)
            rows.filter(number__in=ticked).update(taken=True)
        return redirect(f"{request.path.removesuffix('alike/')}?outcome=duplicate")


class Accept(ImportPage):
    """The preview is accepted: what is right is entered, what is not stays in the report."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.sheet.step != ImportStep.PREVIEW:
            return redirect("desk-import-one", pk)
        if self.sheet.by_id != request.user.pk:
            raise PermissionDenied(_("Only who handed the sheet in takes it over."))
        if self.sheet.publishes and not (answer := rules.may_publish_import(request.user)):
            raise PermissionDenied(answer.reason)
        self.sheet.move(ImportStep.WRITING)
        go_on(self.sheet)
        return redirect("desk-import-one", pk)


class Discard(ImportPage):
    """An import of which nothing was written is given up."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.sheet.is_open and self.sheet.step != ImportStep.FAILED:
            return redirect("desk-import-one", pk)
        if "again" in request.POST:
            self.sheet.move(ImportStep.MAPPING)
            return redirect("desk-import-one", pk)
        self.sheet.delete()
        messages.success(request, _("The import is given up; nothing of it was entered."))
        return redirect("desk-import")


class Undo(ImportPage):
    """Take an import back, as long as nobody has changed what it entered."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(why_not_undone(self.sheet))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        problems = why_not_undone(self.sheet)
        if problems:
            return self._show(problems, status=422)
        self.sheet.move(ImportStep.UNDOING)
        go_on(self.sheet)
        return redirect("desk-import-one", pk)

    def _show(self, problems: list[str], status: int = 200) -> HttpResponse:
        written = self.sheet.rows.filter(written=True).count()
        context = {"sheet": self.sheet, "problems": problems, "many": written}
        return render(self.request, "desk/import_undo.html", context, status=status)


class Report(ImportPage):
    """What became of each row, as a file: all rows, or those to mend and hand in again."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int, which: str, kind: str) -> HttpResponseBase:  # type: ignore[override]
        rows = {"rows": self.sheet.rows.all(), "to-mend": self.sheet.rows.not_taken()}.get(which)
        if rows is None or kind not in ("csv", "xlsx"):
            raise Http404
        name = f"{self.sheet.file_name.rpartition('.')[0] or self.sheet.file_name}-{which}.{kind}"
        if kind == "csv":
            lines = report.as_csv(self.sheet, rows)
            answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
            answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{escape_uri_path(name)}"
            return answer
        # Closed by the answer, once it was read to its end.
        file: Any = SpooledTemporaryFile(max_size=5 << 20)  # noqa: SIM115
        report.write_xlsx(self.sheet, rows, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name)
