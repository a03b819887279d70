"""The repayment methods by name: a further one is a file and a line here."""

from collections.abc import Mapping
from typing import Final

from puhui.finmath.loans.methods.base import RepaymentMethod
from puhui.finmath.loans.methods.bullet import Bullet
from puhui.finmath.loans.methods.credit_line import CreditLine
from puhui.finmath.loans.methods.equal_instalment import EqualInstalment
from puhui.finmath.loans.methods.equal_principal import EqualPrincipal
from puhui.finmath.loans.methods.flat import Flat
from puhui.finmath.loans.methods.graduated import Graduated
from puhui.finmath.loans.methods.interest_only import InterestOnly
from puhui.finmath.loans.methods.irregular import Irregular

METHODS: Final[Mapping[str, RepaymentMethod]] = {
    "equal_instalment": EqualInstalment(),
    "equal_principal": EqualPrincipal(),
    "interest_only": InterestOnly(),
    "bullet": Bullet(),
    "flat": Flat(),
    "irregular": Irregular(),
    "graduated": Graduated(),
    "credit_line": CreditLine(),
}
