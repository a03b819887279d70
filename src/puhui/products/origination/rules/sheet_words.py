"""The sentences of a cost sheet, in both languages."""

from puhui.kernel.texts import Text

NOTHING_ELSE = Text(
    en="Nothing else is charged. Apart from the costs shown above, the lender takes no interest and no fee of any kind "
    "for this loan, and nobody may ask you for one in its name.",
    zh="除上述已明示的成本外，不再收取其他任何与贷款相关的利息和费用；任何人不得以贷款人名义另行收费。",
)
ALL_IN_BASIS = Text(
    en="Yearly rate at which everything you pay equals everything you receive (internal rate of return over the true "
    "cash flows, compound, 365 days), if you pay on time; rounded up to 0.01.",
    zh="按实际现金流计算的内部收益率（复利，一年按365天），以正常履约为前提，向上取整至0.01%。",
)
EARLY = Text(
    en="You may repay early, in part or in full, on any day and without a fee; interest saved is saved from that day.",
    zh="可随时部分或全部提前还款，不收手续费；自还款之日起不再计收相应利息。",
)
DATES = Text(
    en="The dates assume payout on {on}. If the money reaches you later, every date moves with it and no amount grows.",
    zh="以下日期按 {on} 放款测算；如实际放款日较晚，各期日期相应顺延，金额不会增加。",
)
REPRICING = Text(
    en="The rate follows the {benchmark}: that rate plus {margin} percentage points (below zero: less), never below "
    "{lowest} % nor above {highest} % a year. The amounts shown hold as long as the {benchmark} stays as it is.",
    zh="利率随 {benchmark} 浮动：按该利率加 {margin} 个百分点（负数为减点）执行，"
    "最低年利率 {lowest}%，最高年利率 {highest}%。"
    "以下金额以 {benchmark} 不变为前提测算。",
)
REPRICED = {
    "anniversary": Text(en="It is set anew every year on the day of payout.", zh="重定价日为每年放款日对应日。"),
    "new_year": Text(en="It is set anew every year on 1 January.", zh="重定价日为每年1月1日。"),
    "months": Text(
        en="It is set anew every {months} months from the day of payout.", zh="重定价周期为自放款日起每 {months} 个月。"
    ),
}
METHODS = {
    "equal_instalment": Text(en="equal instalments, {every}", zh="等额本息，{every}还款"),
    "equal_principal": Text(en="equal parts of principal, {every}", zh="等额本金，{every}还款"),
    "interest_only": Text(en="interest {every}, principal with the last", zh="{every}付息，到期还本"),
    "bullet": Text(en="everything at the end", zh="到期一次还本付息"),
    "flat": Text(en="interest on the first principal, {every}", zh="按初始本金计息，{every}还款"),
    "graduated": Text(
        en="instalments {every}, growing by {growth} % every {steps}", zh="{every}还款，每 {steps} 期递增 {growth}%"
    ),
    "credit_line": Text(
        en="draw and repay on any day, interest {every}, what is drawn with the last",
        zh="随借随还，{every}付息，到期还本",
    ),
}
EVERY = {
    "month": Text(en="every month", zh="按月"),
    "quarter": Text(en="every quarter", zh="按季"),
    "year": Text(en="every year", zh="按年"),
}
SHIFTS = {
    "next": Text(en="the next working day", zh="顺延至下一个工作日"),
    "previous": Text(en="the working day before", zh="提前至前一个工作日"),
    "modified_next": Text(
        en="the next working day, or within the month to the one before",
        zh="顺延至下一个工作日，跨月则提前至前一个工作日",
    ),
}
SHIFTED = Text(
    en="A due day that is no working day moves to {where}; interest {interest}.",
    zh="应还日为非工作日的，{where}；{interest}。",
)
INTEREST_SHIFTS = {
    True: Text(en="is counted to the day it moved to", zh="利息计至调整后的应还日"),
    False: Text(en="stays as if it had not moved", zh="利息按原应还日计算"),
}
RESIDUAL = Text(
    en="The last instalment includes {residual} of principal that the others leave.",
    zh="最后一期包含此前各期未偿的本金 {residual}。",
)
LEASED = Text(
    en="A finance lease: the lender buys the equipment from the supplier that you chose and lets it to you. It becomes "
    "yours when everything is paid. What you pay the supplier first is not part of these figures.",
    zh="本业务为融资租赁：出租人按您的选择向供应商购买设备并出租给您，全部租金付清后设备归您所有。"
    "您直接支付给供应商的首付款不在以下金额之内。",
)
DRAWN = Text(
    en="Shown as if the whole limit were drawn on the first day and kept to the last: you pay interest by the day, and "
    "only on what you have drawn.",
    zh="以下金额按首日全额提款并用至到期测算；实际仅就已提款金额按日计息。",
)
ON_INTEREST = {
    False: Text(en="No interest is charged on interest.", zh="不计收复利。"),
    True: Text(
        en="Interest that is late bears interest too, at the default rate, until it is paid.",
        zh="逾期利息按罚息利率计收复利，直至清偿。",
    ),
}
PAID_TO = Text(
    en="The money is paid to {payee}, for you. You repay us, whatever becomes of what you bought; what {payee} gives "
    "back reduces your loan.",
    zh="贷款资金支付给{payee}。无论所购商品或服务如何，您须向我们还款；{payee}退回的款项将用于减少您的贷款。",
)
COOLING_OFF = Text(
    en="Within {days} days of the payout you may give the loan back without a reason: you pay back the principal and "
    "the interest of the days that you had it, and no fee.",
    zh="自放款之日起 {days} 日内，您可无理由退还贷款，仅须归还本金及实际用款天数的利息，不收任何费用。",
)
INCOME_LINK = Text(
    en="When {share} % of what you earned last month is less than an instalment, ask us, and show what you earned: we "
    "make the loan longer so that the instalments fit, not below {least} and for no more than {months} months in all. "
    "If that began on the first day you would pay {total} in all, {cost} of it costs: as long as you pay on time it "
    "cannot cost more.",
    zh="上月收入的{share}%低于月供时，您可凭收入证明向我们申请：我们通过延长期限降低月供，"
    "最低 {least} 元，总期限最长 {months} 个月。若自首日起即按此执行，您合计支付 {total} 元，"
    "其中费用 {cost} 元；按时还款的，费用不会高于此数。",
)
