"""Accounts are told apart by segment (the product), where the chart says so."""

from django.db import migrations, models

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_closed_periods")]
    operations = [
        migrations.AddField("ledgeraccount", "segment", models.CharField(default="", max_length=60)),
        refuse_changes(
            "ledger_ledgeraccount",
            columns=["id", "bucket", "code", "currency", "owner_id", "stripe", "segment", "is_debit_normal"],
        ),
    ]
