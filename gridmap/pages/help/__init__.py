"""Pages of help: a page for each post, and what a stranger may read."""
