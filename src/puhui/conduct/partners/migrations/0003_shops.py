"""Shops listened in a mechanism of their own: their addresses, secrets and messages move here; deliveries stay for ever."""

from django.db import migrations

from puhui.foundation.evidence.facade import Statements, refuse_changes

LISTENERS = """
INSERT INTO partners_subscription (id, party_id, address, kinds, secret_n, made_by, made_at, ended_at)
SELECT id, id, callback_url, '["basket.approved","basket.paid","basket.refused"]', callback_n, proposed_by, proposed_at,
       CASE WHEN callback_url = '' THEN proposed_at ELSE NULL END
FROM payees_payee WHERE callback_n > 0"""
MESSAGES = """
INSERT INTO partners_message
    (id, subscription_id, kind, subject_id, body, told_at, delivered_at, attempts, last_error)
SELECT m.id, b.payee_id, 'basket.' || m.kind, m.basket_id, m.body, m.told_at, m.delivered_at, m.attempts, m.last_error
FROM payees_basketmessage m JOIN payees_basket b ON b.id = m.basket_id JOIN payees_payee p ON p.id = b.payee_id
WHERE p.callback_n > 0"""
WAITING = "UPDATE evidence_outboxevent SET topic = 'partners.tell' WHERE topic = 'payees.tell_shop'"


def move(_apps, editor):
    for statement in (LISTENERS, MESSAGES, WAITING):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_delivery_message_subscription"),
        ("payees", "0002_messages"),
        ("evidence", "0002_append_only"),
    ]
    run_before = [("payees", "0003_one_mechanism")]
    operations = [Statements(move, Statements.noop), refuse_changes("partners_delivery")]
