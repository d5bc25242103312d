"""The staff's own pages: what waits for whom, entering, and the course of a record."""
