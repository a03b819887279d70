"""Money against trade: invoices that are sold, orders that are financed, and what buyers pay."""
