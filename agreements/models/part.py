"""Rows that belong to an agreement and change what follows from it."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement


class AgreementPart(models.Model):
    """A row of an agreement. Writing or deleting it brings the agreement's derived facts up to date
    in the same transaction."""

    class Meta:
        abstract = True

    def whole(self) -> "Agreement":
        """The agreement that it is part of."""
        agreement: Agreement = self.agreement  # type: ignore[attr-defined]
        return agreement

    def save(self, *args: Any, **kwargs: Any) -> None:
        with self.whole().kept_current():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with self.whole().kept_current():
            return super().delete(*args, **kwargs)


class PartOfParty(AgreementPart):
    """A row that belongs to one party of an agreement."""

    class Meta:
        abstract = True

    def whole(self) -> "Agreement":
        agreement: Agreement = self.party.agreement  # type: ignore[attr-defined]
        return agreement
