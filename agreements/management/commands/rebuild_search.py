from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from agreements.models import Agreement, AgreementEntry, City, CityEntry, SearchWord, SignatoryEntry, WordForm
from agreements.search import dialect

CHUNK = 500


class Command(BaseCommand):
    help = "Compute anew all that the search knows: after an upgrade that changes how words are compared."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        SearchWord.objects.all().delete()
        for form in WordForm.objects.all():
            form.save()
        for entries, model in ((CityEntry, City), (AgreementEntry, Agreement)):
            ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
            for place in range(0, len(ids), CHUNK):
                entries.write(model.objects.filter(pk__in=ids[place : place + CHUNK]))
            self.stdout.write(f"{len(ids)} {model._meta.verbose_name_plural} can be searched.")
        dialect.rebuild(entry._meta.db_table for entry in (AgreementEntry, CityEntry, SignatoryEntry))
