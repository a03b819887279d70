"""Policies in other forms: TOML as files are written, and JSON Decision Model, the tables as a graph of nodes."""

from collections.abc import Mapping
from typing import Any

from puhui.kernel.canonical import plain
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.policy import OUTPUTS

CONTENT_TYPE = "application/vnd.gorules.decision"


def as_toml(document: Mapping[str, Any]) -> str:
    """The policy as a file of `policies/decision_policies` holds it; reading it gives the same policy."""
    given = plain(document)
    date_line = f"effective_from = {given['effective_from']}"
    head = [f"{_key(k)} = {_value(v)}" for k, v in given.items() if k != "effective_from" and not _is_big(v)]
    parts = [part for key, value in given.items() if _is_big(value) for part in _section(_key(key), value)]
    return "\n".join([*head, date_line, *parts]) + "\n"


def _is_big(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _section(path: str, value: Any) -> list[str]:
    """A table of plain values as one, an array of tables as several; deeper ones follow under their own names."""
    if isinstance(value, list):
        return [line for entry in value for line in ("", f"[[{path}]]", *_lines(entry))]
    inner = {k: v for k, v in value.items() if _is_big(v) and not _is_flat(v)}
    lines = ["", f"[{path}]", *_lines({k: v for k, v in value.items() if k not in inner})]
    return lines + [line for key, part in inner.items() for line in _section(f"{path}.{_key(key)}", part)]


def _is_flat(value: Any) -> bool:
    """Short enough for one line: words in two languages, a column."""
    return isinstance(value, Mapping) and not any(_is_big(part) for part in value.values())


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items() if value is not None]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items() if v is not None)
        return f"{{ {inside} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _text(str(value))


def _key(name: str) -> str:
    plain_name = name.replace("_", "").replace("-", "")
    return name if plain_name.isascii() and plain_name.isalnum() else _text(name)


def _text(text: str) -> str:
    escaped = "".join(f"\\{c}" if c in '"\\' else c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in text)
    return f'"{escaped}"'


def as_decision_model(document: Mapping[str, Any]) -> dict[str, Any]:
    """The policy as JSON Decision Model: each table a decision table node, all else under `settings`."""
    given = plain(document)
    nodes = [_node(key, given["tables"][key]) for key in OUTPUTS]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
        for a, b in zip(list(OUTPUTS), list(OUTPUTS)[1:], strict=False)
    ]
    settings = {key: value for key, value in given.items() if key != "tables"}
    return {"contentType": CONTENT_TYPE, "nodes": nodes, "edges": edges, "settings": settings}


def _node(key: str, table: Mapping[str, Any]) -> dict[str, Any]:
    rules = [
        {
            "_id": row["id"],
            **({"_description": row["why"]} if "why" in row else {}),
            **{f"in.{name}": str(row.get("when", {}).get(name, "-")) for name in table["inputs"]},
            **{f"out.{name}": row.get("then", {}).get(name) for name in table["outputs"]},
        }
        for row in table.get("rows", [])
    ]
    content = {
        "hitPolicy": table["hit_policy"],
        "inputs": [{"id": f"in.{n}", "field": n, "column": c} for n, c in table["inputs"].items()],
        "outputs": [{"id": f"out.{n}", "field": n, "column": c} for n, c in table["outputs"].items()],
        "rules": rules,
    }
    return {"id": key, "name": key, "type": "decisionTableNode", "content": content}


def from_decision_model(model: Mapping[str, Any]) -> dict[str, Any]:
    """The policy document of what `as_decision_model` gave, edited or not."""
    try:
        tables = {node["id"]: _table(node["content"]) for node in model["nodes"] if node["type"] == "decisionTableNode"}
        return {**model["settings"], "tables": tables}
    except (KeyError, TypeError, AttributeError) as fault:
        raise PolicyInvalid("nodes", words_of("no_decision_model", fault=f"{type(fault).__name__} {fault}")) from None


def _table(content: Mapping[str, Any]) -> dict[str, Any]:
    inputs = {column["id"]: column["field"] for column in content["inputs"]}
    outputs = {column["id"]: column["field"] for column in content["outputs"]}
    rows = [
        {
            "id": rule["_id"],
            "when": {name: rule[key] for key, name in inputs.items() if rule.get(key, "-") not in {"-", ""}},
            "then": {name: rule[key] for key, name in outputs.items() if rule.get(key) is not None},
            **({"why": rule["_description"]} if "_description" in rule else {}),
        }
        for rule in content["rules"]
    ]
    return {
        "hit_policy": content["hitPolicy"],
        "inputs": {column["field"]: column["column"] for column in content["inputs"]},
        "outputs": {column["field"]: column["column"] for column in content["outputs"]},
        "rows": rows,
    }
