"""The pairing as a problem of flow: no Django, no database."""
