"""How values of the watch are written for people."""

from puhui.risk.monitoring.contracts import Unit


def shown(value: float, *, unit: Unit) -> str:
    """A value in its unit: shares in percent, prices in percentage points a year."""
    if unit == "share":
        return f"{value * 100:.1f} %"
    if unit == "count":
        return f"{value:,.0f}"
    if unit == "points":
        return f"{value:.1f}"
    if unit == "bps":
        return f"{value / 100:+.2f} %"
    return f"{value:.3f}" if unit == "index" else f"{value:.2f}"
