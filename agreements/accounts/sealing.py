"""Secrets of second factors, sealed before they are stored: who reads the database cannot give a code."""

import logging
import secrets
from base64 import b32encode, urlsafe_b64encode
from functools import lru_cache

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

# What every sealed text begins with: the version of the format, in base64.
SEALED = "gAAAA"
# Where the library keeps what it has sealed.
ENTRIES = ("secret", "seed")


def seal(text: str) -> str:
    """The text so that only the first of the installation's keys, and it as long as it is kept, opens it."""
    return _keys(tuple(settings.SECOND_FACTOR_KEYS)).encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """The text that was sealed with any of the keys; what was stored before texts were sealed is as it is.
    Under a lost key it is a secret that nobody knows: no code fits, and the log says why."""
    if not text.startswith(SEALED):
        return text
    try:
        return _keys(tuple(settings.SECOND_FACTOR_KEYS)).decrypt(text.encode()).decode()
    except InvalidToken:
        logger.error("A second factor was sealed with a key that SECOND_FACTOR_KEYS no longer names.")
        return b32encode(secrets.token_bytes(20)).decode()


def seal_anew() -> int:
    """Seal all that is stored with the first key; returns how many factors were. Those of a lost key stay."""
    sealed = 0
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().get(pk=pk)
            fresh = {name: _anew(factor.data[name]) for name in ENTRIES if factor.data.get(name)}
            if fresh:
                factor.data |= fresh
                factor.save(update_fields=["data"])
                sealed += 1
    return sealed


def _anew(text: str) -> str:
    try:
        return seal(text) if not text.startswith(SEALED) else _rotated(text)
    except InvalidToken:
        return text


def _rotated(text: str) -> str:
    return _keys(tuple(settings.SECOND_FACTOR_KEYS)).rotate(text.encode()).decode()


@lru_cache(maxsize=4)
def _keys(given: tuple[str, ...]) -> MultiFernet:
    """The keys that follow from the settings' texts, the first of which seals."""
    return MultiFernet([Fernet(_key_from(text)) for text in given])


def _key_from(text: str) -> bytes:
    drawn = HKDF(SHA256(), length=32, salt=None, info=b"registry second factor").derive(text.encode())
    return urlsafe_b64encode(drawn)
