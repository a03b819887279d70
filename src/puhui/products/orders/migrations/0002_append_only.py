"""What happened to an order is append-only in the database as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [refuse_changes("orders_orderevent")]
