"""What addresses of a concept name: of each household an example, and the argument or the beginning by which it is known.

A module a concept, of its name, found by its manifest: ARGUMENTS (what an argument names), NUMBERS (what a number counts,
by the beginning of the address), MADE (how an example of each is made for a household), and COUNTED (models whose numbers stand
in addresses: they count from one in each world).
"""
