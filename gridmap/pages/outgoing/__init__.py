"""Pages of notices that go outside."""
