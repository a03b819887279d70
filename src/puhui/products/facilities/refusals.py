"""What facilities refuse, with a code and a sentence in both languages."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class NotEnoughRoom(Refusal):
    """More than what is free, in all or for this purpose."""

    code = "not_enough_room"
    http_status = 409
    text = Text(
        en="Of your limit {free} are free to draw; {asked} were asked for.",
        zh="可用额度为 {free}，申请提款 {asked}，超出可用额度。",
    )


class FacilityFrozen(Refusal):
    """New draws are stopped."""

    code = "facility_frozen"
    http_status = 409
    text = Text(
        en="New draws are stopped for now. You can repay at any time; please talk to us.",
        zh="该额度已暂停提款，您仍可随时还款。如有疑问请联系我们。",
    )


class FacilityOver(Refusal):
    """The time in which it could be drawn is over, or the facility is."""

    code = "facility_not_available"
    http_status = 409
    text = Text(
        en="This limit could be drawn until {until}; it is {state} now.",
        zh="该额度的可提款期至 {until}，当前状态为 {state}，不能提款。",
    )


class DrawTooSmall(Refusal):
    """Less than the smallest draw."""

    code = "draw_too_small"
    text = Text(en="The smallest draw is {lowest}.", zh="单笔最低提款金额为 {lowest}。")


class DrawNotOpen(Refusal):
    """The draw was paid out, was given up, or its time ran out."""

    code = "draw_not_in_state"
    http_status = 409
    text = Text(en="This draw is {state} now; this is no longer possible.", zh="该笔提款当前状态为 {state}，无法继续。")


class CannotChangeLimit(Refusal):
    """A limit that cannot be set like this."""

    code = "cannot_change_limit"
    http_status = 409
    text = Text(en="The limit cannot be changed like this: {why}.", zh="不能这样调整额度：{why_zh}。")


class FacilityNotInState(Refusal):
    """The facility or the proposal has moved on."""

    code = "facility_not_in_state"
    http_status = 409
    text = Text(en="It is {state} now; this is no longer possible.", zh="当前状态为 {state}，无法执行此操作。")


class AnotherColleague(Refusal):
    """Who proposed it may not confirm it."""

    code = "facility_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must confirm this: you proposed it yourself.",
        zh="须由另一位同事复核：该事项由您本人提出。",
    )
