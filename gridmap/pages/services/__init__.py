"""Pages of services, teams and orders."""
