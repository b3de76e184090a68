"""The API of services, teams and orders."""
