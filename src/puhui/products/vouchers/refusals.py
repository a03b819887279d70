"""What vouchers refuse, with a code and a sentence in both languages."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class NoProgram(Refusal):
    """The issuer has no program that is open today."""

    code = "voucher_no_program"
    http_status = 409
    text = Text(
        en="This enterprise has no voucher program that is open today.", zh="该企业当前没有有效的凭证开立额度。"
    )


class ProgramFull(Refusal):
    """The limit does not reach."""

    code = "voucher_limit"
    http_status = 409
    text = Text(
        en="{amount} would pass the limit: {free} are free.",
        zh="{amount} 超出额度，目前可用 {free}。",
    )


class ProgramFourEyes(Refusal):
    """Who proposed it may not agree to it."""

    code = "voucher_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must decide this: you proposed it yourself.",
        zh="须由另一位同事复核：该事项由您本人提出。",
    )


class ProgramNotInState(Refusal):
    """The program has moved on, or there is an open one already."""

    code = "voucher_program_state"
    http_status = 409
    text = Text(en="This is not possible for the program: {why}.", zh="该额度不能办理此操作：{why_zh}。")


class PayableTaken(Refusal):
    """A voucher was issued for the same payable."""

    code = "voucher_payable_taken"
    http_status = 409
    text = Text(
        en="A voucher was issued for {payable} already: the same payable is promised once.",
        zh="{payable} 已开立过凭证：同一笔应付账款不得重复开立。",
    )


class TermTooLong(Refusal):
    """The voucher would run longer than the rulebook allows."""

    code = "voucher_term"
    text = Text(
        en="A voucher falls due after today and by {latest} at the latest ({source}).",
        zh="凭证到期日应晚于今日，且最迟为 {latest}（{source}）。",
    )


class TermNeedsReason(Refusal):
    """Longer than is usual, without a reason."""

    code = "voucher_term_reason"
    text = Text(
        en="A voucher that falls due after {usual} needs a reason ({source}).",
        zh="到期日晚于 {usual} 的凭证须说明理由（{source}）。",
    )


class VoucherNotInState(Refusal):
    """The voucher has moved on."""

    code = "voucher_state"
    http_status = 409
    text = Text(en="The voucher is {state}: this is not possible.", zh="凭证当前状态为 {state}，无法办理此操作。")


class PartNotFree(Refusal):
    """The part was spent, pledged, or is past its day."""

    code = "voucher_part_not_free"
    http_status = 409
    text = Text(en="This part cannot be moved: {why}.", zh="该凭证不能转让或拆分：{why_zh}。")


class BeyondPart(Refusal):
    """More than the part holds, or parts that do not add up to it."""

    code = "voucher_beyond_part"
    http_status = 409
    text = Text(
        en="The part holds {held}; {asked} were asked for.",
        zh="该凭证金额为 {held}，申请金额为 {asked}。",
    )


class ToItself(Refusal):
    """To whom it belongs already."""

    code = "voucher_to_itself"
    text = Text(
        en="A voucher is not issued or passed on to the one who gives it, nor back to its issuer.",
        zh="凭证不得开立或转让给自己，也不得转回给开立人。",
    )


class NotYetDue(Refusal):
    """A voucher is not paid before its day."""

    code = "voucher_not_due"
    http_status = 409
    text = Text(en="The voucher is paid on {on}, not before.", zh="凭证兑付日为 {on}，不得提前兑付。")


class ChainTooDeep(Refusal):
    """The chain of transfers would be too long to be checked."""

    code = "voucher_chain_too_deep"
    http_status = 409
    text = Text(en="A voucher is passed on at most {most} times.", zh="凭证最多流转 {most} 次。")


class TooManyParts(Refusal):
    """The voucher would have too many parts."""

    code = "voucher_too_many_parts"
    http_status = 409
    text = Text(en="A voucher has at most {most} parts.", zh="一张凭证最多拆分为 {most} 份。")


class ChainBroken(Refusal):
    """The chain of a part does not hold: it was changed outside of the rules."""

    code = "voucher_chain_broken"
    http_status = 409
    text = Text(
        en="The chain of this part does not hold ({fault}); it cannot be sold or paid until it has been looked into.",
        zh="该凭证的流转链校验不通过（{fault}），查明前不能融资或兑付。",
    )


class NoRecourse(Refusal):
    """Nobody answers for the issuer."""

    code = "voucher_no_recourse"
    http_status = 409
    text = Text(en="There is no recourse: {why}.", zh="不能追索：{why_zh}。")
