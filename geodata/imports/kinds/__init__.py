"""What can be imported: one module or package a kind."""
