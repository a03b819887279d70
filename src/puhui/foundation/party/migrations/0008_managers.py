"""Which relationship manager looks after which customer."""

import django.db.models.deletion
import puhui.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('party', '0007_moves_stated'),
    ]

    operations = [
        migrations.CreateModel(
            name='PartyManager',
            fields=[
                ('id', models.UUIDField(default=puhui.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('manager_id', models.UUIDField()),
                ('manager_name', models.CharField(max_length=80)),
                ('reason', models.CharField(max_length=200)),
                ('since_at', models.DateTimeField()),
                ('by_id', models.UUIDField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='party.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['manager_id', 'id'], name='managed_by')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('party',), name='one_manager_at_a_time')],
            },
        ),
    ]
