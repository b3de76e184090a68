"""OGC API Features at /ogc/: what pages and the API tell, for QGIS, GDAL and other programs. It only reads."""
