"""What a helper may do: dated data."""

from datetime import date

from pydantic import Field

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.money import Money


class AgentPolicy(PolicyFile):
    """How long a visit lasts, how many a day, up to which amounts a helper prepares, when their device is cleared."""

    visit_minutes: int = Field(ge=5, le=480)
    most_visits_a_day: int = Field(ge=1, le=500)
    most_amount: str
    most_amount_a_day: str
    idle_minutes: int = Field(ge=1, le=60)

    @property
    def most(self) -> Money:
        """The highest amount that a helper prepares."""
        return Money.parse(self.most_amount, where="most_amount")

    @property
    def most_a_day(self) -> Money:
        """What a helper prepares in all within 24 hours."""
        return Money.parse(self.most_amount_a_day, where="most_amount_a_day")


def agent_policy(on: date) -> AgentPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(on, policies_in(AgentPolicy, "agents"))
