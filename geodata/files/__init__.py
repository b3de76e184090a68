"""Readers of strangers' files: formats, headings, encodings, behind walls."""
