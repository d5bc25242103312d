"""Names in a sheet that do not decide which city is meant: each is asked once for the whole sheet."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from agreements.city_by_name import city_meant
from agreements.desk.ids import id_in
from agreements.desk.importing import ImportPage, go_on
from agreements.enumerations import ImportStep, RowOutcome
from agreements.exchange.sheets.places import Named, Places, Question

QUESTIONS_A_PAGE = 50


class WhichCities(ImportPage):
    """Names that do not decide which city is meant: each is asked once for the whole sheet."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.sheet.step != ImportStep.PREVIEW:
            return redirect("desk-import-one", pk)
        return self._show(self._questions())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.sheet.step != ImportStep.PREVIEW:
            return redirect("desk-import-one", pk)
        questions = self._questions()
        answers, wrong = answered(questions, request)
        if wrong:
            return self._show(questions, wrong, status=422)
        asked = [row.pk for row in self.sheet.rows.filter(outcome=RowOutcome.ASKED)]
        self.sheet.rows.filter(outcome__in=[RowOutcome.ASKED, RowOutcome.REFUSED]).update(outcome="")
        self.sheet.move(ImportStep.CHECKING, answers=self.sheet.answers | answers)
        go_on(self.sheet)
        left = self.sheet.rows.filter(outcome=RowOutcome.ASKED).count()
        text = ngettext("%(count)d row was settled.", "%(count)d rows were settled.", len(asked) - left)
        messages.success(request, text % {"count": len(asked) - left})
        return redirect("desk-import-cities" if left and answers else "desk-import-one", pk)

    def _questions(self) -> list[tuple[Question, int]]:
        """What is asked, each with the first row that asks it."""
        places, found = Places(self.sheet.by, self.sheet.answers), dict[str, tuple[Question, int]]()
        for row in self.sheet.rows.filter(outcome=RowOutcome.ASKED).iterator():
            for party in row.says.get("parties", []):
                named = Named(party.get("name", ""), party.get("country", ""))
                if party.get("asked") and named.key not in found:
                    meant = places.meant(named.name, named.country)
                    if isinstance(meant, Question):
                        found[named.key] = (meant, row.number)
            if len(found) >= QUESTIONS_A_PAGE:
                break
        return list(found.values())

    def _show(
        self, questions: list[tuple[Question, int]], wrong: dict[int, str] | None = None, status: int = 200
    ) -> HttpResponse:
        posted = self.request.POST
        asked = [
            {
                "place": place,
                "question": question,
                "row": row,
                "chosen": posted.get(f"city_{place}", ""),
                "country": posted.get(f"country_{place}", question.named.country),
                "typed": posted.get(f"name_{place}", ""),
                "error": (wrong or {}).get(place, ""),
            }
            for place, (question, row) in enumerate(questions)
        ]
        context = {"sheet": self.sheet, "asked": asked, "countries": list(countries)}
        return render(self.request, "desk/import_cities.html", context, status=status)


def answered(
    questions: list[tuple[Question, int]], request: HttpRequest
) -> tuple[dict[str, Any], dict[int, str]]:
    """The answers by what was asked, and what is wrong with some; a question may be left open."""
    answers: dict[str, Any] = {}
    wrong: dict[int, str] = {}
    for place, (question, _row) in enumerate(questions):
        told, key = request.POST.get(f"city_{place}", ""), question.named.key
        if told == "new":
            country = request.POST.get(f"country_{place}", "")
            if country in countries:
                answers[key] = {"new": country}
            else:
                wrong[place] = _("Say in which country the new city lies.")
        elif told == "other":
            name = request.POST.get(f"name_{place}", "").strip()
            if not name:
                wrong[place] = _("Write the name of the city.")
                continue
            try:
                answers[key] = {"city": city_meant(name).pk}
            except ValidationError as refusal:
                wrong[place] = " ".join(refusal.messages)
        elif (pk := id_in(told)) and any(city.pk == pk for city in question.possible):
            answers[key] = {"city": pk}
    return answers, wrong
