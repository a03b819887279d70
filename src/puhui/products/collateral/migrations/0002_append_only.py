"""Numbers, papers, valuations, steps and shares are append-only in the database as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("collateral", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [
        refuse_changes("collateral_assetidentifier"),
        refuse_changes("collateral_assetdocument"),
        refuse_changes("collateral_valuation"),
        refuse_changes("collateral_enforcementstep"),
        refuse_changes("collateral_enforcementshare"),
    ]
