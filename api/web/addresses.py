"""What may stand in the parts of an address. Anything else is an unknown address: a NUL byte never reaches the database."""

CODE = r"(?P<code>[0-9]{2,15})"
NUMBER = r"(?P<number>[0-9]{1,9})"
TOKEN = r"(?P<token>[A-Za-z0-9_-]{1,32})"  # noqa: S105
NEED = r"(?P<need>[0-9]{9}-[0-9]{4}-[0-9]{4,9}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
"""Its number or its client id."""
ATTACHMENT = r"(?P<attachment>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
"""The id of a file of a need."""
ORDER = r"(?P<order>[0-9]{9}-[0-9]{4}-S[0-9]{4,12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
"""Its number or its client id."""


PROGRAMS = ("/api/", "/ogc", "/tiles/")
"""How addresses begin that answer programs: with a problem document and never with a page, and asked with a token."""


def for_programs(path: str) -> bool:
    return path.startswith(PROGRAMS)
