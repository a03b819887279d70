"""Where invoices are pulled from: an embedded tax bureau of made-up invoices, for a demonstration without a network."""
