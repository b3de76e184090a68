"""A made-up county on real division codes. Every person, line, point and event in it is invented, from a fixed seed."""
