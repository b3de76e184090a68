"""Areas with borders."""
