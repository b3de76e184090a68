"""How pages look: colours by role, the sheet of tokens made of them, and what a reader prefers."""
