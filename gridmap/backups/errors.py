"""What can go wrong with a backup."""


class BackupError(Exception):
    """A sentence for the operator: what, and how to mend it."""
