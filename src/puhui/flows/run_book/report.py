"""The report of a run as one HTML page: figures, a chart and a table; nothing is loaded from elsewhere."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 320, 56, 40
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a2433;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}th,td{padding:.3rem .6rem;border-bottom:1px solid #d5dbe3;text-align:right}
th:first-child,td:first-child{text-align:left}.wide{overflow-x:auto}figure{margin:0}svg{max-width:100%;height:auto}
"""


def html_report(result: Mapping[str, Any]) -> str:
    """The page."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>puhui run-book</title><style>{STYLE}</style></head><body><main>
<h1>A book of {result["firms"]:,} firms through a year of lending</h1>
<p>Business date {escape(result["business_date"])}, ended on {escape(result["ended_on"])}; budget
{_yuan(result["budget"])} yuan, loss given default {escape(result["lgd_pct"])} %. The customers' choices and failures
are drawn by a seed: this is a simulation, not a forecast.</p>
<h2>What came of it</h2>
{_table(["", "firms"], _counts(result))}
<h2>Money</h2>
{_table(["yuan", "expected of offers", "expected of loans", "simulated"], _money(result))}
<h2>Offers by rate and probability of default</h2>
<figure>{_chart(result["applications"])}<figcaption>Each dot is an approved firm: filled when it took the offer, with a
cross when it failed within the year. The same figures stand in the table below.</figcaption></figure>
<h2>Firms</h2>
<div class="wide">{
        _table(
            ["firm", "outcome", "score", "PD", "amount", "rate %", "taken", "failed in month"],
            _firms(result["applications"]),
        )
    }</div>
<h2>Proof</h2>
<p>{escape(_proof(result))}</p>
</main></body></html>
"""


def _counts(result: Mapping[str, Any]) -> list[list[str]]:
    words = {
        "approved": "approved",
        "referred": "referred to a person, not lent to in this run",
        "declined": "declined, with reasons",
        "offers_made": "offers made within the budget",
        "offers_accepted": "offers taken",
    }
    rows = [[text, f"{result[key]:,}"] for key, text in words.items()]
    return [*rows, ["average rate of the loans, % a year", result["average_rate_pct"]]]


def _money(result: Mapping[str, Any]) -> list[list[str]]:
    columns = [result["expected"], result["expected_of_accepted"], result["simulated"]]
    rows = [[name, *(_yuan(column[name]) for column in columns)] for name in ("interest", "loss", "margin")]
    paid_out = [_yuan(result["expected"]["disbursed"]), _yuan(result["disbursed"]), _yuan(result["disbursed"])]
    return [["paid out", *paid_out], *rows]


def _firms(applications: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [
        [
            a["firm_id"],
            a["outcome"],
            str(a["score"]),
            a["pd"],
            _yuan(a["amount"]) if a["annual_rate_pct"] else "",
            a["annual_rate_pct"],
            "yes" if a["accepted"] else "",
            str(a["failed_in_month"] or ""),
        ]
        for a in sorted(applications, key=lambda a: (-a["score"], a["firm_id"]))
    ]


def _chart(applications: Sequence[Mapping[str, Any]]) -> str:
    approved = [a for a in applications if a["annual_rate_pct"]]
    widest = max((float(a["pd"]) for a in approved), default=0.1) * 1.05
    marks = [_mark(a, widest) for a in approved]
    lines = []
    for rate in range(4, 16, 2):
        y = _y(rate)
        lines.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - 10}" y2="{y}" stroke="#d5dbe3"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{rate} %</text>')
    for part in range(6):
        share = widest * part / 5
        lines.append(f'<text x="{_x(share, widest)}" y="{HEIGHT - 16}" text-anchor="middle">{share * 100:.1f} %</text>')
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-size="12" fill="#1a2433" '
        'aria-label="Rate of each offer over its probability of default">'
        + "".join(lines + marks)
        + f'<text x="{WIDTH / 2}" y="{HEIGHT - 2}" text-anchor="middle">probability of default</text></svg>'
    )


def _mark(application: Mapping[str, Any], widest: float) -> str:
    x, y = _x(float(application["pd"]), widest), _y(float(application["annual_rate_pct"]))
    fill = "#1f5fa8" if application["accepted"] else "none"
    dot = f'<circle cx="{x}" cy="{y}" r="4" fill="{fill}" stroke="#1f5fa8"/>'
    if not application["failed_in_month"]:
        return dot
    return dot + f'<path d="M{x - 6} {y - 6}l12 12m0-12l-12 12" stroke="#b3261e" stroke-width="2"/>'


def _x(share: float, widest: float) -> float:
    return round(LEFT + (WIDTH - LEFT - 20) * share / widest, 1)


def _y(rate: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 12) * (rate - 4) / 11, 1)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _yuan(text: str) -> str:
    return f"{float(text):,.0f}"


def _proof(result: Mapping[str, Any]) -> str:
    faults = result["ledger"]["faults"]
    books = "The books hold: every entry is balanced, the control accounts equal the sums over loans."
    replayed = f"{result['decisions_agree']} of {result['decisions_replayed']} decisions replayed bit for bit."
    return f"{books if not faults else f'The books do not hold: {faults}'} {replayed}"
