"""Cities are called by the names that they bore on a day."""

from django.db import migrations

import agreements.partial_date_fields


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0019_listed_cities'),
    ]

    operations = [
        migrations.AddField(
            model_name='cityalias',
            name='since',
            field=agreements.partial_date_fields.PartialDateField(help_text='Of a former name; leave empty if not known.', verbose_name='borne since'),
        ),
        migrations.AddField(
            model_name='cityalias',
            name='until',
            field=agreements.partial_date_fields.PartialDateField(help_text='Of a former name: the last day on which the city was called so.', verbose_name='borne until'),
        ),
    ]
