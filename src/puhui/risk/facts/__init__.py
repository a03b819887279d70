"""Facts: what is known of a firm or a person, measured from what sources answered.

Owns: the definitions of facts and how they are measured.
Laws: a fact is a pure function of what was known by its instant, never of what came later; unknown is a value of its
own and never a zero; a fact says its unit, window, source and formula.
Events: none of its own.
Personal data: facts of a firm or person by id; no names, no identity numbers.
"""
