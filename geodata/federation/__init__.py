"""Coverage beyond one installation: a county publishes signed counts, whoever gathers them adds up what was told."""
