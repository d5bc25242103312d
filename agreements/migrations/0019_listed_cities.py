"""What a clerk added is shown once a published record carries it."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def hide_what_no_record_carries(apps: Any, editor: Any) -> None:
    parties = apps.get_model("agreements", "Party").objects.filter(
        city=OuterRef("pk"), agreement__record_state__in=["published", "withdrawn"]
    )
    cities = apps.get_model("agreements", "City").objects
    cities.filter(~Exists(parties), proposed_by__isnull=False).update(listed=False)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0018_proposals")]

    operations = [
        migrations.AddField(
            model_name="city",
            name="listed",
            field=models.BooleanField(
                db_default=True, default=True, editable=False, verbose_name="shown to the public"
            ),
        ),
        migrations.RunPython(hide_what_no_record_carries, migrations.RunPython.noop),
    ]
