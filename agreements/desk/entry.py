"""The entry form: a new agreement, or one that is there, on one page; kept while it is being typed."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import View

from agreements import rules
from agreements.desk.entering import Entry
from agreements.desk.ids import ids_in
from agreements.desk.keeping import draft_of, take_along, typed_in
from agreements.desk.merging import Merge, merge, taking
from agreements.desk.typed import kept_in, typed_of
from agreements.models import Agreement, City, EntryDraft, User
from agreements.models.entry_draft import Typed
from agreements.search.query import find

KEPT_IN_SESSION = "entry_kept"
SALT = "agreements.desk.entry"


def editable(request: HttpRequest, reference: str) -> Agreement:
    """The record of an address, for who may change it; PermissionDenied says why not."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user).by_reference(reference))
    answer = rules.may_edit(request.user, agreement)
    if not answer:
        raise PermissionDenied(answer.reason)
    return agreement


class EntryPage(View):
    """The form, empty, with an unfinished entry, or with what the register holds."""

    agreement: Agreement | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who is no longer signed in signs in, and finds what they sent still there."""
        if not request.user.is_authenticated:
            if request.method == "POST":
                request.session[KEPT_IN_SESSION] = {"path": request.path, "typed": typed_in(request)}
                if request.FILES:
                    messages.warning(request, _("The files could not be kept: choose them again."))
            return redirect_to_login(request.get_full_path())
        answer = rules.may_create_agreement(request.user)
        if not answer:
            raise PermissionDenied(answer.reason)
        if reference := kwargs.get("reference"):
            self.agreement = editable(request, reference)
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    # ---- Showing

    def get(self, request: HttpRequest, reference: str = "") -> HttpResponse:
        kept = self._kept()
        stored = typed_of(self.agreement)
        entry = Entry(self.user, self.agreement, kept["typed"] if kept else stored)
        return self._page(entry, kept=kept, found=stored)

    def _kept(self) -> dict[str, Any] | None:
        """Unfinished work on this record: sent while signed out, or kept while it was typed."""
        sent = self.request.session.get(KEPT_IN_SESSION)
        if sent and sent["path"] == self.request.path:
            del self.request.session[KEPT_IN_SESSION]
            return {"typed": sent["typed"], "draft": None, "at": timezone.now()}
        drafts = EntryDraft.objects.filter(by=self.user, agreement=self.agreement)
        wanted = self.request.GET.get("draft", "")
        if self.agreement is None:
            drafts = drafts.filter(pk__in=ids_in([wanted]))
            if wanted and not drafts.exists():
                raise Http404
        draft = drafts.first()
        return {"typed": kept_in(draft), "draft": draft, "at": draft.saved_at} if draft else None

    def _page(
        self,
        entry: Entry,
        kept: dict[str, Any] | None = None,
        found: Typed | None = None,
        merging: Merge | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """`found` is the record as this person found it: by it their changes are told from others'."""
        agreement = self.agreement
        context = {
            "entry": entry,
            "agreement": agreement,
            "kept": kept,
            "version": agreement.version if agreement else 0,
            "found": self.request.POST.get("_found", "")
            if found is None
            else signing.dumps(found, salt=SALT, compress=True),
            "merging": merging,
            "draft": self._draft_id(kept),
            "remarks": agreement.open_remarks() if agreement else {},
            "duplicates": duplicates_of(self.user, entry),
            "patterns": [entry.blank(kind) for kind in ("party", "signatory", "source", "event")],
            "may_submit": agreement is None or bool(rules.may_submit(self.user, agreement)),
            "largest": settings.LARGEST_DOCUMENT_MB,
        }
        return render(self.request, "desk/entry.html", context, status=status)

    def _draft_id(self, kept: dict[str, Any] | None) -> str:
        draft = kept and kept["draft"]
        return str(draft.pk) if draft else self.request.POST.get("_draft", "")

    # ---- Saving

    def post(self, request: HttpRequest, reference: str = "") -> HttpResponse:
        typed, refused = self._sent()
        if refused:
            entry = Entry(self.user, self.agreement, typed)
            entry.checked, entry.problems = True, refused
            return self._page(entry, status=422)
        if wanted := request.POST.get("_add"):
            entry = Entry(self.user, self.agreement, typed)
            kind, _dash, of = wanted.partition("-")
            entry.add_row(kind, of)
            return self._page(Entry(self.user, self.agreement, entry.typed))
        with transaction.atomic():
            if self.agreement is not None:
                list(Agreement.objects.locked({self.agreement.pk}))
                # As it stands now that nobody else writes: who came first may have moved it on.
                self.agreement = editable(request, reference)
                if str(self.agreement.version) != request.POST.get("_version"):
                    return self._merge(Entry(self.user, self.agreement, typed))
            return self._save(Entry(self.user, self.agreement, typed))

    def _sent(self) -> tuple[Typed, list[str]]:
        """What the form says, the files that came with it taken in, and the other person's words where
        theirs are to stand; and why a file is not taken."""
        request, typed = self.request, typed_in(self.request)
        if names := request.POST.getlist("_theirs"):
            typed = taking(self._found(), typed, names)
        draft = draft_of(self.user, request.POST.get("_draft", ""))
        return take_along(request.FILES.getlist("files"), self.user, draft, typed)

    def _found(self) -> Typed:
        """The record as this person found it; nothing where the page does not say so."""
        try:
            return cast(Typed, signing.loads(self.request.POST.get("_found", ""), salt=SALT))
        except signing.BadSignature:
            return {}

    def _save(self, entry: Entry) -> HttpResponse:
        if not entry.is_valid():
            return self._page(entry, status=422)
        try:
            with transaction.atomic():
                agreement = entry.save(self.request.POST.get("_reason", "").strip())
        except ValidationError as refusal:
            entry.problems.extend(refusal.messages)
            return self._page(entry, status=422)
        self._forget_draft(agreement)
        if "_submit" in self.request.POST:
            return redirect("desk-step", agreement.reference, "submit")
        messages.success(self.request, _("Saved: %(title)s.") % {"title": agreement})
        return redirect("desk-record", agreement.reference)

    def _forget_draft(self, agreement: Agreement) -> None:
        mine = EntryDraft.objects.filter(by=self.user)
        mine.filter(agreement=agreement).delete()
        mine.filter(agreement=None, pk__in=ids_in(self.request.POST.getlist("_draft"))).delete()

    def _merge(self, entry: Entry) -> HttpResponse:
        """Somebody else saved first: both changes together, for this person to look at and save."""
        now = typed_of(self.agreement)
        merging = merge(self._found() or now, now, entry.typed)
        merged = Entry(self.user, self.agreement, merging.merged)
        return self._page(merged, found=now, merging=merging, status=409)


# ---- Asked by the page while it is filled in -----------------------------------------------------


@require_GET
def cities(request: HttpRequest) -> JsonResponse:
    """Cities to choose from, by any of their names in Arabic or Latin letters."""
    if not rules.may_enter_admin(request.user):
        return JsonResponse({"cities": []}, status=403 if request.user.is_authenticated else 401)
    text = request.GET.get("q", "")
    found = find(City.objects.all(), text).listing()[:8] if text.strip() else []
    return JsonResponse(
        {
            "cities": [
                {
                    "id": city.pk,
                    "name": city.picked_name,
                    "about": f"{city.acting_authority} · {city.country.name}",
                }
                for city in found
            ]
        }
    )


@require_POST
def duplicates(request: HttpRequest) -> HttpResponse:
    """Records that may be of the same instrument as what is being typed."""
    if not rules.may_enter_admin(request.user):
        return HttpResponse(status=403 if request.user.is_authenticated else 401)
    reference = request.POST.get("_reference", "")
    agreement = (
        Agreement.objects.visible_to(request.user).by_reference(reference).first() if reference else None
    )
    entry = Entry(cast(User, request.user), agreement, typed_in(request))
    return render(request, "desk/_duplicates.html", {"duplicates": duplicates_of(request.user, entry)})


def duplicates_of(user: Any, entry: Entry) -> list[Agreement]:
    """As far as this person may read them; none once the record is published."""
    if entry.agreement.is_numbered:
        return []
    named = [row.form for row in entry.parties if not row.removed]
    ids = [form.data.get(form.add_prefix("city"), "") for form in named]
    cities = set(ids_in(ids))
    if len(cities) < 2:
        return []
    instrument = Agreement(pk=entry.agreement.pk)
    field = entry.instrument.fields["signed_on"]
    try:
        instrument.signed_on = field.clean(entry.data.get("signed_on", ""))
    except ValidationError:
        instrument.signed_on = None
    instrument.designation_ar = entry.data.get("designation_ar", "")
    instrument.designation_en = entry.data.get("designation_en", "")
    readable = Agreement.objects.visible_to(user)
    return list(readable.likely_duplicates_of(instrument, cities).for_list()[:5])
