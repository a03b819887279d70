"""The words for where applications, loans and cases stand: those of lists, exports and every page of the workbench."""

from typing import Final

from puhui.kernel.texts import Text

APPLICATION_STATES: Final = {
    "draft": Text(en="Draft", zh="草稿"),
    "submitted": Text(en="Submitted", zh="已提交"),
    "approved": Text(en="Approved", zh="已通过"),
    "referred": Text(en="With a person", zh="人工审核中"),
    "declined": Text(en="Declined", zh="未通过"),
    "withdrawn": Text(en="Withdrawn", zh="已撤回"),
    "accepted": Text(en="Offer accepted", zh="已接受报价"),
    "signed": Text(en="Signed", zh="已签约"),
    "expired": Text(en="Expired", zh="已过期"),
}
LOAN_STATES: Final = {
    "awaiting_disbursement": Text(en="Waiting to be paid out", zh="待放款"),
    "disbursing": Text(en="Being paid out", zh="放款中"),
    "active": Text(en="Active", zh="存续"),
    "closed": Text(en="Repaid in full", zh="已结清"),
    "cancelled": Text(en="Cancelled", zh="已取消"),
}
CASE_STATES: Final = {
    "open": Text(en="Open", zh="待处理"),
    "proposed": Text(en="Waits for a second person", zh="待复核"),
    "closed": Text(en="Closed", zh="已结案"),
}
