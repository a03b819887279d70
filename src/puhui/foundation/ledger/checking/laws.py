"""The laws as queries: each finds rows that break one, on SQLite and PostgreSQL alike. None found is the proof."""

from typing import NamedTuple

# A transfer counts as posted when its journal was not pending, or was pending and then posted.
_POSTED = """
    SELECT t.journal_id, t.n, t.debit_account_id, t.credit_account_id, t.amount_minor
    FROM ledger_transfer t JOIN ledger_journal j ON j.id = t.journal_id
    LEFT JOIN ledger_resolution r ON r.journal_id = t.journal_id
    WHERE (NOT j.is_pending OR r.outcome = 'posted')"""
# Every side of every posted transfer counts one, every entry takes one away: what is not nothing in the end is a fault.
_SIDES = f"""
    SELECT journal_id, n, debit_account_id AS account_id, CAST(1 AS INTEGER) AS debit, amount_minor, 1 AS side
    FROM ({_POSTED}) p
    UNION ALL
    SELECT journal_id, n, credit_account_id, CAST(0 AS INTEGER), amount_minor, 1 FROM ({_POSTED}) q
    UNION ALL
    SELECT journal_id, n, account_id, CASE WHEN is_debit THEN 1 ELSE 0 END, amount_minor, -1
    FROM ledger_entry"""  # noqa: S608


class Law(NamedTuple):
    """One law: `sql` gives (where, detail) of rows that break it."""

    name: str
    sql: str


LAWS = (
    Law(
        "a journal has its transfers, numbered from one",
        """
        SELECT j.id, 'transfers: ' || COUNT(t.n)
        FROM ledger_journal j LEFT JOIN ledger_transfer t ON t.journal_id = j.id
        GROUP BY j.id HAVING COUNT(t.n) = 0 OR MAX(t.n) <> COUNT(t.n) OR MIN(t.n) <> 1""",
    ),
    Law(
        "a transfer belongs to a journal",
        """
        SELECT t.journal_id, 'transfer ' || t.n FROM ledger_transfer t
        LEFT JOIN ledger_journal j ON j.id = t.journal_id WHERE j.id IS NULL""",
    ),
    Law(
        "a transfer has an amount above zero between two accounts of one currency",
        """
        SELECT t.journal_id, 'transfer ' || t.n FROM ledger_transfer t
        LEFT JOIN ledger_ledgeraccount d ON d.id = t.debit_account_id
        LEFT JOIN ledger_ledgeraccount c ON c.id = t.credit_account_id
        WHERE d.id IS NULL OR c.id IS NULL OR d.id = c.id OR d.currency <> c.currency OR t.amount_minor <= 0""",
    ),
    Law(
        "each posted transfer has its two entries, and each entry its transfer",
        f"""
        SELECT journal_id, 'transfer ' || n || CASE WHEN SUM(side) > 0 THEN ' lacks an entry of '
            ELSE ' does not ask for an entry of ' END || amount_minor
        FROM ({_SIDES}) s GROUP BY journal_id, n, account_id, debit, amount_minor HAVING SUM(side) <> 0""",  # noqa: S608
    ),
    Law(
        "the totals after each entry follow from the entry before",
        """
        SELECT account_id, 'entry ' || seq || ' of ' || business_date FROM (
            SELECT e.*,
                LAG(seq, 1, 0) OVER w AS seq_before, LAG(business_date) OVER w AS date_before,
                LAG(debits_after_minor, 1, 0) OVER w AS debits_before,
                LAG(credits_after_minor, 1, 0) OVER w AS credits_before
            FROM ledger_entry e WINDOW w AS (PARTITION BY account_id ORDER BY seq)
        ) c
        WHERE seq <> seq_before + 1 OR business_date < date_before
           OR debits_after_minor <> debits_before + CASE WHEN is_debit THEN amount_minor ELSE 0 END
           OR credits_after_minor <> credits_before + CASE WHEN is_debit THEN 0 ELSE amount_minor END""",
    ),
    Law(
        "an account's posted totals are the sums of its entries",
        """
        SELECT a.id, a.code || ': debits ' || a.debits_posted_minor || ' of ' || COALESCE(e.debits, 0)
            || ', credits ' || a.credits_posted_minor || ' of ' || COALESCE(e.credits, 0)
        FROM ledger_ledgeraccount a LEFT JOIN (
            SELECT account_id, COUNT(*) AS entries, SUM(CASE WHEN is_debit THEN amount_minor ELSE 0 END) AS debits,
                SUM(CASE WHEN is_debit THEN 0 ELSE amount_minor END) AS credits
            FROM ledger_entry GROUP BY account_id
        ) e ON e.account_id = a.id
        WHERE a.entries <> COALESCE(e.entries, 0) OR a.debits_posted_minor <> COALESCE(e.debits, 0)
           OR a.credits_posted_minor <> COALESCE(e.credits, 0)""",
    ),
    Law(
        "an entry belongs to an account",
        """
        SELECT e.account_id, 'entry ' || e.seq FROM ledger_entry e
        LEFT JOIN ledger_ledgeraccount a ON a.id = e.account_id WHERE a.id IS NULL""",
    ),
    Law(
        "an account's pending totals are the sums of what is pending",
        """
        SELECT a.id, a.code || ': debits ' || a.debits_pending_minor || ' of ' || COALESCE(SUM(p.debit), 0)
            || ', credits ' || a.credits_pending_minor || ' of ' || COALESCE(SUM(p.credit), 0)
        FROM ledger_ledgeraccount a LEFT JOIN (
            SELECT t.debit_account_id AS account_id, t.amount_minor AS debit, 0 AS credit
            FROM ledger_transfer t JOIN ledger_journal j ON j.id = t.journal_id AND j.is_pending
            WHERE NOT EXISTS (SELECT 1 FROM ledger_resolution r WHERE r.journal_id = j.id)
            UNION ALL
            SELECT t.credit_account_id, 0, t.amount_minor
            FROM ledger_transfer t JOIN ledger_journal j ON j.id = t.journal_id AND j.is_pending
            WHERE NOT EXISTS (SELECT 1 FROM ledger_resolution r WHERE r.journal_id = j.id)
        ) p ON p.account_id = a.id
        GROUP BY a.id, a.code, a.debits_pending_minor, a.credits_pending_minor
        HAVING a.debits_pending_minor <> COALESCE(SUM(p.debit), 0)
            OR a.credits_pending_minor <> COALESCE(SUM(p.credit), 0)""",
    ),
    Law(
        "only what was pending is resolved",
        """
        SELECT r.journal_id, r.outcome FROM ledger_resolution r LEFT JOIN ledger_journal j ON j.id = r.journal_id
        WHERE j.id IS NULL OR NOT j.is_pending""",
    ),
    Law(
        "debits equal credits, posted and pending",
        """
        SELECT currency, 'posted ' || (SUM(debits_posted_minor) - SUM(credits_posted_minor))
            || ', pending ' || (SUM(debits_pending_minor) - SUM(credits_pending_minor))
        FROM ledger_ledgeraccount GROUP BY currency
        HAVING SUM(debits_posted_minor) <> SUM(credits_posted_minor)
            OR SUM(debits_pending_minor) <> SUM(credits_pending_minor)""",
    ),
)
