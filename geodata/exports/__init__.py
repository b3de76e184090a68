"""Lists and tables to take away."""
