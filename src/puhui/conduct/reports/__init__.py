"""Reports: tables that staff keep under a name, and those that are made for them after the close of a day.

Owns: how somebody's pages look, saved views, subscriptions, and which report was made for which subscription of which
business date.
Laws: a name stands once with its owner and page; what is ended stays to be read; one report for a subscription and a
business date; who may open a report is asked again when it is made and when it is opened (flows/dashboards).
Events: `report.made`, told by the flow that makes one.
Personal data: ids of staff and the filters that they chose; the files themselves lie sealed in documents.
"""
