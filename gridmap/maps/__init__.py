"""Maps: folium, and only here. What a map shows comes by API; folium itself sees codes, numbers and our own addresses."""
