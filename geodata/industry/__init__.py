"""Industry: what earns: co-operatives, enterprises beside villages, specialists and their guidance, sales, offers; incomes as statistics."""
