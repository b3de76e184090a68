"""An invented year of needs."""
