"""How the two sides of a limit are called."""

from collections.abc import Mapping
from typing import Final

from puhui.kernel.texts import Text
from puhui.products.receivables.contracts import LimitSide

SIDES: Final[Mapping[LimitSide, Text]] = {
    LimitSide.SELLER: Text(en="seller", zh="卖方"),
    LimitSide.DEBTOR: Text(en="debtor", zh="付款人"),
}
