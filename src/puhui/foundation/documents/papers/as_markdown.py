"""A paper as Markdown: for people who read text, and for programs that compare versions."""

from puhui.foundation.documents.papers.paper import Block, Facts, Heading, NewPage, Paper, Sentences


def markdown_of(paper: Paper) -> str:
    """The paper's words; the same paper is the same text."""
    parts = [f"# {paper.title}", *(_block(block) for block in paper.blocks)]
    if paper.footer:
        parts.append(f"_{paper.footer}_")
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"## {block.text}"
    if isinstance(block, Sentences):
        return block.text
    if isinstance(block, NewPage):
        return "---"
    if isinstance(block, Facts):
        return "\n".join(f"- **{_cell(name)}**: {_cell(value)}" for name, value in block.pairs)
    heads = _row(block.heads), _row(["---"] * len(block.heads))
    caption = [f"**{block.caption}**", ""] if block.caption else []
    return "\n".join([*caption, *heads, *(_row(row) for row in block.rows)])


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
