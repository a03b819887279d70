"""Drafts: what people write until a second person puts it into force, and what was put into force so.

Owns: the way of a draft, for every room that has texts of its own to write (products, decision policies), and the
drafts and releases of texts that the editors write (notices, clauses and contracts, words of the pages, rulebooks).
Laws: a draft is changed only while it is open, and only from the revision that was seen; who worked on it never
publishes it; a release has the next number of its code, holds from a day on that is not over, and is superseded, never
edited (a database trigger refuses it).
Events: none.
Personal data: names of staff.
"""
