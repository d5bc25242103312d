"""Mail to people: written in the transaction of what it tells of, in the reader's language, sent once."""

from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agreements.models.delivery import Delivery, DeliveryQuerySet, Refused
from agreements.models.user import User

DIRECTIONS = {"ar": "rtl", "en": "ltr"}


class OutgoingMailQuerySet(DeliveryQuerySet):
    def write(
        self,
        to: User | str,
        about: str,
        template: str,
        context: dict[str, Any] | None = None,
        language: str | None = None,
        unsubscribe_url: str = "",
        is_confidential: bool = False,
    ) -> "OutgoingMail | None":
        """Write a mail and have it sent; call it within the transaction of what the mail tells of.

        `about` names what it tells of (`state-change-17`): to one address no second mail is written about
        the same, whoever asks again. `template` is a file of `templates/mails/`, without ending: its first
        line is the subject. It is rendered here, as things stand now, in the language of the person, or in
        `language` for an address without account. The text of a confidential mail is not kept. None for an
        account that is closed, or if the mail has been written before."""
        if isinstance(to, User) and not to.is_active:
            return None
        address, person = (to.email, to) if isinstance(to, User) else (to, None)
        tongue = language or (person.language if person else settings.LANGUAGE_CODE)
        if self.filter(to=address, about=about).exists():
            return None
        subject, text = rendered(template, context or {}, tongue)
        mail, is_new = self.get_or_create(
            to=address,
            about=about,
            defaults={
                "person": person,
                "language": tongue,
                "subject": subject,
                "text": text,
                "unsubscribe_url": unsubscribe_url,
                "is_confidential": is_confidential,
            },
        )
        if not is_new:
            return None
        mail.put_in_queue()
        return mail


def rendered(template: str, context: dict[str, Any], language: str) -> tuple[str, str]:
    """Subject and text of a mail: the first line of the template, and the rest."""
    with override(language):
        whole = render_to_string(f"mails/{template}.txt", {"site": settings.SITE_URL, **context})
    subject, _line, text = whole.strip().partition("\n")
    return " ".join(subject.split())[:300], text.strip()


class OutgoingMail(Delivery):
    """One mail to one person, about one thing."""

    # The same in every attempt: by it a mail server that has the mail already knows it again.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    to = models.EmailField(_("to"), max_length=254)
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    about = models.CharField(_("about"), max_length=200)
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    # Its text is a key, such as a one-time link: it is not kept once the mail is delivered.
    is_confidential = models.BooleanField(default=False, editable=False)
    unsubscribe_url = models.CharField(max_length=300, blank=True, editable=False)

    objects = OutgoingMailQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Delivery.Meta):
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-written_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["to", "about"], name="mail_is_written_once")]

    def __str__(self) -> str:
        return self.subject

    @property
    def message_id(self) -> str:
        return f"<{self.key.hex}@{urlsplit(settings.SITE_URL).hostname}>"

    def hand_over(self) -> None:
        """Give it to the mail server, as plain text with a plain page beside it."""
        message = EmailMultiAlternatives(self.subject, self.text, to=[self.to], headers=self._headers())
        message.attach_alternative(self.as_page(), "text/html")
        try:
            message.send()
        except SMTPRecipientsRefused as refusal:
            raise refusal_of(refusal) from refusal

    def columns_once_delivered(self) -> dict[str, Any]:
        return {"text": ""} if self.is_confidential else {}

    def as_page(self) -> str:
        """The text as HTML: paragraphs, lists and links, in the direction of its language."""
        paragraphs = [block.split("\n") for block in self.text.split("\n\n") if block.strip()]
        context = {
            "mail": self,
            "direction": DIRECTIONS[self.language],
            "blocks": [
                {"is_list": all(line.startswith("- ") for line in lines), "lines": lines}
                for lines in paragraphs
            ],
        }
        return render_to_string("mails/_page.html", context)

    def _headers(self) -> dict[str, str]:
        headers = {"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"}
        if self.unsubscribe_url:
            headers |= {
                "List-Unsubscribe": f"<{self.unsubscribe_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        return headers


def refusal_of(refusal: SMTPRecipientsRefused) -> Exception:
    """For good where the server says that there is no such address, for now where it says “later”."""
    answers = list(refusal.recipients.values())
    said = "; ".join(f"{code} {text!r}" for code, text in answers)
    return Refused(said) if all(code >= 500 for code, _text in answers) else OSError(said)
