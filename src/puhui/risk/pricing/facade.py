"""What other rooms may call."""

from puhui.risk.pricing.contracts import NoLawfulPrice
from puhui.risk.pricing.policy_files import Part, PricingFile, Value, pricing_named, pricing_on
from puhui.risk.pricing.rules import cap_of, floor_of

__all__ = ["NoLawfulPrice", "Part", "PricingFile", "Value", "cap_of", "floor_of", "pricing_named", "pricing_on"]
