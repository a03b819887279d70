"""Collects the English texts of an interface (templates and code) and keeps its Chinese catalogue in step with them.

    python scripts/collect_messages.py src/puhui/interfaces/customer_web

New texts are added with an empty translation (a test refuses those), texts that are gone are dropped.
"""

import ast
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.template import Engine
from django.template.base import Node, NodeList, Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

CALLS = {"gettext", "gettext_lazy", "_"}  # no plural forms: Chinese has none, and a figure beside a word needs none
LOCALE = "zh_Hans"
HEADER = """# Simplified Chinese. Kept in step with the templates and the code by scripts/collect_messages.py.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def texts_of(interface: Path) -> set[str]:
    """Every English text (msgid) that the interface shows."""
    texts: set[str] = set()
    for path in sorted(interface.rglob("*.py")):
        texts.update(_of_code(path))
    engine = Engine.get_default()
    for path in sorted(interface.rglob("templates/**/*.html")):
        texts.update(_of_nodes(Template(path.read_text(), engine=engine).nodelist))
    return texts


def _of_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
            yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def _of_nodes(nodes: NodeList) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, TranslateNode):
            yield str(getattr(node.filter_expression.var, "literal", node.filter_expression.var))
        elif isinstance(node, BlockTranslateNode):
            for tokens in filter(None, (node.singular, node.plural)):
                text, _ = node.render_token_list(tokens)
                yield text.strip() if not node.trimmed else " ".join(text.split())
        yield from _of_children(node)


def _of_children(node: Node) -> Iterator[str]:
    for name in (*node.child_nodelists, "nodelist_empty"):
        yield from _of_nodes(getattr(node, name, None) or NodeList())
    for _, branch in getattr(node, "conditions_nodelists", ()):
        yield from _of_nodes(branch)


def catalogue_path(interface: Path) -> Path:
    """Where the Chinese catalogue of an interface is kept."""
    return interface / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def read_catalogue(interface: Path) -> Catalog:
    """The catalogue as it is kept, or an empty one."""
    path = catalogue_path(interface)
    if not path.exists():
        return Catalog(locale=LOCALE, project="puhui", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def write_catalogue(interface: Path, catalogue: Catalog) -> None:
    """Writes the catalogue in order, with a header that does not change from day to day."""
    text = io.BytesIO()
    write_po(text, catalogue, width=120, sort_output=True, omit_header=True)
    path = catalogue_path(interface)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + text.getvalue().decode())


def main() -> int:
    """Rewrites the catalogues of the interfaces named; says what is still to be translated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
    django.setup()
    missing = 0
    for interface in map(Path, sys.argv[1:]):
        kept, fresh = read_catalogue(interface), Catalog(locale=LOCALE, fuzzy=False)
        for text in sorted(texts_of(interface)):
            earlier = kept.get(text)
            fresh.add(text, earlier.string if earlier else "")
            if not (earlier and earlier.string):
                missing += 1
                print(f"to translate: {text}")
        write_catalogue(interface, fresh)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
