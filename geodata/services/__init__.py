"""Services: what is offered, who does it, and orders on their way from a household to a rating."""
