"""The key facts of a loan on one page, in plain words, from the same cost sheet that was shown: before any clause.

What a borrower asks first, in the order in which they ask it: how much, what in all, when, what if late, how to get
out of it, whom to call. After the idea of a key facts statement (Reserve Bank of India, KFS for loans, 15 April 2024;
G20/OECD high-level principles on financial consumer protection, principle 6).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import HelpLine
from puhui.products.origination.rules.cost_sheet import localised

TITLE: Final = Text(en="The most important things on one page", zh="重要事项一页看懂")
SAME: Final = Text(
    en="These are the figures of the contract that follows. If anything here is not as you were told, do not sign, "
    "and call us.",
    zh="以上数字与后面的合同一致。如与您之前听到的不同，请不要签字，并致电我们。",
)
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
QUESTIONS: Final = {
    "get": Text(en="How much do I get?", zh="我能拿到多少钱？"),
    "finance": Text(en="How much is financed?", zh="为我垫付多少钱？"),
    "pay": Text(en="What do I pay in all?", zh="我一共要还多少钱？"),
    "when": Text(en="When do I pay?", zh="什么时候还？"),
    "late": Text(en="What if I pay late?", zh="还晚了会怎样？"),
    "cancel": Text(en="How do I get out of it?", zh="不想借了怎么办？"),
    "call": Text(en="Whom do I call?", zh="有事找谁？"),
}
GET: Final = Text(
    en="{principal}. All of it is paid out; nothing is kept back.", zh="{principal}，全额发放，不预先扣钱。"
)
PAY: Final = Text(
    en="{total}: the {principal}, and {cost} of costs. That is {pct} % a year, with everything in it.",
    zh="{total}：其中本金 {principal}，各项费用合计 {cost}。折合每年 {pct}%，所有费用都算在内。",
)
DUES: Final = Text(
    en="{count} times: the first is {first} on {first_on}, the last is {last} on {last_on}.",
    zh="共 {count} 次：第一次 {first_on} 还 {first}，最后一次 {last_on} 还 {last}。",
)
ONE_DUE: Final = Text(en="Once: {first} on {first_on}.", zh="只还一次：{first_on} 还 {first}。")
LATE: Final = Text(
    en="It costs more. {example} ({name}: {rate}, {way}.) If you see that you cannot pay, tell us before: asking for "
    "another plan costs nothing.",
    zh="要多付钱。{example}（{name}：{rate}，{way}。）如果预计还不上，请提前告诉我们，申请调整不收费。",
)
NOT_LATE: Final = Text(
    en="It costs nothing beside the interest. If you see that you cannot pay, tell us before: asking for another plan "
    "costs nothing.",
    zh="除正常利息外不另收费。如果预计还不上，请提前告诉我们，申请调整不收费。",
)
CANCEL: Final = Text(
    en="Before you sign: just do not sign, you owe nothing. {after}{early}",
    zh="签字之前：不签就行，什么都不欠。{after}{early}",
)
CALL: Final = Text(
    en="Us: {phone}, {hours}. A question or a complaint costs nothing. Not content with our answer? {regulator}, the "
    "consumers' line of the financial regulator.",
    zh="我们的电话：{phone}，{hours}。咨询、投诉都不收费。对答复不满意，可拨打金融监管消费者热线 {regulator}。",
)


def key_facts(sheet: Mapping[str, Any], help_line: HelpLine, *, language: str) -> list[tuple[str, str]]:
    """Questions and answers in one language; every amount is one of the sheet's."""
    shown = localised(sheet, language)
    answers = {
        "finance" if shown.get("form") == "lease" else "get": _get(shown),
        "pay": PAY.filled(
            total=_written(shown, shown["total_to_pay"]),
            principal=_written(shown, shown["principal"]),
            cost=_written(shown, shown["total_cost"]),
            pct=shown["all_in_cost_pct"],
        ),
        "when": _dues(shown, language=language),
        "late": _late(shown),
        "cancel": _cancel(shown, language=language),
        "call": CALL.filled(
            phone=help_line.phone,
            hours=help_line.hours.in_language(language),
            regulator=help_line.regulator_phone,
        ),
    }
    beside = {"get": "paid_to_note", "finance": "lease_note", "when": "drawn_note"}
    return [
        (QUESTIONS[name].in_language(language), _joined(answer.in_language(language), shown.get(beside.get(name, ""))))
        for name, answer in answers.items()
    ]


def _get(shown: Mapping[str, Any]) -> Text:
    return GET.filled(principal=_written(shown, shown["principal"]))


def _dues(shown: Mapping[str, Any], *, language: str) -> Text:
    lines = shown["schedule"]
    first, last = lines[0], lines[-1]
    said = {
        "count": len(lines),
        "first": _written(shown, first["total"]),
        "first_on": _day(first["due_date"], language=language),
        "last": _written(shown, last["total"]),
        "last_on": _day(last["due_date"], language=language),
    }
    return (DUES if len(lines) > 1 else ONE_DUE).filled(**said)


def _late(shown: Mapping[str, Any]) -> Text:
    if not shown["on_default"]:
        return NOT_LATE
    cost = shown["on_default"][0]
    return LATE.filled(**{name: cost[name] for name in ("name", "rate", "way", "example")})


def _cancel(shown: Mapping[str, Any], *, language: str) -> Text:
    gap = "" if language.lower().startswith("zh") else " "
    after = f"{shown['cooling_off']}{gap}" if "cooling_off" in shown else ""
    return CANCEL.filled(after=after, early=shown["early_repayment"])


def _joined(answer: str, beside: str | None) -> str:
    return f"{answer} {beside}" if beside else answer


def _day(text: str, *, language: str) -> str:
    """As people say it: 3 May 2026, 2026年5月3日."""
    on = date.fromisoformat(text)
    if language.lower().startswith("zh"):
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def _written(shown: Mapping[str, Any], amount: str) -> str:
    return Money.parse(amount, shown["currency"]).written
