"""How farms say no."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class PlotTaken(Refusal):
    """Somebody else is on record as working this plot."""

    code = "plot_taken"
    http_status = 409
    text = Text(en="Another household is on record as working this plot.", zh="该地块已登记为其他农户经营。")


class RightOver(Refusal):
    """The right to work the plot has ended, or ends before it is needed."""

    code = "plot_right_ended"
    text = Text(
        en="The right to this plot runs until {until}; it is needed until {needed}.",
        zh="该地块的经营权到期日为 {until}，至少应至 {needed}。",
    )


class BackerNotOpen(Refusal):
    """The list or the limit is not in a state in which this can be done."""

    code = "backer_not_open"
    http_status = 409
    text = Text(en="This list is {state}; this cannot be done now.", zh="该名单当前状态为 {state}，无法办理。")


class BackerFull(Refusal):
    """The village, the cooperative or the household has no room left."""

    code = "backer_full"
    http_status = 409
    text = Text(
        en="{asked} were asked for; {whose_en} has {free} of its limit left.",
        zh="申请 {asked}，{whose_zh}剩余额度为 {free}。",
    )


class NotOnList(Refusal):
    """The household is not on a list in force."""

    code = "not_on_list"
    text = Text(en="Your household is not on this list.", zh="贵农户不在该名单内。")


class SecondPersonNeeded(Refusal):
    """Whoever entered or agreed to it cannot agree once more."""

    code = "farm_second_person"
    http_status = 403
    text = Text(en="Another colleague must agree to this.", zh="须由另一位工作人员同意。")


class GroupSize(Refusal):
    """A joint-liability group has three to ten households."""

    code = "group_size"
    text = Text(
        en="A joint-liability group has {least} to {most} households; this one has {now}.",
        zh="联保小组应有 {least} 至 {most} 户，现为 {now} 户。",
    )


class SameHousehold(Refusal):
    """Two members of one household do not stand for each other: they answer anyway."""

    code = "same_household"
    text = Text(en="Two members live in one household.", zh="小组内有两名成员属于同一农户。")


class GroupInArrears(Refusal):
    """No new loan while a member of the group is late."""

    code = "group_in_arrears"
    http_status = 409
    text = Text(
        en="Somebody in your group is late by more than {days} days. No new loan is made before that is settled.",
        zh="联保小组内有成员逾期超过 {days} 天，还清前不能发放新贷款。",
    )


class MeetingNotOpen(Refusal):
    """The sheet of a meeting is closed, or another one is open."""

    code = "meeting_not_open"
    http_status = 409
    text = Text(en="The sheet of this meeting is {state}.", zh="该次会议收款单状态为 {state}。")


class SheetDoesNotAddUp(Refusal):
    """What was counted is not what the lines say."""

    code = "sheet_does_not_add_up"
    text = Text(
        en="{counted} were counted, and the lines add up to {lines}.",
        zh="清点金额为 {counted}，明细合计为 {lines}，两者不符。",
    )


class SavingsTooLow(Refusal):
    """The group has not saved as much."""

    code = "savings_too_low"
    http_status = 409
    text = Text(en="The group has {free} of savings left.", zh="小组互助金余额为 {free}。")


class OutOfSeason(Refusal):
    """The calendar of the crop has no window on this day."""

    code = "out_of_season"
    text = Text(
        en="{crop}: money for this step is paid from {opens} to {closes}.",
        zh="{crop_zh}：该环节放款期为 {opens} 至 {closes}。",
    )


class NoSeason(Refusal):
    """There is no calendar for the crop in this place."""

    code = "no_season"
    text = Text(en="There is no calendar for {crop} here.", zh="当地没有 {crop_zh} 的农时历。")


class TrancheGone(Refusal):
    """This part was paid out, or is on its way."""

    code = "tranche_gone"
    http_status = 409
    text = Text(en="This part of the money is {state} already.", zh="该笔款项已{state_zh}。")


class SignatureMissing(Refusal):
    """Another adult of the household has not signed yet."""

    code = "household_signature_missing"
    http_status = 409
    text = Text(
        en="{missing} more adult(s) of your household must sign with their own code first.",
        zh="还有 {missing} 位共同偿债的家庭成员须先用本人验证码签署。",
    )


class NotOfHousehold(Refusal):
    """Only an adult of the borrower's household signs beside the borrower."""

    code = "not_of_household"
    http_status = 403
    text = Text(
        en="Only an adult of the borrower's household signs here.", zh="仅限借款人家庭中共同偿债的成年成员签署。"
    )
