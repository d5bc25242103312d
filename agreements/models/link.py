"""How one instrument stands to another."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enumerations import LinkPredicate
from agreements.models.agreement import Agreement

DIRECTED = [predicate for predicate in LinkPredicate if not predicate.is_symmetric]


class AgreementLinkQuerySet(models.QuerySet["AgreementLink"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Each by itself, so that what both ends tell is kept current."""
        with transaction.atomic():
            rows = [link.delete()[0] for link in self]
        return sum(rows), {self.model._meta.label: sum(rows)}

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class AgreementLink(models.Model):
    """That one instrument renews, amends, replaces, implements… another. It is read from both ends."""

    subject = models.ForeignKey(
        Agreement, models.CASCADE, related_name="links", verbose_name=_("this agreement")
    )
    predicate = models.CharField(_("relation"), max_length=12, choices=LinkPredicate)
    object = models.ForeignKey(
        Agreement, models.CASCADE, related_name="inverse_links", verbose_name=_("the other agreement")
    )

    objects = AgreementLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between agreements")
        verbose_name_plural = _("links between agreements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "predicate", "object"],
                name="link_stands_once",
                violation_error_message=_("This link is already recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=F("object")),
                name="link_joins_two_agreements",
                violation_error_message=_("An agreement cannot be linked to itself."),
            ),
        ]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with self.subject.kept_current(self.object_id):
            return super().delete(*args, **kwargs)

    def _ends_as_stored(self) -> set[int]:
        stored = AgreementLink.objects.filter(pk=self.pk).values_list("subject", "object").first()
        return set(stored or ())

    def __str__(self) -> str:
        return f"{self.subject} {self.get_predicate_display()} {self.object}"

    def get_inverse_display(self) -> str:
        return str(LinkPredicate(self.predicate).inverse)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError where the link contradicts one that was stored in the meantime. Both ends
        tell of it from now on, and those where it stood before no longer."""
        with transaction.atomic():
            self.clean()
            with self.subject.kept_current(self.object_id, *self._ends_as_stored()):
                super().save(*args, **kwargs)

    def clean(self) -> None:
        """Within a transaction, whoever links at the same time waits until it ends: of two links that
        close a ring together, neither alone would show it."""
        if connection.in_atomic_block:
            list(Agreement.objects.order_by("pk").select_for_update(no_key=True).values_list("pk")[:1])
        if not (self.subject_id and self.object_id and self.predicate in LinkPredicate.values):
            return
        if LinkPredicate(self.predicate).is_symmetric:
            self._refuse_mirror()
        elif self._closes_a_ring():
            message = _("This closes a ring: the other agreement already rests on this one.")
            raise ValidationError({"object": message})

    def _refuse_mirror(self) -> None:
        mirror = AgreementLink.objects.filter(
            subject=self.object_id, predicate=self.predicate, object=self.subject_id
        )
        if mirror.exclude(pk=self.pk).exists():
            raise ValidationError({"object": _("This link is already recorded from the other end.")})

    def _closes_a_ring(self) -> bool:
        """Whether a chain of directed links leads from the object back to the subject."""
        directed = AgreementLink.objects.filter(predicate__in=DIRECTED).exclude(pk=self.pk)
        reached: set[Any] = {self.object_id}
        frontier = reached
        while frontier:
            frontier = set(directed.filter(subject__in=frontier).values_list("object", flat=True)) - reached
            reached |= frontier
        return self.subject_id in reached
