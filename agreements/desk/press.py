"""A draft from a press text: paste it, look at what was read from it, correct, and have a draft."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.arabic import fold
from agreements.desk.access import MembersOnly
from agreements.desk.press_forms import (
    ActivityRows,
    CoverageRows,
    InstrumentForm,
    PartyRows,
    SignatoryRows,
    TextForm,
)
from agreements.enumerations import AgreementKind, SourceKind
from agreements.exchange.drafting import Draft, DraftParty, DraftSource, Language, day_of, enter_draft
from agreements.exchange.press import proposal_of
from agreements.from_text.proposal import Evidence, Proposal, ProposedAgreement, ProposedText
from agreements.models import Agreement, City
from agreements.partial_dates import PartialDate
from agreements.rules import may_enter_for

# How sure a proposal is, in words: from this certainty on.
CERTAINTIES = [
    (0.85, "sure", gettext_lazy("nearly sure")),
    (0.7, "likely", gettext_lazy("likely")),
    (0.0, "doubtful", gettext_lazy("doubtful: look closely")),
]

RULES = {
    "between": gettext_lazy("stands after “between”"),
    "with": gettext_lazy("stands after “with”"),
    "subject": gettext_lazy("is who signs in the sentence"),
    "twinning_of": gettext_lazy("stands beside the word “twinning”"),
    "named_beside": gettext_lazy("is named in the sentence that announces"),
    "begins_with": gettext_lazy("is the city with which the text begins"),
    "signer": gettext_lazy("is named with an office where the sentence tells of the signing"),
    "took_part": gettext_lazy("is said to have taken part in the signing"),
    "counterpart": gettext_lazy("is called the counterpart; matched by the order of mention"),
    "surname": gettext_lazy("is named by the surname; the whole name stands elsewhere in the text"),
    "full_name": gettext_lazy("is named in full with the signing; the office stands elsewhere in the text"),
    "office": gettext_lazy("holds the office that signs; the name stands elsewhere in the text"),
    "chaired": gettext_lazy("is said to have chaired the signing with the other party"),
    "listed_below": gettext_lazy("stands in the list below the announcement"),
    "signature_block": gettext_lazy("stands with an office in a line of its own, as under a document"),
    "both_sides": gettext_lazy("leads one of the parties, and the text says that both signed"),
    "domain_words": gettext_lazy("is named where the text says what the agreement covers"),
    "kind_in_announcement": gettext_lazy("is what the announcement calls the instrument"),
    "kind_in_headline": gettext_lazy("is what the headline calls the instrument"),
    "designation": gettext_lazy("are the words for the instrument"),
    "date_in_numbers": gettext_lazy("is the date beside the signing"),
    "date_in_words": gettext_lazy("is the date beside the signing"),
    "date_without_year": gettext_lazy("is a date without a year: completed from the day of publication"),
    "month_and_year": gettext_lazy("is the date beside the signing"),
    "day_reckoned": gettext_lazy("is reckoned from the day of publication"),
    "place_in": gettext_lazy("stands where the text says where it was signed"),
    "own_hall": gettext_lazy("is where the building stands that the text names"),
    "latter_city": gettext_lazy("is “the latter’s city” of the text"),
    "activity": gettext_lazy("tells of something done beside the signing"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; with `what` it is the evidence of a proposal."""

    text: str
    what: str = ""
    certainty: str = ""
    certainty_label: str = ""
    reason: str = ""


class FromText(MembersOnly):
    template_name = "desk/from_text.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(TextForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TextForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        proposal = proposal_of(form.cleaned_data["text"], day_of(form.cleaned_data["published"]))
        index = request.POST.get("agreement", "")
        if not index.isdecimal() or int(index) >= len(proposal.agreements):
            return self._show(form, proposal)
        sheets = [Sheet(one, at) for at, one in enumerate(proposal.agreements)]
        sheet = Sheet(proposal.agreements[int(index)], int(index), request.POST)
        sheets[int(index)] = sheet
        if sheet.is_valid(request.user):
            try:
                agreement = enter_draft(sheet.draft(form, proposal), request.user)
            except ValidationError as error:
                sheet.problems += error.messages
            else:
                messages.success(request, _("The draft is there: look it through and submit it for review."))
                return redirect(agreement)
        return self._show(form, proposal, sheets, status=422)

    def _show(
        self,
        form: TextForm,
        proposal: Proposal | None = None,
        sheets: "list[Sheet] | None" = None,
        status: int = 200,
    ) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "proposal": proposal}
        if proposal:
            text = form.cleaned_data["text"]
            sheets = sheets or [Sheet(one, at) for at, one in enumerate(proposal.agreements)]
            for sheet in sheets:
                sheet.find_duplicates(self.request.user)
            context |= {"pieces": pieces(text, proposal), "sheets": sheets}
        return render(self.request, self.template_name, context, status=status)


class Sheet:
    """One proposed agreement as forms: what was read, or what the clerk made of it."""

    def __init__(self, proposed: ProposedAgreement, index: int, data: Any = None) -> None:
        self.proposed, self.index = proposed, index
        self.problems: list[str] = []
        self.duplicates: list[Agreement] = []
        prefix = f"a{index}"
        self.instrument = InstrumentForm(data, prefix=prefix, initial=self._instrument())
        self.parties = PartyRows(data, prefix=f"{prefix}-party", initial=self._parties())
        self.signatories = SignatoryRows(data, prefix=f"{prefix}-signatory", initial=self._signatories())
        self.coverages = CoverageRows(data, prefix=f"{prefix}-domain", initial=self._coverages())
        self.activities = ActivityRows(data, prefix=f"{prefix}-activity", initial=self._activities())

    # ---- What was read

    def _instrument(self) -> dict[str, Any]:
        proposed = self.proposed
        return {
            "kind": proposed.kinds[0].code if proposed.kinds else AgreementKind.UNKNOWN,
            "designation": proposed.designation.value if proposed.designation else "",
            "signed_on": proposed.signed_on.value if proposed.signed_on else "",
            "place": proposed.place.value if proposed.place else "",
        }

    def _parties(self) -> list[dict[str, Any]]:
        return [
            {
                "take": True,
                "name": party.name,
                "city": party.slug or party.city,
                "is_new": not party.slug,
                "country": party.country,
            }
            for party in self.proposed.parties
        ]

    def _signatories(self) -> list[dict[str, Any]]:
        return [
            {"take": True, "name": person.name, "office": person.office, "party": person.party}
            for person in self.proposed.signatories
        ]

    def _coverages(self) -> list[dict[str, Any]]:
        return [{"take": True, "domain": one.code, "quote": one.quote} for one in self.proposed.domains]

    def _activities(self) -> list[dict[str, Any]]:
        return [{"take": False, "kind": one.kind, "title": one.title} for one in self.proposed.activities]

    # ---- What the clerk made of it

    @property
    def groups(self) -> list[Any]:
        return [self.parties, self.signatories, self.coverages, self.activities]

    def is_valid(self, user: Any) -> bool:
        """Whether a draft can be made of it; what cannot stands at its field or in `problems`."""
        right = all([self.instrument.is_valid(), *(group.is_valid() for group in self.groups)])
        taken = [form for form in self.parties if form.taken] if right else []
        if right and len(taken) < 2:
            self.problems.append(_("An agreement has two parties or more: take at least two."))
        answer = may_enter_for(user, {form.found.pk if form.found else 0 for form in taken})
        if taken and not answer:
            self.problems.append(answer.reason)
        names = {fold(form.cleaned_data["name"]) for form in taken}
        for form in self.signatories if right else ():
            if form.taken and fold(form.cleaned_data["party"]) not in names:
                form.add_error("party", _("No party of this name is taken over."))
                right = False
        return right and not self.problems

    def draft(self, form: TextForm, proposal: Proposal) -> Draft:
        language: Language = "ar" if proposal.language == "ar" else "en"
        instrument = self.instrument.cleaned_data
        parties = [one.cleaned_data | {"found": one.found} for one in self.parties if one.taken]
        places = {fold(one["name"]): at for at, one in enumerate(parties)}
        named = " – ".join(one["name"] for one in parties)
        title = instrument["designation"] or str(AgreementKind(instrument["kind"]).label)
        return Draft(
            language=language,
            kind=instrument["kind"],
            designation=instrument["designation"],
            title=f"{title}: {named}",
            signed_on=instrument["signed_on"] if proposal.event == "signed" else None,
            place=instrument["place"],
            happened="signed" if proposal.event == "signed" else "planned",
            parties=[DraftParty(one["name"], one["found"], one["city"], one["country"]) for one in parties],
            signatories=[
                (
                    one.cleaned_data["name"],
                    one.cleaned_data["office"],
                    places[fold(one.cleaned_data["party"])],
                )
                for one in self.signatories
                if one.taken
            ],
            coverages=self._distinct_coverages(),
            activities=[
                (one.cleaned_data["kind"], one.cleaned_data["title"]) for one in self.activities if one.taken
            ],
            source=self._source(form),
        )

    def _distinct_coverages(self) -> list[Any]:
        taken = [one.cleaned_data for one in self.coverages if one.taken]
        return list({one["domain"]: (one["domain"], one["quote"]) for one in reversed(taken)}.values())[::-1]

    def _source(self, form: TextForm) -> DraftSource:
        data = form.cleaned_data
        lines = [line.strip() for line in data["text"].splitlines() if line.strip()]
        return DraftSource(
            SourceKind.PRESS,
            title=lines[0][:300],
            publisher=data["publisher"],
            url=data["url"] or "",
            date=data["published"],
            quote=self._decisive_words(data["text"]),
        )

    def _decisive_words(self, text: str) -> str:
        """The lines of the text that name the parties: where the announcement is made."""
        spans = [party.evidence for party in self.proposed.parties]
        start = text.rfind("\n", 0, min(one.start for one in spans)) + 1
        end = text.find("\n", max(one.end for one in spans))
        return text[start : end if end >= 0 else len(text)].strip()[:2000]

    def find_duplicates(self, user: Any) -> None:
        """The records that may be of the same instrument."""
        slugs = [party.slug for party in self.proposed.parties]
        if not all(slugs):
            return
        cities = list(City.objects.filter(slug__in=slugs).values_list("pk", flat=True))
        probe = Agreement(
            signed_on=read_or_none(self.proposed.signed_on),
            designation_ar=self.proposed.designation.value if self.proposed.designation else "",
        )
        alike = Agreement.objects.visible_to(user).likely_duplicates_of(probe, cities)
        self.duplicates = list(alike.for_list()[:10])


def read_or_none(proposed: ProposedText | None) -> PartialDate | None:
    return PartialDate.parse(proposed.value) if proposed and proposed.value else None


# ---- The text with its proposals ---------------------------------------------------------------


def pieces(text: str, proposal: Proposal) -> list[Piece]:
    """The text cut where proposals begin and end; of two that overlap the first stays."""
    found: list[Piece] = []
    last = 0
    for evidence, what in sorted(marks(proposal), key=lambda one: (one[0].start, one[0].end)):
        if evidence.start < last or evidence.end > len(text) or evidence.end <= evidence.start:
            continue
        found.append(Piece(text[last : evidence.start]))
        code, label = certainty(evidence)
        reason = str(RULES.get(evidence.rule, ""))
        found.append(Piece(text[evidence.start : evidence.end], what, code, label, reason))
        last = evidence.end
    return [*found, Piece(text[last:])]


def certainty(evidence: Evidence) -> tuple[str, str]:
    return next((code, str(label)) for least, code, label in CERTAINTIES if evidence.certainty >= least)


def marks(proposal: Proposal) -> list[tuple[Evidence, str]]:
    """Each proposal's words, with what they say."""
    found: dict[tuple[int, int], tuple[Evidence, str]] = {}
    for agreement in proposal.agreements:
        for evidences, what in (
            ([one.evidence for one in agreement.signatories], _("signatory")),
            ([one.evidence for one in agreement.parties], _("party")),
            ([one.evidence for one in agreement.domains], _("cooperation domain")),
            ([agreement.designation.evidence] if agreement.designation else [], _("own designation")),
            ([agreement.signed_on.evidence] if agreement.signed_on else [], _("date of signing")),
            ([agreement.place.evidence] if agreement.place else [], _("place of signing")),
        ):
            for evidence in evidences:
                found.setdefault((evidence.start, evidence.end), (evidence, what))
    return list(found.values())
