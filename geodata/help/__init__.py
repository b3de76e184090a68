"""Help: a page for each post, and what a stranger may read."""
