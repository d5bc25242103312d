"""What the API says of each record. Texts in both languages, enumerations by code and word, partial
dates as ISO text, unknowns as null."""
