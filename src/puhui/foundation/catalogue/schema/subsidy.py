"""A part of the interest that the state pays: which policy says so."""

from puhui.foundation.catalogue.schema.base import Code, Data


class SubsidyBlock(Data):
    """The id of the subsidy policy (`policies/subsidies`)."""

    policy: Code
