"""What was asked, what came out and who signed is never changed or deleted: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("lab", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [
        refuse_changes("lab_labrun"),
        refuse_changes("lab_labresult"),
        refuse_changes("lab_labsignature"),
    ]
