"""Pricing: what a relationship, a purpose or a place adds to or takes from the price of a risk.

Owns: pricing policies (`policies/pricing`): named discounts and surcharges with conditions, how they stack, how far
they go. Keeps no table: what was applied stands on the cost sheet of the offer.
Laws: a rate is its base and its named parts, within floor and cap; the same parts never turn the order of two risks
round; a fact that was not declared for prices is refused; a place never makes a price higher.
Events: none.
Personal data: none.
"""
