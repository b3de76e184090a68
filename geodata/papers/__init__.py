"""What is printed: PDF out of templates."""

ROOT = "static:///"
"""How a template for paper names a static file."""
