"""What is true of partners: the scopes that exist, which of them a partner may hold, which one a request needs."""

import re
from collections.abc import Iterable
from typing import Final

from puhui.conduct.partners.contracts import ScopeUnknown
from puhui.kernel.texts import Text

# What an operation is about. The interface names one for each operation; `:read` looks, `:write` acts.
SUBJECTS: Final[dict[str, Text]] = {
    "applications": Text(en="applications, offers, contracts", zh="申请、报价与合同"),
    "bank": Text(en="bank statements", zh="银行对账单"),
    "baskets": Text(en="baskets at a checkout", zh="购物分期订单"),
    "bills": Text(en="bills", zh="票据"),
    "cases": Text(en="cases of staff", zh="内部工单"),
    "collateral": Text(en="collateral and guarantees", zh="抵质押物与保证"),
    "collections": Text(en="collections and hardship", zh="催收与纾困"),
    "decisions": Text(en="decisions and policies", zh="决策与策略"),
    "documents": Text(en="files and how long they are kept", zh="文件及其保存期限"),
    "facilities": Text(en="limits and drawdowns", zh="额度与提款"),
    "farms": Text(en="farms, villages, groups of farmers", zh="农户、村组与联保小组"),
    "firms": Text(en="firms, their invoices and consents", zh="企业及其发票与授权"),
    "lab": Text(en="models and the policy lab", zh="模型与策略实验室"),
    "leases": Text(en="leases", zh="租赁"),
    "ledger": Text(en="the books", zh="账务"),
    "loans": Text(en="loans, repayments, papers", zh="借据、还款与单据"),
    "notices": Text(en="notices", zh="通知"),
    "operations": Text(en="day close, payment orders, staff", zh="日终、支付指令与人员"),
    "orders": Text(en="orders", zh="订单"),
    "partners": Text(en="partners, their programs and what they are told", zh="合作方、其程序及推送消息"),
    "payees": Text(en="payees", zh="收款方"),
    "persons": Text(en="persons and their protections", zh="个人及其保护措施"),
    "products": Text(en="products and quotes", zh="产品与试算"),
    "receivables": Text(en="receivables", zh="应收账款"),
    "regions": Text(en="regions", zh="地区"),
    "relations": Text(en="relations and groups", zh="关系与群组"),
    "risk": Text(en="grading and provisions", zh="分类与拨备"),
    "service_points": Text(en="service points", zh="服务点"),
    "sources": Text(en="sources of data and facts", zh="数据来源与事实"),
    "subsidies": Text(en="interest subsidies", zh="贴息"),
    "texts": Text(en="words of notices, contracts, pages and rulebooks", zh="通知、合同、界面文字与规则"),
    "vouchers": Text(en="vouchers", zh="凭证"),
    "watch": Text(en="watch of decisions", zh="决策监测"),
    "dashboards": Text(en="dashboards", zh="经营看板"),
}
STAFF_ONLY: Final = frozenset(
    {
        "bank",
        "cases",
        "dashboards",
        "decisions",
        "lab",
        "ledger",
        "operations",
        "risk",
        "service_points",
        "texts",
        "watch",
    }
)
SCOPES: Final = frozenset(f"{subject}:{verb}" for subject in SUBJECTS for verb in ("read", "write"))
FOR_PARTNERS: Final = frozenset(scope for scope in SCOPES if scope.partition(":")[0] not in STAFF_ONLY)
SHAREABLE: Final = ("applications:read", "facilities:read", "loans:read", "receivables:read", "vouchers:read")
_SECRET: Final = re.compile(r"[0-9a-f]{64}\Z")


def checked_scopes(scopes: Iterable[str], *, within: Iterable[str] = FOR_PARTNERS) -> tuple[str, ...]:
    """The scopes, sorted, when each one may be given here and there is one at least."""
    wanted, allowed = sorted(set(scopes)), frozenset(within)
    wrong = [scope for scope in wanted if scope not in allowed]
    if wrong or not wanted:
        raise ScopeUnknown(where="scopes", scope=(wrong or ["-"])[0][:40])
    return tuple(wanted)


def scope_words(scope: str) -> Text:
    """What a scope means, for people."""
    subject, _, verb = scope.partition(":")
    words = SUBJECTS[subject]
    read = verb == "read"
    return Text(en=f"{'See' if read else 'Act on'} {words.en}", zh=f"{'查看' if read else '办理'}{words.zh}")


def is_secret(text: str) -> bool:
    """Whether a text can be a secret at all, before anything is looked up."""
    return bool(_SECRET.match(text))
