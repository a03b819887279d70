"""A charge-off is a loss of the day and uses no allowance: there is nothing to keep of it."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('provisioning', '0002_append_only'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='allowanceheld',
            name='used_minor',
        ),
    ]
