"""The fixed words of a contract, in both languages, and how it looks on paper."""

from typing import Final

from puhui.kernel.texts import Text

STYLE: Final = (
    "body{font:16px/1.6 system-ui,'PingFang SC','Noto Sans SC',sans-serif;max-width:48rem;margin:1rem auto;"
    "padding:0 1rem;color:#1a1a1a}h1{font-size:1.5rem}h3{font-size:1.1rem;margin:1.2rem 0 .3rem}"
    "dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.2rem 1rem}dt{color:#555}dd{margin:0}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0;font-size:.95rem}caption{text-align:left;font-weight:600}"
    "th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}.small{font-size:.85rem}"
    "article{overflow-x:auto}article+article{break-before:page;border-top:2px solid #999;margin-top:2rem;"
    "padding-top:1rem}"
    "@page{size:A4;margin:18mm}@media print{body{font-size:11pt;margin:0;max-width:none}"
    "thead{display:table-header-group}tr,dl{break-inside:avoid}}"
)

WORDS: Final = {
    "title": Text(en="Loan contract", zh="借款合同"),
    "title_lease": Text(en="Finance lease contract", zh="融资租赁合同"),
    "number": Text(en="Number", zh="合同编号"),
    "made_on": Text(en="Made on", zh="订立日期"),
    "lender": Text(en="Lender", zh="贷款人"),
    "borrower": Text(en="Borrower", zh="借款人"),
    "joint": Text(en="Joint borrowers", zh="共同借款人"),
    "borrower_code": Text(en="Unified social credit code", zh="统一社会信用代码"),
    "resident_id": Text(en="Resident identity number", zh="居民身份证号码"),
    "representative_signs": Text(en="the borrower's representative", zh="借款人签约代表"),
    "borrower_signs": Text(en="the borrower", zh="借款人"),
    "representative": Text(en="Signs for the borrower", zh="借款人签约代表"),
    "purpose": Text(en="Use of the money", zh="借款用途"),
    "sheet": Text(en="What the loan costs (cost sheet)", zh="综合融资成本明示表"),
    "principal": Text(en="Principal", zh="贷款本金"),
    "term": Text(en="Term", zh="期限"),
    "months": Text(en="months", zh="个月"),
    "method": Text(en="Repayment", zh="还款方式"),
    "rate": Text(en="Contract rate, a year", zh="合同年利率"),
    "total_cost": Text(en="All costs together", zh="息费合计"),
    "total_to_pay": Text(en="You repay in all", zh="还款总额"),
    "all_in": Text(en="All-in cost, a year", zh="综合融资成本（年化）"),
    "costs": Text(en="Costs when you pay on time", zh="正常履约情形下的息费项目"),
    "cost_name": Text(en="Cost", zh="项目"),
    "cost_way": Text(en="How it is charged", zh="收取方式"),
    "cost_rate": Text(en="Rate", zh="收取标准"),
    "cost_receiver": Text(en="Who receives it", zh="收取主体"),
    "cost_total": Text(en="Total", zh="合计"),
    "late": Text(en="What late payment would cost", zh="违约情形下的或有成本"),
    "no_late": Text(en="Late payment costs nothing beside the contract interest.", zh="逾期除合同利息外不另收费用。"),
    "example": Text(en="Example", zh="示例"),
    "schedule": Text(en="Repayment plan", zh="还款计划"),
    "line_n": Text(en="No.", zh="期次"),
    "line_due_date": Text(en="Due", zh="应还日"),
    "line_principal": Text(en="Principal", zh="本金"),
    "line_interest": Text(en="Interest", zh="利息"),
    "line_fees": Text(en="Fees", zh="费用"),
    "line_total": Text(en="Total", zh="合计"),
    "sheet_hash": Text(en="Fingerprint of the cost sheet (SHA-256)", zh="明示表指纹（SHA-256）"),
    "governs": Text(
        en="The Chinese text governs; this translation is for your convenience.",
        zh="本合同以中文文本为准。",
    ),
}

# Debts of several are owed jointly where the law or the parties say so: Civil Code, article 518; of spouses, when both
# sign: article 1064.
JOINT_CLAUSE: Final = (
    Text(en="Joint borrowers", zh="共同借款人"),
    Text(
        en="{joint} signs beside {borrower} and owes the whole loan together with the borrower: the lender may ask any "
        "of them for all that is due. Each signs with a one-time code sent to their own phone; the contract is made "
        "when all have signed.",
        zh="{joint}作为家庭成年成员与{borrower}共同签署本合同，对全部债务承担连带清偿责任。"
        "各签署人以发送至本人手机的一次性验证码签署，全部签署完成后本合同成立。",
    ),
)
CLAUSES: Final[tuple[tuple[Text, Text], ...]] = (
    (
        Text(en="The loan", zh="借款"),
        Text(
            en="{lender} lends {borrower} {principal} for {months} months at {rate} % a year. The whole principal is "
            "paid out; no interest or fee is kept back in advance.",
            zh="{lender}向{borrower}提供借款 {principal}，期限 {months} 个月，年利率 {rate}%。"
            "本金足额发放，不预先扣除利息或费用。",
        ),
    ),
    (
        Text(en="Use of the money", zh="借款用途"),
        Text(
            en="The money is for: {purpose}. It may not be used for property, securities, equity or fixed assets.",
            zh="借款用于：{purpose}。不得用于购房、证券、股权投资及固定资产。",
        ),
    ),
    (
        Text(en="Repayment", zh="还款"),
        Text(
            en="The borrower repays by the plan below. The lender may collect what is due from the borrower's account "
            "on the due date; the borrower may also pay by hand, earlier, or in part.",
            zh="借款人按下列还款计划还款。贷款人可于应还日从借款人账户扣收到期款项；借款人也可主动还款、提前还款或部分还款。",
        ),
    ),
    (
        Text(en="Late payment", zh="逾期"),
        Text(
            en="Principal that is late bears the default interest named in the cost sheet from the day it is late "
            "until it is paid. {on_interest} A payment meets the oldest dues first.",
            zh="逾期本金自逾期之日起按明示表所列罚息利率计收罚息，直至清偿。{on_interest}还款优先清偿最早到期的款项。",
        ),
    ),
    (
        Text(en="When paying becomes hard", zh="还款困难"),
        Text(
            en="The borrower who foresees trouble may ask for another plan at any time. The lender answers in writing "
            "and gives its reasons.",
            zh="借款人预计还款困难时，可随时申请调整还款安排；贷款人书面答复并说明理由。",
        ),
    ),
    (
        Text(en="Data and questions", zh="信息与异议"),
        Text(
            en="Data of the borrower is used only for the purposes consented to, and consent may be withdrawn. The "
            "borrower may ask why a decision was made, ask for a person to look at it, and complain to {lender} at any "
            "time without a fee.",
            zh="借款人信息仅用于已同意的目的，同意可随时撤回。借款人有权了解决定理由、要求人工复核，并可随时向{lender}免费投诉。",
        ),
    ),
    (
        Text(en="Signature", zh="签署"),
        Text(
            en="This contract is signed with a one-time code sent to the phone of {signer}. The "
            "fingerprint of this text is kept with the signature.",
            zh="本合同由{signer}以发送至其手机的一次性验证码签署，合同文本指纹与签署记录一并留存。",
        ),
    ),
)

FIRST_COMMON: Final = 2  # from the clause on repayment on, a lease says what a loan says
LEASE_CLAUSES: Final[tuple[tuple[Text, Text], ...]] = (
    (
        Text(en="The lease", zh="租赁"),
        Text(
            en="{lender} buys, as {borrower} has chosen: {thing}. It lets it to {borrower} for {months} months. "
            "{principal} of the price are financed at {rate} % a year; the rents are the instalments of the plan "
            "below. The supplier is paid when {borrower} has accepted delivery.",
            zh="{lender}按{borrower}的选择购买：{thing}，出租给{borrower}使用，租期 {months} 个月。"
            "设备价款中 {principal} 由出租人融资，年利率 {rate}%；租金即下列还款计划各期金额。"
            "{borrower}验收后，出租人方向供应商付款。",
        ),
    ),
    (
        Text(en="Whose it is, and how it is kept", zh="所有权与使用保管"),
        Text(
            en="The equipment belongs to the lender until everything is paid, and to {borrower} from then on without "
            "a further price (Civil Code, articles 757 and 759). {borrower} keeps and repairs it, bears its risks, "
            "keeps it insured, and neither sells nor pledges it. Use: {purpose}. If it has to be taken back and its "
            "value is above what is owed, the difference is {borrower}'s (article 758).",
            zh="设备在全部款项付清前归出租人所有，付清后归{borrower}所有，无需另付价款"
            "（《民法典》第七百五十七条、第七百五十九条）。"
            "{borrower}负责保管、维修并承担风险，应保持设备投保，不得出售或设定担保。用途：{purpose}。"
            "如须收回设备且其价值超过欠款，超出部分归{borrower}（第七百五十八条）。",
        ),
    ),
)
