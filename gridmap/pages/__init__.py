"""Pages: one module per family, its template of the same name under templates/pages/."""
