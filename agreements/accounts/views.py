"""One's own account, and the registrar's invitations from offer to acceptance."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from agreements.accounts.forms import InvitationForm, NewAccountForm
from agreements.models import Invitation, User
from agreements.models.invitation import ENDS
from agreements.rules import may_keep_register


class OwnAccount(LoginRequiredMixin, TemplateView):
    """Who one is here, and the ways to sign in."""

    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roles = cast(User, self.request.user).memberships.select_related("city")
        return super().get_context_data(roles=roles, **kwargs)


# ---- The registrar invites -------------------------------------------------------------------


class RegistrarsOnly(LoginRequiredMixin, View):
    """Raises PermissionDenied, with the reason, for everybody else who has signed in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = may_keep_register(request.user)
        if request.user.is_authenticated and not answer:
            raise PermissionDenied(answer.reason)
        return super().dispatch(request, *args, **kwargs)


class Invitations(RegistrarsOnly, FormView):
    """Who was invited, and the form to invite others."""

    template_name = "accounts/invitations.html"
    form_class = InvitationForm

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        invitation = form.instance
        invitation.send(by=self.request.user)
        messages.success(self.request, _("The invitation to %(email)s is on its way.") % _named(invitation))
        return redirect("invitations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitations = Invitation.objects.select_related("city", "invited_by")[:200]
        return super().get_context_data(invitations=invitations, **kwargs)


class ChangeInvitation(RegistrarsOnly):
    """Something done to one invitation; then back to the list, with a word."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = get_object_or_404(Invitation, pk=pk)
        try:
            messages.success(request, self.change(invitation))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("invitations")

    def change(self, invitation: Invitation) -> str:
        raise NotImplementedError


class SendInvitation(ChangeInvitation):
    def change(self, invitation: Invitation) -> str:
        invitation.send(by=cast(User, self.request.user))
        return _("The invitation to %(email)s is on its way.") % _named(invitation)


class RevokeInvitation(ChangeInvitation):
    def change(self, invitation: Invitation) -> str:
        invitation.revoke(by=cast(User, self.request.user))
        return _("The invitation to %(email)s is revoked.") % _named(invitation)


def _named(invitation: Invitation) -> dict[str, str]:
    return {"email": invitation.email}


# ---- The invited accept ----------------------------------------------------------------------


@method_decorator(never_cache, name="dispatch")
class AcceptInvitation(View):
    """What the link in the mail leads to. A used, revoked or expired link answers 410 and says which."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Invitation.objects.by_token(kwargs["token"]).select_related("city", "invited_by")
        self.invitation = get_object_or_404(found)
        if self.invitation.state != "open":
            return self._over(ENDS[self.invitation.state])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(NewAccountForm(email=self.invitation.email))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Who comes second at the same moment waits here, and finds the invitation taken up."""
        try:
            with transaction.atomic():
                self.invitation.claim()
                user = self._account()
                if user is None:
                    form = NewAccountForm(request.POST, email=self.invitation.email)
                    if not form.is_valid():
                        return self._page(form)
                    user = form.save()
                elif request.user != user:
                    return self._page(None)
                self.invitation.accept(user)
        except ValidationError as error:
            return self._over(error.messages[0])
        if request.user != user:
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return self._welcome()

    def _account(self) -> User | None:
        """The account that the address has already."""
        return User.objects.filter(email=self.invitation.email).first()

    def _welcome(self) -> HttpResponse:
        messages.success(self.request, _("Welcome. This is your desk: what waits for you stands here."))
        return redirect("desk")

    def _page(self, form: NewAccountForm | None) -> HttpResponse:
        """The form of a new account; for an address that has one, the button that accepts, or the way to
        sign in first."""
        context = {"invitation": self.invitation, "account": self._account(), "form": form}
        return render(self.request, "accounts/accept.html", context)

    def _over(self, message: Any) -> HttpResponse:
        return render(self.request, "accounts/invitation_over.html", {"message": message}, status=410)
