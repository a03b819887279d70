"""Writes src/puhui_client/api from the OpenAPI document: a TypedDict for each shape, a method for each operation.

`--check` writes nothing and exits 1 when a file is not what the document says.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
os.environ.setdefault("PUHUI_HOME", tempfile.mkdtemp(prefix="puhui-client-"))

import django

django.setup()  # the imports below need the settings

from django.urls import get_resolver

from puhui.interfaces.rest_api.api import api

ROOT = Path(__file__).resolve().parents[1] / "src" / "puhui_client" / "api"
MADE = "Made by scripts/make_client.py from the OpenAPI document; do not edit."
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
REF = "#/components/schemas/"
Schema = dict[str, Any]


def typed(schema: Schema) -> str:
    """The Python type of a schema."""
    if "$ref" in schema:
        return called(str(schema["$ref"]).removeprefix(REF))
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(typed(one) for one in schema[key]))
    if "enum" in schema or "const" in schema:
        return f"Literal[{', '.join(json.dumps(one) for one in schema.get('enum', [schema.get('const')]))}]"
    kind = schema.get("type")
    if kind == "array":
        inner = schema.get("prefixItems")
        inside = " | ".join(dict.fromkeys(map(typed, inner))) if inner else typed(schema.get("items", {}))
        return f"list[{inside}]"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"dict[str, {typed(values) if isinstance(values, dict) else 'Any'}]"
    return PLAIN.get(str(kind), "Any")


def called(name: str) -> str:
    """`Page_LoanOut_` is a `LoanOutPage` to a Python reader."""
    generic, _, inner = name.rstrip("_").partition("_")
    return f"{inner}{generic}" if inner and name.endswith("_") else name


def refs(value: object) -> set[str]:
    """Every shape that a piece of the document names, directly."""
    if isinstance(value, dict):
        found = {str(value["$ref"]).removeprefix(REF)} if isinstance(value.get("$ref"), str) else set()
        return found.union(*(refs(one) for one in value.values()))
    return set().union(*(refs(one) for one in value)) if isinstance(value, list) else set()


def reached(value: object, shapes: dict[str, Schema]) -> set[str]:
    """Every shape that a piece of the document names, through others too."""
    found: set[str] = set()
    waiting = refs(value)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting |= refs(shapes[name])
    return found


def sentence(schema: Schema, preset: str) -> str:
    """The first line of what the document says about a thing."""
    text = " ".join(str(schema.get("description") or schema.get("summary") or preset).split())
    return text.replace("\\", "\\\\").replace('"""', "'''")


def shape(name: str, schema: Schema) -> list[str]:
    """The lines of one shape."""
    if schema.get("type") != "object" or "properties" not in schema:
        return [f"{called(name)}: TypeAlias = {typed(schema)!r}", ""]
    needed = set(schema.get("required", []))
    lines = [f"class {called(name)}(TypedDict):", f'    """{sentence(schema, f"One page of {called(name)}.")}"""', ""]
    for field, kind in schema["properties"].items():
        said = typed(kind) if field in needed else f"NotRequired[{typed(kind)}]"
        lines.append(f"    {field}: {said}")
    return [*lines, "", ""]


def parameters(operation: Schema) -> tuple[list[Schema], list[Schema], bool]:
    """Those of the path, those of the query, and whether it takes a key."""
    given = operation.get("parameters", [])
    paths = [one for one in given if one["in"] == "path"]
    queries = [one for one in given if one["in"] == "query"]
    return paths, queries, any(one["in"] == "header" for one in given)


def answer_of(operation: Schema) -> str:
    """The Python type of what comes back."""
    good = [said for status, said in operation["responses"].items() if str(status).startswith("2")]
    if not good:
        return "bytes"  # a file
    content = good[0].get("content", {}).get("application/json")
    return typed(content["schema"]) if content else "None"


def method(verb: str, path: str, operation: Schema, name: str) -> list[str]:
    """The lines of one operation."""
    paths, queries, takes_key = parameters(operation)
    body = operation.get("requestBody", {}).get("content", {})
    form = body.get("multipart/form-data", {}).get("schema")
    first, named, passed = ["self"], [], [f'"{verb.upper()}"', _address(path, paths)]
    first += [
        f"{one['name']}: {'UUID | str' if one['schema'].get('format') == 'uuid' else typed(one['schema'])}"
        for one in paths
    ]
    if "application/json" in body:
        first.append(f"body: {typed(body['application/json']['schema'])}")
        passed.append("body=body")
    if form:
        fields = {field: kind for field, kind in form["properties"].items() if kind.get("format") != "binary"}
        first.append("file: bytes")
        named += [f"{field}: {typed(kind)} | None = None" for field, kind in fields.items()]
        passed += ['files={"file": file}', f"form={{{', '.join(f'{f!r}: {f}' for f in fields)}}}"]
    for one in queries:
        named.append(_query(one))
    if queries:
        asked = ", ".join(f'"{one["name"]}": {one["name"]}' for one in queries)
        passed.append(f"query={{{asked}}}")
    if takes_key:
        named.append('idempotency_key: str = ""')
        passed.append("key=idempotency_key")
    said = ", ".join([*first, *(["*", *named] if named else [])])
    scope = operation.get("x-scope", "")
    about = ". ".join(filter(None, [operation.get("summary", "").rstrip("."), sentence(operation, "").rstrip(".")]))
    call, answer = f"self._transport.call({', '.join(passed)})", answer_of(operation)
    done = [f"        {call}"] if answer == "None" else [f"        answer: {answer} = {call}", "        return answer"]
    return [f"    def {name}({said}) -> {answer}:", f'        """{about}. Scope `{scope}`."""', *done, ""]


def _query(one: Schema) -> str:
    kind = typed(one["schema"])
    if one.get("required"):
        return f"{one['name']}: {kind}"
    return f"{one['name']}: {kind if 'None' in kind.split(' | ') else f'{kind} | None'} = None"


def _address(path: str, paths: list[Schema]) -> str:
    for one in paths:
        path = path.replace(f"{{{one['name']}}}", f"{{part({one['name']})}}")
    return f'f"{path}"' if paths else f'"{path}"'


def files() -> dict[str, str]:
    """Every file of the client's `api`, by name."""
    get_resolver().url_patterns  # noqa: B018 - addresses are loaded before the contract is asked for
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    shapes, rooms = document["components"]["schemas"], defaultdict(list)
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            room, name = _split(operation["operationId"])
            rooms[room].append((verb, path, operation, name))
    used = {room: set().union(*(reached(_kept(one[2]), shapes) for one in ones)) for room, ones in rooms.items()}
    users: dict[str, list[str]] = defaultdict(list)
    for room, names in sorted(used.items()):
        for name in names:
            users[name].append(room)
    shared = {name for name, where in users.items() if len(where) > 1}
    shared |= set().union(*(reached(shapes[name], shapes) for name in shared))
    made = {"shared.py": _file("Shapes that several subjects share.", [], _shapes(shared, shapes), set())}
    for room, ones in rooms.items():
        own = used[room] - shared
        lines = [f"class {_class(room)}(Group):", f'    """Operations: {room.replace("_", " ")}."""', ""]
        for verb, path, operation, name in ones:
            lines += method(verb, path, operation, name)
        direct = set().union(*(refs(_kept(one[2])) for one in ones), *(refs(shapes[name]) for name in own)) & shared
        made[f"{room}.py"] = _file(f"Operations: {room.replace('_', ' ')}.", lines, _shapes(own, shapes), direct)
    made["__init__.py"] = _client(sorted(rooms))
    return made


def _split(operation_id: str) -> tuple[str, str]:
    """`puhui_interfaces_rest_api_loan_changes_preview` is `preview` of the router's module `loan_changes`."""
    rest = operation_id.removeprefix("puhui_interfaces_rest_api_")
    modules = sorted((p.stem for p in ROOT.parents[1].glob("puhui/interfaces/rest_api/*.py")), key=len, reverse=True)
    room = next(name for name in modules if rest.startswith(f"{name}_"))
    return room, rest.removeprefix(f"{room}_")


def _kept(operation: Schema) -> list[object]:
    """What of an operation a caller sees: its parameters, its body, its good answers."""
    good = [said for status, said in operation["responses"].items() if str(status).startswith("2")]
    return [operation.get("parameters", []), operation.get("requestBody", {}), good]


def _shapes(names: set[str], shapes: dict[str, Schema]) -> list[str]:
    return [line for name in sorted(names) for line in shape(name, shapes[name])]


def _class(room: str) -> str:
    return "".join(word.capitalize() for word in room.split("_")) + "Operations"


def _file(title: str, methods: list[str], shapes: list[str], shared: set[str]) -> str:
    code = "\n".join([*shapes, *methods])
    words = [word for word in ("Any", "Literal", "NotRequired", "TypeAlias", "TypedDict") if word in code]
    lines = [f'"""{title}', "", MADE, '"""', "", "from __future__ import annotations", ""]
    lines += [f"from typing import {', '.join(words)}"] if words else []
    lines += ["from uuid import UUID", ""] if "UUID" in code else [""]
    lines += [f"from puhui_client.api.shared import {', '.join(sorted(map(called, shared)))}"] if shared else []
    tools = ["Group", *(["part"] if "{part(" in code else [])]
    lines += [f"from puhui_client.transport import {', '.join(tools)}"] if methods else []
    return "\n".join([*lines, "", code])


def _client(rooms: list[str]) -> str:
    lines = ['"""The client: one attribute for each subject.', "", MADE, '"""', ""]
    lines += [f"from puhui_client.api.{room} import {_class(room)}" for room in rooms]
    lines += ["from puhui_client.transport import Transport", "", ""]
    lines += [
        "class Client(Transport):",
        '    """puhui over HTTP, typed: `Client("https://…", token="…").loans.list_loans()`."""',
        "",
    ]
    for room in rooms:
        lines += ["    @property", f"    def {room}(self) -> {_class(room)}:"]
        lines += [f'        """Operations: {room.replace("_", " ")}."""', f"        return {_class(room)}(self)", ""]
    return "\n".join(lines)


def tidy(text: str, name: str) -> str:
    """As `ruff` writes it, so that a check compares like with like."""
    for command in (["check", "--fix-only", "--quiet", "--select", "I"], ["format", "--quiet"]):
        tool = [str(Path(sys.executable).parent / "ruff"), *command, "--stdin-filename", str(ROOT / name), "-"]
        text = subprocess.run(tool, input=text, capture_output=True, text=True, check=True).stdout
    return text


def main() -> int:
    """Writes the files, or checks them."""
    made, stale = {name: tidy(text, name) for name, text in files().items()}, []
    gone = [path for path in ROOT.glob("*.py") if path.name not in made]
    for name, text in made.items():
        path = ROOT / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    for path in gone:
        stale.append(path.name)
        if "--check" not in sys.argv:
            path.unlink()
    print(f"{'stale' if '--check' in sys.argv else 'written'}: {', '.join(sorted(stale)) or 'nothing'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
