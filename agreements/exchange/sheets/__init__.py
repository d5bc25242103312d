"""Spreadsheets in: read safely, understood row by row, looked at before anything is written."""
