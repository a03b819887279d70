"""Regions of parties that were written as names become official codes, where the name is that of one region."""

from datetime import date

from django.db import migrations

from puhui.foundation.regions.contracts import RegionUnknown
from puhui.foundation.regions.policy_files import overlay_folder, shipped_regions
from puhui.foundation.regions.rules import atlas_of, is_code


def to_codes(apps, schema_editor):
    party = apps.get_model("party", "Party")
    known = atlas_of(shipped_regions(overlay_folder())[0])
    for written in party.objects.exclude(region="").values_list("region", flat=True).distinct():
        if is_code(written):
            continue
        try:
            code = known.resolve(written, on=date.today())
        except RegionUnknown:
            continue  # stays as it was written: staff correct it, and rules of place treat it as not known
        party.objects.filter(region=written).update(region=code)


class Migration(migrations.Migration):
    dependencies = [("regions", "0002_append_only"), ("party", "0002_append_only")]
    operations = [migrations.RunPython(to_codes, migrations.RunPython.noop)]
