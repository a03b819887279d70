"""What selling receivables refuses, with a code and a sentence in both languages."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class AlreadyAssigned(Refusal):
    """The receivable was sold before, by this seller or another."""

    code = "receivable_already_assigned"
    http_status = 409
    text = Text(
        en="Invoice {number} was sold before: a receivable is assigned once.",
        zh="发票 {number} 对应的应收账款已转让：同一笔应收账款只能转让一次。",
    )


class NotSellable(Refusal):
    """The invoice does not meet the conditions."""

    code = "receivable_not_eligible"
    text = Text(en="Invoice {number} cannot be sold: {why}.", zh="发票 {number} 不能转让：{why_zh}。")


class LimitPassed(Refusal):
    """The limit of the seller or the debtor does not suffice."""

    code = "receivable_limit"
    http_status = 409
    text = Text(
        en="The limit of the {side} leaves {free}; {asked} are asked for.",
        zh="{side_zh}额度剩余 {free}，本次需要 {asked}。",
    )


class NoLimit(Refusal):
    """Nothing was granted, or it has run out."""

    code = "receivable_no_limit"
    http_status = 409
    text = Text(
        en="No limit of the {side} is in force: our risk officers grant it first.",
        zh="{side_zh}没有有效额度，须先由我方风险人员核定。",
    )


class TooConcentrated(Refusal):
    """Too much of what the seller sold would depend on one debtor."""

    code = "receivable_concentration"
    http_status = 409
    text = Text(
        en="{share} % of what was sold would depend on one debtor; at most {most} % may.",
        zh="单一付款人占比将达 {share}%，不得超过 {most}%。",
    )


class SheetChanged(Refusal):
    """What was confirmed is not what is on the table."""

    code = "receivable_sheet_changed"
    http_status = 409
    text = Text(
        en="This offer has run out or has changed. Look at the cost once more.",
        zh="该报价已过期或有变动，请重新查看费用。",
    )


class NotInState(Refusal):
    """The receivable or sale has moved on."""

    code = "receivable_not_in_state"
    http_status = 409
    text = Text(en="It is {state} now; this is no longer possible.", zh="当前状态为 {state}，无法执行此操作。")


class NoticeMissing(Refusal):
    """The debtor has not been told, or has not acknowledged it."""

    code = "assignment_notice_missing"
    http_status = 409
    text = Text(
        en="The debtor has not {what} the assignment yet; money is paid out after that.",
        zh="付款人尚未{what_zh}转让通知，须在此之后放款。",
    )


class TooMuch(Refusal):
    """More than what is outstanding, counted with what is on its way."""

    code = "receivable_too_much"
    http_status = 409
    text = Text(en="At most {most} is open here.", zh="该笔最多还可处理 {most}。")


class NoRecourse(Refusal):
    """The seller does not have to buy this back."""

    code = "receivable_no_recourse"
    http_status = 409
    text = Text(
        en="This was bought without recourse: the seller answers for disputes, not for a debtor who cannot pay.",
        zh="该笔为无追索权保理：卖方对商业纠纷负责，不对付款人的信用风险负责。",
    )


class SecondPerson(Refusal):
    """Who proposed it may not confirm it."""

    code = "receivable_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must confirm this: you proposed it yourself.",
        zh="须由另一位同事复核：该事项由您本人提出。",
    )
