"""That a record keeps what it said, from one change to the next."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.db import models, transaction

from agreements.enumerations import Subject
from agreements.models.revision import Revision

# The records whose change is being written, by their kind and id, or while they have none by the object.
_open: ContextVar[frozenset[tuple[str, int]]] = ContextVar("open", default=frozenset())


class RememberedQuerySet(models.QuerySet[Any]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """All of them, each with its last words."""
        with remembering(self):
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Remembered(models.Model):
    """A record of which every change is kept, with who made it and why. What hangs on it is part of it: who
    writes there opens the same block."""

    subject: ClassVar[Subject]

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        """What the record says, with what hangs on it."""
        raise NotImplementedError

    @contextmanager
    def remembered(self, savepoint: bool = True) -> Iterator[None]:
        """Write within this block; what the record then says is kept, where it differs, in the same
        transaction. Who writes at the same time waits here. Within such a block another only writes.
        Without a savepoint of its own, a failure is for the transaction around it to undo."""
        key = (str(self.subject), self.pk or id(self))
        if key in _open.get():
            yield
            return
        token = _open.set(_open.get() | {key})
        try:
            with transaction.atomic(savepoint=savepoint):
                pk = self.pk
                if pk and (before := self._held()):
                    Revision.objects.keep_first(self.subject, pk, before.content)
                yield
                pk = pk or self.pk
                now = type(self)._base_manager.filter(pk=pk).first()
                Revision.objects.keep(self.subject, pk, now.content() if now else None)
        finally:
            _open.reset(token)

    def _held(self) -> Any:
        """The row as it stands, held for the rest of the transaction; None before it is there."""
        rows = type(self)._base_manager.select_for_update(no_key=True)
        return rows.filter(pk=self.pk).first()

    @property
    def version(self) -> int:
        """The number of what it says now."""
        return int(Revision.objects.version(self.subject, self.pk))

    def save(self, *args: Any, **kwargs: Any) -> None:
        with self.remembered():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with self.remembered():
            return super().delete(*args, **kwargs)


@contextmanager
def remembering(records: Iterable[Remembered]) -> Iterator[None]:
    """The same for several records at once: in one savepoint, since PostgreSQL slows down with each that
    stands within another."""
    with transaction.atomic(), ExitStack() as blocks:
        for record in records:
            blocks.enter_context(record.remembered(savepoint=False))
        yield
