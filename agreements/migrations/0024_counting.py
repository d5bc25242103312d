"""Indexes from which lists are counted without reading the records; and PostgreSQL’s full-text index without
a waiting list."""

import django.db.models.deletion
from django.db import migrations, models

from agreements.search.dialect import install

TABLES = ("search_agreement", "search_city", "search_signatory")


def enter_at_once(apps, schema_editor):
    for table in TABLES:
        install(schema_editor, table, "record_id")


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0023_corrections_of_domains'),
    ]

    operations = [
        migrations.RunPython(enter_at_once, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='agreement',
            name='agreement_by_kind',
        ),
        migrations.RemoveIndex(
            model_name='statusperiod',
            name='status_on_a_day',
        ),
        migrations.AlterField(
            model_name='domaincoverage',
            name='domain',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='coverages', to='agreements.cooperationdomain', verbose_name='cooperation domain'),
        ),
        migrations.AlterField(
            model_name='party',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='agreements.city', verbose_name='city'),
        ),
        migrations.AddIndex(
            model_name='agreement',
            index=models.Index(fields=['record_state', 'kind', 'evidence_level', 'signed_on'], name='agreement_counted_by'),
        ),
        migrations.AddIndex(
            model_name='domaincoverage',
            index=models.Index(fields=['domain', 'agreement'], name='agreements_of_a_domain'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['city', 'agreement'], name='agreements_of_a_city'),
        ),
        migrations.AddIndex(
            model_name='statusperiod',
            index=models.Index(fields=['status', 'first_day', 'last_day', 'agreement'], name='status_on_a_day_of'),
        ),
    ]
