"""Casework: work that needs a person, with an owner, a due date, and two pairs of eyes where it matters.

Owns: cases (a review of an application, a failed payment, ...) and the notes of those who work on them.
Laws: one open case per kind and subject; who proposed an outcome may not confirm it (refused in the action and by a
database constraint); a closed case stays closed; every kind names the roles that may work on it.
Events: none; the flow that opens or closes a case acts on it in the same transaction.
Personal data: party ids, and free text of staff, which house rules keep free of identifiers.
"""
