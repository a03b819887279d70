"""Instalments that follow an income: the share of it that is asked for."""

from decimal import Decimal

from pydantic import Field

from puhui.foundation.catalogue.schema.base import Data, Percent


class IncomeLinkBlock(Data):
    """The most of a month's income that goes into instalments, and the part of one that is due anyway."""

    share_pct: Percent = Field(gt=0, le=100)
    least_due_pct: Percent = Field(default=Decimal(0), le=100)
