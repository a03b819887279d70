"""Facts: what is known of a firm or a person, measured from what sources answered.

Owns: the catalogue of facts (those of invoices in code, the others declared in `policies/facts`), how they are
measured, the values with their lineage, whose facts are stale.
Laws: a fact is a pure function of what was known by its instant, never of what came later; unknown is a value of its
own and never a zero; a fact says its unit, window, source, formula, purpose and allowed use; a kept value names the
answers and the definition that it was measured from.
Events: none of its own; the flows that bring something new tell that facts are stale.
Personal data: facts of a firm or person by id; no names, no identity numbers.
"""
