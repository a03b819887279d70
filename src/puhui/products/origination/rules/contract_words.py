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
