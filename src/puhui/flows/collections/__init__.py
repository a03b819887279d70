"""The life after a missed payment, across lending, collections, cases and notices: contacts, promises, files, help."""
