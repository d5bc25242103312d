"""Cities, domains, activities and people have histories; a link is told in its agreement's."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0016_edition'),
    ]

    operations = [
        migrations.AlterField(
            model_name='revision',
            name='subject',
            field=models.CharField(choices=[('agreement', 'Agreement'), ('activity', 'Activity'), ('city', 'City'), ('domain', 'Cooperation domain'), ('person', 'Person')], max_length=12, verbose_name='kind of record'),
        ),
    ]
