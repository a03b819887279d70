"""Party: the persons and organisations we know.

Owns: persons, organisations, contact points, who acts for whom, relations between parties (spouse, household,
cooperative, joint-liability group, contact person, control), groups of parties, risk tags, the log of every
unmasking; the sealing of personal data (rotating keys) and its blind index, for the other rooms too.
Laws: a personal field is stored sealed and found again only through its blind index; a number with a wrong check digit
is refused naming the field; one resident identity number, one unified social credit code, one phone number belong to
one party; staff see masked values and unmask one field at a time for a stated purpose, which is kept; a customer
reaches only the person they are and the organisations they act for; a relation that binds a person counts only when
they agreed, and is never changed, only ended; a person has one spouse and one household.
Events: none.
Personal data: names, phone numbers, resident identity numbers (sealed); the purposes that staff state.
"""
