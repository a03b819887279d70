"""The data-protection impact record of a decision by a program, in the order of PIPL article 56, in both languages.

Made from what is in force: nothing is written by hand that could go stale.
"""
# ruff: noqa: E501 - sentences in two languages

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact that the model or the policy asks for, and where it comes from."""

    name: str
    text: Text
    meaning: Text
    source: Text


@dataclass(frozen=True, slots=True)
class Ground:
    """The consent under which data are read: its title, its words, how long it lasts."""

    title: Text
    words: Text
    scopes: tuple[Text, ...]
    max_days: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure: what it is, its value, how it stands."""

    text: Text
    part: Text
    value: str
    level: Text
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactInputs:
    """What the record is made from."""

    made_on: date
    product_code: str
    policy: tuple[tuple[str, str], ...]
    model: tuple[tuple[str, str], ...]
    facts: Sequence[FactUsed]
    grounds: Sequence[Ground]
    kept_out: Sequence[tuple[Text, Text, str]]
    figures: Sequence[Figure]
    figures_on: date | None
    ask_within_days: int
    explain_within_working_days: int
    rights_source: str


NAMES = {
    "policy": Text(en="Policy", zh="策略"),
    "effective_from": Text(en="in force from", zh="生效日期"),
    "source": Text(en="source", zh="依据"),
    "approved_by": Text(en="approved by", zh="批准人"),
    "hash": Text(en="hash (SHA-256)", zh="哈希值（SHA-256）"),
    "model": Text(en="Model", zh="模型"),
    "taught_by": Text(en="taught by rows / bad ones", zh="训练样本数/坏样本数"),
    "auc": Text(en="AUC on unseen rows (95 %)", zh="样本外AUC（95%区间）"),
    "ks": Text(en="KS on unseen rows", zh="样本外KS"),
    "calibration": Text(en="calibration error", zh="校准误差"),
    "out_of_time": Text(en="AUC out of time (95 %)", zh="跨期AUC（95%区间）"),
    "alarms": Text(en="groups below 0.8 of the largest", zh="通过率低于最大群体80%的群体"),
    "limits": Text(en="limits of use", zh="使用限制"),
    "date": Text(en="Made on", zh="生成日期"),
    "product": Text(en="Product", zh="产品"),
}
SECTIONS = {
    "title": Text(en="Data-protection impact record: decisions by a program on loan applications", zh="个人信息保护影响评估记录：贷款申请的自动化决策"),
    "duty": Text(en="Decisions by automation need such a record before they are used, and it is kept for at least three years (PIPL articles 55 and 56). It is generated from the policy, the model, the facts, the consents and the watch in force on the day; a person responsible for data protection must read and sign it.",
                 zh="利用个人信息进行自动化决策应当事前进行影响评估，记录至少保存三年（《个人信息保护法》第五十五、五十六条）。本记录由当日生效的策略、模型、事实、授权与监测数据自动生成，须由个人信息保护负责人审阅并签署。"),
    "purpose": Text(en="1. Purpose and means: lawful, justified, necessary", zh="一、处理目的与方式：合法、正当、必要"),
    "purpose_words": Text(en="The program decides whether, how much and at what price the institution lends, so that a firm without collateral gets an answer within seconds, from its own business data. Only the facts below are used; each has one definition and one source.",
                          zh="程序决定是否放款、额度与价格，使没有抵押物的企业凭自身经营数据在数秒内得到答复。仅使用下列事实，每项事实有唯一的定义与来源。"),
    "grounds": Text(en="Consents under which the data are read", zh="处理依据：授权"),
    "facts": Text(en="Facts that are used", zh="所使用的事实"),
    "impact": Text(en="2. Impact on people, and risks", zh="二、对个人权益的影响与风险"),
    "impact_words": Text(en="A refusal or a price weighs heavily on a firm and its owner. The chief risks: wrong or old data; a model that meets other people than it was made for; a fact that stands for a protected attribute; an answer that nobody can explain. What is measured of them:",
                         zh="拒绝或定价对企业及其经营者影响重大。主要风险：数据错误或过时；模型面对的人群已经变化；某项事实变相代表受保护属性；答复无法解释。对这些风险的监测结果如下："),
    "no_figures": Text(en="Nothing has been measured yet: the watch has not seen a day with enough decisions.", zh="尚无监测结果：监测尚未覆盖足够的决策。"),
    "measures": Text(en="3. Protection: lawful, effective, proportionate", zh="三、保护措施：合法、有效、与风险程度相适应"),
    "kept_out": Text(en="Kept out of models and policies", zh="不得用于模型与策略"),
    "signature": Text(en="Read and approved by (name, office, date): ____________________", zh="审阅批准（姓名、职务、日期）：____________________"),
}  # fmt: skip


def protections(inputs: ImpactInputs) -> list[Text]:
    """What is done against the risks, a sentence each."""
    days, working = inputs.ask_within_days, inputs.explain_within_working_days
    return [
        Text(en="Names, identity numbers and phone numbers are kept encrypted and apart; decisions are kept with ids and facts only; staff see masked values, and every look behind the mask is logged with its purpose.",
             zh="姓名、身份证号码与手机号加密单独存放；决策记录仅含编号与事实；员工默认只见脱敏信息，查看明文均记录用途。"),
        Text(en=f"Every refusal tells its principal reasons, the data used and how to correct them. Questions are asked for within {days} days and taken later too; a person explains within {working} working days; a person looks at any refusal on request.",
             zh=f"每次拒绝均告知主要理由、所用数据及更正方式。建议在 {days} 日内提出疑问，逾期亦受理；人工说明在 {working} 个工作日内作出；对任何拒绝均可要求人工复核。"),
        Text(en="Each decision is kept unchangeably with all that it was made from and with its hash; a sample is computed again every day, to the byte.",
             zh="每项决策连同全部依据及其哈希值保存且不可更改，每日抽样逐字节重算。"),
        Text(en="Groups of sex, age and place are counted once a day by the system to see that they are treated alike; nobody's group is kept with a decision.",
             zh="系统每日仅为核查公平性而统计性别、年龄与城乡群体；任何人的所属群体均不与其决策一并保存。"),
        Text(en="A change of model or policy is proposed by one person and approved by another; protected attributes and their proxies are refused by name.",
             zh="模型与策略变更须一人提出、另一人批准；受保护属性及其代理变量按名称拒绝使用。"),
    ]  # fmt: skip
