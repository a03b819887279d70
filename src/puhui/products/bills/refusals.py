"""What bills refuse, with a code and a sentence in both languages."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class BadBillNumber(Refusal):
    """The number is not that of such a bill."""

    code = "bill_number"
    text = Text(en="This is not the number of such a bill: {why}.", zh="票据号码有误：{why_zh}。")


class BadPart(Refusal):
    """The cents of a part do not hold."""

    code = "bill_part"
    text = Text(en="This is no part of the bill: {why}.", zh="子票区间有误：{why_zh}。")


class CannotDivide(Refusal):
    """The bill may only go whole."""

    code = "bill_whole"
    http_status = 409
    text = Text(
        en="The bill {number} goes whole: sell it whole, or keep it.", zh="票据 {number} 不可拆分，只能整张办理。"
    )


class BillTaken(Refusal):
    """The bill was shown to us before."""

    code = "bill_taken"
    http_status = 409
    text = Text(
        en="The bill {number} was taken already: one bill once.", zh="票据 {number} 已受理：同一票据不得重复贴现。"
    )


class BillTerm(Refusal):
    """The bill runs too long, or its day has come."""

    code = "bill_term"
    text = Text(
        en="A bill falls due after today, and by {latest} at the latest ({source}).",
        zh="票据到期日应晚于今日，且最迟为 {latest}（{source}）。",
    )


class ChainNotContinuous(Refusal):
    """The endorsements do not follow from each other."""

    code = "bill_chain"
    text = Text(en="Endorsement {n}: {why}.", zh="第 {n} 次背书：{why_zh}。")


class NotToBePassedOn(Refusal):
    """Somebody wrote that the bill may not be passed on."""

    code = "bill_not_transferable"
    text = Text(
        en="{who} wrote that this bill may not be passed on: it is not discounted.",
        zh="{who} 已在票据上记载“不得转让”，不能贴现。",
    )


class NotTheHolder(Refusal):
    """Who shows the bill is not the last to whom it was endorsed."""

    code = "bill_not_the_holder"
    text = Text(
        en="The last endorsement names another firm than the one that shows the bill.",
        zh="最后被背书人与持票人不一致。",
    )


class NoLimit(Refusal):
    """Nothing is taken of this acceptor today."""

    code = "bill_no_limit"
    http_status = 409
    text = Text(
        en="There is no open limit for this acceptor today.",
        zh="该承兑人当前没有有效的贴现额度。",
    )


class LimitFull(Refusal):
    """The limit does not reach."""

    code = "bill_limit"
    http_status = 409
    text = Text(
        en="{amount} would pass what we take of this acceptor: {free} are free.",
        zh="{amount} 超出该承兑人的贴现额度，目前可用 {free}。",
    )


class LimitFourEyes(Refusal):
    """Who proposed it may not agree to it."""

    code = "bill_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must decide this: you proposed it yourself.",
        zh="须由另一位同事复核：该事项由您本人提出。",
    )


class BillNotInState(Refusal):
    """The bill or the limit has moved on."""

    code = "bill_state"
    http_status = 409
    text = Text(en="It is {state} now: this is not possible.", zh="当前状态为 {state}，无法办理此操作。")


class QuoteOver(Refusal):
    """The quote was for another day."""

    code = "bill_quote_over"
    http_status = 409
    text = Text(en="The quote held until {until}. Ask for a new one.", zh="报价有效期至 {until}，请重新申请报价。")


class NotYetDue(Refusal):
    """A bill is not presented before its day."""

    code = "bill_not_due"
    http_status = 409
    text = Text(en="The bill is presented on {on}, not before.", zh="票据提示付款日为 {on}，不得提前提示。")


class CannotRediscount(Refusal):
    """The bill cannot go on to another institution."""

    code = "bill_no_rediscount"
    http_status = 409
    text = Text(en="This bill is not rediscounted: {why}.", zh="该票据不能转贴现：{why_zh}。")


class CannotBuyBack(Refusal):
    """The holder cannot have the bill back now."""

    code = "bill_no_buy_back"
    http_status = 409
    text = Text(en="This bill cannot be taken back: {why}.", zh="该票据不能提前赎回：{why_zh}。")


class CannotRecourse(Refusal):
    """Nobody can be asked to pay in the acceptor's place."""

    code = "bill_no_recourse"
    http_status = 409
    text = Text(en="There is no recourse: {why}.", zh="不能追索：{why_zh}。")
