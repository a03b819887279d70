"""Training: from a table with an outcome to a scorecard (or a challenger), measured, with its model card."""
