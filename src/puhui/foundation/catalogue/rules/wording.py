"""Faults of the schema in words of both languages; what a validator of ours says stays as it says it."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from puhui.foundation.catalogue.workshop_contracts import ProductFault
from puhui.kernel.texts import Text

_WORDS: Mapping[str, Text] = {
    "missing": Text(en="is needed", zh="必须填写"),
    "extra_forbidden": Text(en="is not a key of a product", zh="不是产品文件的键"),
    "literal_error": Text(en="is one of {expected}", zh="只能为 {expected}"),
    "string_pattern_mismatch": Text(en="does not fit the pattern {pattern}", zh="格式应为 {pattern}"),
    "string_too_short": Text(en="at least {min_length} characters", zh="至少 {min_length} 个字符"),
    "string_type": Text(en="is a text in quotation marks", zh="应为带引号的文字"),
    "int_type": Text(en="is a whole number", zh="应为整数"),
    "int_parsing": Text(en="is a whole number", zh="应为整数"),
    "int_from_float": Text(en="is a whole number", zh="应为整数"),
    "bool_type": Text(en="is true or false", zh="应为 true 或 false"),
    "bool_parsing": Text(en="is true or false", zh="应为 true 或 false"),
    "decimal_parsing": Text(en="is a number", zh="应为数字"),
    "decimal_type": Text(en="is a number", zh="应为数字"),
    "date_from_datetime_parsing": Text(en="is a day such as 2027-01-01", zh="应为日期，例如 2027-01-01"),
    "date_parsing": Text(en="is a day such as 2027-01-01", zh="应为日期，例如 2027-01-01"),
    "date_type": Text(en="is a day such as 2027-01-01", zh="应为日期，例如 2027-01-01"),
    "greater_than": Text(en="is above {gt}", zh="须大于 {gt}"),
    "greater_than_equal": Text(en="is at least {ge}", zh="不小于 {ge}"),
    "less_than": Text(en="is below {lt}", zh="须小于 {lt}"),
    "less_than_equal": Text(en="is at most {le}", zh="不大于 {le}"),
    "too_short": Text(en="has at least {min_length} entries", zh="至少 {min_length} 项"),
    "tuple_type": Text(en="is a list in brackets", zh="应为方括号列表"),
    "list_type": Text(en="is a list in brackets", zh="应为方括号列表"),
    "model_type": Text(en="is a table of keys", zh="应为键值表"),
    "dataclass_type": Text(en="is a text in two languages: {{ en = ..., zh = ... }}", zh="应为中英文文字"),
    "unexpected_keyword_argument": Text(en="is not a key of a text", zh="不是文字的键"),
}
MOST_FAULTS = 100


def schema_faults(problems: ValidationError) -> Iterator[ProductFault]:
    """Every fault that the schema found, by key, in words."""
    for found in problems.errors()[:MOST_FAULTS]:
        key = ".".join(str(part) for part in found["loc"]) or "-"
        yield _named(key, _words(found))


def _words(found: Any) -> Text:
    known = _WORDS.get(found["type"])
    if known is None:
        said = str(found["msg"]).removeprefix("Value error, ")
        return Text(en=said, zh=said)
    return known.filled(**found.get("ctx", {}))


def _named(key: str, reason: Text) -> ProductFault:
    """A validator of the whole product names its key at the beginning of what it says."""
    head, colon, rest = reason.en.partition(": ")
    if key == "-" and colon and head.replace("_", "").replace(",", "").replace(" ", "").isalnum():
        return ProductFault(head.split(",")[0], Text(en=rest, zh=reason.zh.partition(": ")[2] or rest))
    return ProductFault(key, reason)
