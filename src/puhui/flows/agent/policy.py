"""What a helper may do: dated data."""

from datetime import date

from pydantic import Field

from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.kernel.money import Money


class AgentPolicy(PolicyFile):
    """How long a visit lasts, how many a day, and up to which amount a helper prepares."""

    visit_minutes: int = Field(ge=5, le=480)
    most_visits_a_day: int = Field(ge=1, le=500)
    most_amount: str

    @property
    def most(self) -> Money:
        """The highest amount that a helper prepares."""
        return Money.parse(self.most_amount, where="most_amount")


def agent_policy(on: date) -> AgentPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(on, policies_in(AgentPolicy, "agents"))
