"""The calendar of working days: public holidays, the days that make up for them, and what the county has said otherwise."""
