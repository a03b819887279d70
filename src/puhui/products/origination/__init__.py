"""Origination: from an application to a signed contract, with nothing hidden on the way.

Owns: applications, offers with their cost sheets, proofs that a sheet was shown, contracts.
Laws: the cost sheet that was shown, the one in the contract and the one the API answers are the same bytes (one hash);
its total is the schedule plus the fees; nobody accepts before the sheet was on the screen long enough, by the
server's own clock; of the offers of one application at most one is accepted, whoever asks at the same time; a state
only changes along the table in `rules/states.py`; a price that breaks a rulebook cap never becomes an offer.
Events: none of its own; notices are sent by the flows.
Personal data: ids of persons and firms. The text of a contract holds names and is kept encrypted in documents.
"""
