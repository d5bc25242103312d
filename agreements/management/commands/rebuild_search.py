from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from agreements.models import Agreement, AgreementEntry, City, CityEntry, SearchWord, SignatoryEntry, WordForm
from agreements.models.derivation import CHUNK
from agreements.models.gathering import gathered
from agreements.search import dialect


class Command(BaseCommand):
    help = "Compute anew all that the search knows: after an upgrade that changes how words are compared."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        SearchWord.objects.all().delete()
        for form in WordForm.objects.all():
            form.save()
        self._write(CityEntry, City, lambda ids: City.objects.filter(pk__in=ids).for_index())
        self._write(AgreementEntry, Agreement, gathered)
        dialect.rebuild(entry._meta.db_table for entry in (AgreementEntry, CityEntry, SignatoryEntry))

    def _write(self, entries: Any, model: Any, read: Callable[[list[int]], Any]) -> None:
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for place in range(0, len(ids), CHUNK):
            entries.write(read(ids[place : place + CHUNK]), afresh=True)
        self.stdout.write(f"{len(ids)} {model._meta.verbose_name_plural} can be searched.")
