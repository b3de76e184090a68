"""Pages of needs and of what is assigned of them."""
