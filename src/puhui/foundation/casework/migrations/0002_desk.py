"""Deadlines, priorities, escalation, history, mentions and files of cases; what staff have read."""

import django.db.models.deletion
from django.db import migrations, models

from puhui.foundation.evidence.facade import Statements, refuse_changes


def _fill_deadlines(apps, editor):
    """Cases from before had a day only: they are due when it ends, 18:00 in the home market, which is 10:00 UTC."""
    del apps
    close = "due_on + time '10:00'" if editor.connection.vendor == "postgresql" else "due_on || ' 10:00:00'"
    editor.execute(f"UPDATE casework_case SET due_at = {close}", params=None)  # noqa: S608


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.case')),
                ('kind', models.CharField(max_length=12)),
                ('at', models.DateTimeField()),
                ('by_id', models.UUIDField()),
                ('by_name', models.CharField(blank=True, default='', max_length=80)),
                ('to_id', models.UUIDField(null=True)),
                ('to_name', models.CharField(blank=True, default='', max_length=80)),
                ('words', models.CharField(blank=True, default='', max_length=2000)),
            ],
        ),
        migrations.CreateModel(
            name='CaseFile',
            fields=[
                ('file_id', models.UUIDField(primary_key=True, serialize=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.case')),
                ('name', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=80)),
                ('size', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(blank=True, default='', max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='CaseMention',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casenote')),
                ('user_id', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='DeskMark',
            fields=[
                ('user_id', models.UUIDField(primary_key=True, serialize=False)),
                ('read_until', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        Statements(_fill_deadlines, Statements.noop),
        migrations.AlterField(
            model_name='case',
            name='due_at',
            field=models.DateTimeField(),
        ),
        migrations.AddField(
            model_name='case',
            name='escalated_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='escalated_to',
            field=models.CharField(blank=True, default='', max_length=30),
        ),
        migrations.AddField(
            model_name='case',
            name='escalations',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='case',
            name='first_owned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='priority',
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'closed'), _negated=True), fields=['owner_id', 'due_at'], name='case_desk'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'closed'), _negated=True), fields=['due_at'], name='case_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'closed')), fields=['kind', 'closed_at'], name='case_closed'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('priority__range', (1, 4))), name='case_priority_known'),
        ),
        migrations.AddIndex(
            model_name='caseevent',
            index=models.Index(fields=['case', 'id'], name='case_history'),
        ),
        migrations.AddIndex(
            model_name='casefile',
            index=models.Index(fields=['case', 'file_id'], name='case_files'),
        ),
        migrations.AddIndex(
            model_name='casemention',
            index=models.Index(fields=['user_id', 'id'], name='mentions_of'),
        ),
        migrations.AddConstraint(
            model_name='casemention',
            constraint=models.UniqueConstraint(fields=('note', 'user_id'), name='mentioned_once'),
        ),
        refuse_changes("casework_caseevent"),
        refuse_changes("casework_casemention"),
        refuse_changes("casework_casefile"),
    ]
