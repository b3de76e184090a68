"""Who looks after whom, by proposal and in batches."""
