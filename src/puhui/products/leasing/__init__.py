"""Leasing: things that the lender buys and lets, until the lessee has paid for them or gives them back.

Owns: leased equipment with its numbers, whom it was bought from and for whom, every event of its life as an append-only
row, and readings of its meters.
Laws: a thing is let once at a time; what is financed and what is paid down add up to its price; money goes to the
supplier only after the lessee has accepted delivery; a meter never runs back; a thing ends once: bought, or given back
or taken back and then sold.
Events: none; flows join this room with origination and lending, which keep the contract and the rents.
Personal data: parties by id; descriptions of equipment; names of staff.
"""
