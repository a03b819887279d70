"""What crosses the wall of pricing."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class NoLawfulPrice(Refusal):
    """What a loan costs us lies above what may be asked for it there."""

    code = "no_lawful_price"
    http_status = 409
    text = Text(
        en="This loan cannot be offered: it would have to cost {floor} % a year, and {cap} % is the most allowed"
        " ({rule}).",
        zh="无法提供该贷款：最低需 {floor}%，而利率上限为 {cap}%（{rule}）。",
    )
