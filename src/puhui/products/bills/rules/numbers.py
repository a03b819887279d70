"""What the number of a bill says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from puhui.kernel.dates import EARLIEST
from puhui.products.bills.refusals import BadBillNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRule:
    """Where in the number stand the kind, the bank that registered it, and the day. Places count from zero."""

    digits: int
    kind_digits: Mapping[str, Sequence[str]]
    bank_from: int
    bank_to: int
    day_from: int
    day_to: int


def clean_number(text: str) -> str:
    """Without the blanks with which people group it."""
    return "".join(text[:100].split())


def check_number(number: str, *, kind: str, issued_on: date, rule: NumberRule) -> None:
    """Refuses a number of another length or kind, or one that was registered after the bill was issued."""
    if not (number.isascii() and number.isdigit() and len(number) == rule.digits):
        raise BadBillNumber(where="number", why=f"it has {rule.digits} digits", why_zh=f"应为 {rule.digits} 位数字")
    if number[0] not in rule.kind_digits[kind]:
        raise BadBillNumber(where="number", why="it is that of another kind of bill", why_zh="与票据种类不符")
    if not int(number[rule.bank_from : rule.bank_to]):
        raise BadBillNumber(where="number", why="it names no bank", why_zh="未载明开户行号")
    try:
        registered = date.fromisoformat(number[rule.day_from : rule.day_to])
    except ValueError:
        raise BadBillNumber(where="number", why="it holds no date", why_zh="登记日期无效") from None
    if not EARLIEST <= registered <= issued_on:
        raise BadBillNumber(where="number", why="its day is not before the issue", why_zh="登记日期晚于出票日或无效")
