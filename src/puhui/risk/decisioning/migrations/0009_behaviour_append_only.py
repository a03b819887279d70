"""What a loan's behaviour was said to be on a day is never changed or deleted: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("decisioning", "0008_behaviour"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("decisioning_behaviourscore")]
