"""What is kept while the entry form is being filled in: what is typed, and the documents sent with it, which
are deposited with the record when that is saved."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements import rules
from agreements.desk.entering import Entry
from agreements.desk.ids import id_in, ids_in
from agreements.desk.typed import with_files
from agreements.models import Agreement, EntryDraft, HeldFile, User
from agreements.models.entry_draft import MOST_LETTERS, Typed

# Fields that are the page's own and no part of what was typed.
OF_THE_PAGE = (
    "csrfmiddlewaretoken",
    "_version",
    "_found",
    "_draft",
    "_save",
    "_submit",
    "_add",
    "_theirs",
    "_reason",
)


def typed_in(request: HttpRequest) -> Typed:
    """What the request says of the record, without the page's own fields."""
    return {name: list(values) for name, values in request.POST.lists() if name not in OF_THE_PAGE}


# ---- The text


@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """Keep what is being typed. 401 says that one has to sign in again; the page holds the text meanwhile."""
    if not request.user.is_authenticated:
        return JsonResponse(
            {"message": _("You are signed out. Your text is kept in this browser.")}, status=401
        )
    answer = rules.may_create_agreement(request.user)
    reference = request.POST.get("_reference", "")
    agreement = (
        Agreement.objects.visible_to(request.user).by_reference(reference).first() if reference else None
    )
    if reference:
        answer = (
            rules.may_edit(request.user, agreement) if agreement else rules.no(_("There is no such record."))
        )
    if not answer:
        return JsonResponse({"message": answer.reason}, status=403)
    typed = {name: values for name, values in typed_in(request).items() if name != "_reference"}
    if sum(len(value) for values in typed.values() for value in values) > MOST_LETTERS:
        return JsonResponse({"message": _("This is too long to be kept.")}, status=413)
    pk = id_in(request.POST.get("_draft", ""))
    draft = EntryDraft.objects.keep(request.user, pk, agreement, without_nul(typed))
    at = timezone.localtime(draft.saved_at).strftime("%H:%M")
    return JsonResponse({"draft": draft.pk, "message": _("Kept at %(time)s.") % {"time": at}})


def without_nul(typed: Typed) -> Typed:
    return {
        name.replace("\x00", ""): [value.replace("\x00", "") for value in values]
        for name, values in typed.items()
    }


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an unfinished entry; the record itself, if there is one, stays as it is."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("desk"))
    draft = get_object_or_404(EntryDraft, by=request.user, pk=pk)
    agreement = draft.agreement
    draft.discard()
    messages.success(request, _("The unfinished entry is discarded."))
    return redirect("desk-edit", agreement.reference) if agreement else redirect("desk")


# ---- The documents


def draft_of(user: User, pk: str) -> EntryDraft | None:
    """This person's unfinished entry of that id, as a page names it."""
    mine = EntryDraft.objects.filter(by=user).select_related("agreement")
    return mine.filter(pk__in=ids_in([pk])).first()


@require_POST
def hold(request: HttpRequest) -> JsonResponse:
    """Take in one file for an unfinished entry, and answer with its row of the form, or what is wrong."""
    if not request.user.is_authenticated:
        return told(_("You are signed out. Your text is kept in this browser."), 401)
    if not (answer := rules.may_create_agreement(request.user)):
        return told(answer.reason, 403)
    user = request.user
    draft = draft_of(user, request.POST.get("_draft", ""))
    if draft is None:
        return told(_("This entry is not kept any more: load the page again."), 404)
    if draft.agreement and not (answer := rules.may_edit(user, draft.agreement)):
        return told(answer.reason, 403)
    file = request.FILES.get("file")
    if file is None:
        return told(_("No file has arrived: choose it again."), 422)
    try:
        held = HeldFile.objects.hold(file, user, draft)
    except ValidationError as refusal:
        return told(" ".join(refusal.messages), 422)
    [row] = Entry(user, draft.agreement, with_files({}, [held])).files
    return JsonResponse({"row": render_to_string("desk/_row_file.html", {"row": row}, request)}, status=201)


def told(message: Any, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)


def take_along(
    files: Iterable[Any], user: User, draft: EntryDraft | None, typed: Typed
) -> tuple[Typed, list[str]]:
    """The files that a page without a script sends with the form: what is typed, with them; and why some of
    them are not taken."""
    refused = []
    for file in files:
        try:
            typed = with_files(typed, [HeldFile.objects.hold(file, user, draft)])
        except ValidationError as refusal:
            refused += [f"{file.name}: {message}" for message in refusal.messages]
    return typed, refused
