"""Questions that people keep under a name: a page with its filters and what its map shows, pinned and shared."""
