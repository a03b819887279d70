"""What other rooms may call."""

from puhui.conduct.reports.actions import (
    choose_theme,
    end_subscription,
    end_view,
    keep_report,
    keep_subscription,
    keep_view,
)
from puhui.conduct.reports.contracts import (
    EVERY,
    THEMES,
    AlreadySubscribed,
    NameTaken,
    NewSubscription,
    ReportLine,
    SubscriptionLine,
    TooManyKept,
    ViewLine,
)
from puhui.conduct.reports.queries import (
    is_made,
    report,
    report_to_tell,
    reports_of,
    subscriptions_due,
    subscriptions_of,
    theme_of,
    views_of,
)

__all__ = [
    "EVERY",
    "THEMES",
    "AlreadySubscribed",
    "NameTaken",
    "NewSubscription",
    "ReportLine",
    "SubscriptionLine",
    "TooManyKept",
    "ViewLine",
    "choose_theme",
    "end_subscription",
    "end_view",
    "is_made",
    "keep_report",
    "keep_subscription",
    "keep_view",
    "report",
    "report_to_tell",
    "reports_of",
    "subscriptions_due",
    "subscriptions_of",
    "theme_of",
    "views_of",
]
