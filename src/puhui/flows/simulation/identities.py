"""Made-up names and numbers of firms and of the people who represent them; the check digits are right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from stdnum.cn import ric, uscc

from puhui.flows.simulation.seeds import chance, number_of

T = TypeVar("T")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, without I, O, S, V, Z
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714-1997
_FAMILY = "陈林王李张刘黄吴周徐孙马朱胡郭何高罗郑梁"
_GIVEN = (
    "晓燕",
    "建国",
    "志强",
    "秀英",
    "海峰",
    "丽华",
    "国平",
    "春梅",
    "文斌",
    "玉兰",
    "永康",
    "雪莲",
    "家明",
    "桂香",
    "振华",
    "美玲",
)
_FIRST = (
    "晨曦",
    "远山",
    "青禾",
    "云杉",
    "海棠",
    "松涛",
    "白鹭",
    "金桂",
    "长河",
    "星野",
    "红杉",
    "银杏",
    "溪谷",
    "麦田",
    "竹溪",
    "明月",
)
_LEGAL_FORMS = ("有限公司", "商行", "加工厂", "经营部")
# Counties and city districts of every tier, in eleven provinces, so that reach and its gaps can be seen.
REGIONS = (
    *("330106", "330110", "330122", "330782", "331124", "331127"),
    *("510116", "510181", "510727", "511402", "511921", "513431"),
    *("440306", "440606", "440983", "370783", "370724", "371721"),
    *("410105", "410225", "411722", "610113", "610629", "610924"),
    *("520330", "520526", "620523", "621126", "420527", "360781"),
)


@dataclass(frozen=True, slots=True)
class Industry:
    """A trade, with what is usual in it."""

    code: str  # GB/T 4754 section
    name: str
    margin: float
    tax_pct: int
    season: float  # how far the best month lies above the mean
    peak_month: int


INDUSTRIES = (
    Industry("F", "五金批发", 0.16, 13, 0.15, 10),
    Industry("F", "农资", 0.14, 9, 0.55, 4),
    Industry("F", "服装", 0.24, 13, 0.35, 11),
    Industry("C", "食品加工", 0.22, 13, 0.30, 1),
    Industry("C", "机械零件", 0.20, 13, 0.10, 6),
    Industry("E", "装饰工程", 0.26, 9, 0.25, 9),
    Industry("G", "货运", 0.18, 9, 0.12, 11),
    Industry("I", "信息服务", 0.38, 6, 0.10, 12),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a made-up firm and its legal representative are."""

    uscc: str
    firm_name: str
    industry: Industry
    region: str
    representative: str
    resident_id: str
    phone: str


def identity_of(*, seed: int, number: int) -> Identity:
    """The identity number `number` of the population with this seed."""
    code = firm_code(seed=seed, number=number)
    industry = industry_of(code)
    return Identity(
        uscc=code,
        firm_name=f"示例{_pick(_FIRST, code, 'name')}{industry.name}{_pick(_LEGAL_FORMS, code, 'form')}",
        industry=industry,
        region=_pick(REGIONS, code, "region"),
        representative=person_name(code),
        resident_id=_resident_id(code),
        phone=f"1990000{number % 10_000:04d}" if number < 10_000 else f"199{number:08d}",
    )


def person_name(*words: object) -> str:
    """The name of a made-up person: the same for the same words."""
    return _pick(_FAMILY, *words, "family") + _pick(_GIVEN, *words, "given")


def firm_code(*, seed: int, number: int) -> str:
    """A unified social credit code: authority 9, kind 1, the region 999999 that does not exist."""
    rest, letters = number_of("firm", seed, number), "M"
    for _ in range(7):
        rest, place = divmod(rest, 31)
        letters += _ALPHABET[place]
    code = "91999999" + letters + _organisation_check(letters)
    return code + str(uscc.calc_check_digit(code))


def industry_of(code: str) -> Industry:
    """The trade of the firm with this code."""
    return _pick(INDUSTRIES, code, "industry")


def _organisation_check(letters: str) -> str:
    """The check character of an organisation code (GB 11714-1997): 11 less the weighted sum modulo 11."""
    values = (int(c, 36) for c in letters)
    left = 11 - sum(w * v for w, v in zip(_ORGANISATION_WEIGHTS, values, strict=True)) % 11
    return {10: "X", 11: "0"}.get(left, str(left))


def _resident_id(code: str) -> str:
    """A resident number with the code of a whole province, 110000, which no person has."""
    born = date(1964, 1, 1) + timedelta(days=int(chance(code, "born") * 36 * 365))
    number = f"110000{born:%Y%m%d}{int(chance(code, 'order') * 999) + 1:03d}"
    return number + str(ric.calc_check_digit(number + "0"))


def _pick(choices: Sequence[T], *words: object) -> T:
    return choices[int(chance(*words) * len(choices))]
