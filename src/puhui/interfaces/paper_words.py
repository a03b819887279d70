"""What the states of vouchers and bills are called, for staff and customers alike."""

from collections.abc import Mapping
from typing import Final

from puhui.kernel.texts import Text

PAPER_WORDS: Final[Mapping[str, Text]] = {
    "proposed": Text(en="waits for a second person", zh="待复核"),
    "open": Text(en="open", zh="有效"),
    "ended": Text(en="ended", zh="已终止"),
    "blocked": Text(en="blocked", zh="已停用"),
    "offered": Text(en="waits to be taken", zh="待签收"),
    "live": Text(en="running", zh="流转中"),
    "refused": Text(en="not taken", zh="未签收"),
    "overdue": Text(en="not paid on its day", zh="到期未兑付"),
    "redeemed": Text(en="paid by its issuer", zh="已兑付"),
    "free": Text(en="free", zh="可用"),
    "pledged": Text(en="pledged", zh="已质押"),
    "due": Text(en="money on its way", zh="待付款"),
    "paid": Text(en="paid", zh="已付款"),
    "requested": Text(en="money on its way", zh="付款中"),
    "held": Text(en="held by us", zh="持有"),
    "cancelled": Text(en="cancelled", zh="已撤销"),
    "collected": Text(en="paid by its issuer", zh="已收回"),
    "recovered": Text(en="paid by who sold it", zh="追索收回"),
    "submitted": Text(en="being checked", zh="查验中"),
    "quoted": Text(en="may be sold", zh="可贴现"),
    "declined": Text(en="not taken", zh="未受理"),
    "buying": Text(en="money on its way", zh="付款中"),
    "dishonoured": Text(en="not paid by its acceptor", zh="被拒付"),
    "rediscounted": Text(en="sold on to a bank", zh="已转贴现"),
    "selling": Text(en="money on its way", zh="待收款"),
    "returning": Text(en="money on its way back", zh="清偿付款中"),
    "divided": Text(en="divided into parts", zh="已拆分"),
    "passed_on": Text(en="passed on", zh="已背书转让"),
    "asked": Text(en="asked", zh="已通知"),
    "bank": Text(en="bank bill", zh="银行承兑汇票"),
    "commercial": Text(en="commercial bill", zh="商业承兑汇票"),
    "issued": Text(en="issued", zh="开立"),
    "split": Text(en="divided", zh="拆分"),
    "passed": Text(en="passed on", zh="转让"),
    "sold": Text(en="sold to us", zh="融资"),
    "rest": Text(en="kept", zh="留存"),
    "returned": Text(en="came back", zh="退回"),
}
