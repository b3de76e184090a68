"""How the layers of a map file are called: one for each level, the widest first."""

LAYERS = {
    "province": "provinces",
    "city": "cities",
    "county": "counties",
    "township": "townships",
    "village": "villages",
    "grid": "grids",
}
