"""What the register of collateral refuses, with a code and a sentence in both languages."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class AlreadyRegistered(Refusal):
    """A thing with this number is in the register."""

    code = "asset_already_registered"
    http_status = 409
    text = Text(
        en="{name} {value} is in the register already: the same thing cannot be registered twice.",
        zh="{name_zh} {value} 已在押品登记簿中：同一物不得重复登记。",
    )


class RightEnds(Refusal):
    """A right that has ended, or ends before the debt does."""

    code = "right_ends_too_early"
    text = Text(
        en="The right ends on {until}; it must still run on {needed}.",
        zh="该权利于 {until} 到期，须至 {needed} 仍有效。",
    )


class PledgeBeyondValue(Refusal):
    """The pledge secures more than is left of the value."""

    code = "pledge_beyond_value"
    http_status = 409
    text = Text(
        en="Of this thing {free} may still be lent against; {secured} would be secured. "
        "Say so, with its rank, when that is meant.",
        zh="该押品尚可担保 {free}，拟担保 {secured}，超出其价值。确需如此的，请写明顺位并注明超值。",
    )


class RankTaken(Refusal):
    """Others are pledged before; the rank must be said."""

    code = "pledge_rank"
    http_status = 409
    text = Text(
        en="This pledge would have rank {rank}: name that rank.",
        zh="该押品上的新担保顺位为第 {rank} 位：请写明该顺位。",
    )


class CannotPledge(Refusal):
    """This thing cannot be pledged for this debt."""

    code = "cannot_pledge"
    http_status = 409
    text = Text(en="This cannot be pledged: {why}.", zh="不能设定该担保：{why_zh}。")


class PledgeNotOpen(Refusal):
    """The pledge, release or enforcement has moved on."""

    code = "security_not_in_state"
    http_status = 409
    text = Text(en="It is {state} now; this is no longer possible.", zh="当前状态为 {state}，无法执行此操作。")


class CoverTooLow(Refusal):
    """What is left behind the debt would be less than policy asks."""

    code = "cover_too_low"
    http_status = 409
    text = Text(
        en="After this {cover} would stand behind {owed} owed; policy asks for {needed}. "
        "Propose it as an exception: a second person must agree.",
        zh="解押后担保价值为 {cover}，欠款为 {owed}，政策要求不低于 {needed}。可作为例外提出，须另一人复核。",
    )


class AnotherPerson(Refusal):
    """Who proposed it may not confirm it."""

    code = "security_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must confirm this: you proposed it yourself.",
        zh="须由另一位同事复核：该事项由您本人提出。",
    )


class CannotEnforce(Refusal):
    """No pledge of this thing may be enforced yet."""

    code = "cannot_enforce"
    http_status = 409
    text = Text(
        en="No debt behind which this stands is {days} days past due.",
        zh="该押品所担保的债务均未逾期满 {days} 天，不能实现担保物权。",
    )


class CertificateTaken(Refusal):
    """The certificate stands with a loan already."""

    code = "cover_certificate_taken"
    http_status = 409
    text = Text(
        en="The certificate {number} stands with a loan already: one certificate covers one loan.",
        zh="保险凭证 {number} 已用于其他借款：一份凭证只能对应一笔借款。",
    )


class CoverMissing(Refusal):
    """The product asks for a cover, and no certificate of one holds today."""

    code = "cover_missing"
    http_status = 409
    text = Text(
        en="Before money is paid out, a certificate ({cover}) must be kept with the loan that holds today and insures "
        "at least {least}: {why}.",
        zh="放款前须登记当日有效、保额不低于 {least} 的保险凭证（{cover_zh}）：{why_zh}。",
    )


class SecurityMissing(Refusal):
    """The product asks for security that is not there yet."""

    code = "security_missing"
    http_status = 409
    text = Text(
        en="{missing} of security are missing that the product asks for before money is paid out.",
        zh="产品要求放款前落实担保，目前尚缺 {missing}。",
    )
