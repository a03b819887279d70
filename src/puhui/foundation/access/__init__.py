"""Access: who may come in, as what, and how often they may try.

Owns: users (staff by name and password, customers by one-time code), grants of roles, second factors and passkeys,
one-time codes, tokens of programs, rate windows.
Laws: deny by default: a user without a grant may do nothing, an unknown permission is refused; only the administrator
grants, and never to themselves; a one-time code is kept as a keyed hash, works once, for ten minutes, for five tries;
a question to a passkey is answered once, for its purpose, within five minutes; a password that was wrong five times
rests for fifteen minutes; nothing that opens a door is stored in the clear, not even in the digest of a request
(`Sealed`).
Events: none.
Personal data: login and display names of staff; a customer is an id only.
"""
