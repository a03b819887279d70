"""Sources: who outside may be asked about a customer, what they answered, and how well they serve.

Owns: the registry of sources (dated files), every answer that came in (append-only, content sealed), corrections that
customers ask for, the log of who looked.
Laws: nothing is asked without a consent that covers the source; an answer that does not hold the source's schema, or is
about somebody else, is kept as garbage without its content and never used; what is used at an instant was known by
then; no answer is unknown, which is a value of its own; the same request never asks (and pays) twice.
Events: none of its own; the flow that asks tells that facts are stale.
Personal data: the content of answers and corrections, sealed; erased when its time is over.
"""
