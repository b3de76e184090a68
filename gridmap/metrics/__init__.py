"""What a monitoring system reads at /metrics: of all web workers together, and of the database that they share.

No label is a name, a code or a path: a route is the pattern of an address, as in the logs.
"""
