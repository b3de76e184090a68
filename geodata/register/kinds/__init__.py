"""The kinds of changes: each says what it takes, what stands against it, and what it writes."""
