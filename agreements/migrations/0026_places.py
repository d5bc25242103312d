"""Entries of the search stand at places in the order of their records’ dates."""

from django.db import migrations, models

from agreements.search.dialect import install, rebuild, remove

TABLES = ("search_agreement", "search_city", "search_signatory")
PLACE = """
    UPDATE search_agreement SET place = record_id + 4294967296 * (
        SELECT 512 * COALESCE(CAST(NULLIF(substr(signed_on, 1, 4), '') AS bigint), 0)
            + 32 * COALESCE(CAST(NULLIF(substr(signed_on, 6, 2), '') AS bigint), 0)
            + COALESCE(CAST(NULLIF(substr(signed_on, 9, 2), '') AS bigint), 0)
        FROM agreements_agreement WHERE id = record_id)
"""


def take_index(apps, schema_editor):
    """What PostgreSQL computes of the entries does not depend on their places."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            remove(schema_editor, table)


def lay_index(apps, schema_editor):
    schema_editor.execute(PLACE)
    for table in TABLES[1:]:
        schema_editor.execute(f"UPDATE {table} SET place = record_id")
    for table in TABLES:
        install(schema_editor, table)
    rebuild(TABLES)


def lay_former_index(apps, schema_editor):
    for table in TABLES:
        install(schema_editor, table, "record_id")
    rebuild(TABLES)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0025_newest_of_any_state")]

    operations = [
        migrations.RunPython(take_index, lay_former_index),
        migrations.AddField("agreemententry", "place", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField("cityentry", "place", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField("signatoryentry", "place", models.BigIntegerField(default=0), preserve_default=False),
        migrations.RunPython(lay_index, take_index),
    ]
