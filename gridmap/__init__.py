"""Pages and maps over the API. Importing this package loads nothing: set-up runs it before Django is installed."""

__version__ = "0.2.0"
