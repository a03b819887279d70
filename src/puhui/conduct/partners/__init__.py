"""Partners: organisations whose programs work with us, and what each of their programs may do.

Owns: partners (a party let in by two people), their clients with secrets that overlap when they change, the access
tokens that are given for a client's secret, and what customers share with a partner.
Laws: a partner is let in, or let in again, by somebody else than who proposed it; a secret is shown once and kept as a
hash; a client never holds a scope that its partner was not given; a token works for minutes, and neither after its
client was ended nor after its partner was suspended; a partner sees what is its own, and of a customer only what they
share, only to read, until they end it.
Events: none.
Personal data: ids only; that a customer shares with a partner.
"""
