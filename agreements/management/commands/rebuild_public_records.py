"""`manage.py rebuild_public_records`: tell the public anew what changed of any published record."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from agreements.models import Agreement, PublicRecord
from agreements.models.derivation import CHUNK
from agreements.models.gathering import gathered


class Command(BaseCommand):
    help = (
        "Compose the public text of every record anew and keep what differs, as a change each:"
        " after an upgrade that changes words or what is told, or after rows were written directly."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        ids = Agreement.objects.order_by("pk").values_list("pk", flat=True)
        last = 0
        while chunk := list(ids.filter(pk__gt=last)[:CHUNK]):
            last = chunk[-1]
            with transaction.atomic():
                list(Agreement.objects.locked(chunk).values_list("pk"))
                PublicRecord.write(gathered(chunk))
