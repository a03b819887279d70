"""A draft of a policy has the columns that every draft has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisioning", "0010_asked_on_stored_facts")]
    operations = [
        migrations.RemoveIndex("policydraft", "policy_draft_policy"),
        migrations.RenameField("policydraft", "policy_id", "code"),
        migrations.RenameField("policydraft", "document", "text"),
        migrations.AlterField("policydraft", "code", models.CharField(max_length=120)),
        migrations.AlterField("policydraft", "based_on", models.CharField(blank=True, default="", max_length=130)),
        migrations.AlterField("policydraft", "note", models.CharField(blank=True, default="", max_length=500)),
        migrations.AddIndex("policydraft", models.Index(fields=["code", "id"], name="policy_draft_policy")),
    ]
