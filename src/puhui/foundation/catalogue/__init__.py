"""Catalogue: what the institution offers and what the law lets it ask, as dated and versioned data.

Owns: products (`policies/products/*.toml`), rulebooks (`policies/rulebooks/<jurisdiction>/*.toml`) with every number,
its source and how sure we are of it, the history of the loan prime rate, and a note of each product version used.
Laws: a file with a mistake is refused by file and key before anything is decided with it; of two versions the one in
force on the date holds; a version that was used once is superseded, never edited (its hash is kept); a product or a
price that breaks a rulebook cap is refused with the rule, its article and its source named.
Events: none.
Personal data: none.
"""
