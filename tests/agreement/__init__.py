"""One rule, whatever the door: page, API, paper sheet, import and phone answer alike and leave the same record."""
