"""One journey of each group of customers in a browser: what they press and read; behind it the bank, staff and days."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.interfaces.browser.conftest import OpenPage
from tests.interfaces.browser.customer import Customer, collected_on, go_to, paid_in_all, shown
from tests.interfaces.browser.robot import CHINESE, ENGLISH, READING_SECONDS
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import PASSWORD, helper_at
from tests.rooms.collections.late import MANAGER, RISK
from tests.rooms.farms.village import Village
from tests.rooms.origination.firm_at_the_door import firm_at_the_door, staff
from tests.rooms.party.made_up import phone, resident_id
from tests.rooms.payees.shops import let_in
from tests.small_papers import PNG

from puhui.flows.change_loan.confirm_change import confirm_change
from puhui.flows.collections.hardship import offer_plan, plan_options
from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.secure_loan.covers import keep_cover
from puhui.flows.simulation.population import MadeUpFirm
from puhui.flows.trade.order_loans import pay_milestone
from puhui.flows.trade.take_order import answer_order
from puhui.foundation.ledger.facade import business_date, check_books
from puhui.foundation.party.facade import NewRelation, household_of, party_card, person_by_phone, record_relation
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.money import Money
from puhui.products.collateral.facade import NewCertificate
from puhui.products.collections.facade import help_requests
from puhui.products.farms.facade import backer, farm_faults
from puhui.products.lending.facade import loan, pay_off_quote
from puhui.products.orders.facade import note_delivery, order, orders_faults, pay_order

pytestmark = pytest.mark.browser
CLERK = staff(Role.OPERATIONS, name="Clerk")
PHOTO = {"name": "photo.png", "mimeType": "image/png", "buffer": PNG}
SOWING, HARVESTED = date(2027, 2, 5), date(2028, 1, 20)


def test_a_grandmothers_hearing_aid(open_page: OpenPage, world: World) -> None:
    """She is 78 and reads in large text; the hospital is paid; nobody hurries her, and it costs what the sheet said."""
    hospital = firm_at_the_door(invoices="")
    let_in(hospital, kind="hospital", baskets=False)
    name = party_card(SYSTEM, party_id=hospital.firm_id).name

    # 她把字调大，用验证码登录，说明自己是谁。
    she = Customer(open_page(), world, CHINESE, phone=phone(61))
    she.opens("/")
    she.presses("大字版")
    she.sign_in()
    assert she.page.locator("html.large").count() == 1  # and so it stays, on every page
    she.says_who_they_are("李桂兰", resident_id(61, born="19480307"))

    # 她选医疗分期；页面问她要不要一位亲友。她请侄女做联系人，侄女收到短信，在自己的手机上同意。
    she.says_what_they_earn(income="4,200", living="1,600")
    she.presses("医疗分期")
    asking = she.page.url
    she.reads("您想让一位亲友（如子女）陪您办理吗？")
    she.presses("指定联系人")
    she.says("对方手机号", phone(62))
    she.presses("指定此人")
    she.reads("已通知对方，尚未答复。")
    niece = Customer(open_page(), world, CHINESE, phone=phone(62))
    assert "李*" in niece.newest_message()
    assert "桂兰" not in niece.newest_message()
    niece.sign_in()
    niece.presses("查看内容")
    niece.presses("同意", exact=True)
    she.page.reload()
    she.reads("对方已同意。")

    # 她接着申请：付给医院，分六期。
    she.opens(asking)
    she.does_not_read("您想让一位亲友")
    she.says("需要多少钱", "5,800")
    she.picks("6 个月", "等额本息，每月金额相同", "助听器")
    she.page.get_by_label("向谁付款").select_option(label=name)
    she.says("账单编号", "ZY-2026-118")
    she.press("check")
    she.reads("5,800.00", "6 个月", "助听器")
    she.press("send application")

    # 她慢慢看：读得太快不算数；反悔期写在费用表上。
    offer = she.reads_the_offer(seconds=6)
    she.reads(name, "自放款之日起 14 日内")
    she.press("take")
    she.reads("请先仔细阅读")
    world.pass_seconds(10)
    she.press("take")
    she.reads(name)
    loan_id = she.signs()
    mine = she.page.url
    she.opens(mine)
    assert name in she.newest_message()  # the hospital was paid: nobody tells her that she was
    she.reads("¥5,800.00", "在 2026年12月7日 前您可退还贷款")

    # 第一期她自己还，其余各期到期日从账户自动扣款；反悔期过了，退还的按钮也就没有了。
    first, *later = offer.sheet["schedule"]
    go_to(world, date.fromisoformat(first["due_date"]))
    she.repays(mine, first["total"])
    she.does_not_read("退还贷款")
    for line in later:
        collected_on(world, date.fromisoformat(line["due_date"]))
    she.opens(mine)
    she.reads("已结清")

    # 她一共付的，正是费用表上说的，一分不多。
    assert paid_in_all(loan_id) == Money.parse(offer.sheet["total_to_pay"])


def test_a_supplier_paid_by_order(open_page: OpenPage, world: World, firms: list[MadeUpFirm], tmp_path: Path) -> None:
    """A weaving mill is lent 70 % of an order in three parts; what the buyer pays repays the loan, the rest is hers."""
    buyer = firm_at_the_door(consent=False, invoices="")
    code = party_card(SYSTEM, party_id=buyer.firm_id).identifier

    # She registers her firm and brings its invoices.
    she = Customer(open_page(), world, ENGLISH, phone="13600136012")
    she.opens("/")
    she.presses("English")
    she.sign_in()
    she.register(firms[1])
    she.bring_invoices(firms[1], tmp_path)

    # She tells us the order; the buyer is asked, and says yes.
    she.opens("/overview/")
    she.presses("Tell us an order")
    told = {
        "Unified social credit code of the buyer": code,
        "Name of the buyer": "Great Buyer Co.",
        "Number of the order": "PO-2026/117",
        "Amount of the order": "200,000",
        "What was ordered?": "Cotton cloth, 120 g",
        "How many, or how much?": "4,000 m",
        "Day of the order": "2026-11-23",
        "To be delivered until": "2027-01-22",
        "To be paid until": "2027-02-11",
    }
    for label, value in told.items():
        she.says(label, value)
    she.presses("Send it to the buyer")
    she.reads("Your buyer has been asked", "¥200,000.00", "22 Jan 2027", "11 Feb 2027")
    mine, order_id = she.page.url, she.thing_id
    answer_order(buyer.call(), order_id=order_id, agree=True)

    # Seventy percent of the order can be lent, and no more; she reads what it costs and signs.
    she.opens(mine)
    she.reads("At most 140000.00 yuan")
    she.says("How much do you need?", "140,000")
    she.picks("3 months")
    she.presses("Go on", exact=True)
    she.presses("Papers, by photo")
    she.page.set_input_files("#id_file", PHOTO)  # the order itself, the only paper that is asked for
    she.presses("Send this paper")
    she.presses("Back to the application")
    she.press("send application")
    offer = she.reads_the_offer(seconds=READING_SECONDS)
    she.press("take")
    loan_id = she.signs()
    owed = she.page.url

    # Forty percent come at once. For the next part she shows the mill's invoice, and a second person agrees.
    she.opens(owed)
    she.reads("¥56,000.00")
    for part, (paper, owes) in {
        "material": ("invoice 0412 of the mill", "¥98,000.00"),
        "shipped": ("waybill SF 88213", "¥140,000.00"),
    }.items():
        go_to(world, business_date() + timedelta(days=10))
        she.opens(mine)
        she.page.get_by_text("I have the proof").first.click()
        she.page.locator(f"#id_reason_{part}").fill(paper)
        she.page.locator(f"form[action$='/{part}/'] button").click()
        she.reads(paper, "waits for a second person")
        pay_milestone(world.call(CLERK), order_id=order_id, code=part)
        world.deliver()
        she.opens(owed)
        she.reads(owes)

    # The goods have arrived. The buyer pays; a little is missing for the last days, and she sees where it went.
    go_to(world, date(2027, 1, 22))
    she.opens(owed + "repay/")
    quote = pay_off_quote(SYSTEM, loan_id, business_date())
    she.reads(shown(quote.to_pay))
    note_delivery(world.call(CLERK), order_id=order_id, delivered=Money(200_000_00), evidence="buyer's receipt")
    pay_order(buyer.call(), order_id=order_id, amount=Money(100_000_00))
    world.deliver()
    she.opens(mine)
    she.reads("Your buyer has paid", "¥100,000.00")
    she.repays(owed)
    she.reads("Paid off")
    pay_order(buyer.call(), order_id=order_id)
    world.deliver()
    world.deliver()
    she.opens(mine)
    done = order(SYSTEM, order_id)
    she.reads("paid by the buyer", "¥200,000.00", shown(done.to_loan), shown(done.to_seller))
    assert done.to_loan + done.to_seller == Money(200_000_00)
    assert paid_in_all(loan_id) == quote.to_pay
    assert orders_faults() == []
    assert Money.parse(offer.sheet["total_to_pay"]).minor >= quote.to_pay.minor


def test_a_couriers_scooter(open_page: OpenPage, world: World) -> None:
    """Instalments follow what he earns: after a bad month they fall by a longer loan, and never cost more than told."""
    dealer = firm_at_the_door(invoices="")
    let_in(dealer, kind="dealer", baskets=False)
    name = party_card(SYSTEM, party_id=dealer.firm_id).name

    # He says who he is, and what he earns and needs.
    he = Customer(open_page(language="en"), world, ENGLISH, phone=phone(63))
    he.sign_in()
    he.says_who_they_are("Chen Gang", resident_id(63, born="19980214"))
    he.says_what_they_earn(income="6,500", living="2,600")

    # A scooter of 4,900 yuan, paid to the dealer (from 5,000 on the first money would wait), in twelve instalments.
    he.presses("Tools and vehicle loan for gig workers")
    he.says("How much do you need?", "4,900")
    he.picks("12 months", "The same sum every month", "A scooter or motorcycle")
    he.page.get_by_label("Who is to be paid?").select_option(label=name)
    he.press("check")
    he.press("send application")

    # The sheet tells him what lower instalments would cost at most.
    offer = he.reads_the_offer(seconds=READING_SECONDS)
    link, planned = offer.sheet["income_link"], Money.parse(offer.sheet["schedule"][0]["total"])
    lowest, most = Money.parse(link["lowest_instalment"]), Money.parse(link["most_to_pay"])
    he.reads(name, link["text"]["en"], link["lowest_instalment"], link["most_to_pay"])
    he.press("take")
    he.reads(link["text"]["en"])  # and so does the contract
    loan_id = he.signs()
    mine = he.page.url
    he.opens(mine)
    he.reads("¥4,900.00", "Running", shown(planned))

    # Two instalments are collected on their days. In the third month he earns less, links his income, and says so.
    for line in offer.sheet["schedule"][:2]:
        collected_on(world, date.fromisoformat(line["due_date"]))
    he.opens("/me/income/link/")
    he.allows("Allow and ask now")
    he.reads("What the source says")
    he.opens(mine)
    he.presses("I cannot pay")
    he.picks("Sales or income fell")
    he.says("How much could you pay each time?", str(lowest))
    he.presses("Ask for help")
    he.reads("A person is looking at it")

    # A person answers with a longer loan, a second one agrees; he reads before and after, and signs with a code.
    [asked] = help_requests(SYSTEM, loan_id=loan_id)
    longest = [one for one in plan_options(RISK, asked=asked) if one.name == "re_amortise"]
    plan = min(longest, key=lambda one: abs(one.shown.preview.after.next_due_minor - lowest.minor))
    offer_plan(world.call(MANAGER), help_id=asked.id, plan=plan.asked, reason="orders are few in winter")
    [asked] = help_requests(SYSTEM, loan_id=loan_id)
    assert asked.change_id is not None
    confirm_change(world.call(RISK), change_id=asked.change_id)
    lower = Money(plan.shown.preview.after.next_due_minor)
    he.opens(mine + "plan/")
    he.reads(shown(planned), shown(lower), f"{shown(Money(plan.shown.preview.more_to_pay_minor))} more interest")
    assert lowest.minor <= lower.minor < planned.minor
    he.presses("Send me the code to agree")
    he.types_the_code()
    he.presses("I agree to this plan")
    he.opens(mine)
    he.reads(shown(lower))

    # Two months later he is on his feet again and pays the rest off: less than the most that he was told.
    day = date.fromisoformat(offer.sheet["schedule"][3]["due_date"])
    collected_on(world, day)
    he.opens(mine)
    he.repays(mine)
    he.reads("Paid off")
    paid = paid_in_all(loan_id)
    assert paid.minor < most.minor
    he.opens(f"{mine}statement/?from=2026-11-23&to={day}")
    he.reads(f"{Decimal(str(paid)):,.2f}")


def test_an_orchard_from_sowing_to_harvest(open_page: OpenPage, world: World) -> None:
    """A season's money, asked for at a service point, signed by husband and wife, paid by the orchard's calendar."""
    go_to(world, SOWING)
    village = Village(world)  # type: ignore[arg-type]  # asks no more of a world than a call
    helper_at(world, "agent-wu")

    # 服务点的人员登录；农户报出自己手机上的验证码，两人一起登记。
    helper = Customer(open_page(), world, CHINESE)
    helper.opens("/sign-in/helper/")
    helper.says("登录名", "agent-wu")
    helper.says("密码", PASSWORD)
    helper.press("sign in")
    helper.says("客户手机号", phone(64))
    helper.press("send code")
    helper.fill("code", world.code_for(phone(64)))
    helper.presses("开始协助")
    visit = helper.page.url
    helper.presses("一起填写")
    helper.says("您的姓名", "赵大田")
    helper.says("您的居民身份证号", resident_id(64, born="19790504"))
    helper.press("save")
    helper.reads("赵*")
    helper.does_not_read("大田", phone(64))

    # 他在自己的手机上填地块、年限和收入；村里把他列入名单；妻子同意共同还款。
    he = Customer(open_page(), world, CHINESE, phone=phone(64))
    he.sign_in()
    for plot, mu in (("东坡", "8.00"), ("水库边", "6.50")):
        he.opens("/farm/plots/new/")
        he.says("地块名称", plot)
        he.says("面积（亩）", mu)
        he.page.get_by_label("种植（养殖）品种").select_option(label="柑橘果园")
        he.presses("保存地块")
    he.presses("务农年限与收入")
    he.says("务农年限", "15")
    he.says("家庭年收入", "68000")
    he.presses("保存")
    he.reads("东坡", "8.00 亩", "6.50 亩", "2028年1月20日")
    farmer = person_by_phone(phone(64))
    assert farmer
    list_id = village.listed([farmer], limit="60000.00", each="40000.00")
    home = household_of(farmer)
    she = Customer(open_page(), world, CHINESE, phone=phone(65))
    she.sign_in()
    wife = person_by_phone(phone(65))
    assert wife
    told = NewRelation(
        kind="household_member",
        subject_id=wife,
        group_id=home,
        standing="adult",
        since_on=SOWING,
        evidence="户口簿",
    )
    record_relation(world.call(MANAGER), relation=told)
    she.opens("/farm/")
    she.reads("需要您确认")
    she.presses("同意", exact=True)

    # 服务点代填申请，把设备交给他：只有他本人用自己的验证码确认。
    helper.opens(visit)
    helper.presses("一起填写")
    helper.presses("果园农时贷")
    helper.says("需要多少钱", "33,000")
    helper.picks("12 个月", "随借随还", "柑橘果园")
    helper.presses("保存并交客户")
    helper.reads("仅客户本人可以确认", "33,000.00")
    helper.presses("拍照上传材料")
    for _ in ("户口簿", "土地承包经营权证"):
        helper.page.set_input_files("#id_file", PHOTO)
        helper.presses("上传此材料")
    helper.does_not_read("尚缺")
    helper.presses("交客户确认")
    helper.presses("发送验证码到我的手机")
    for box in helper.page.get_by_role("checkbox").all():
        box.check()
    helper.fill("code", world.code_for(phone(64)))
    helper.presses("确认并提交")
    helper.reads("结果和理由仅发送至客户手机")

    # 方案只有他看得到：14.5 亩，每亩 2,500 元的九成，按百元取整。
    he.opens("/overview/")
    he.page.locator("a.link-card[href^='/applications/']").click()
    he.reads("通过了")
    offer = he.reads_the_offer(seconds=READING_SECONDS)
    assert (offer.amount, offer.sheet["schedule"][0]["due_date"]) == (Money.parse("32600.00"), str(HARVESTED))
    he.press("take")
    he.press("signing code")
    code = world.code_for(phone(64))
    he.fill("code", code)
    he.press("sign")
    he.reads("家庭")  # his wife's signature is missing: nothing is signed yet
    she.opens("/overview/")
    she.presses("阅读并签署")
    she.reads("以全部财产承担还款责任", shown(offer.amount), shown(Money.parse(offer.sheet["total_to_pay"])))
    she.reads("共同借款人", "138****0065", "对全部债务承担连带责任")
    she.presses("填写身份信息")  # she answers with all she owns, so she says first who she is
    she.fill("name", "孙兰")
    she.fill("resident_id", resident_id(65, born="19810911"))
    she.press("save")
    she.presses("发送验证码")
    she.types_the_code()
    she.presses("签约")
    he.fill("code", code)
    he.press("sign")
    mine, loan_id = he.page.url, he.thing_id
    assert backer(SYSTEM, backer_id=list_id).used == offer.amount

    # 果树要先投保：页面说明还缺什么、送到哪里；客户经理登记凭证，营运放款，才能提款。
    he.opens(mine)
    he.presses("还缺什么")
    he.reads("果树保险", "26,080.00", "送到哪里")
    he.opens(f"/farm/loans/{loan_id}/parts/")
    assert he.page.get_by_role("button", name="现在提取这一笔").count() == 0
    trees = NewCertificate(
        cover="fruit_trees",
        number="GSX-2027-0007",
        insurer="示例农业保险",
        insured=offer.amount,
        valid_from=SOWING,
        valid_until=date(2028, 1, 31),
    )
    keep_cover(world.call(MANAGER), loan_id=loan_id, asked=trees, name="凭证.pdf", content=b"%PDF-1.7 made up")
    request_disbursement(world.call(CLERK), loan_id=loan_id)
    he.opens(f"/loans/{loan_id}/needed/")
    he.reads("不缺什么", "GSX-2027-0007")

    # 春、夏、秋各提一笔，每笔自到账之日起计息；没到时间的提不了。
    owed = Money(0)
    drawn = ((SOWING, "16,300.00"), (date(2027, 6, 15), "9,780.00"), (date(2027, 11, 1), "6,520.00"))
    for day, amount in drawn:
        go_to(world, day)
        he.opens(f"/farm/loans/{loan_id}/parts/")
        he.reads(f"¥{amount}")
        assert he.page.get_by_role("button", name="现在提取这一笔").count() == 1
        he.presses("现在提取这一笔")
        world.deliver()
        owed += Money.parse(amount.replace(",", ""))
        he.opens(mine)
        he.reads(shown(owed), "还款中")

    # 柑橘卖了，他在约定的日子还清：利息按每笔的天数算，一分不多。
    go_to(world, HARVESTED)
    he.opens(mine + "repay/")
    rate = Decimal(loan(SYSTEM, loan_id).annual_rate_pct)
    days = [(Money.parse(amount.replace(",", "")).minor, (HARVESTED - day).days) for day, amount in drawn]
    interest = Money(round(sum(minor * n for minor, n in days) * rate / 100 / 365))
    he.reads(shown(owed + interest))
    he.repays(mine)
    he.reads("已结清")
    assert paid_in_all(loan_id) == owed + interest
    assert paid_in_all(loan_id).minor < Money.parse(offer.sheet["total_to_pay"]).minor
    assert check_books(controls={"farms": farm_faults}) == []
