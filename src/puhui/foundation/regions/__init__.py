"""Regions: where people live and firms trade, as official codes down to the county, and what holds in each place.

Owns: the list of regions (shipped rows, and lists that a lender imports over them) with tier and validity; what a place
says of its own (`policies/regions/local`: lower caps, subsidies, schemes, relief, service goals); the licence area;
outside figures of places with source and date.
Laws: a code that was merged away still leads to the region it became; a region has the tier of the nearest above it
that states one; what holds in a place holds in every place within it, unless a nearer place says otherwise, and of two
caps the lower one; nobody is lent to outside of the licence; an import changes nothing when one of its lines is wrong.
Events: none.
Personal data: none.
"""
