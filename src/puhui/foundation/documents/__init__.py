"""Documents: VAT invoices that came in, row by row and proven, and files that belong to a party.

Owns: invoices, their monthly roll-up by counterparty, import batches with the rows that were refused, stored files.
Laws: an import is one transaction, and safe to repeat: a known invoice is counted, not doubled, and one that comes
again with another content is refused; every row read is new, known or refused; amounts are exact to the fen; the
roll-up equals the invoices; memory stays bounded whatever the size of the file.
Events: none.
Personal data: a counterparty of an invoice may be a sole trader (codes only); stored files are encrypted at rest.
"""
