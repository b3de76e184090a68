"""How an empty installation begins: its first administrator, its divisions, and what comes after."""
