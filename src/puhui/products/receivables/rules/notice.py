"""The words of a notice of assignment, in both languages."""

from datetime import date


def notice_text(*, seller: str, debtor: str, number: str, amount: str, on: date) -> str:
    """What the debtor is told: who sold what, whom to pay from now on, and what no longer counts."""
    return f"""# 应收账款转让通知书

{debtor}：

{seller} 已将其对贵方的应收账款（发票号码 {number}，金额 {amount}，到期日 {on}）转让给我方。
自收到本通知起，请将该款项支付至我方账户；向原债权人付款不再产生清偿效力（民法典第五百四十六条、第七百六十四条）。如对该款项有异议，请于收到之日起告知我方。

# Notice of assignment

To {debtor}:

{seller} has assigned to us the receivable of invoice {number} over {amount}, due on {on}. From now on please pay it to
our account; a payment to the seller no longer discharges the debt. If you dispute it, please tell us.
"""
