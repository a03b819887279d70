"""What other rooms may call."""

from puhui.foundation.catalogue.actions.drafts import (
    add_product_draft,
    change_product_draft,
    drop_product_draft,
    keep_simulation,
    return_product_draft,
    send_product_draft,
)
from puhui.foundation.catalogue.actions.pinning import pin_product
from puhui.foundation.catalogue.actions.releases import release_product, sound_product, withdraw_product
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
from puhui.foundation.catalogue.dated import BadPolicyFile, PolicyFile, newest_on, policies_in
from puhui.foundation.catalogue.queries.checks import (
    check_all_in_cost,
    check_eligible,
    check_product,
    product_findings,
    products_broken_by,
    reasons_against,
)
from puhui.foundation.catalogue.queries.drafts import ReleaseLine, product_draft, product_drafts, product_releases
from puhui.foundation.catalogue.queries.faults import LONGEST_TEXT, document_of, faults_of
from puhui.foundation.catalogue.queries.products import (
    all_versions,
    product,
    product_codes,
    product_text,
    product_version,
    products_on,
)
from puhui.foundation.catalogue.queries.rulebooks import (
    benchmarks,
    installed_lpr,
    installed_parameters,
    institution_on,
    lpr,
    minimum_reading_seconds,
    parameter,
    parameter_or_none,
    parameters_on,
    quotations,
    rules_in_files,
    rules_stamp,
)
from puhui.foundation.catalogue.rules.allowed import (
    benchmark_name,
    check_amount,
    check_price,
    check_request,
)
from puhui.foundation.catalogue.rules.clauses import CLAUSES, KEPT_ELSEWHERE
from puhui.foundation.catalogue.rules.editing import set_value
from puhui.foundation.catalogue.rules.eligibility import Customer, Miss, misses
from puhui.foundation.catalogue.rules.eligibility_columns import CustomerColumns, codes_of, columns_of, misses_of_all
from puhui.foundation.catalogue.rules.findings import Finding
from puhui.foundation.catalogue.rules.prime_rates import (
    PRIME_RATE,
    QuotationBounds,
    quotation_faults,
    quotation_of,
)
from puhui.foundation.catalogue.rules.rule_words import (
    LICENCES,
    MARKS,
    RULE,
    book_version,
    ladder_faults,
    rule_faults,
    rule_of,
    words_of_rule,
)
from puhui.foundation.catalogue.schema.audience import Group
from puhui.foundation.catalogue.schema.income_link import IncomeLinkBlock
from puhui.foundation.catalogue.schema.institution import InstitutionProfile
from puhui.foundation.catalogue.schema.lease import LeaseBlock
from puhui.foundation.catalogue.schema.product import Method, Product
from puhui.foundation.catalogue.schema.rulebook import Parameter, RateQuote
from puhui.foundation.catalogue.schema.terms import FeeRule
from puhui.foundation.catalogue.workshop_contracts import (
    ProductDraftView,
    ProductFault,
    ProductFaulty,
    ProductPublished,
    ProductWithdrawn,
)

__all__ = [
    "CLAUSES",
    "KEPT_ELSEWHERE",
    "LICENCES",
    "LONGEST_TEXT",
    "MARKS",
    "PRIME_RATE",
    "RULE",
    "BadPolicy",
    "BadPolicyFile",
    "BreaksRule",
    "Customer",
    "CustomerColumns",
    "FeeRule",
    "Finding",
    "Group",
    "IncomeLinkBlock",
    "InstitutionProfile",
    "LeaseBlock",
    "Method",
    "Miss",
    "NoParameter",
    "NoSuchProduct",
    "NotEligible",
    "OutsideProduct",
    "Parameter",
    "PolicyEdited",
    "PolicyFile",
    "Product",
    "ProductDraftView",
    "ProductFault",
    "ProductFaulty",
    "ProductPublished",
    "ProductWithdrawn",
    "QuotationBounds",
    "RateQuote",
    "ReleaseLine",
    "add_product_draft",
    "all_versions",
    "benchmark_name",
    "benchmarks",
    "book_version",
    "change_product_draft",
    "check_all_in_cost",
    "check_amount",
    "check_eligible",
    "check_price",
    "check_product",
    "check_request",
    "codes_of",
    "columns_of",
    "document_of",
    "drop_product_draft",
    "faults_of",
    "fee_minor",
    "installed_lpr",
    "installed_parameters",
    "institution_on",
    "keep_simulation",
    "ladder_faults",
    "loan_terms",
    "lpr",
    "minimum_reading_seconds",
    "misses",
    "misses_of_all",
    "newest_on",
    "parameter",
    "parameter_or_none",
    "parameters_on",
    "pin_product",
    "policies_in",
    "product",
    "product_codes",
    "product_draft",
    "product_drafts",
    "product_findings",
    "product_releases",
    "product_text",
    "product_version",
    "products_broken_by",
    "products_on",
    "quotation_faults",
    "quotation_of",
    "quotations",
    "reasons_against",
    "release_product",
    "return_product_draft",
    "rule_faults",
    "rule_of",
    "rules_in_files",
    "rules_stamp",
    "send_product_draft",
    "set_value",
    "sound_product",
    "withdraw_product",
    "words_of_rule",
]
