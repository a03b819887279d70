"""Every fault of a policy, a table, a scorecard or a draft in plain words of both languages, by its code."""

from collections.abc import Mapping
from typing import Final

from puhui.kernel.texts import Text

UNKNOWN_WORD: Final = Text(en="unknown", zh="未知")
KIND_WORDS: Final[Mapping[str, Text]] = {
    "number": Text(en="number", zh="数值"),
    "text": Text(en="text", zh="文本"),
    "boolean": Text(en="boolean", zh="是否值"),
    "date": Text(en="date", zh="日期"),
}
STATES: Final[Mapping[str, Text]] = {
    "open": Text(en="open", zh="编写中"),
    "submitted": Text(en="submitted", zh="已提交"),
    "published": Text(en="published", zh="已发布"),
    "dropped": Text(en="dropped", zh="已作废"),
    "draft": Text(en="draft, not approved", zh="待批准"),
    "approved": Text(en="approved", zh="已批准"),
    "declined": Text(en="declined", zh="已否决"),
    "retired": Text(en="retired", zh="已停用"),
    "proposed": Text(en="proposed", zh="待确认"),
    "in_force": Text(en="in force", zh="生效中"),
    "ended": Text(en="ended", zh="已结束"),
}
FAULTS: Final[Mapping[str, Text]] = {
    # the document
    "unreadable": Text(en="{fault}", zh="内容无法解析：{fault}"),
    "no_decision_model": Text(en="not a decision model of a policy: {fault}", zh="不是策略的决策模型文件：{fault}"),
    "unknown_key": Text(en="unknown key '{name}'", zh="未知的键“{name}”"),
    "missing": Text(en="{name} is missing", zh="缺少{name}"),
    "date_needed": Text(en="a date is needed, such as 2027-01-01", zh="应为日期，例如2027-01-01"),
    "offers": Text(en="one to three offers", zh="应有一至三个报价方案"),
    "no_fact": Text(en="not a known fact", zh="不是已登记的指标"),
    "step_and_least": Text(en="step and least are above zero", zh="最低金额和步长应大于零"),
    "too_long": Text(en="at most {most} characters, none of them zero", zh="最多{most}个字符，且不得含空字符"),
    "policy_id": Text(en="a name of 1 to 60 characters", zh="名称应为1至60个字符"),
    "no_scorecard": Text(en="there is no scorecard '{name}'", zh="没有名为“{name}”的评分卡"),
    "no_holidays": Text(en="no holidays are known for '{calendar}'", zh="没有日历“{calendar}”的节假日数据"),
    "other_hash": Text(en="the content kept does not have its hash", zh="所存内容与其哈希值不符"),
    # tables
    "table_missing": Text(en="this table is missing", zh="缺少该表"),
    "table_needed": Text(en="a table is needed here", zh="此处应为一张表"),
    "one_of": Text(en="one of {names}", zh="应为以下之一：{names}"),
    "some_of": Text(en="some of {names}", zh="应为以下若干项：{names}"),
    "table_size": Text(
        en="a table has at most {rows} rows and {columns} columns", zh="一张表最多{rows}行、{columns}列"
    ),
    "rows_most": Text(en="a table has at most {most} rows", zh="一张表最多{most}行"),
    "same_id": Text(en="two rows have the same id", zh="有两行编号相同"),
    "row_id": Text(en="a row has an id", zh="每行应有编号"),
    "no_row": Text(en="there is no such row", zh="没有这一行"),
    "row_moves": Text(en="a row moves up or down within the table", zh="行只能在表内上移或下移"),
    "priority": Text(
        en="a priority table lists the values of an output in falling priority",
        zh="优先级表应按优先级从高到低列出输出值",
    ),
    "types_needed": Text(en="a table of names and types is needed", zh="应列出列名及其类型"),
    "types": Text(en="a type is one of {names}", zh="类型应为以下之一：{names}"),
    "as_text": Text(en="write the number as text, such as '{value}'", zh="请将数值写成文本，例如“{value}”"),
    "no_column": Text(en="there is no such column", zh="没有这一列"),
    "no_kind": Text(en="not a known {kind}", zh="不是已知的{kind}"),
    "outputs": Text(en="must be {names}", zh="应为{names}"),
    "overlap": Text(en="rows {a} and {b} overlap", zh="{a}行与{b}行重叠"),
    "gap": Text(en="no row for {hole}", zh="没有对应的行：{hole}"),
    "too_many": Text(
        en="the table has too many combinations to be checked; give columns their values",
        zh="表的组合过多，无法检查；请为各列列出取值",
    ),
    "outcomes": Text(en="an outcome is one of {names}", zh="结论应为以下之一：{names}"),
    "reason_without_text": Text(en="the reason '{code}' has no text", zh="理由“{code}”没有文字说明"),
    # cells
    "no_date": Text(en="'{text}' is not a date", zh="“{text}”不是日期"),
    "not_a_kind": Text(en="'{text}' is not a {kind}", zh="“{text}”不是{kind}"),
    "empty_test": Text(en="an empty test; write - for any value", zh="条件为空；不限取值时请写-"),
    "empty_range": Text(en="the range {part} is empty", zh="区间{part}为空"),
    "kind_needed": Text(en="a {kind} is needed, not {type}", zh="应为{kind}，而不是{type}"),
    "amount_asked": Text(
        en="an amount above zero, and at most 100,000,000,000.00", zh="金额应大于零且不超过100,000,000,000.00"
    ),
    "term_asked": Text(en="a term is 1 to 360 months", zh="期限应为1至360个月"),
    # formulas and sections
    "measure_name": Text(en="a measure has a name of its own, without a dot", zh="计算项应有独立名称，且不含点号"),
    "circle": Text(en="measures ask for each other in a circle", zh="计算项之间循环引用"),
    "names_needed": Text(en="a table of at most {most} names is needed", zh="应为不超过{most}项的名称表"),
    "fact_line": Text(
        en="text and a unit are needed, one of {units}", zh="应有文字说明和单位，单位为以下之一：{units}"
    ),
    "document_line": Text(
        en="words are needed, and when_more is true or false", zh="应有文字说明，when_more应为true或false"
    ),
    "only_rate": Text(en="only rate_pct belongs here", zh="此处只能有rate_pct"),
    "percent": Text(en="0 to 100", zh="应在0至100之间"),
    "not_known_here": Text(en="'{name}' is not known here", zh="此处不识别“{name}”"),
    "not_asked_for": Text(en="'{name}' is not asked for", zh="公式未使用“{name}”"),
    "both_languages": Text(en="words in both languages are needed: en and zh", zh="应同时提供英文（en）和中文（zh）"),
    "number_needed": Text(
        en="a number is needed; write fractions as text, such as '0.25'", zh="应为数值；小数请写成文本，例如“0.25”"
    ),
    "not_a_number": Text(en="'{text}' is not a number", zh="“{text}”不是数值"),
    "no_use": Text(en="'{text}' is not a number of use", zh="“{text}”不是可用的数值"),
    "factors_needed": Text(en="names with their factors are needed", zh="应列出名称及其系数"),
    # limits and prices
    "reason_code": Text(en="the code of a reason is needed", zh="应填写理由代码"),
    "price_keys": Text(en="needs {needed}; may have {more}", zh="必须有{needed}；可以有{more}"),
    "one_part": Text(en="at least one part is needed", zh="至少应有一个组成部分"),
    "price_span": Text(en="not below least_pct, and neither below zero", zh="不得低于least_pct，且两者均不得小于零"),
    "not_below_zero": Text(en="not below zero", zh="不得小于零"),
    "parts_needed": Text(en="a list of at most {most} parts is needed", zh="应为不超过{most}项的列表"),
    "part_name": Text(en="each part has a name of its own", zh="每个组成部分应有独立名称"),
    # test cases and drafts
    "cases_needed": Text(en="a list of at most {most} cases is needed", zh="应为不超过{most}个测试用例的列表"),
    "case_keys": Text(
        en="a case has name, amount, expect, and may have term_months, method, facts",
        zh="测试用例应有name、amount、expect，可以有term_months、method、facts",
    ),
    "case_tables": Text(
        en="facts and applicant are tables of names and values", zh="facts和applicant应为名称与取值的表"
    ),
    "no_cases": Text(en="there are none; at least one is needed", zh="尚无测试用例，至少需要一个"),
    "cases_fail": Text(en="{names}", zh="未通过的用例：{names}"),
    "is": Text(en="it is {state}", zh="当前状态为“{state}”"),
    "slot_without_fact": Text(
        en="it asks for '{name}', which decisions of {slot} do not know",
        zh="模型使用“{name}”，而{slot}的决策没有此信息",
    ),
}


def words_of(code: str, /, **values: object) -> Text:
    """The words of a fault, filled in; both languages."""
    return FAULTS[code].filled(**values)


def words_of_state(state: str) -> Text:
    """That a draft, a model or a role is in a state that does not allow it."""
    return words_of("is", state=STATES[state])
