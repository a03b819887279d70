"""What policy files of the catalogue may say: one file a subject, so that a line of business changes its own block."""
