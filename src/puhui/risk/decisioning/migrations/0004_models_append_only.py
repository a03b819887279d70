"""What happened to models, and what they said, is never changed or deleted: the database refuses it as well."""

from django.db import migrations

from puhui.foundation.evidence.facade import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("decisioning", "0003_models"), ("evidence", "0002_append_only")]
    operations = [
        refuse_changes("decisioning_modelevent"),
        refuse_changes("decisioning_shadowscore"),
        refuse_changes(
            "decisioning_modelpackage",
            columns=["model_id", "version", "kind", "hash", "content", "card", "files", "registered_by"],
        ),
    ]
