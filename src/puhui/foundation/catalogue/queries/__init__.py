"""What can be asked of the catalogue. Products and rules have no owner: only drafts ask who is asking."""
