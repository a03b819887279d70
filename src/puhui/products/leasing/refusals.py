"""What leasing refuses, with a code and a sentence in both languages."""

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class AlreadyLet(Refusal):
    """The very thing is let already."""

    code = "equipment_already_let"
    http_status = 409
    text = Text(
        en="{maker} {serial} is leased already: the same thing cannot be let twice.",
        zh="{maker} {serial} 已在融资租赁中：同一设备不得重复出租。",
    )


class WrongPrice(Refusal):
    """Price, down payment and what is asked for do not fit together."""

    code = "lease_price"
    text = Text(
        en="Of a price of {price} at most {most} can be financed, because the product asks for {share} % at first; "
        "{asked} was asked for.",
        zh="设备价款 {price}，本产品首付比例 {share}%，最多可融资 {most}，申请金额为 {asked}。",
    )


class SupplierIsLessee(Refusal):
    """Nobody lets themselves their own thing."""

    code = "supplier_is_lessee"
    http_status = 409
    text = Text(
        en="The supplier is the lessee: choose equipment that somebody else sells.",
        zh="供应商与承租人为同一人：请选择由他人出售的设备。",
    )


class NoEquipment(Refusal):
    """A lease is about a thing, and none was chosen."""

    code = "no_equipment"
    http_status = 409
    text = Text(
        en="Choose the equipment first: what it is, its serial number, who sells it, and its price.",
        zh="请先选定设备：名称、序列号、供应商和价款。",
    )


class NotALease(Refusal):
    """Equipment goes with a leasing product."""

    code = "not_a_lease"
    http_status = 409
    text = Text(en="This is no application for a lease.", zh="这不是融资租赁申请。")


class NotAccepted(Refusal):
    """The supplier is paid after the lessee has accepted delivery."""

    code = "delivery_not_accepted"
    http_status = 409
    text = Text(
        en="The supplier is paid when the lessee has accepted delivery; that has not happened.",
        zh="承租人验收后方可向供应商付款；目前尚未验收。",
    )


class WrongSerial(Refusal):
    """What was delivered is not what was chosen."""

    code = "wrong_serial"
    text = Text(
        en="The serial number is not the one that was chosen; look at the plate on the machine.",
        zh="序列号与选定设备不符，请核对设备铭牌。",
    )


class LeaseStepRefused(Refusal):
    """The thing is not where this step begins."""

    code = "lease_step"
    http_status = 409
    text = Text(en="This cannot be done while the thing is {state}.", zh="设备目前状态为 {state}，不能办理。")


class NoReturnPrice(Refusal):
    """The lease publishes no price of an early return, or it is too early for one."""

    code = "no_return_price"
    http_status = 409
    text = Text(
        en="No price for giving it back holds now; from {from_on} on there is one, where the lease says so.",
        zh="目前没有提前退还价格；合同约定的，自 {from_on} 起可按公布价格退还。",
    )


class NoGuarantee(Refusal):
    """The product knows no guarantee of the residual."""

    code = "no_residual_guarantee"
    http_status = 409
    text = Text(en="Nobody guarantees the residual under this lease.", zh="该租赁产品没有余值担保。")


class MeterRunsBack(Refusal):
    """A reading below, or before, the last one."""

    code = "meter_runs_back"
    text = Text(
        en="The meter {meter} stood at {last} on {at}: a later reading is at least that.",
        zh="计量表 {meter} 在 {at} 的读数为 {last}：之后的读数不得低于该数。",
    )


class RentsUnpaid(Refusal):
    """The thing becomes the lessee's when everything is paid."""

    code = "rents_unpaid"
    http_status = 409
    text = Text(
        en="{left} is still to be paid; the thing becomes the lessee's when nothing is.",
        zh="尚有 {left} 未付清；全部付清后设备归承租人所有。",
    )
