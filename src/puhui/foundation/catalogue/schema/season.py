"""A loan that follows a harvest: for which crops, paid in parts or at once, and its years of grace."""

from pydantic import Field

from puhui.foundation.catalogue.schema.base import Code, Data


class SeasonBlock(Data):
    """The crops are calendars of `policies/seasons`, and the purposes of the product; their due days replace `dues`.

    `in_parts`: paid by the windows of the calendar, each part when it is asked for. `grace_dues`: so many yearly dues
    at the beginning ask for interest only, until the trees bear. `repaid_by_order`: what a buyer pays for the produce
    goes to the loan first.
    """

    crops: tuple[Code, ...] = Field(min_length=1)
    in_parts: bool = True
    grace_dues: int = Field(default=0, ge=0, le=5)
    repaid_by_order: bool = False
