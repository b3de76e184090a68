"""What falls due, what pace of visits is needed, and what is to be expected: coverage of the days to come."""
