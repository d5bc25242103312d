"""Rows that belong to an agreement and change what follows from it."""

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from agreements.models.agreement import Agreement


class AgreementPartQuerySet(models.QuerySet[Any]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Each row by itself, so that a published one is refused and what follows is kept current."""
        rows: Counter[str] = Counter()
        with transaction.atomic():
            for part in self:
                rows.update(part.delete()[1])
        return rows.total(), dict(rows)

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class AgreementPart(models.Model):
    """A row of an agreement. Writing or deleting it brings what follows from it up to date in the same
    transaction: status, evidence, and what the search finds."""

    # Whether it stays for good once the agreement was published, as what happened does; what merely
    # describes may be corrected.
    stays_once_published: ClassVar[bool] = True

    # How its agreement is reached from it.
    path_to_agreement: ClassVar[str] = "agreement"

    objects = AgreementPartQuerySet.as_manager()

    class Meta:
        abstract = True

    def whole(self) -> "Agreement":
        """The agreement that it is part of."""
        agreement: Agreement = self.agreement  # type: ignore[attr-defined]
        return agreement

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What it leaves when it is moved to another agreement is kept current as well. Raises
        ValidationError where it would leave a published one."""
        left = self._left_agreement()
        with self.whole().kept_current(*(agreement.pk for agreement in left)):
            if self.stays_once_published and any(agreement.is_numbered for agreement in left):
                raise ValidationError(_("What was published stays with its agreement."))
            super().save(*args, **kwargs)

    def _left_agreement(self) -> "list[Agreement]":
        """The agreement that it is part of in the database, where that is another."""
        if self._state.adding:
            return []
        whole = self.whole()
        stored = type(self)._default_manager.filter(pk=self.pk).exclude(**{self.path_to_agreement: whole})
        ids = stored.values(self.path_to_agreement)
        return list(type(whole)._default_manager.filter(pk__in=ids))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ValidationError once the agreement was published."""
        with self.whole().kept_current() as agreement:
            if self.stays_once_published and agreement.is_numbered:
                raise ValidationError(_("What was published is never deleted."))
            return super().delete(*args, **kwargs)


class PartOfParty(AgreementPart):
    """A row that belongs to one party of an agreement."""

    path_to_agreement = "party__agreement"

    class Meta:
        abstract = True

    def whole(self) -> "Agreement":
        agreement: Agreement = self.party.agreement  # type: ignore[attr-defined]
        return agreement
