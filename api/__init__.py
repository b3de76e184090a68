"""The REST-GIS API: HTTP over the domain, no pages."""
