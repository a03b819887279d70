"""What other rooms may call."""

from puhui.foundation.catalogue.actions import pin_product
from puhui.foundation.catalogue.contracts import (
    BadPolicy,
    BreaksRule,
    NoParameter,
    NoSuchProduct,
    NotEligible,
    OutsideProduct,
    PolicyEdited,
)
from puhui.foundation.catalogue.costs import fee_minor, loan_terms
from puhui.foundation.catalogue.dated import BadPolicyFile, newest_on, policies_in
from puhui.foundation.catalogue.queries import (
    benchmarks,
    check_all_in_cost,
    check_product,
    institution_on,
    lpr,
    minimum_reading_seconds,
    parameter,
    parameter_or_none,
    parameters_on,
    product,
    product_findings,
    product_version,
    products_on,
)
from puhui.foundation.catalogue.rules.allowed import (
    benchmark_name,
    check_amount,
    check_eligible,
    check_price,
    check_request,
)
from puhui.foundation.catalogue.rules.clauses import CLAUSES, KEPT_ELSEWHERE
from puhui.foundation.catalogue.rules.findings import Finding
from puhui.foundation.catalogue.schema.institution import InstitutionProfile
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.schema.rulebook import Parameter
from puhui.foundation.catalogue.schema.terms import FeeRule

__all__ = [
    "CLAUSES",
    "KEPT_ELSEWHERE",
    "BadPolicy",
    "BadPolicyFile",
    "BreaksRule",
    "FeeRule",
    "Finding",
    "InstitutionProfile",
    "NoParameter",
    "NoSuchProduct",
    "NotEligible",
    "OutsideProduct",
    "Parameter",
    "PolicyEdited",
    "Product",
    "benchmark_name",
    "benchmarks",
    "check_all_in_cost",
    "check_amount",
    "check_eligible",
    "check_price",
    "check_product",
    "check_request",
    "fee_minor",
    "institution_on",
    "loan_terms",
    "lpr",
    "minimum_reading_seconds",
    "newest_on",
    "parameter",
    "parameter_or_none",
    "parameters_on",
    "pin_product",
    "policies_in",
    "product",
    "product_findings",
    "product_version",
    "products_on",
]
