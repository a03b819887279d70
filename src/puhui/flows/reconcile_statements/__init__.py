"""Bank statements against our books: imported once, matched, the rest in suspense until somebody says what it is."""
