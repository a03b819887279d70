"""What orders refuse, with a code and a sentence in both languages."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class OrderKnown(Refusal):
    """The same order is known already, named by this seller or another."""

    code = "order_already_known"
    http_status = 409
    text = Text(
        en="Order {number} of this buyer is known already: an order is financed once.",
        zh="该买方的订单 {number} 已登记：同一订单只能融资一次。",
    )


class OwnOrder(Refusal):
    """Seller and buyer are one, or belong together."""

    code = "order_own"
    text = Text(
        en="Seller and buyer are one, or belong together: nobody finances an order of their own.",
        zh="卖方与买方为同一主体或存在关联关系，不得为自有订单融资。",
    )


class OrderNotInState(Refusal):
    """The order or milestone has moved on."""

    code = "order_not_in_state"
    http_status = 409
    text = Text(en="It is {state} now; this is no longer possible.", zh="当前状态为 {state}，无法执行此操作。")


class OrderPaysAlready(Refusal):
    """Another order repays this loan."""

    code = "order_pays_already"
    http_status = 409
    text = Text(
        en="An order repays this loan already: one loan, one order.",
        zh="该笔贷款已关联其他订单：一笔贷款只关联一个订单。",
    )


class NotRepaidByOrders(Refusal):
    """The loan is not of a kind that a buyer's payment repays, or it is not the seller's, or it is over."""

    code = "not_repaid_by_orders"
    http_status = 409
    text = Text(
        en="This loan cannot be repaid by this order: it has to be a running produce contract loan of the seller.",
        zh="该订单不能用于归还此贷款：须为卖方本人正在使用的农产品订单贷。",
    )


class OrderTooSmall(Refusal):
    """More is asked for than is lent on the order."""

    code = "order_advance"
    text = Text(
        en="On this order at most {most} are lent ({pct} % of it).",
        zh="该订单最多可融资 {most}，即订单金额的 {pct}%。",
    )


class OrderTooLate(Refusal):
    """The buyer pays after the loan ends, or the order has run out."""

    code = "order_too_late"
    text = Text(
        en="The buyer is to pay by {pay_by}; that must lie after today and before the loan ends on {ends_on}.",
        zh="买方应于 {pay_by} 前付款，该日期须在今天之后、贷款到期日 {ends_on} 之前。",
    )


class OrderFourEyes(Refusal):
    """Who recorded it may not confirm it."""

    code = "order_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must confirm this: you recorded it yourself.",
        zh="须由另一位同事复核：该事项由您本人记录。",
    )


class TooMuchFromBuyer(Refusal):
    """More than the buyer still has to pay."""

    code = "order_payment_too_much"
    http_status = 409
    text = Text(en="The buyer has at most {most} still to pay here.", zh="该订单买方最多还需支付 {most}。")
