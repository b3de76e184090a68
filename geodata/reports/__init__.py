"""The gap report: editions that stay as they were printed, and the documents that are made of them."""
