"""Each attempt to deliver a message is written down; a form that is sent twice makes one key."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0020_former_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='apikey',
            name='asked_as',
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.CreateModel(
            name='WebhookAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=500, verbose_name='address')),
                ('begun_at', models.DateTimeField(verbose_name='begun at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('answered', models.PositiveSmallIntegerField(null=True, verbose_name='answered with')),
                ('error', models.TextField(blank=True, verbose_name='what went wrong')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='agreements.webhookmessage', verbose_name='message')),
            ],
            options={
                'verbose_name': 'attempt',
                'verbose_name_plural': 'attempts',
                'ordering': ['pk'],
            },
        ),
    ]
