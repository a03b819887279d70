"""Consent: what a party allowed, for which purpose, over which data, until when.

Owns: consents given and withdrawn; the texts that were shown (policies/consents, versioned).
Laws: no data is read without a consent that covers purpose, scope and day (PIPL 13 and 14: informed, voluntary, and
anew when purpose or kind of data changes, so a consent names the version of the text that was shown); withdrawing is as
easy as giving (PIPL 15) and holds at once; only a customer gives a consent, never a member of staff; a consent is never
changed but by its withdrawal.
Events: none.
Personal data: ids only.
"""
