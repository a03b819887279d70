"""What the states and steps of orders, receivables, leases and payees are called, for staff and customers alike."""

from collections.abc import Mapping
from typing import Final

from puhui.kernel.texts import Text

ORDER_STATES: Final[Mapping[str, Text]] = {
    "registered": Text(en="waits for the buyer", zh="待买方确认"),
    "in_review": Text(en="looks like another one", zh="疑似重复，待核"),
    "confirmed": Text(en="confirmed by the buyer", zh="买方已确认"),
    "rejected": Text(en="not taken", zh="未受理"),
    "financed": Text(en="financed", zh="已融资"),
    "closed": Text(en="paid by the buyer", zh="买方已付清"),
    "cancelled": Text(en="called off", zh="已取消"),
}
MILESTONE_STATES: Final[Mapping[str, Text]] = {
    "waiting": Text(en="waits for its proof", zh="待提交凭证"),
    "shown": Text(en="proof shown, waits for a second person", zh="已提交凭证，待复核"),
    "paying": Text(en="money on its way", zh="付款中"),
    "paid": Text(en="paid out", zh="已放款"),
}
ORDER_STEPS: Final[Mapping[str, Text]] = {
    "registered": Text(en="told by the seller", zh="卖方登记"),
    "cleared": Text(en="cleared by risk", zh="风控核实"),
    "paper_seen": Text(en="paper seen, a second person is awaited", zh="已见书面确认，待复核"),
    "confirmed": Text(en="confirmed by the buyer", zh="买方确认"),
    "rejected": Text(en="not taken", zh="不予受理"),
    "applied": Text(en="a loan was asked for", zh="申请贷款"),
    "financed": Text(en="loan signed", zh="签订贷款"),
    "shown": Text(en="proof of a part shown", zh="提交凭证"),
    "payout_asked": Text(en="bank asked to pay a part", zh="申请放款"),
    "paid_out": Text(en="part paid out", zh="分期放款"),
    "payout_refused": Text(en="bank refused a part", zh="银行拒绝放款"),
    "delivered": Text(en="delivery noted", zh="登记交货"),
    "buyer_paid": Text(en="buyer paid", zh="买方付款"),
    "buyer_late": Text(en="buyer late", zh="买方逾期"),
    "cancelled": Text(en="called off", zh="取消订单"),
    "closed": Text(en="ended", zh="结清"),
}
RECEIVABLE_STATES: Final[Mapping[str, Text]] = {
    "assigned": Text(en="assigned, not paid for yet", zh="已转让，待付款"),
    "funding": Text(en="money on its way", zh="付款中"),
    "funded": Text(en="waits for the debtor", zh="待债务人付款"),
    "disputed": Text(en="disputed", zh="有争议"),
    "settled": Text(en="settled", zh="已结清"),
    "bought_back": Text(en="bought back", zh="已回购"),
    "written_off": Text(en="written off", zh="已核销"),
}
RECEIVABLE_STEPS: Final[Mapping[str, Text]] = {
    "assigned": Text(en="assigned to us", zh="转让"),
    "notified": Text(en="debtor told", zh="通知债务人"),
    "acknowledged": Text(en="acknowledged", zh="债务人确认"),
    "funding_asked": Text(en="bank asked to pay", zh="申请付款"),
    "funding_refused": Text(en="bank refused to pay", zh="银行拒付"),
    "funded": Text(en="advance paid", zh="支付预付款"),
    "collected": Text(en="debtor paid", zh="债务人付款"),
    "diluted": Text(en="credit note", zh="贷项冲减"),
    "disputed": Text(en="disputed", zh="提出争议"),
    "resolved": Text(en="dispute or proposal ended", zh="争议或提议了结"),
    "bought_back": Text(en="bought back", zh="回购"),
    "claim_paid": Text(en="seller paid a claim", zh="卖方偿付"),
    "write_off_proposed": Text(en="write-off proposed", zh="提议核销"),
    "written_off": Text(en="written off", zh="核销"),
    "released": Text(en="reserve released", zh="释放预留款"),
}
LEASE_STATES: Final[Mapping[str, Text]] = {
    "chosen": Text(en="waits for delivery", zh="待交付"),
    "delivered": Text(en="delivered, supplier being paid", zh="已验收，待付款"),
    "in_use": Text(en="in use", zh="使用中"),
    "bought": Text(en="the lessee's own", zh="已归承租人所有"),
    "returned": Text(en="given back", zh="已退回"),
    "taken_back": Text(en="taken back", zh="已收回"),
    "sold": Text(en="sold", zh="已出售"),
    "cancelled": Text(en="given up", zh="已取消"),
}
LEASE_STEPS: Final[Mapping[str, Text]] = {
    "choose": Text(en="chosen", zh="选定"),
    "cancel": Text(en="given up", zh="取消"),
    "accept": Text(en="delivery accepted", zh="验收"),
    "pay_out": Text(en="supplier paid", zh="支付供应商"),
    "buy": Text(en="ownership passed", zh="所有权转移"),
    "return": Text(en="given back by agreement", zh="协商退回"),
    "take_back": Text(en="taken back", zh="收回"),
    "sell": Text(en="sold", zh="出售"),
    "guarantee": Text(en="residual guaranteed by the supplier", zh="供应商担保余值"),
    "call": Text(en="supplier asked to make the residual good", zh="向供应商追偿余值差额"),
}
METER_WORDS: Final[Mapping[str, Text]] = {
    "hours": Text(en="hours run", zh="运行小时"),
    "kilometres": Text(en="kilometres", zh="公里数"),
    "pieces": Text(en="pieces made", zh="产出件数"),
}
PAYEE_STATES: Final[Mapping[str, Text]] = {
    "proposed": Text(en="waits for a second person", zh="待复核"),
    "active": Text(en="let in", zh="已准入"),
    "declined": Text(en="not let in", zh="未准入"),
    "suspended": Text(en="suspended", zh="已停用"),
}
