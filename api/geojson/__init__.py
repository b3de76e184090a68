"""GeoJSON in and out."""
