"""The one error of set-up: what is wrong and what to do, in a sentence for the person at the terminal."""


class SetupError(Exception):
    """Printed without a traceback; the process ends with 1."""
