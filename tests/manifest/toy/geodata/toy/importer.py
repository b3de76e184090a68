"""Lanterns that can be imported."""


class Lanterns:
    name = "lanterns"
    label = "lanterns"
